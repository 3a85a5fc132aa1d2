"""A leader asks the professional consultant (SFK) for a proposal, who answers without seeing the case (INC-38)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox, todos
from core.directory import Directory
from core.models import Todo
from core.permissions import require
from incidents.actions.sanctions.deciding import write_proposal
from incidents.actions.sanctions.ground import NOON, locked
from incidents.models import ProposalRequest
from incidents.rules import measures

ASKED = "incidents.asked_proposal"


@transaction.atomic
def ask_consultant(incident, *, by):
    """Ask the consultant nearest the unit for a proposal; return the ProposalRequest, the open one if there is one."""
    require(by, "incidents.decide_sanction", incident)
    incident = locked(incident)
    barred = measures.shut_out_of(incident)
    directory = Directory.near(incident.unit, site_ids=[incident.site_id])
    known = directory.holders("consultant", incident.unit_id, incident.site_id)
    there = [directory.available(person) for person in known if person.pk not in barred]
    held = {person.pk for person in known}
    asked = next((one for one in there if one and one.pk in held and one.pk not in barred | {by.pk}), None)
    if asked is None:
        raise ValidationError(_("Der er ingen SFK at spørge lige nu."), code="nobody")
    open_one = ProposalRequest.objects.filter(incident=incident, asked=asked, answered_at__isnull=True).first()
    if open_one:
        return open_one
    now = calendar.now()
    found = ProposalRequest.objects.create(incident=incident, asked=asked, asked_by=by, asked_at=now)
    due = calendar.at(calendar.add_working_days(calendar.today(), 2), NOON)
    link = reverse("incidents:asked_proposal", args=[found.pk])
    todos.open_todo(
        found,
        ASKED,
        title=_("Foreslå en sanktion"),
        by=by,
        owner=asked,
        due_at=due,
        context=_("Hændelse %(number)s") % {"number": incident.number},
        link=link,
        button=_("Skriv forslag"),
        kind="page",
        help=_("Lederen har bedt om dit forslag. Du ser kategori og form, ikke hvem det er sket for."),
    )
    outbox.enqueue(asked, "N-53", subject=found, link=link, by=by, due_at=due, dedupe_key=f"asked-proposal:{found.pk}")
    audit.record("incidents.consultant_asked", incident, by=by, request=found.pk, consultant=asked.pk)
    return found


@transaction.atomic
def answer_request(request, *, by, measure, reason):
    """Write the proposal that was asked for; return the Sanction."""
    require(by, "incidents.answer_proposal_request", request)
    incident = locked(request.incident)
    if not ProposalRequest.objects.filter(pk=request.pk, answered_at__isnull=True).update(answered_at=calendar.now()):
        raise ValidationError(_("Forslaget er allerede sendt."), code="answered")
    found = write_proposal(incident, by=by, measure=measure, reason=reason)
    todo = Todo.objects.filter(
        subject_type="incidents.proposalrequest", subject_id=request.pk, code=ASKED, state="open"
    ).first()
    if todo:
        todos.complete(todo, by=by)
    return found
