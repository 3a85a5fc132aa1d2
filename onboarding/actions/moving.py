"""The start date moves: what would move, and moving it with one act (ONB-04)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.actions import people as core_people
from core.models import Todo
from core.permissions import can
from onboarding.actions import building, inviting
from onboarding.actions.courses import advance, away_on, template_of
from onboarding.actions.ground import People, begin, changed_for_newcomer, note
from onboarding.choices import State
from onboarding.models import Course, StatusMeeting, Welcome
from onboarding.rules import warnings
from onboarding.rules.planner import Planner, plan
from onboarding.states import COURSE


@dataclass
class Shift:
    """What moves when the start date does: (title, from, to) of items, rows and meetings, and what to look at."""

    plan: object
    items: list
    rows: list
    meetings: list
    letter: tuple | None
    warnings: list

    @property
    def count(self):
        """Return how many things move."""
        return len(self.items) + len(self.rows) + len(self.meetings)


def shift(course, start_on, weekdays):
    """Return the Shift of a course to another start date or other weekdays. Writes nothing."""
    template = template_of(course.versions.select_related("pack").order_by("pack__order", "pack"))
    made = plan(start_on, weekdays, template)
    planned = {one.code: one for one in made.schedule}
    planner = Planner(start_on, weekdays)
    delta = start_on - course.start_on
    items = [
        (item, item.due_on, made.deadlines[item.phase])
        for item in course.items.filter(todo__state="open", due_by_hand=False)
        if item.due_on != made.deadlines[item.phase]
    ]
    rows = []
    for row in course.rows.kept():
        one = planned.get(row.code) if row.code and not row.moved_by_hand else None
        if one is not None:
            wanted = (one.day, one.until)
        elif row.day:
            day = planner.in_week(row.day + delta)[0]
            wanted = (day, day)
        else:
            wanted = (None, row.until + delta if row.until else None)
        if wanted != (row.day, row.until):
            rows.append((row, row.day, wanted[0], wanted[1], one))
    meetings = list(course.meetings.waiting())
    days = [one for one in made.meetings if one.clock]
    by_series: dict = {}
    for one in days:
        by_series.setdefault(one.series, []).append(one)
    moves = []
    for meeting in meetings:
        same = by_series.get(meeting.series)
        if same and not meeting.moved_by_hand:
            place = [m.pk for m in meetings if m.series == meeting.series and not m.moved_by_hand].index(meeting.pk)
            wanted = calendar.at(same[place].day, same[place].clock) if place < len(same) else None
        else:
            before = calendar.local(meeting.starts_at)
            wanted = calendar.at(planner.in_week(before.date() + delta)[0], before.time())
        if wanted != meeting.starts_at:
            moves.append((meeting, meeting.starts_at, wanted))
    people = People(course)
    asked = {role for one in made.schedule for role in one.roles}
    told = warnings.of(made.schedule, away=away_on({role: people.of(role) for role in asked}))
    told = [warnings.Warning("past", text, start_on) for text in made.reasons["first_day"]] + told
    letter = getattr(course, "welcome", None)
    moved_letter = (letter.sends_on, made.letter_on) if letter and letter.sends_on != made.letter_on else None
    return Shift(made, items, rows, moves, moved_letter, told)


@transaction.atomic
def move(course, *, by, start_on, weekdays=None, reason=""):
    """Move the start date (or change the weekdays): every date that follows from it, and new invitations. Return the course."""
    course = begin(course, "onboarding.manage", by=by)
    weekdays = sorted(weekdays or course.weekdays)
    if start_on == course.start_on and weekdays == sorted(course.weekdays):
        raise ValidationError({"start_on": _("Datoen er den samme som før. Vælg en anden.")}, code="same")
    found = shift(course, start_on, weekdays)
    before = course.start_on
    values = {"start_on": start_on, "weekdays": weekdays}
    if start_on > calendar.today() and course.state != State.PREPARATION:
        course = COURSE.take("postpone", course, by=by, **values)
    else:
        Course.objects.filter(pk=course.pk).update(**values)
    course = begin(course, "onboarding.manage", by=None)
    _move_items(course, found, by)
    told = []
    for row, _before, day, until, one in found.rows:
        row.day, row.until = day, until
        if one is not None:
            row.reasons = [str(text) for text in one.reasons]
        row.confirmed_at = row.confirmed_by = None
        row.save(update_fields=["day", "until", "reasons", "confirmed_at", "confirmed_by"])
        told.append(row)
    _move_meetings(course, found, by)
    _move_fixed(course, found.plan, by)
    if found.letter:
        Welcome.objects.filter(course=course).update(sends_on=found.letter[1])
    changed_for_newcomer(course)
    audit.record(
        "onboarding.moved", course, by=by, reason=reason, **{"from": before.isoformat(), "to": start_on.isoformat()}
    )
    note(
        course,
        "moved",
        _("Startdato flyttet fra {before} til {after}").format(
            before=calendar.short_date(before), after=calendar.short_date(start_on)
        ),
        by=by,
        reason=reason,
    )
    _move_employment(course, before, by)
    inviting.ask(course, told, by=by)
    inviting.update(course, by=by)
    advance(course, by=None)
    return course


def _move_items(course, found, by):
    """Give the open items and their to-dos the new dates."""
    for item, _before, day in found.items:
        item.due_on = day
        item.save(update_fields=["due_on"])
    for item in course.items.filter(todo__state="open").select_related("todo", "owner"):
        item.todo_code, item.why = item.todo.code, found.plan.reasons["deadlines"][item.phase]
        spec = building.item_spec(course, item, found.plan.first_day)
        todos.rewrite(
            item.todo,
            by=by,
            due_at=spec.due_at,
            event_at=spec.event_at,
            opened_at=spec.opened_at,
            facts=spec.facts,
            reasons=spec.reasons,
        )


def _move_meetings(course, found, by):
    """Give the waiting meetings and their to-dos the new days; those beyond the new plan are called off."""
    for meeting, _before, starts_at in found.meetings:
        if starts_at is None:
            cancel_meeting(course, meeting, by=by)
            continue
        StatusMeeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at)
        meeting.starts_at = starts_at
        spec = building.meeting_spec(course, meeting)
        for todo in Todo.objects.about(course).open().filter(code=spec.code, round=spec.round):
            todos.rewrite(
                todo, by=by, due_at=spec.due_at, event_at=spec.event_at, opened_at=spec.opened_at, facts=spec.facts
            )


def cancel_meeting(course, meeting, *, by):
    """Take a meeting out of the plan, with its to-do."""
    StatusMeeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    for todo in (
        Todo.objects.about(course)
        .open()
        .filter(code__in=["onboarding.status_daily", "onboarding.status_weekly"], round=meeting.number)
    ):
        todos.mark_not_relevant(todo, by=by, reason=_("Mødet er taget ud af planen."))


def _move_fixed(course, made, by):
    """Give the course's own to-dos the new dates."""
    waiting = {todo.code: todo for todo in Todo.objects.about(course).open()}
    for spec in building.fixed_specs(course, made, list(course.rows.all())):
        if todo := waiting.get(spec.code):
            todos.rewrite(
                todo,
                by=by,
                due_at=spec.due_at,
                event_at=spec.event_at,
                opened_at=spec.opened_at or todo.opened_at,
                facts=spec.facts,
                reasons=spec.reasons,
            )


def _move_employment(course, before, by):
    """Let HR's move of the start date move the first day of the employment too, where the two were the same."""
    person = course.person
    if person.active_from == before and can(by, "core.change_person", person):
        core_people.change(person, by=by, values={"active_from": course.start_on})
