"""Proposals for the agenda: by members, by employees through TR or AMR; the chairs answer each (MED-08)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from med.actions import agenda
from med.choices import Origin, Party, Purpose
from med.models import Proposal, Seat, Topic
from med.states import PROPOSAL

FORWARD = "med.forward"
NEGOTIATE = "med.negotiate"
TWICE = timedelta(minutes=10)


def representatives(body):
    """Return the TR and AMR of a body, whom an employee can send a proposal through."""
    return [
        seat.person
        for seat in Seat.objects.held()
        .filter(body=body, represents__in=["union_rep", "safety_rep"])
        .select_related("person")
    ]


@transaction.atomic
def propose(body, *, by, title, text="", purpose=Purpose.DISCUSSION, via=None, origin=Origin.PROPOSAL, is_terms=False):
    """Propose an item; an employee's goes to the representative first. Return (Proposal, is new).

    Terms of single persons or groups (`is_terms`) go to TR, who negotiates them or gives them to the branch (MED-42).
    """
    require(by, "med.propose_through" if via else "med.propose", body)
    if is_terms:
        via = negotiator_of(body)
    now = calendar.now()
    known = Proposal.objects.filter(
        body=body, proposed_by=by, title=title, text=text, proposed_at__gte=now - TWICE
    ).first()
    if known:
        return known, False
    row = Proposal(
        body=body,
        title=title,
        text=text,
        purpose=purpose,
        proposed_by=by,
        proposed_at=now,
        via=via,
        origin=origin,
        state="negotiated" if is_terms else "with_rep" if via else "proposed",
        negotiated_with=Party.UNION_REP if is_terms else "",
    )
    row.save(force_insert=True)
    audit.record("med.proposed", row, by=by)
    if is_terms:
        _ask_to_negotiate(row, by)
    elif via:
        todos.open_todo(
            row,
            FORWARD,
            title=_("Se på et forslag til dagsordenen"),
            by=by,
            owner=via,
            unit=body.unit,
            due_at=calendar.at(calendar.add_working_days(calendar.today(), 5), calendar.parse_time("12")),
            context=str(body),
            link=reverse("med:proposal", args=[row.pk]),
            button=_("Åbn forslag"),
            kind="page",
            reasons=[_("En medarbejder har foreslået et punkt gennem dig.")],
        )
    return row, True


@transaction.atomic
def forward(proposal, *, by):
    """Send an employee's proposal on to the chairs; return it."""
    proposal = PROPOSAL.take("forward", proposal, by=by, forwarded_at=calendar.now())
    for todo in _waiting(proposal):
        todos.complete(todo, by=by)
    return proposal


@transaction.atomic
def accept(proposal, meeting, *, by):
    """Put a proposal on the agenda of a meeting; return the Treatment."""
    PROPOSAL.take("accept", proposal, by=by, decided_by=by, decided_at=calendar.now(), reason="")
    old = proposal.treatment
    treatment = agenda.add_item(
        meeting,
        by=by,
        topic=old.topic if old else None,
        title=proposal.title,
        origin=proposal.origin,
        proposed_by=proposal.via or proposal.proposed_by,
        background=proposal.text,
        purpose=proposal.purpose,
        responsible_person=proposal.via or proposal.proposed_by,
    )
    Proposal.objects.filter(pk=proposal.pk).update(treatment=treatment)
    return treatment


@transaction.atomic
def postpone(proposal, *, by):
    """Keep a proposal for a later meeting; return it."""
    return PROPOSAL.take("postpone", proposal, by=by, decided_by=by, decided_at=calendar.now())


@transaction.atomic
def reject(proposal, *, by, reason):
    """Turn a proposal down with a reason that the proposer can read; return it."""
    reason = todos.require_sentence(reason)
    proposal = PROPOSAL.take("reject", proposal, by=by, decided_by=by, decided_at=calendar.now(), reason=reason)
    _close_topic(proposal, by)
    return proposal


def _close_topic(proposal, by):
    """Close the topic of a proposal that was taken off an agenda before: it must not come back by itself."""
    if proposal.treatment_id:
        Topic.objects.filter(pk=proposal.treatment.topic_id, closed_at__isnull=True).update(
            closed_at=calendar.now(), closed_by=by
        )


@transaction.atomic
def negotiate(proposal, *, by, party, reason):
    """Give a proposal about terms to TR or the branch instead of the agenda; return it. Members don't see it any more."""
    require(by, "med.route_proposal", proposal)
    via = proposal.via if proposal.via_id else negotiator_of(proposal.body)
    proposal = PROPOSAL.take(
        "negotiate",
        proposal,
        by=by,
        via=via,
        negotiated_with=party,
        reason=todos.require_sentence(reason),
        decided_by=by,
        decided_at=calendar.now(),
    )
    _close_topic(proposal, by)
    for todo in _waiting(proposal):
        todos.complete(todo, by=by)
    if party == Party.BRANCH:  # it has left the house: TR has nothing more to do with it here
        for todo in Todo.objects.about(proposal).open().filter(code=NEGOTIATE):
            todos.complete(todo, by=by)
    else:
        _ask_to_negotiate(proposal, by)
    return proposal


def negotiator_of(body):
    """Return the body's TR; ValidationError where there is none."""
    seat = Seat.objects.held().filter(body=body, represents="union_rep").select_related("person").first()
    if seat is None:
        raise ValidationError(_("Udvalget har ingen TR. Tal med kredsen i din fagforening."), code="nobody")
    return seat.person


def _ask_to_negotiate(proposal, by):
    """Open TR's to-do."""
    todos.open_todo(
        proposal,
        NEGOTIATE,
        title=_("Se på en forhandling"),
        by=by,
        owner=proposal.via,
        unit=proposal.body.unit,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 5), calendar.parse_time("12")),
        context=str(proposal.body),
        link=reverse("med:proposal", args=[proposal.pk]),
        button=_("Åbn forslag"),
        kind="page",
        reasons=[_("Vilkår for enkelte personer eller grupper forhandles af TR eller kredsen, ikke i MED.")],
    )


def _waiting(proposal):
    """Return the representative's open to-do."""
    return Todo.objects.about(proposal).open().filter(code=FORWARD)
