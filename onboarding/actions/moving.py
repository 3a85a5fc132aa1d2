"""The start date moves or the length is adapted: what would move, and moving it with one act (ONB-01, ONB-04)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.actions import people as core_people
from core.models import Todo
from core.permissions import can
from onboarding import words
from onboarding.actions import building, inviting, letter
from onboarding.actions.courses import advance, away_on, hours_limit, template_of
from onboarding.actions.ground import People, begin, changed_for_newcomer, note
from onboarding.choices import State
from onboarding.models import Course, Goal, StatusMeeting, Welcome
from onboarding.rules import warnings
from onboarding.rules.goals import goal_reason
from onboarding.rules.planner import Planner, plan
from onboarding.states import COURSE


@dataclass
class Shift:
    """What moves when the start date does: (title, from, to) of items, rows and meetings, and what to look at."""

    plan: object
    items: list
    rows: list
    meetings: list
    goals: list
    added: list  # status meetings of the plan that are new because the introduction lasts longer
    letter: tuple | None
    warnings: list

    @property
    def count(self):
        """Return how many things move."""
        return sum(map(len, (self.items, self.rows, self.meetings, self.goals, self.added)))


def shift(course, start_on, weekdays, length=None):
    """Return the Shift of a course to another start date, other weekdays or another length. Writes nothing."""
    length = length or course.length
    is_moved = start_on != course.start_on or sorted(weekdays) != sorted(course.weekdays)
    template = template_of(course.versions.select_related("pack").order_by("pack__order", "pack"))
    made = plan(start_on, weekdays, template, length)
    planned = {one.code: one for one in made.schedule}
    planner = Planner(start_on, weekdays, length)
    delta = start_on - course.start_on
    items = [
        (item, item.due_on, made.deadlines[item.phase])
        for item in course.items.filter(todo__state="open", due_by_hand=False)
        if item.due_on != made.deadlines[item.phase]
    ]
    for item, _before, _after in items:
        item.why = made.reasons["deadlines"][item.phase]
    rows = []
    for row in course.rows.kept():
        one = planned.get(row.code) if row.code and not row.moved_by_hand else None
        if one is not None:
            wanted = (one.day, one.until)
        elif not is_moved:
            continue  # what people placed by hand stays where they placed it
        elif row.day:
            day = planner.in_week(row.day + delta)[0]
            wanted = (day, day)
        else:
            wanted = (None, row.until + delta if row.until else None)
        if wanted != (row.day, row.until):
            row.why = one.reasons if one is not None else _by_hand()
            rows.append((row, row.day, wanted[0], wanted[1], one))
    moves = _meetings_moved(course, template, made, planner, delta if is_moved else None)
    added = _meetings_added(course, made) if length > course.length else []
    goals = _goals_moved(course, template, start_on, weekdays, length)
    people = People(course)
    asked = {role for one in made.schedule for role in one.roles}
    told = warnings.of(
        made.schedule, away=away_on({role: people.of(role) for role in asked}), limit=hours_limit(course.unit)
    )
    told = [warnings.Warning("past", text, start_on) for text in made.reasons["first_day"]] + told
    ahead = made.first_day > calendar.today()
    if ahead and course.state != State.PREPARATION:
        text = _(
            "Der skal skrives et velkomstbrev til den nye dato, med den private mailadresse. Lederen bliver bedt om det."
        )
        told.insert(0, warnings.Warning("past", text, start_on))
    welcome = getattr(course, "welcome", None)
    waits = ahead and welcome is not None and welcome.sent_at is None  # else no letter goes by itself
    moved_letter = (welcome.sends_on, made.letter_on) if waits and welcome.sends_on != made.letter_on else None
    return Shift(made, items, rows, moves, goals, added, moved_letter, told)


def _by_series(made):
    """Return {series: [meetings with a clock time]} of a plan."""
    found: dict = {}
    for one in made.meetings:
        if one.clock:
            found.setdefault(one.series, []).append(one)
    return found


def _meetings_moved(course, template, made, planner, delta):
    """Return [(meeting, before, after or None)]; `delta` None says that only the length is another.

    A meeting on the plan's third Friday goes to the new plan's third, whatever was held or called off before it.
    """
    days, last_day = _by_series(made), planner.months["m3"][1]
    old = _by_series(plan(course.start_on, course.weekdays, template, course.length))
    places = {(series, one.day): place for series, some in old.items() for place, one in enumerate(some)}
    moves = []
    for meeting in course.meetings.waiting():
        same = days.get(meeting.series)
        before = calendar.local(meeting.starts_at)
        place = None if meeting.moved_by_hand else places.get((meeting.series, before.date()))
        meeting.why = same[place].reasons if same and place is not None and place < len(same) else _by_hand()
        if delta is None:
            wanted = None if same and before.date() > last_day else meeting.starts_at
        elif same and place is not None:
            wanted = calendar.at(same[place].day, same[place].clock) if place < len(same) else None
        else:
            wanted = calendar.at(planner.in_week(before.date() + delta)[0], before.time())
        if wanted != meeting.starts_at:
            moves.append((meeting, meeting.starts_at, wanted))
    return moves


def _meetings_added(course, made):
    """Return the plan's meetings after what was the end, as seldom as those before it have become."""
    last = [
        calendar.local_date(moment)
        for moment in course.meetings.exclude(state="cancelled")
        .filter(series="weekly")
        .order_by("-starts_at")
        .values_list("starts_at", flat=True)[:2]
    ]
    weeks = max(1, round((last[0] - last[1]).days / 7)) if len(last) > 1 else 1
    since = last[0] if last else course.ends_on
    return [
        one
        for one in made.meetings
        if one.clock
        and one.series == "weekly"
        and one.day >= max(course.ends_on, calendar.today())
        and round((one.day - since).days / 7) % weeks == 0
    ]


