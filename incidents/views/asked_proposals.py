"""A consultant's proposal that a leader asked for: number, category and form of one case, and nothing else (INC-38)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import audit, drafts
from core.permissions import rows
from incidents.actions import sanctions as verbs
from incidents.choices import Category
from incidents.forms.sanctions import ProposalForm
from incidents.models import ProposalRequest
from incidents.models.sanctions import MEASURES, SUGGESTED
from incidents.views.ground import find_incident, place_errors, with_draft


@require_POST
def ask_consultant(request, pk):
    """Ask the consultant of the unit for a proposal."""
    incident = find_incident(request, pk, "incidents.view")
    try:
        found = verbs.ask_consultant(incident, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, _("%(name)s er bedt om et forslag.") % {"name": found.asked.name})
    return redirect("incidents:sanctions", pk=pk)


@require_http_methods(["GET", "POST"])
def asked_proposal(request, pk):
    """Show what the consultant may know, and take the proposal."""
    asked = ProposalRequest.objects.select_related("incident", "asked_by")
    found = rows(request.user, "incidents.answer_proposal_request", asked).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = ProposalForm(request.POST or None, initial=with_draft(request, ProposalForm, request.path))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.answer_request(found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            drafts.used(request, request.path)
            messages.success(request, _("Forslaget er sendt. Lederen beslutter."))
            return redirect("core:desk")
    if request.method == "GET":
        audit.read("incidents.proposal_request_opened", found.incident, by=request.user, request=found.pk)
    incident = found.incident
    category = incident.working_category
    response = render(
        request,
        "incidents/sanctions/asked.html",
        {
            "found": found,
            "form": form,
            "number": incident.number,
            "category": Category(category) if category else None,
            "channel": incident.get_channel_display(),
            "suggested": [MEASURES.label(one) for one in SUGGESTED.get(category, [])],
        },
        status=422 if form.is_bound and form.errors else 200,
    )
    response["Cache-Control"] = "private, no-store"
    return response
