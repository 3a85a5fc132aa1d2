"""Mentor and newcomer: meetings held, moved, tapered off; notes for the pair; points that come back (ONB-08, ONB-09)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from onboarding.actions import building, checklist, inviting
from onboarding.actions.ground import begin, hold, meant, near_start, note, pressed_twice, recent
from onboarding.models import Course, OpenPoint, StatusMeeting
from onboarding.states import MEETING

CODES = ("onboarding.status_daily", "onboarding.status_weekly")
MISSED = "onboarding.missed_meetings"
ENOUGH = 2  # meetings not held, one after the other, before the leader hears of it


def _meeting(meeting, action, by):
    """Return the fresh meeting with its course under lock."""
    require(by, action, meeting)
    course = hold(meeting.course)
    fresh = StatusMeeting.objects.get(pk=meeting.pk)
    fresh.course = course
    return fresh


def _todo(meeting):
    """Return the meeting's to-do, or None."""
    return Todo.objects.about(meeting.course).filter(code__in=CODES, round=meeting.number).first()


@transaction.atomic
def write_notes(meeting, *, by, notes, edit=None):
    """Write the pair's notes; E-49 when somebody has written since the page was opened. Return the meeting."""
    meeting = _meeting(meeting, "onboarding.write_notes", by)
    meant(meeting, edit)
    meeting.notes = {code: text for code, text in notes.items() if text}
    meeting.edit += 1
    meeting.save(update_fields=["notes", "edit"])
    audit.record("onboarding.notes_written", meeting.course, by=by, meeting=meeting.pk)
    return meeting


@transaction.atomic
def mark_held(meeting, *, by, held_on=None):
    """Say that a meeting was held; return it."""
    meeting = _meeting(meeting, "onboarding.write_notes", by)
    day = held_on or min(calendar.local_date(meeting.starts_at), calendar.today())
    meeting = MEETING.take("hold", meeting, by=by, held_on=day)
    todo = _todo(meeting)
    if todo is not None:
        todos.complete(todo, by=by)
    for waiting in Todo.objects.about(meeting.course).open().filter(code=MISSED):
        todos.mark_not_relevant(waiting, by=by, reason=_("Der er holdt et statusmøde siden."))
    return meeting


@transaction.atomic
def move(meeting, *, by, starts_at, place="", reason=""):
    """Give a meeting another time; the pair gets a new invitation. Return it."""
    meeting = _meeting(meeting, "onboarding.move_meeting", by)
    if starts_at < calendar.now():
        raise ValidationError({"starts_at": _("Tidspunktet er gået. Vælg et senere.")}, code="past")
    near_start(meeting.course, "starts_at", calendar.local_date(starts_at))
    meeting = MEETING.take("move", meeting, by=by, starts_at=starts_at, place=place, moved_by_hand=True)
    spec = building.meeting_spec(meeting.course, meeting)
    todo = _todo(meeting)
    if todo is not None:
        todos.rewrite(
            todo,
            by=by,
            due_at=spec.due_at,
            event_at=spec.event_at,
            opened_at=spec.opened_at,
            facts=spec.facts,
        )
    inviting.update(meeting.course, by=by)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, reason=""):
    """Call one meeting off; the pair's calendars follow. Return it."""
    meeting = _meeting(meeting, "onboarding.move_meeting", by)
    meeting = MEETING.take("cancel", meeting, by=by, cancel_reason=reason[:200])
    todo = _todo(meeting)
    if todo is not None and todo.state == "open":
        inviting.close_question(todo, by=by)
    inviting.update(meeting.course, by=by)
    return meeting