def _goals_moved(course, template, start_on, weekdays, length):
    """Return [(goal, before, after)] of the template's goals whose day nobody has changed."""
    rows = {row["code"]: row for row in template.goals}
    found = []
    for goal in course.goals.filter(dropped_at=None, code__in=list(rows)):
        before = building.goal_day(course, rows[goal.code])
        after = building.goal_day(course, rows[goal.code], start_on, weekdays, length)
        if goal.due_on == before != after:
            goal.why = goal_reason(start_on, weekdays, length, after)
            found.append((goal, before, after))
    return found


def _by_hand():
    """Return why what people placed themselves lies where it does."""
    return [_("I har selv lagt den. Den flytter lige så mange dage som startdatoen.")]


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
    postponed = found.plan.first_day > calendar.today() and course.state != State.PREPARATION
    if postponed:
        course = COURSE.take("postpone", course, by=by, **values)
    else:
        Course.objects.filter(pk=course.pk).update(**values)
    course = begin(course, "onboarding.manage", by=None)
    if postponed:
        letter.begin_anew(course, found.plan, by=by)
    told = _carry_out(course, found, by)
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


def problem_of_length(course, length):
    """Return why the course can't have a length: it has it already, or would be over; an empty text otherwise."""
    if length == course.length:
        return _("Længden er den samme som før. Vælg en anden.")
    if calendar.add_months(course.start_on, length) <= calendar.today():
        return _("Med den længde er introduktionen allerede slut. Vælg en længere.")
    return ""


@transaction.atomic
def adapt_length(course, *, by, length, reason):
    """Let the introduction last so many months: every date that follows from its end, and new invitations. Return it."""
    course = begin(course, "onboarding.manage", by=by)
    if problem := problem_of_length(course, length):
        raise ValidationError({"length": problem}, code="length")
    found = shift(course, course.start_on, course.weekdays, length)
    before = course.length
    Course.objects.filter(pk=course.pk).update(length=length)
    course = begin(course, "onboarding.manage", by=None)
    if course.state == State.CLOSING and length > before:
        course = COURSE.take("prolong", course, by=by)
    told = _carry_out(course, found, by)
    audit.record("onboarding.length_adapted", course, by=by, **{"from": before, "to": length})
    note(course, "length", words.length_changed(before, length), by=by, reason=reason)
    inviting.ask(course, told, by=by)
    inviting.update(course, by=by)
    advance(course, by=None)
    return course


def _carry_out(course, found, by):
    """Write a Shift: checklist, schedule, meetings, goals, letter, to-dos. Return the rows whose time is another."""
    _move_items(course, found, by)
    told, planner = [], Planner(course.start_on, course.weekdays, course.length)
    for row, _before, day, until, one in found.rows:
        row.day, row.until = day, until
        if one is not None:
            row.reasons = [str(text) for text in one.reasons]
        elif day:
            row.block = planner.block_of(day)
        row.confirmed_at = row.confirmed_by = None
        row.save(update_fields=["block", "day", "until", "reasons", "confirmed_at", "confirmed_by"])
        told.append(row)
    move_meetings(course, found.meetings, by)
    add_meetings(course, found.added, by)
    for goal, _before, day in found.goals:
        Goal.objects.filter(pk=goal.pk).update(due_on=day)
    move_fixed(course, found.plan, by)
    if found.letter:
        Welcome.objects.filter(course=course).update(sends_on=found.letter[1])
    changed_for_newcomer(course)
    return told


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


def move_meetings(course, moves, by):
    """Give waiting meetings and their to-dos the new times of (meeting, before, after); None calls a meeting off."""
    for meeting, _before, starts_at in moves:
        if starts_at is None:
            cancel_meeting(course, meeting, by=by)
            continue
        StatusMeeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at, minutes=meeting.minutes)
        meeting.starts_at = starts_at
        spec = building.meeting_spec(course, meeting)
        for todo in Todo.objects.about(course).open().filter(code=spec.code, round=spec.round):
            todos.rewrite(
                todo, by=by, due_at=spec.due_at, event_at=spec.event_at, opened_at=spec.opened_at, facts=spec.facts
            )


def add_meetings(course, planned, by):
    """Add status meetings of the plan, with their to-dos."""
    if planned:
        last = course.meetings.order_by("-number").values_list("number", flat=True).first() or 0
        fresh = building.build_meetings(course, planned, after=last)
        todos.open_many([building.meeting_spec(course, meeting) for meeting in fresh], by=by)


def cancel_meeting(course, meeting, *, by):
    """Take a meeting out of the plan, with its to-do."""
    StatusMeeting.objects.filter(pk=meeting.pk).update(state="cancelled")
    for todo in (
        Todo.objects.about(course)
        .open()
        .filter(code__in=["onboarding.status_daily", "onboarding.status_weekly"], round=meeting.number)
    ):
        todos.mark_not_relevant(todo, by=by, reason=_("Mødet er taget ud af planen."))


def move_fixed(course, made, by):
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
