"""Minutes item by item: text with a version, result, agreed actions, who was there (MED-21 to 23)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from core.texts import error
from med.actions import decisions
from med.actions.ground import Conflict, hold, minutes_changed
from med.actions.releasing import freeze_agenda, lay_minutes_todo, unfinished
from med.choices import DECISIONS, MINUTES_OUT, STAYS_OPEN, WRITING, OutcomeKind, Presence, SeatFunction
from med.circle import seats_on
from med.models import Action, Attendance, Body, Outcome, TextRevision, Topic, Treatment
from med.models.calendar import Answer
from med.states import MEETING

ACTION = "med.action"
NOON = calendar.parse_time("12")
ONE_SITTING = timedelta(minutes=3)


@transaction.atomic
def begin(meeting, *, by):
    """Begin the meeting: everybody called stands on the list of who is there. Return it."""
    meeting = hold(meeting, "med.write_minutes", by=by)
    seats = [
        seat
        for seat in seats_on(meeting.body, calendar.local_date(meeting.starts_at))
        if seat.function != SeatFunction.SUBSTITUTE
    ]
    chair = next((seat.person for seat in seats if seat.function == SeatFunction.CHAIR), None)
    meeting = MEETING.take("begin", meeting, by=by, began_at=calendar.now(), led_by=chair)
    _call_the_roll(meeting, seats)
    if not meeting.releases.filter(what="agenda", version=meeting.agenda_version).exists():
        freeze_agenda(meeting, by)  # with the supplement, on the day it was moved to
    return meeting


def _call_the_roll(meeting, seats):
    """Put those who were called on the list; who said no is away, and who was called in their place is there."""
    invitations = {one.person_id: one for one in meeting.invitations.filter(removed_at__isnull=True)}
    rows = [
        Attendance(
            meeting=meeting,
            person=seat.person,
            function=seat.as_what[:60],
            order=place,
            presence=Presence.ABSENT if _said_no(invitations.get(seat.person_id)) else Presence.UNKNOWN,
        )
        for place, seat in enumerate(seats, start=1)
    ]
    listed = {row.person_id for row in rows}
    rows += [
        Attendance(meeting=meeting, person_id=pk, function=_("suppleant"), instead_of_id=one.instead_of_id, order=500)
        for pk, one in invitations.items()
        if one.instead_of_id and pk not in listed and not _said_no(one)
    ]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)


def _said_no(invitation):
    return invitation is not None and invitation.answer == Answer.NO


@transaction.atomic
def everybody_else_is_here(meeting, *, by):
    """Note all who are not noted yet as present; return how many."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=WRITING)
    changed = meeting.attendances.filter(presence=Presence.UNKNOWN).update(presence=Presence.PRESENT)
    if changed:
        minutes_changed(meeting)
        audit.record("med.attendance_noted", meeting, by=by, rows=changed)
    return changed


@transaction.atomic
def end(meeting, *, by):
    """End the meeting; the minutes are written up. Return it."""
    meeting = hold(meeting, "med.write_minutes", by=by)
    meeting = MEETING.take("end", meeting, by=by, ended_at=calendar.now())
    lay_minutes_todo(meeting, by=by)
    return meeting


def _writing(treatment, by):
    """Return the meeting under lock while its minutes are being written; E-51 when they are not."""
    meeting = hold(treatment.meeting, "med.write_minutes", by=by)
    if meeting.state not in WRITING:
        raise ValidationError(
            error("E-51") if meeting.is_locked else _("Referatet kan ikke skrives nu."), code="locked"
        )
    return meeting


@transaction.atomic
def save_text(treatment, *, by, version, text, by_itself=False):
    """Save an item's text if `version` is the newest; return it. Raises Conflict when somebody else was first.

    The text before is kept as a revision, so that nothing written is lost. Where the page saves `by_itself` every few
    seconds, one person's sentence in the making is one revision and one line of the log, not fifty.
    """
    meeting = _writing(treatment, by)
    now = Treatment.objects.select_related("text_by").get(pk=treatment.pk)
    if now.text == text:
        return now
    if now.version != version:
        raise Conflict(now)
    changed = Treatment.objects.filter(pk=treatment.pk, version=version).update(
        text=text, version=F("version") + 1, text_by=by, text_at=calendar.now()
    )
    if not changed:
        now.refresh_from_db()
        raise Conflict(now)
    goes_on = by_itself and now.text_by_id == by.pk and now.text_at and calendar.now() - now.text_at < ONE_SITTING
    if now.text and not goes_on:
        TextRevision.objects.get_or_create(
            treatment=now,
            version=version,
            defaults={"text": now.text, "by": now.text_by, "at": now.text_at or calendar.now()},
        )
    minutes_changed(meeting)
    if not goes_on:
        audit.record("med.minutes_written", meeting, by=by, item=treatment.pk, version=version + 1)
    now.refresh_from_db()
    return now


