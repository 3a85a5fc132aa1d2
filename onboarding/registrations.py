"""What onboarding tells the rest of the house: subjects, menu, desk, search, receivers, whose data."""

from datetime import date, datetime

from django.db.models import DateField, DateTimeField, F, Max, Q, TimeField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, desk, editions, receivers, search, shell, subjects
from core.insight import about
from core.permissions import may_add
from core.subjects import Subject
from core.written import Written
from onboarding import documents  # noqa: F401  (registers who may open which document)
from onboarding.actions import checklist, clock  # noqa: F401  (register openers and what is heard)
from onboarding.models import ChecklistItem, Course, PackVersion, Paper, ScheduleRow, StatusMeeting
from onboarding.notices import address_of

COURSE = "onboarding.course"
subjects.register(
    Subject(
        COURSE,
        gettext_lazy("introduktionsforløb"),
        lambda course: str(_("Introduktionsforløb {number}").format(number=course.pk)),
        lambda course: reverse("onboarding:course", args=[course.pk]),
        "onboarding.view",
        files_action="onboarding.arrange",
    )
)
subjects.register(
    Subject(
        "onboarding.paper",
        gettext_lazy("aftale"),
        lambda paper: str(paper.get_kind_display()),
        address_of,
        "onboarding.read_paper",
    )
)
subjects.register(
    Subject(
        "onboarding.pack",
        gettext_lazy("skabelon"),
        lambda pack: pack.name,
        lambda pack: reverse("onboarding:pack", args=[pack.pk]),
        "onboarding.view_pack",
    )
)


# -- menu, desk, search ------------------------------------------------------------------------------------------------
shell.register_nav(
    "onboarding", gettext_lazy("Introduktion"), "onboarding:home", "sprout", 40, short=gettext_lazy("Intro")
)
shell.register_nav("onboarding", gettext_lazy("Hvem ved hvad"), "onboarding:competences", "users", 112, shared=True)


@desk.upcoming
def appointments(person, until):
    """Return the rows and status meetings of the next days that the person is part of. One query."""
    found = _appointments(
        person=person.pk,
        today=calendar.today(),
        last=calendar.local_date(until),
        now=calendar.now(),
        until=until,
    )
    return [
        desk.Item(
            topic or str(_("Statusmøde")),
            reverse("onboarding:row" if day else "onboarding:meeting", args=[pk]),
            calendar.at(day, at) if day else moment,
            "" if newcomer == person.pk else name,
            "sprout",
        )
        for pk, topic, day, at, moment, newcomer, name in found
    ]


def _appointments_of(person, today, last, now, until):
    """Return the question for `appointments`."""
    shared = {"newcomer": F("course__person_id"), "name": F("course__person__name")}
    rows = ScheduleRow.objects.filter(
        Q(owner=person) | Q(second=person) | Q(course__person=person),
        day__range=(today, last),
        clock__isnull=False,
        every="",
        dropped_at__isnull=True,
        course__schedule_approved_at__isnull=False,
        course__state__in=("preparation", "start", "learning", "closing"),
    )
    meetings = StatusMeeting.objects.waiting().filter(
        Q(course__mentor=person) | Q(course__contact=person) | Q(course__person=person),
        starts_at__range=(now, until),
    )
    return (
        rows.order_by("day", "clock")
        .annotate(moment=Value(None, output_field=DateTimeField()), **shared)
        .values_list("pk", "topic", "day", "clock", "moment", "newcomer", "name")[:8]
    ).union(
        meetings.order_by("starts_at")
        .annotate(
            words=Value(""),
            no_day=Value(None, output_field=DateField()),
            no_clock=Value(None, output_field=TimeField()),
            **shared,
        )
        .values_list("pk", "words", "no_day", "no_clock", "starts_at", "newcomer", "name")[:5],
        all=True,
    )


_appointments = Written(_appointments_of, person=int, today=date, last=date, now=datetime, until=datetime)


def by_name(person, words):
    """Find the courses that the person may see by the newcomer's name or the department."""
    rows = (
        Course.objects.visible_to(person)
        .filter(search.every_word(words, "person__name", "unit__name"))
        .exclude(state="cancelled")
        .select_related("person", "unit")[: search.LIMIT]
    )
    return [
        search.Hit(
            str(_("Introduktion: {name}").format(name=row.person.name)),
            row.unit.name,
            reverse("onboarding:course", args=[row.pk]),
        )
        for row in rows
    ]


search.provider(30, gettext_lazy("Introduktion"), by_name)


@about
def courses(person):
    """Return the courses that are about a person, for »who has opened what of mine«."""
    return [
        (COURSE, Course.objects.filter(person=person)),
        ("onboarding.paper", Paper.objects.filter(person=person)),
    ]


# -- receivers of reminders ---------------------------------------------------------------------------------------------
def _courses(batch):
    """Return {reminder id: course} of a batch in one query."""
    ids = {todo.subject_id for _reminder, todo in batch if todo.subject_type == COURSE}
    found = Course.objects.select_related("mentor", "contact", "leader", "person").in_bulk(ids)
    return {reminder.pk: found.get(todo.subject_id) for reminder, todo in batch if todo.subject_type == COURSE}


@receivers.receiver("course_leader")
def course_leader(batch, snapshot):
    """Return the course's leader, else the unit's; the deputy while away."""
    known, answers = _courses(batch), {}
    for reminder, todo in batch:
        course = known.get(reminder.pk)
        leader = (course and course.leader) or snapshot.leader(receivers.place_of(todo)[0])
        answers[reminder.pk] = snapshot.standing_in(leader)
    return answers


@receivers.receiver("mentor")
def mentor(batch, snapshot):
    """Return the mentor, else the contact person; the deputy while away, else the leader."""
    known, answers = _courses(batch), {}
    for reminder, todo in batch:
        course = known.get(reminder.pk)
        guide = course and (course.mentor or course.contact)
        found = snapshot.standing_in(guide)
        if not found and course is not None:
            found = snapshot.standing_in(course.leader or snapshot.leader(receivers.place_of(todo)[0]))
        answers[reminder.pk] = found
    return answers


@receivers.receiver("responsible")
def responsible(batch, snapshot):
    """Return whoever answers for a line, both of two; where nobody does, the mentor, who sees to it that somebody will."""
    pairs = ChecklistItem.objects.filter(todo__in=[todo.pk for _reminder, todo in batch]).select_related("second")
    second = {item.todo_id: item.second for item in pairs}
    answers = {
        reminder.pk: [person for person in (todo.owner, second.get(todo.pk)) if person] for reminder, todo in batch
    }
    nobody = [(reminder, todo) for reminder, todo in batch if not answers[reminder.pk]]
    return answers | (mentor(nobody, snapshot) if nobody else {})


@receivers.receiver("newcomer")
def newcomer(batch, snapshot):
    """Return the new employee."""
    known = _courses(batch)
    return {reminder.pk: [known[reminder.pk].person] if known.get(reminder.pk) else [] for reminder, _todo in batch}


@editions.elsewhere
def packs_worded_here(person):
    """Tell the overview of templates where introductions are worded."""
    if not may_add(person, "onboarding.view_pack"):
        return []
    published = PackVersion.objects.filter(published_at__isnull=False).aggregate(
        last=Max("published_at"), n=Max("number")
    )
    line = editions.Line(
        _("Huskelister og skemaer til introduktion"),
        reverse("onboarding:packs"),
        _("HR-medarbejder"),
        edition=str(published["n"] or ""),
        changed_at=published["last"],
    )
    return [line]
