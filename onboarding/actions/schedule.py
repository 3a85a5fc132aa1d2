"""The schedule: approved, moved, added to, confirmed, proposed otherwise (ONB-05, ONB-34, R-75)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from onboarding import notices
from onboarding.actions import inviting
from onboarding.actions.ground import People, begin, changed_for_newcomer, hold, near_start, note
from onboarding.models import Course, ScheduleRow
from onboarding.rules.planner import Planner


@transaction.atomic
def approve(course, *, by):
    """Approve the schedule: invitations go out, and those who answer for rows are asked to confirm. Return the course."""
    course = begin(course, "onboarding.arrange", by=by)
    if course.schedule_approved_at:
        raise ValidationError(_("Skemaet er allerede godkendt."), code="approved")
    Course.objects.filter(pk=course.pk).update(schedule_approved_at=calendar.now(), schedule_approved_by=by)
    course.refresh_from_db(fields=["schedule_approved_at", "schedule_approved_by"])
    for todo in Todo.objects.about(course).open().filter(code="onboarding.schedule"):
        todos.complete(todo, by=by)
    audit.record("onboarding.schedule_approved", course, by=by)
    # Whoever lays the plan has confirmed what stands there of their own.
    own = [person.pk for person in (by, course.mentor, course.contact) if person]
    course.rows.filter(owner__in=own, confirmed_at__isnull=True).update(confirmed_at=calendar.now(), confirmed_by=by)
    inviting.ask(course, list(course.rows.kept().select_related("owner")), by=by)
    inviting.update(course, by=by)
    return course


def _row(row, by, action="onboarding.arrange_row"):
    """Return (the fresh row, its course under lock)."""
    require(by, action, row)
    course = hold(row.course)
    if not course.is_running:
        raise ValidationError(_("Forløbet er afsluttet. Det kan læses, men ikke ændres."), code="over")
    return ScheduleRow.objects.select_related("owner", "second", "named", "todo").get(pk=row.pk), course


def _told(course, rows, by):
    """Let everybody hear of changed rows: a new question, new invitations, and the newcomer."""
    changed_for_newcomer(course)
    if course.schedule_approved_at:
        inviting.ask(course, rows, by=by)
        inviting.update(course, by=by)
        notices.schedule_changed(course, by=by)


def _not_before(course, day):
    """Refuse a day before the start, or one too far after it to be meant."""
    if day and day < course.start_on:
        raise ValidationError({"day": _("Dagen ligger før startdatoen. Vælg en senere dag.")}, code="early")
    near_start(course, "day", day)


@transaction.atomic
def move(row, *, by, day, clock, reason=""):
    """Give a row another day or time; return it."""
    row, course = _row(row, by)
    if (day, clock) == (row.day, row.clock):
        return row
    _not_before(course, day)
    before = row.day
    row.day = row.until = day
    row.block = block_of(course, day) if day else row.block
    row.clock, row.moved_by_hand, row.is_latest = clock, True, False
    row.confirmed_at = row.confirmed_by = None
    row.proposed_day = row.proposed_clock = row.proposed_by = None
    row.save()
    audit.record(
        "onboarding.row_moved",
        course,
        by=by,
        row=row.pk,
        **{"from": before.isoformat() if before else None, "to": day.isoformat() if day else None},
    )
    note(course, "moved", row.topic, by=by, reason=reason)
    _told(course, [row], by)
    return row


@transaction.atomic
def change(row, *, by, topic, day, clock, minutes, place, roles, named, outside, reason=""):
    """Change everything of a row at once; return it."""
    row, course = _row(row, by)
    _not_before(course, day)
    moved = not row.every and (day, clock) != (row.day, row.clock)
    row.topic, row.minutes, row.place = topic, minutes, place
    if not row.every:
        row.day, row.clock = day, clock
        row.until = day or row.until
    if roles:
        row.roles = roles
    row.named, row.outside = named, outside
    before = (row.owner_id, row.second_id)
    People(course).fill(row)
    if moved:
        row.block = block_of(course, day) if day else row.block
        row.moved_by_hand, row.is_latest = True, False
    if moved or before != (getattr(row.owner, "pk", None), getattr(row.second, "pk", None)):
        row.confirmed_at = row.confirmed_by = None
        row.proposed_day = row.proposed_clock = row.proposed_by = None
    row.save()
    audit.record("onboarding.row_changed", course, by=by, row=row.pk)
    if moved:
        note(course, "moved", topic, by=by, reason=reason)
    _told(course, [row], by)
    return row


@transaction.atomic
def add(course, *, by, topic, day, clock, minutes, place, roles, named=None, outside="", reason=""):
    """Add a row; return it."""
    course = begin(course, "onboarding.arrange", by=by)
    _not_before(course, day)
    number = (course.rows.aggregate(last=Max("number"))["last"] or 0) + 1
    row = People(course).fill(
        ScheduleRow(
            course=course,
            number=number,
            block=block_of(course, day),
            topic=topic,
            roles=roles or ["mentor"],
            named=named,
            outside=outside,
            day=day,
            until=day,
            clock=clock,
            minutes=minutes,
            place=place,
            moved_by_hand=True,
            reasons=[_("Tilføjet af {name}.").format(name=by.name)],
        )
    )
    row.save(force_insert=True)
    audit.record("onboarding.row_added", course, by=by, row=row.pk)
    note(course, "added", topic, by=by, reason=reason)
    _told(course, [row], by)
    return row


def block_of(course, day):
    """Return the part of the schedule that a day belongs to."""
    return Planner(course.start_on, course.weekdays, course.length).block_of(day)


@transaction.atomic
def drop(row, *, by, reason):
    """Take a row out of the schedule with a reason; return it."""
    row, course = _row(row, by)
    reason = todos.require_sentence(reason)
    changed = ScheduleRow.objects.filter(pk=row.pk, dropped_at__isnull=True).update(
        dropped_at=calendar.now(), dropped_reason=reason
    )
    if not changed:
        return row
    row.refresh_from_db()
    if row.todo and row.todo.state == "open":
        inviting.close_question(row.todo, by=by)
    audit.record("onboarding.row_dropped", course, by=by, row=row.pk)
    note(course, "dropped", row.topic, by=by, reason=reason)
    _told(course, [], by)
    return row


@transaction.atomic
def restore(row, *, by):
    """Put a row back into the schedule; return it."""
    row, course = _row(row, by)
    if ScheduleRow.objects.filter(pk=row.pk, dropped_at__isnull=False).update(dropped_at=None, dropped_reason=""):
        row.refresh_from_db()
        audit.record("onboarding.row_restored", course, by=by, row=row.pk)
        note(course, "added", row.topic, by=by)
        _told(course, [row], by)
    return row


@transaction.atomic
def confirm(row, *, by):
    """Confirm the time of a row; return whether that was new."""
    row, course = _row(row, by, "onboarding.confirm_row")
    changed = ScheduleRow.objects.filter(pk=row.pk, confirmed_at__isnull=True).update(
        confirmed_at=calendar.now(), confirmed_by=by, proposed_day=None, proposed_clock=None, proposed_by=None
    )
    if changed:
        if row.todo and row.todo.state == "open":
            todos.complete(row.todo, by=by)
        audit.record("onboarding.row_confirmed", course, by=by, row=row.pk)
    return bool(changed)


@transaction.atomic
def confirm_all(rows, *, by):
    """Confirm the times of several rows; what somebody has proposed another time for waits. Return how many were new."""
    return sum(confirm(row, by=by) for row in rows if row.may_be_confirmed)


@transaction.atomic
def propose(row, *, by, day, clock):
    """Propose another time for a row; those who arrange the schedule hear of it. Return the row."""
    row, course = _row(row, by, "onboarding.confirm_row")
    if day < max(course.start_on, calendar.today()):
        raise ValidationError({"day": _("Vælg en dag efter startdatoen, der ikke er gået.")}, code="early")
    near_start(course, "day", day)
    row.proposed_day, row.proposed_clock, row.proposed_by = day, clock, by
    row.save(update_fields=["proposed_day", "proposed_clock", "proposed_by"])
    audit.record("onboarding.row_proposed", course, by=by, row=row.pk)
    notices.proposed(row, by=by)
    return row


@transaction.atomic
def accept(row, *, by):
    """Take the proposed time: the row moves, and whoever proposed it has confirmed it. Return the row."""
    row, _course = _row(row, by)
    if not row.proposed_day:
        raise ValidationError(_("Der er ikke foreslået et andet tidspunkt."), code="none")
    proposer = row.proposed_by
    row = move(row, by=by, day=row.proposed_day, clock=row.proposed_clock)
    ScheduleRow.objects.filter(pk=row.pk).update(confirmed_at=calendar.now(), confirmed_by=proposer)
    row.refresh_from_db()
    if row.todo and row.todo.state == "open":
        todos.complete(row.todo, by=proposer)
    return row
