"""A course is made from one start date, with every date of it (ONB-01, -02, -05, -07)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar, mentors
from core.models import AuditEntry, Mail, Todo
from core.permissions import Forbidden
from onboarding.actions import courses
from onboarding.models import Course
from tests.onboarding.courses import START, at, begins, make, versions

pytestmark = pytest.mark.django_db


def test_a_course_has_27_items_and_safety_35_rows_75_topics_and_its_meetings(course):
    assert course.items.count() == 27 + 6
    assert course.rows.count() == 35
    assert course.topics.count() == 75
    assert course.meetings.filter(series="daily").count() == 3  # Maundy Thursday and Good Friday lie in week 4
    assert course.meetings.filter(series="weekly").count() == 9
    assert course.welcome.sends_on == date(2027, 2, 22)


def test_every_item_is_a_to_do_with_its_deadline_and_reason(course):
    items = list(course.items.select_related("todo"))
    assert all(item.todo.state == "open" for item in items)
    by_phase = {item.phase: calendar.local_date(item.todo.due_at) for item in items}
    assert by_phase == {
        "before_start": date(2027, 2, 26),
        "first_day": date(2027, 3, 1),
        "first_week": date(2027, 3, 5),
        "first_month": date(2027, 4, 1),
        "three_months": date(2027, 6, 1),
        "first_year": date(2028, 3, 1),
    }
    assert all(item.todo.reasons for item in items)


def test_roles_become_people(course, cast):
    owners = {item.code: item.owner for item in course.items.select_related("owner")}
    assert owners["desk"] == cast.leder
    assert owners["training_agreements"] == cast.mentor
    assert owners["guidelines"] == cast.sfk
    assert owners["plan"] == cast.amr
    assert owners["next_of_kin"] == cast.nyansat
    reps = course.rows.get(code="reps")
    assert (reps.owner, reps.second) == (cast.amr, cast.tr)
    assert course.rows.get(code="visit_x").is_unassigned


def test_what_belongs_to_next_year_lies_on_no_desk_today(course, cast):
    waiting = set(Todo.objects.waiting_for(cast["leder"]).about(course).values_list("code", flat=True))
    assert "onboarding.before_start" in waiting
    assert "onboarding.mus" not in waiting


def test_the_mentor_is_told_and_it_stands_in_the_log(course, cast):
    assert Mail.objects.get(notice="O-17").receiver == cast.mentor
    assert AuditEntry.objects.filter(action="onboarding.created", subject_id=course.pk).exists()


def test_the_nearest_leader_may_make_one_and_another_leader_may_not(cast):
    assert make(cast, by="leder").leader == cast.leder
    Course.objects.all().delete()
    with pytest.raises(Forbidden):
        make(cast, by="andenleder")


@pytest.mark.parametrize("who", ["medarbejder", "mentor", "amr", "admin", "dpo"])
def test_others_may_not_make_one(cast, who):
    with pytest.raises(Forbidden):
        make(cast, by=who)


def test_nobody_has_two_courses_at_once(course, cast):
    with pytest.raises(ValidationError, match="har allerede"):
        make(cast)


def test_nobody_is_their_own_mentor(cast):
    with pytest.raises(ValidationError, match="sig selv"):
        make(cast, mentor="nyansat")


def test_a_course_without_a_mentor_asks_the_leader_for_one(cast):
    course = make(cast, mentor=None)
    todo = Todo.objects.about(course).get(code="onboarding.mentor")
    assert todo.owner == cast.leder
    assert course.rows.get(code="coffee").is_unassigned


def test_a_start_in_the_past_gives_no_letter_and_a_course_that_has_begun(cast):
    course = make(cast, start=date(2027, 1, 18))
    assert course.state == "learning"
    assert not hasattr(course, "welcome")
    assert course.items.filter(todo__due_at__lt=calendar.now()).exists()


def test_a_start_on_a_holiday_begins_on_the_first_working_day(cast):
    course = make(cast, start=date(2027, 3, 25))
    assert course.rows.get(code="coffee").day == date(2027, 3, 30)


def test_part_time_days_are_kept(cast):
    course = make(cast, weekdays=[1, 3, 5])
    assert {row.day.isoweekday() for row in course.rows.all() if row.day} <= {1, 3, 5}


def test_temps_and_students_get_safety_and_what_is_theirs(cast):
    course = make(cast, terms="temp")
    codes = set(course.items.values_list("code", flat=True))
    assert codes >= {"plan", "alarm", "escape_routes", "defibrillator", "next_of_kin", "press", "tp_welcome"}
    assert "mus" not in codes


# -- the page --------------------------------------------------------------------------------------------------------------
def client(person):
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def filled(cast, **values):
    return {
        "person": cast.nyansat.name,
        "start_on": "01.03.2027",
        "weekdays": ["1", "2", "3", "4", "5"],
        "unit": cast.office.pk,
        "site": cast.site.pk,
        "mentor": cast.mentor.name,
        "experience": "newly_hired",
        "terms": "ordinary",
        "private_address": "amalie@privat.example",
    } | values


def test_the_preview_shows_every_date_and_writes_nothing(cast):
    begins(cast)
    page = client(cast["hr"]).post(reverse("onboarding:create"), filled(cast, step="preview"))
    text = page.content.decode()
    assert page.status_code == 200 and Course.objects.count() == 0
    assert "mandag den 1. marts 2027" in text and "Morgenkaffe med kolleger i teamet" in text
    assert "amalie@privat.example" in text  # carried along


def test_one_confirm_makes_it(cast):
    begins(cast)
    page = client(cast["hr"]).post(reverse("onboarding:create"), filled(cast, step="confirm"))
    assert page.status_code == 302
    assert Course.objects.get().welcome.private_address == "amalie@privat.example"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("person", "Findes Ikke", "Vi fandt ingen"),
        ("start_on", "31.02.2027", "findes ikke"),
        ("start_on", "01.03.2031", "inden for"),
        ("weekdays", [], "mindst én ugedag"),
        ("private_address", "ikke en mail", "mailadresse"),
        ("mentor", "Amalie Skov", "en anden end den nye kollega"),
    ],
)
def test_bad_input_is_answered_next_to_the_field_and_nothing_is_lost(cast, field, value, text):
    begins(cast)
    page = client(cast["hr"]).post(reverse("onboarding:create"), filled(cast, step="preview", **{field: value}))
    assert page.status_code == 422
    assert text in page.content.decode() and cast.mentor.name in page.content.decode() or field == "mentor"
    assert Course.objects.count() == 0


def test_two_newcomers_with_one_mentor_at_the_same_time_are_warned_of(course, cast):
    found = courses.preview(
        cast["kollega"],
        unit=cast.office,
        site=cast.site,
        start_on=START,
        weekdays=[1, 2, 3, 4, 5],
        leader=None,
        mentor=cast["mentor"],
        contact=None,
        versions=versions(),
    )
    assert any(one.kind == "load" for one in found.warnings)


def test_an_absent_consultant_is_warned_of(cast):
    cast.away("sfk", day=date(2027, 3, 8))
    found = courses.preview(
        begins(cast),
        unit=cast.office,
        site=cast.site,
        start_on=START,
        weekdays=[1, 2, 3, 4, 5],
        leader=None,
        mentor=cast["mentor"],
        contact=None,
        versions=versions(),
    )
    assert [one.day for one in found.warnings if one.kind == "away"] == [date(2027, 3, 8)]
    assert at("2027-03-01 09:00") > calendar.now()


# -- those who have agreed to be asked (SEN-21) ---------------------------------------------------------------------------
@pytest.fixture
def agreed(monkeypatch, cast):
    """Let Bent have agreed to be a mentor, and Jonas to be a knowledge person."""
    found = [mentors.Candidate(cast.senior, "mentor"), mentors.Candidate(cast.kollega, "knowledge_person")]
    monkeypatch.setattr(mentors, "_sources", [lambda on: found])


def test_who_agreed_to_be_a_mentor_is_named_where_a_mentor_is_chosen(agreed, cast):
    client = Client()
    client.force_login(cast["hr"], backend="core.signin.PersonBackend")
    shown = client.get(reverse("onboarding:create")).content.decode()
    assert f"Har sagt ja til at blive spurgt: {cast.senior.name}." in shown
    course = make(cast)
    roles = client.get(reverse("onboarding:roles", args=[course.pk])).content.decode()
    assert roles.count(f"Har sagt ja til at blive spurgt: {cast.senior.name}.") == 1


def test_who_agreed_to_be_a_knowledge_person_is_named_at_a_topic(agreed, cast):
    course = make(cast)
    client = Client()
    client.force_login(cast["mentor"], backend="core.signin.PersonBackend")
    shown = client.get(reverse("onboarding:topic", args=[course.pk, course.topics.first().pk])).content.decode()
    assert f"Har sagt ja til at blive spurgt: {cast.kollega.name}." in shown


def test_nobody_is_named_where_nobody_agreed(cast):
    client = Client()
    client.force_login(cast["hr"], backend="core.signin.PersonBackend")
    assert "Har sagt ja" not in client.get(reverse("onboarding:create")).content.decode()


def test_who_may_take_people_on_gets_the_link_and_others_read_who_does(cast):
    add = reverse("core:settings_person_add")
    hr = client(cast["hr"]).get(reverse("onboarding:create")).content.decode()
    leader = client(cast["leder"]).get(reverse("onboarding:create")).content.decode()
    assert add in hr and add not in leader
    assert "Det gør systemadministrator og HR-medarbejder." in leader