@transaction.atomic
def save_closed(treatment, *, by, version, text):
    """Save the closed annex to an item, which only the body's members read (MED-30); return the treatment."""
    meeting = _writing(treatment, by)
    now = Treatment.objects.get(pk=treatment.pk)
    if now.closed_text == text:
        return now
    if now.closed_version != version:
        raise Conflict(now)
    Treatment.objects.filter(pk=treatment.pk, closed_version=version).update(
        closed_text=text, closed_version=F("closed_version") + 1
    )
    minutes_changed(meeting)
    audit.record("med.closed_annex_written", meeting, by=by, item=treatment.pk)
    now.refresh_from_db()
    return now


def mark_of(outcome):
    """Return what tells one writing of a result from the next; empty where there is none."""
    return outcome.written_at.isoformat() if outcome else ""


@transaction.atomic
def set_outcome(treatment, *, by, kind, text="", review_on=None, is_finished=True, seen=None, **also):
    """Note what came of an item; return the Outcome. A decision needs words; what stays open comes back by itself.

    `seen` is the mark of the result that the page showed: Conflict when somebody has written another one since.
    `also`: valid_until, review_owner, passed_to, disagreement, group.
    """
    meeting = _writing(treatment, by)
    known = Outcome.objects.select_related("written_by").filter(treatment=treatment).first()
    if seen is not None and known and known.written_by_id != by.pk and seen != mark_of(known):
        raise Conflict(known)
    if kind == OutcomeKind.FOR_NOW and review_on is None:
        raise ValidationError({"review_on": _("Skriv, hvornår I ser på beslutningen igen.")})
    if kind in (OutcomeKind.APPROVED, OutcomeKind.FOR_NOW, OutcomeKind.REJECTED) and not text.strip():
        raise ValidationError({"text": _("Skriv beslutningen, så den kan læses alene.")})
    outcome, _made = Outcome.objects.update_or_create(
        treatment=treatment,
        defaults={
            **_number_after(known, kind, by),
            "body": meeting.body,
            "kind": kind,
            "text": text,
            "review_on": review_on,
            "decided_on": calendar.local_date(meeting.starts_at),
            "written_by": by,
            "written_at": calendar.now(),
            **also,
        },
    )
    closes = is_finished and kind not in STAYS_OPEN
    topic = Topic.objects.filter(pk=treatment.topic_id, is_standing=False)
    if closes:
        topic.filter(closed_at__isnull=True).update(closed_at=calendar.now(), closed_by=by)
    else:
        topic.filter(closed_at__isnull=False).update(closed_at=None, closed_by=None)
    minutes_changed(meeting)
    audit.record("med.outcome_set", meeting, by=by, item=treatment.pk, kind=str(kind))
    return outcome


@transaction.atomic
def leave_the_rest(meeting, *, by):
    """Note that the items without a result were not reached: they come on the next agenda. Return how many."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=WRITING)
    left = unfinished(meeting)
    for _label, item in left:
        set_outcome(item, by=by, kind=OutcomeKind.NOT_TREATED)
    return len(left)


def _number_after(known, kind, by):
    """Return the number of a result that becomes of another kind in minutes which had been sent.

    What is no decision any longer gives its number up, and nobody else gets it: the members have read it. What it had
    replaced holds again. When it is a decision again, it has its own number back.
    """
    if known is None:
        return {}
    if known.number and kind not in DECISIONS:
        for ended in (*known.replaces.all(), *([] if known.is_in_force else [known])):
            decisions.restore(ended, by=by)
        return {"number": None, "former_number": known.number}
    if known.former_number and kind in DECISIONS:
        return {"number": known.former_number, "former_number": None}
    return {}


@transaction.atomic
def set_up_group(treatment, *, by, name, purpose, members, reports_on):
    """Set up a working group at an item: a body of its own, selectable as responsible party (MED-24). Return the Body."""
    from med.models import Seat

    meeting = _writing(treatment, by)
    if Body.objects.active().filter(name__iexact=name).exists():
        raise ValidationError({"name": _("Der er allerede et udvalg eller en gruppe med det navn.")})
    today = calendar.today()
    group = Body(
        name=name,
        kind="working_group",
        unit=meeting.body.unit,
        parent=meeting.body,
        purpose=purpose,
        set_up_in=treatment,
        reports_on=reports_on,
        starts_on=today,
        publishes=False,
        approves_minutes=False,
        joint_release=False,
    )
    group.save(force_insert=True)
    Seat.objects.bulk_create(Seat(body=group, person=person, starts_on=today) for person in members)
    audit.record("med.group_set_up", group, by=by, meeting=meeting.pk)
    minutes_changed(meeting)
    return group


# -- agreed actions --------------------------------------------------------------------------------------------------
@transaction.atomic
def add_action(treatment, *, by, what, owner, due_on):
    """Agree on an action: its owner gets a to-do. Return (Action, is new)."""
    meeting = _writing(treatment, by)
    row, is_new = Action.objects.get_or_create(
        treatment=treatment,
        what=what,
        owner=owner,
        due_on=due_on,
        dropped_on=None,
        defaults={"made_by": by, "made_at": calendar.now()},
    )
    if is_new:
        minutes_changed(meeting)
        audit.record("med.action_added", meeting, by=by, agreed=row.pk)
        todos.open_todo(
            row,
            ACTION,
            title=what[:160],
            by=by,
            owner=owner,
            unit=meeting.body.unit,
            due_at=calendar.at(due_on, NOON),
            context=str(meeting.body),
            link=reverse("med:action", args=[row.pk]),
            button=_("Se opgave"),
            kind="page",
            rule="R-37",
            facts={"udvalg": str(meeting.body)},
            reasons=[_("Aftalt på mødet %(day)s.") % {"day": calendar.long_date(meeting.starts_at)}],
        )
    return row, is_new


@transaction.atomic
def drop_action(action, *, by):
    """Take an action out of the minutes while they are written; False if it was out."""
    meeting = _writing(action.treatment, by)
    changed = Action.objects.filter(pk=action.pk, dropped_on__isnull=True, done_on__isnull=True).update(
        dropped_on=calendar.today()
    )
    if changed:
        todos.withdraw(action, by=by)
        minutes_changed(meeting)
        audit.record("med.action_dropped", meeting, by=by, agreed=action.pk)
    return bool(changed)


@transaction.atomic
def finish_action(action, *, by, note=""):
    """Note that an action is done; False if somebody noted it before."""
    require(by, "med.finish_action", action)
    changed = Action.objects.filter(pk=action.pk, done_on__isnull=True, dropped_on__isnull=True).update(
        done_on=calendar.today(), done_by=by, done_note=note
    )
    if changed:
        audit.record("med.action_done", action, by=by)
        for todo in Todo.objects.about(action).open().filter(code=ACTION):
            todos.complete(todo, by=by)
    return bool(changed)


# -- who was there ---------------------------------------------------------------------------------------------------
@transaction.atomic
def set_attendance(meeting, *, by, presences):
    """Note who took part: presences is {attendance id: (presence, clock or None)}. Return how many changed."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=WRITING)
    changed = 0
    for row in Attendance.objects.filter(meeting=meeting, pk__in=presences):
        presence, clock = presences[row.pk]
        clock = clock if presence in (Presence.LATE, Presence.LEFT) else None
        if (row.presence, row.clock) != (presence, clock):
            Attendance.objects.filter(pk=row.pk).update(presence=presence, clock=clock)
            changed += 1
    if changed:
        minutes_changed(meeting)
        audit.record("med.attendance_noted", meeting, by=by, rows=changed)
    return changed


