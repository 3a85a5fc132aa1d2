"""Proposals: write one, send one on, answer one (MED-08)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import can
from core.views.acting import done, found, page, tried
from med.actions import proposals as verbs
from med.choices import MeetingState
from med.forms.agenda import NegotiateForm, ProposalForm, ProposalThroughForm, RejectForm
from med.models import Body, Meeting, Proposal
from med.views.ground import form_page

PROPOSALS = Proposal.objects.select_related("body__unit", "proposed_by", "via", "decided_by", "treatment__meeting")


@require_http_methods(["GET", "POST"])
def propose(request, pk):
    """Propose an item: a member to the chairs, an employee through TR or AMR."""
    body = found(
        request, "med.view_body", Body.objects.select_related("unit"), pk, ("med.propose", "med.propose_through")
    )
    member = "med.propose" in body.may
    if not member:
        found(request, "med.propose_through", Body.objects.select_related("unit"), pk)
    people = [] if member else verbs.representatives(body)
    form = ProposalForm(request.POST or None) if member else ProposalThroughForm(request.POST or None, people=people)
    said = _("Forslaget er sendt. Du kan følge det under MED og TRIO.")
    if form.is_bound and form.is_valid() and form.cleaned_data["is_terms"]:
        said = _("Det er sendt til TR, som forhandler den slags. Du kan følge det under MED og TRIO.")
    elif member:
        said = _("Forslaget er sendt til formanden og næstformanden.")
    if done(request, form, lambda data: verbs.propose(body, by=request.user, **data), said):
        return redirect("med:overview")
    return form_page(
        request,
        form,
        title=_("Foreslå punkt"),
        lede=str(body) if member else _("Du er ikke medlem, så TR eller AMR læser forslaget først."),
        button=_("Foreslå punkt"),
        back=reverse("med:body", args=[pk]),
        crumbs=[(str(body), reverse("med:body", args=[pk]))],
    )


def open_meetings(body):
    """Return the body's meetings that an item can still be put on."""
    return list(
        Meeting.objects.filter(
            body=body,
            state__in=[MeetingState.AGENDA_OPEN, MeetingState.RELEASED],
            starts_at__gt=calendar.now(),
        ).order_by("starts_at")
    )


@require_GET
def proposal(request, pk):
    """Show a proposal and what became of it."""
    row = found(
        request,
        "med.view_proposal",
        PROPOSALS,
        pk,
        ("med.forward_proposal", "med.answer_proposal", "med.route_proposal"),
    )
    answers = "med.answer_proposal" in row.may
    return page(
        request,
        "med/proposal.html",
        proposal=row,
        body=row.body,
        may_forward="med.forward_proposal" in row.may,
        may_answer=answers,
        may_route="med.route_proposal" in row.may,
        meetings=open_meetings(row.body) if answers else [],
        sees_meeting=bool(row.treatment_id) and can(request.user, "med.view_meeting", row.treatment.meeting),
    )


@require_POST
def forward(request, pk):
    """Send an employee's proposal on."""
    row = found(request, "med.forward_proposal", PROPOSALS, pk)
    tried(request, lambda: verbs.forward(row, by=request.user), _("Forslaget er sendt til formanden og næstformanden."))
    return redirect("med:proposal", pk=pk)


@require_POST
def accept(request, pk):
    """Put a proposal on an agenda."""
    row = found(request, "med.answer_proposal", PROPOSALS, pk)
    wanted = request.POST.get("meeting", "")
    meeting = next((one for one in open_meetings(row.body) if str(one.pk) == wanted), None)
    if meeting is None:
        messages.warning(request, _("Begynd en dagsorden først. Så kan forslaget sættes på."))
        return redirect("med:proposal", pk=pk)
    tried(request, lambda: verbs.accept(row, meeting, by=request.user), _("Punktet står på dagsordenen."))
    return redirect("med:meeting", pk=meeting.pk)


@require_POST
def postpone(request, pk):
    """Keep a proposal for later."""
    row = found(request, "med.answer_proposal", PROPOSALS, pk)
    tried(
        request, lambda: verbs.postpone(row, by=request.user), _("Forslaget er udsat. Det venter her til næste gang.")
    )
    return redirect("med:proposal", pk=pk)


@require_http_methods(["GET", "POST"])
def negotiate(request, pk):
    """Give a proposal about terms to TR or the branch."""
    row = found(request, "med.route_proposal", PROPOSALS, pk)
    form = NegotiateForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: verbs.negotiate(row, by=request.user, **data),
        _("Forslaget bliver forhandlet uden for MED. Den, der har foreslået, kan læse hvorfor."),
    ):
        return redirect("med:overview")
    return form_page(
        request,
        form,
        title=_("Giv videre til forhandling"),
        lede=_("Vilkår for enkelte personer eller grupper forhandles af TR eller kredsen, ikke i MED."),
        button=_("Giv videre"),
        back=reverse("med:proposal", args=[pk]),
        crumbs=[(str(row.body), reverse("med:body", args=[row.body_id]))],
    )


@require_http_methods(["GET", "POST"])
def reject(request, pk):
    """Turn a proposal down, with a reason."""
    row = found(request, "med.answer_proposal", PROPOSALS, pk)
    form = RejectForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: verbs.reject(row, by=request.user, reason=data["reason"]),
        _("Forslaget er afvist. Den, der har foreslået, kan læse hvorfor."),
    ):
        return redirect("med:proposal", pk=pk)
    return form_page(
        request,
        form,
        title=_("Afvis punkt"),
        lede=row.title,
        button=_("Afvis punkt"),
        back=reverse("med:proposal", args=[pk]),
        crumbs=[(str(row.body), reverse("med:body", args=[row.body_id]))],
    )
