"""From a plan to rows: checklist with to-dos, schedule, meetings, goals, topics – and what each to-do is (ONB-02, -05, -08)."""

from contextlib import suppress
from datetime import time, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from core import calendar, shell
from core.todos import TodoSpec, open_many
from onboarding.actions import aids
from onboarding.actions.ground import People
from onboarding.models import Aid, CaseLoad, ChecklistItem, Contribution, Goal, ScheduleRow, StatusMeeting, Topic
from onboarding.rules.planner import LENGTH, Days
from onboarding.rules.templates import load_of

WELCOME = "onboarding.welcome"  # the to-do about the letter
MORNING, NOON, EVENING = time(8), time(12), calendar.END_OF_DAY
# What each phase's to-dos wait for before they lie on a desk: (an anchor, days or months from it).
OPENS = {
    "before_start": ("start", "-60d"),
    "first_day": ("start", "-7d"),
    "first_week": ("start", "-3d"),
    "first_month": ("start", "0d"),
    "three_months": ("start", "1mo"),
    "first_year": ("start", "8mo"),
}
CODES = {
    "onboarding.schedule": "R-72",
    "onboarding.follow_up_1": "R-76",
    "onboarding.follow_up_3": "R-77",
    "onboarding.mentor_scheme": "R-79",
    "onboarding.representatives": "R-81",
    "onboarding.development": "R-80",
    "onboarding.mus": "R-80",
    "onboarding.first_day": "R-73",
    "onboarding.own": "R-73",
}


def context(course):
    """Return the neutral words beside a to-do's title."""
    return _("Introduktion: {name}").format(name=course.person.name)[:120]


def facts(course, **more):
    """Return the words that notices about the course may use."""
    return {"dato": calendar.long_date(course.start_on), **more}


def page_of(course, page):
    """Return the address that completes an item, or the course page."""
    names = {
        "schedule": ("onboarding:schedule", [course.pk]),
        "follow_up_1": ("onboarding:paper", [course.pk, "follow_up_1"]),
        "follow_up_3": ("onboarding:paper", [course.pk, "follow_up_3"]),
        "evaluation": ("onboarding:evaluation", [course.pk]),
        "mentor_scheme": ("onboarding:mentor_scheme", [course.pk]),
        "next_of_kin": ("core:next_of_kin", []),
    }
    if page == "development":
        with suppress(NoReverseMatch):
            return shell.page_of("development_plan", course.person_id)
    name, args = names.get(page, ("onboarding:course", [course.pk]))
    return reverse(name, args=args)


def opens_at(course, phase):
    """Return when a phase's to-dos lie on a desk: never later than its own time, and now at the earliest."""
    offset = calendar.Offset.parse(OPENS[phase][1])
    return calendar.at(offset.apply_to_date(course.start_on), MORNING)


def item_spec(course, item, first_day):
    """Return the to-do of a checklist item."""
    code = item.todo_code
    due = calendar.at(item.due_on, EVENING)
    event = calendar.at(first_day, NOON if code == "onboarding.first_day" else MORNING)
    if code == "onboarding.mentor_scheme":
        event = calendar.at(course.ends_on, MORNING)  # R-79 counts from the end of the introduction
    return TodoSpec(
        course,
        code,
        item.title,
        owner=item.owner,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=due,
        opened_at=min(opens_at(course, item.phase), due),
        event_at=event,
        context=context(course),
        link=page_of(course, item.page) + ("" if item.page else f"#item-{item.number}"),
        button=_("Åbn") if item.page else _("Åbn huskeliste"),
        kind="page",
        order=item.number,
        rule=CODES.get(code, "R-71"),
        round=item.number,
        facts=facts(course),
        reasons=item.why,
    )


def todo_code(row):
    """Return the code of an item's to-do: its own, or that of its phase."""
    if row["roles"][:1] == ["newcomer"] and row["phase"] in ("before_start", "first_day"):
        return "onboarding.own"  # who doesn't work here yet is reminded on the first day, not the day before
    return row.get("todo") or f"onboarding.{row['phase']}"