@transaction.atomic
def set_facts(meeting, *, by, led_by=None, began_at=None, ended_at=None):
    """Note who led the meeting and when it really began and ended; return the meeting."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=WRITING)
    began_at = began_at or meeting.began_at
    ended_at = ended_at or meeting.ended_at
    if ended_at and ended_at <= began_at:
        raise ValidationError({"ended_at": error("E-26")})
    if ended_at and meeting.ended_at is None:
        raise ValidationError({"ended_at": _("Slut mødet først.")})
    facts = {"led_by": led_by, "began_at": began_at, "ended_at": ended_at}
    if any(getattr(meeting, name) != value for name, value in facts.items()):
        type(meeting).objects.filter(pk=meeting.pk).update(**facts)
        minutes_changed(meeting)
        audit.record("med.meeting_facts_noted", meeting, by=by)
        meeting.refresh_from_db()
    return meeting


@transaction.atomic
def add_attendance(meeting, *, by, person=None, name="", function="", instead_of=None):
    """Add somebody who came: a substitute or a guest. Return the Attendance, the same one when it is sent twice."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=WRITING)
    if person is None and not name.strip():
        raise ValidationError({"name": _("Vælg en person, eller skriv gæstens navn.")})
    known = meeting.attendances.filter(person=person) if person else meeting.attendances.filter(name=name)
    row = known.first()
    if row:
        return row
    row = Attendance(
        meeting=meeting,
        person=person,
        name="" if person else name,
        function=function,
        instead_of=instead_of,
        presence=Presence.PRESENT,
        order=900,
    )
    row.save(force_insert=True)
    minutes_changed(meeting)
    audit.record("med.attendance_added", meeting, by=by, row=row.pk)
    return row


@transaction.atomic
def reopen(meeting, *, by, reason):
    """Take minutes that were sent back to writing, with a reason; only until they are approved. Return the meeting."""
    meeting = hold(meeting, "med.write_minutes", by=by)
    if meeting.state not in MINUTES_OUT or meeting.is_locked:
        raise ValidationError(error("E-51"), code="locked")
    reason = todos.require_sentence(reason)
    meeting = MEETING.take("reopen", meeting, by=by, minutes_sent_at=None, comments_until=None, written_since=None)
    meeting.written_yes.all().delete()  # they were about the text as it was
    todos.withdraw(meeting, codes=["med.approve_minutes"], by=by)
    audit.record("med.minutes_reopened", meeting, by=by, reason=reason)
    minutes_changed(meeting)
    lay = Todo.objects.about(meeting).filter(code="med.minutes").exclude(state="open").first()
    if lay:
        todos.reopen(lay, by=by)
    return meeting
