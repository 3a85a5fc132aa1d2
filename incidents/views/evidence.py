"""Attach evidence to an incident that has been sent (INC-13)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.models import Attachment
from incidents import steps
from incidents.actions import supplementing
from incidents.case import SUBJECT
from incidents.forms.evidence import DescribedEvidenceForm
from incidents.views.ground import find_incident


@require_http_methods(["GET", "POST"])
def evidence(request, pk):
    """Take files in; each is sealed, named and timed on the page."""
    incident = find_incident(request, pk, "incidents.supplement")
    form = (
        DescribedEvidenceForm(request.POST or None, request.FILES or None)
        if request.method == "POST"
        else DescribedEvidenceForm()
    )
    if request.method == "POST" and form.is_valid():
        kept = 0
        for uploaded, facts in form.cleaned_data["files"]:
            try:
                supplementing.attach(
                    incident,
                    uploaded,
                    facts,
                    by=request.user,
                    kind=form.cleaned_data["kind"],
                    caption=form.cleaned_data["caption"],
                    taken_at=form.cleaned_data["taken_at"],
                )
                kept += 1
            except ValidationError as problem:
                form.add_error("files", problem)
        if kept:
            messages.success(
                request, ngettext("%(n)s fil er vedhæftet.", "%(n)s filer er vedhæftet.", kept) % {"n": kept}
            )
            todo = steps.find(incident, "incidents.evidence")
            if todo and todo.state == "open" and todo.owner_id == request.user.pk:
                steps.done(incident, "incidents.evidence", by=request.user)
        if kept and not form.errors:
            return redirect("incidents:evidence", pk=pk)
    own = Attachment.objects.filter(
        subject_type=SUBJECT, subject_id=pk, removed_at__isnull=True, uploaded_by=request.user
    )
    return render(
        request,
        "incidents/evidence.html",
        {"incident": incident, "form": form, "files": own},
        status=422 if form.errors else 200,
    )