def build_items(course, rows, plan, people, *, by, after=0, late=None):
    """Write checklist items from template rows, and their to-dos; return the items.

    `late` is the day that a line gets whose phase is over, where it comes to a course that runs.
    """
    items = []
    for number, row in enumerate(rows, after + 1):
        due, why = plan.deadlines[row["phase"]], plan.reasons["deadlines"][row["phase"]]
        comes_late = late is not None and due < calendar.today()
        if comes_late:
            due, why = late, [_("Kom til med en ny udgave af skabelonen, da fasen var gået.")]
        item = people.fill(
            ChecklistItem(
                course=course,
                number=number,
                code=row["code"],
                phase=row["phase"],
                title=row["title"],
                roles=row["roles"],
                kind=row.get("kind", "simple"),
                page=row.get("page", ""),
                follows=row.get("follows", ""),
                due_on=due,
                due_by_hand=comes_late,
            )
        )
        item.todo_code, item.why = todo_code(row), why
        items.append(item)
    found = open_many([item_spec(course, item, plan.first_day) for item in items], by=by)
    for item, todo in zip(items, found, strict=True):
        item.todo = todo
    return ChecklistItem.objects.bulk_create(items)


def build_rows(course, planned, people, *, after=0):
    """Write the schedule's rows; return them."""
    return ScheduleRow.objects.bulk_create(
        [
            people.fill(
                ScheduleRow(
                    course=course,
                    number=number,
                    code=one.code,
                    block=one.block,
                    topic=one.topic,
                    roles=list(one.roles),
                    day=one.day,
                    until=one.until,
                    clock=one.clock,
                    minutes=one.minutes,
                    every=one.every,
                    is_latest=one.latest,
                    meeting=bool(one.source.get("meeting")),
                    reasons=[str(reason) for reason in one.reasons],
                )
            )
            for number, one in enumerate(planned, after + 1)
        ]
    )


def build_meetings(course, meetings, *, after=0):
    """Write the status meetings that have a clock time; the daily dialogue has none."""
    return StatusMeeting.objects.bulk_create(
        [
            StatusMeeting(
                course=course,
                number=number,
                series=one.series,
                starts_at=calendar.at(one.day, one.clock),
                minutes=one.minutes or 30,
                reasons=[str(reason) for reason in one.reasons],
            )
            for number, one in enumerate((one for one in meetings if one.clock), after + 1)
        ]
    )


def goal_day(course, row, start_on=None, weekdays=None, length=None):
    """Return the day a template's goal is due: the last worked in its month; what the usual length ends with, ends with it."""
    month = row.get("month", LENGTH)
    months = (length or course.length) if month == LENGTH else month
    return Days(weekdays or course.weekdays).last(calendar.add_months(start_on or course.start_on, months))


def build_learning(course, template):
    """Write goals, topics, aids, agreed cases and what the newcomer brings."""
    Goal.objects.bulk_create(
        [
            Goal(
                course=course,
                code=row["code"],
                title=row["title"],
                knowledge=row.get("knowledge", ""),
                need=row["need"],
                method=row["method"],
                due_on=goal_day(course, row),
            )
            for row in template.goals
        ]
    )
    Topic.objects.bulk_create(
        [
            Topic(course=course, number=number, code=row["code"], category=row["category"], title=row["title"])
            for number, row in enumerate(template.topics, 1)
        ]
    )
    Aid.objects.bulk_create([Aid(course=course, **aids.values_of(row)) for row in template.aids])
    CaseLoad.objects.bulk_create([CaseLoad(course=course, **load_of(row)) for row in template.loads])
    Contribution.objects.bulk_create([Contribution(course=course, topic=row["topic"]) for row in template.activities])


# -- to-dos that are not lines of the checklist ------------------------------------------------------------------------
def row_spec(course, row):
    """Return the to-do that asks whoever answers for a row to confirm the time (R-75); None where nobody needs asking."""
    guides = {course.mentor_id, course.contact_id, course.person_id}
    if row.owner_id is None or row.owner_id in guides or not row.day or not row.clock or row.every or row.confirmed_at:
        return None
    starts = calendar.at(row.day, row.clock)
    return TodoSpec(
        course,
        "onboarding.row",
        _("Bekræft et tidspunkt: {topic}").format(topic=row.topic)[:160],
        owner=row.owner,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=calendar.at(calendar.add_working_days(row.day, -1), NOON),
        opened_at=min(calendar.at(row.day - timedelta(days=21), MORNING), starts),
        event_at=calendar.at(row.day, MORNING),
        context=context(course),
        link=reverse("onboarding:row", args=[row.pk]),
        button=_("Bekræft tidspunkt"),
        kind="page",
        rule="R-75",
        round=row.number,
        facts={"dato": calendar.long_date(row.day), "tid": calendar.clock(row.clock)},
        reasons=[_("Du står som ansvarlig i skemaet. Tiden gælder, når du har bekræftet den.")],
    )


