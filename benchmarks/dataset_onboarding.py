"""Introductions of four years: courses with their checklist, schedule and status meetings; one in ten is running."""

from datetime import time, timedelta

from core import calendar
from core.models import Todo
from onboarding.models import ChecklistItem, Course, ScheduleRow, StatusMeeting

ITEMS, ROWS, MEETINGS = 12, 12, 6
PHASES = ("before_start", "first_day", "first_week", "first_month", "three_months", "first_year")


def build(count, people, leaders):
    """Make the courses; `leaders` is {unit id: leader}."""
    today, now = calendar.today(), calendar.now()
    courses = []
    for n in range(count):
        person, runs = people[(n * 5 + len(leaders)) % len(people)], n % 10 == 0
        courses.append(
            Course(
                person=person,
                unit_id=person.unit_id,
                site_id=person.site_id,
                start_on=today - timedelta(days=n % 60 if runs else 90 + n % 1300),
                weekdays=[1, 2, 3, 4, 5],
                leader=leaders[person.unit_id],
                mentor=people[(n * 5 + len(leaders) + 1) % len(people)],
                contact=people[(n * 5 + len(leaders) + 2) % len(people)],
                experience="newly_hired",
                state="learning" if runs else "closed",
                closed_on=None if runs else today,
                made_at=now,
                made_by=leaders[person.unit_id],
                schedule_approved_at=now,
            )
        )
    seen: set = set()
    courses = [course for course in courses if course.person_id not in seen and not seen.add(course.person_id)]
    Course.objects.bulk_create(courses, batch_size=1000)
    for start in range(0, len(courses), 500):
        _lines(courses[start : start + 500], now)


def _lines(courses, now):
    """Make what stands on the checklists and in the schedules, each item with its to-do."""
    items = ChecklistItem.objects.bulk_create(
        [
            ChecklistItem(
                course=course,
                number=n,
                phase=PHASES[n % len(PHASES)],
                title=f"Emne {n}",
                roles=["leader"],
                owner=course.leader,
                due_on=course.start_on + timedelta(days=n * 5),
            )
            for course in courses
            for n in range(ITEMS)
        ],
        batch_size=2000,
    )
    todos = Todo.objects.bulk_create(
        [
            Todo(
                subject_type="onboarding.course",
                subject_id=item.course_id,
                code=f"onboarding.item{item.number}",
                title=item.title,
                context="Introduktion",
                link=f"/onboarding/{item.course_id}/",
                owner_id=item.owner_id,
                unit_id=item.course.unit_id,
                site_id=item.course.site_id,
                about_id=item.course.person_id,
                opened_at=item.course.made_at,
                due_at=calendar.at(item.due_on, time(12)),
                state="open" if item.course.state == "learning" and item.number > 4 else "done",
                done_at=None if item.course.state == "learning" and item.number > 4 else now,
                note="",
                reasons=[],
            )
            for item in items
        ],
        batch_size=2000,
    )
    for item, todo in zip(items, todos, strict=True):
        item.todo = todo
    ChecklistItem.objects.bulk_update(items, ["todo"], batch_size=2000)
    ScheduleRow.objects.bulk_create(
        [
            ScheduleRow(
                course=course,
                number=n,
                block="B1" if n % 2 else "B2",
                topic=f"Introduktion {n}",
                day=course.start_on + timedelta(days=n),
                clock=time(9 + n % 6),
                roles=["mentor"],
                owner=course.mentor,
            )
            for course in courses
            for n in range(ROWS)
        ],
        batch_size=2000,
    )
    StatusMeeting.objects.bulk_create(
        [
            StatusMeeting(
                course=course,
                number=n,
                series="weekly",
                starts_at=calendar.at(course.start_on + timedelta(days=7 * n), time(13)),
                state="held" if course.state == "closed" or n < 2 else "planned",
            )
            for course in courses
            for n in range(MEETINGS)
        ],
        batch_size=2000,
    )