@transaction.atomic
def plan_one(course, *, by, starts_at, place="", minutes=30, series="extra"):
    """Add a meeting; return it. `series` »mentor« belongs to the mentor scheme after the introduction."""
    require(by, "onboarding.meet", course)
    course = hold(course)
    if series == "extra" and not course.is_running:
        raise ValidationError(_("Forløbet er afsluttet. Det kan læses, men ikke ændres."), code="over")
    if series == "mentor" and course.mentor_scheme != "yes":
        raise ValidationError(_("Der er ikke aftalt en mentorordning."), code="scheme")
    if starts_at < calendar.now():
        raise ValidationError({"starts_at": _("Tidspunktet er gået. Vælg et senere.")}, code="past")
    near_start(course, "starts_at", calendar.local_date(starts_at))
    twice = course.meetings.waiting().filter(
        series=series, starts_at=starts_at, place=place, minutes=minutes, moved_by_hand=True
    )
    if (known := twice.first()) is not None:
        return known
    number = (course.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = StatusMeeting.objects.create(
        course=course,
        number=number,
        series=series,
        starts_at=starts_at,
        place=place,
        minutes=minutes,
        moved_by_hand=True,
        reasons=[_("Aftalt af {name}.").format(name=by.name)],
    )
    todos.open_many([building.meeting_spec(course, meeting)], by=by)
    audit.record("onboarding.meeting_planned", course, by=by, meeting=meeting.pk)
    inviting.update(course, by=by)
    return meeting


@transaction.atomic
def taper(course, *, by):
    """Let the meetings be half as many from here on: every second one that waits is called off. Return how many."""
    require(by, "onboarding.plan_meetings", course)
    course = begin(course, "onboarding.plan_meetings", by=by)
    waiting = list(
        course.meetings.waiting().filter(starts_at__gt=calendar.now()).exclude(series="mentor").order_by("starts_at")
    )
    gone = waiting[1::2]
    if not gone:
        raise ValidationError(_("Der er ikke flere møder at skære ned på."), code="few")
    StatusMeeting.objects.filter(pk__in=[one.pk for one in gone]).update(
        state="cancelled", cancel_reason=_("Trappet ned")[:200]
    )
    for todo in Todo.objects.about(course).open().filter(code__in=CODES, round__in=[one.number for one in gone]):
        inviting.close_question(todo, by=by)
    audit.record("onboarding.meetings_tapered", course, by=by, count=len(gone))
    what = ngettext("{n} statusmøde taget ud", "{n} statusmøder taget ud", len(gone)).format(n=len(gone))
    note(course, "lowered", what, by=by)
    inviting.update(course, by=by)
    return len(gone)


# -- points -----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def raise_point(course, *, by, text, meeting=None):
    """Write down something unfinished: it stands on the next agenda until it is closed. Return it."""
    require(by, "onboarding.meet", course)
    course = hold(course)
    twice = pressed_twice(course.points.filter(raised_by=by, raised_at__gt=recent()), text=text)
    if twice is not None:
        return twice
    point = OpenPoint.objects.create(course=course, text=text, raised_at=calendar.now(), raised_by=by, meeting=meeting)
    audit.record("onboarding.point_raised", course, by=by, point=point.pk)
    return point


@transaction.atomic
def close_point(point, *, by):
    """Close a point; return whether that was new."""
    require(by, "onboarding.meet", point.course)
    changed = OpenPoint.objects.filter(pk=point.pk, closed_at__isnull=True).update(closed_at=calendar.now())
    if changed:
        audit.record("onboarding.point_closed", point.course, by=by, point=point.pk)
    return bool(changed)


@transaction.atomic
def make_item(point, *, by, title, due_on, for_newcomer=True):
    """Make a line of the checklist of a point: from there on others can see its title. Return the item."""
    require(by, "onboarding.meet", point.course)
    course = begin(point.course, "onboarding.meet", by=by)
    phase = "first_month" if due_on <= calendar.add_months(course.start_on, 1) else "three_months"
    item = checklist.add_for_pair(
        course, by=by, phase=phase, title=title, due_on=due_on, roles=["newcomer" if for_newcomer else "mentor"]
    )
    OpenPoint.objects.filter(pk=point.pk).update(item=item, closed_at=calendar.now())
    return item


# -- by the clock -------------------------------------------------------------------------------------------------------------
def notice_missed(today, *, by=None):
    """Open a to-do for the leader where two meetings in a row were not held (R-74). A fixed number of queries."""
    ended = calendar.at(today - timedelta(days=1), building.EVENING)
    rows = (
        StatusMeeting.objects.filter(
            course__in=Course.objects.running().filter(start_on__lte=today),
            series__in=("daily", "weekly"),
            starts_at__lte=ended,
        )
        .exclude(state="cancelled")
        .order_by("course_id", "-starts_at")
        .values_list("course_id", "state", "number")
    )
    streaks: dict = {}
    over = set()
    for course_id, state, number in rows:
        if course_id in over:
            continue
        if state == "held":
            over.add(course_id)
        else:
            streaks.setdefault(course_id, []).append(number)
    late = {pk: numbers for pk, numbers in streaks.items() if len(numbers) >= ENOUGH}
    if not late:
        return 0
    told = set(
        Todo.objects.filter(code=MISSED, subject_type="onboarding.course", subject_id__in=late).values_list(
            "subject_id", "round"
        )
    )
    waiting = set(
        Todo.objects.filter(
            code=MISSED, state="open", subject_type="onboarding.course", subject_id__in=late
        ).values_list("subject_id", flat=True)
    )
    specs = []
    for course in Course.objects.filter(pk__in=late).select_related("person", "unit", "site", "leader"):
        first = min(late[course.pk])  # a new streak is another round, so the leader hears of it once
        if course.pk in waiting or (course.pk, first) in told:
            continue
        specs.append(
            todos.TodoSpec(
                course,
                MISSED,
                _("To statusmøder er ikke holdt"),
                owner=course.leader,
                unit=course.unit,
                site=course.site,
                about=course.person,
                due_at=calendar.at(calendar.add_working_days(today, 2), building.EVENING),
                context=building.context(course),
                link=reverse("onboarding:course", args=[course.pk]),
                button=_("Åbn forløb"),
                rule="R-74",
                round=first,
                facts=building.facts(course),
                reasons=[_("Mentor og den nye kollega har ikke holdt deres to seneste møder.")],
            )
        )
    todos.open_many(specs, by=by)
    return len(specs)