def meeting_spec(course, meeting):
    """Return the to-do of one status meeting (R-74)."""
    code = "onboarding.status_daily" if meeting.series == "daily" else "onboarding.status_weekly"
    return TodoSpec(
        course,
        code,
        _("Statusmøde"),
        owner=course.mentor or course.contact,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=calendar.at(calendar.local_date(meeting.starts_at), EVENING),
        opened_at=calendar.at(calendar.local_date(meeting.starts_at) - timedelta(days=1), MORNING),
        event_at=meeting.starts_at,
        context=context(course),
        link=reverse("onboarding:meeting", args=[meeting.pk]),
        button=_("Åbn statusmøde"),
        kind="page",
        rule="R-74",
        round=meeting.number,
        facts={
            "dato": calendar.long_date(meeting.starts_at),
            "tid": calendar.clock(meeting.starts_at),
            "sted": meeting.place,
        },
        reasons=list(meeting.reasons),
    )


def mentor_spec(course, first_day):
    """Return the to-do to find a mentor (R-70): before the first day, or tomorrow when that is over."""
    day = max(calendar.add_working_days(first_day, -1), calendar.add_working_days(calendar.today(), 1))
    return TodoSpec(
        course,
        "onboarding.mentor",
        _("Vælg mentor"),
        owner=course.leader,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=calendar.at(day, EVENING),
        event_at=calendar.at(first_day, MORNING),
        context=context(course),
        link=reverse("onboarding:roles", args=[course.pk]),
        button=_("Vælg mentor"),
        kind="page",
        rule="R-70",
        facts=facts(course),
        reasons=[_("En ny kollega skal have en mentor eller en kontaktperson.")],
    )


def letter_spec(course, plan):
    """Return the to-do to make the welcome letter ready (R-72)."""
    start = calendar.at(plan.first_day, MORNING)
    return TodoSpec(
        course,
        WELCOME,
        _("Gør velkomstbrevet klar"),
        owner=course.leader,
        unit=course.unit,
        site=course.site,
        about=course.person,
        due_at=calendar.at(plan.letter_on, MORNING),
        opened_at=min(calendar.now(), start),
        event_at=start,
        context=context(course),
        link=reverse("onboarding:letter", args=[course.pk]),
        button=_("Åbn brev"),
        kind="page",
        rule="R-72",
        facts=facts(course),
        reasons=[str(reason) for reason in plan.reasons["letter_on"]],
    )


def fixed_specs(course, plan, rows):
    """Return the to-dos that every course has: find a mentor, send the letter, adjust in month 2, evaluate."""
    common = {
        "unit": course.unit,
        "site": course.site,
        "about": course.person,
        "context": context(course),
        "kind": "page",
        "facts": facts(course),
    }
    specs = [] if course.mentor_id or course.contact_id else [mentor_spec(course, plan.first_day)]
    if not course.has_begun:
        specs.append(letter_spec(course, plan))
    by_code = {row.code: row for row in rows}
    for code, todo, title, page, rule, owner in (
        ("adjustment", "onboarding.adjustment", _("Tilpas introduktionen"), "schedule", "R-78", course.leader),
        ("evaluation", "onboarding.evaluation", _("Skriv evaluering"), "evaluation", "R-79", course.leader),
    ):
        row = by_code.get(code)
        if row is not None and row.day:
            due = calendar.at(row.day, EVENING)
            specs.append(
                TodoSpec(
                    course,
                    todo,
                    title,
                    owner=owner,
                    due_at=due,
                    opened_at=min(calendar.at(row.day - timedelta(days=21), MORNING), due),
                    # R-79 counts from the end of the introduction, R-78 from its own day
                    event_at=calendar.at(course.ends_on if code == "evaluation" else row.day, MORNING),
                    link=page_of(course, page),
                    button=_("Åbn skema") if page == "schedule" else _("Skriv evaluering"),
                    rule=rule,
                    reasons=list(row.reasons),
                    **common,
                )
            )
    return specs


def build(course, plan, template, *, by):
    """Write everything of a new course."""
    people = People(course)
    build_items(course, template.items, plan, people, by=by)
    rows = build_rows(course, plan.schedule, people)
    meetings = build_meetings(course, plan.meetings)
    build_learning(course, template)
    open_many(
        [*fixed_specs(course, plan, rows), *(meeting_spec(course, meeting) for meeting in meetings)],
        by=by,
    )
