"""Plan, move and call off a meeting, with the to-dos that follow from its date."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.permissions import require
from core.texts import error
from med.actions import inviting
from med.actions.ground import hold
from med.choices import BEFORE, MeetingKind, MeetingState
from med.circle import must_say_yes
from med.models import Body, Meeting, Proposal
from med.rules.dates import agenda_due
from med.states import MEETING

RELEASE = "med.release_agenda"


@transaction.atomic
def plan_meeting(body, *, by, starts_at, ends_at, place="", link="", kind=MeetingKind.ORDINARY, minute_taker=None):
    """Plan a meeting with the next number of its year; return it. Raises ValidationError for one that stands there."""
    require(by, "med.plan_meeting", body)
    body = Body.objects.select_for_update(of=("self",)).select_related("unit").get(pk=body.pk)
    if ends_at <= starts_at:
        raise ValidationError({"ends": error("E-26")})
    if starts_at < calendar.now():
        raise ValidationError({"day": error("E-23")})
    _nothing_else_then(body, starts_at, ends_at)
    meeting = Meeting(
        body=body,
        **_numbered(body, starts_at),
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        link=link,
        minute_taker=minute_taker,
        planned_by=by,
    )
    meeting.save(force_insert=True)
    audit.record("med.meeting_planned", meeting, by=by, body=body.pk)
    lay_release_todos(meeting, by=by)
    inviting.tell(meeting, by=by)
    return meeting


def _numbered(body, starts_at):
    """Return the year and the next number that a meeting of the body bears; the caller holds the body."""
    year = calendar.local_date(starts_at).year
    last = Meeting.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0
    return {"year": year, "number": last + 1}


def _nothing_else_then(body, starts_at, ends_at, but=None):
    """Refuse a time at which the body meets already."""
    same = Meeting.objects.filter(body=body, starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(pk=but)
    if same.exclude(state=MeetingState.CANCELLED).exists():
        raise ValidationError({"starts_at": _("Udvalget har allerede et møde på det tidspunkt.")})


def proposals_until(meeting):
    """Return the last day for proposals, by the body's own rule."""
    return calendar.local_date(meeting.starts_at) - timedelta(days=meeting.body.proposal_days)


def lay_release_todos(meeting, *, by):
    """Open the to-do of each chair to send the agenda out in time."""
    body = meeting.body
    todos.open_many(
        [
            todos.TodoSpec(
                meeting,
                RELEASE,
                _("Gør dagsordenen klar"),
                owner=person,
                unit=body.unit,
                due_at=agenda_due(meeting),
                event_at=meeting.starts_at,
                context=str(body),
                link=reverse("med:meeting", args=[meeting.pk]),
                button=_("Åbn dagsorden"),
                kind="page",
                rule="R-31",
                round=place,
                facts={"udvalg": str(body)},
                reasons=[_("Udvalgets egen regel: Dagsordenen er ude %(n)s dage før mødet.") % {"n": body.agenda_days}],
            )
            for place, person in enumerate(must_say_yes(body).values(), start=1)
        ],
        by=by,
    )


@transaction.atomic
def move_meeting(meeting, *, by, starts_at, ends_at, place="", link=""):
    """Give a meeting that has not begun another time or place; the invited hear of it. Return it.

    In another year it bears the next number of that year; the old number stays empty.
    """
    meeting = hold(meeting, "med.prepare_meeting", by=by, states=BEFORE)
    if ends_at <= starts_at:
        raise ValidationError({"ends": error("E-26")})
    before = meeting.starts_at
    if starts_at != before:
        if starts_at < calendar.now():
            raise ValidationError({"day": error("E-23")})
        _nothing_else_then(meeting.body, starts_at, ends_at, but=meeting.pk)
    same = (meeting.starts_at, meeting.ends_at, meeting.place, meeting.link) == (starts_at, ends_at, place, link)
    if same:
        return meeting
    number = {}
    if calendar.local_date(starts_at).year != meeting.year:
        number = _numbered(Body.objects.select_for_update(of=("self",)).get(pk=meeting.body_id), starts_at)
    if meeting.state == MeetingState.RELEASED:
        number["agenda_version"] = F("agenda_version") + 1  # what was sent names the old day
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=starts_at, ends_at=ends_at, place=place, link=link, sequence=F("sequence") + 1, **number
    )
    meeting.refresh_from_db()
    audit.record("med.meeting_moved", meeting, by=by, before=before.isoformat(), after=starts_at.isoformat())
    from core.models import Todo

    for todo in Todo.objects.about(meeting).open().filter(code=RELEASE):
        todos.recount_due(todo, due_at=agenda_due(meeting), reasons=todo.reasons, by=by)
    inviting.tell(meeting, by=by, was=before if before != starts_at else None)
    return meeting


@transaction.atomic
def cancel_meeting(meeting, *, by, reason):
    """Call a meeting off; its topics come on the next one by themselves, and those invited hear of it. Return it."""
    from med.actions.agenda import carry_on

    meeting = hold(meeting, "med.prepare_meeting", by=by)
    meeting = MEETING.take("cancel", meeting, by=by, cancelled_because=reason, sequence=F("sequence") + 1)
    Proposal.objects.filter(treatment__meeting=meeting, state="on_agenda").update(state="postponed")
    for outcome in _reviewed_here(meeting):
        outcome.reviewed_in.reviews.filter(pk=outcome.pk).update(reviewed_in=None)
    carry_on(meeting, by=by)
    todos.withdraw(meeting, by=by)
    inviting.tell(meeting, by=by)
    return meeting


def _reviewed_here(meeting):
    """Return the decisions that were to be looked at again at the meeting."""
    from med.models import Outcome

    return list(Outcome.objects.filter(reviewed_in__meeting=meeting).select_related("reviewed_in"))
