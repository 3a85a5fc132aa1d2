"""Reminders from the introduction's end, titles in the words of its length, closing with papers, two who answer (ONB-01, -07, -21, R-79)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Reminder, Setting, SettingValue, Todo
from onboarding.actions import checklist, courses, moving, papers
from onboarding.models import Course, Paper
from tests.cast import NOW
from tests.onboarding.courses import WEEK, at, begins, fresh, make

pytestmark = pytest.mark.django_db


def browser(person):
    """Return a browser somebody is signed in to."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


# -- R-79 --------------------------------------------------------------------------------------------------------------
def first_reminders(course):
    """Return {code: day} of the first reminders of R-79."""
    todos = Todo.objects.about(course).filter(code__in=["onboarding.evaluation", "onboarding.mentor_scheme"])
    found = Reminder.objects.filter(todo__in=todos, level=0, is_pending=True).select_related("todo")
    return {one.todo.code: calendar.local_date(one.at) for one in found}


def test_evaluation_and_mentor_scheme_are_reminded_of_14_days_before_the_introduction_ends(cast):
    course = make(cast, start=date(2027, 2, 8))  # ends on Saturday 8 May; the row stands on Friday the 7th
    assert course.rows.get(code="evaluation").day == date(2027, 5, 7)
    assert first_reminders(course) == dict.fromkeys(
        ("onboarding.evaluation", "onboarding.mentor_scheme"), date(2027, 4, 24)
    )


def test_the_reminder_follows_the_start_and_the_length(cast):
    course = make(cast)
    moving.adapt_length(course, by=cast["hr"], length=5, reason="Kommer fra et andet fag")
    assert set(first_reminders(course).values()) == {date(2027, 7, 18)}
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
    assert set(first_reminders(course).values()) == {date(2027, 8, 1)}


# -- words -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("length", "words"), [(3, "tre måneder"), (5, "fem måneder")])
def test_the_last_follow_up_talk_is_called_by_the_length(cast, length, words):
    course = make(cast, length=length, length_reason="Kommer fra et andet fag" if length != 3 else "")
    shown = browser(cast["leder"]).get(reverse("onboarding:paper", args=[course.pk, "follow_up_3"])).content.decode()
    assert f"Opfølgningssamtale, {words}" in shown and f"de første {words}" in shown


def test_lists_of_many_courses_and_templates_speak_of_no_three_months(cast):
    make(cast)
    client = browser(cast["hr"])
    pack = Course.objects.get().versions.first().pack
    for address in (
        reverse("onboarding:pack", args=[pack.pk]),
        reverse("onboarding:pack_line", args=[pack.pk, "items"]),
    ):
        shown = client.get(address).content.decode()
        assert "Resten af introduktionen" in shown and "Tre måneder" not in shown


# -- air in the plan ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("hours", "is_told"), [("5", False), ("4", True)])
def test_previews_warn_of_full_days_by_the_setting(cast, hours, is_told):
    begins(cast)
    SettingValue.objects.update_or_create(
        setting=Setting.objects.get(key="onboarding_hours_a_day"),
        unit=None,
        defaults={"value": hours, "changed_at": NOW},
    )
    form = {
        "person": cast.nyansat.name,
        "start_on": "01.03.2027",
        "weekdays": ["1", "2", "3", "4", "5"],
        "unit": cast.office.pk,
        "experience": "newly_hired",
        "terms": "ordinary",
        "step": "preview",
    }
    shown = browser(cast["hr"]).post(reverse("onboarding:create"), form)
    assert ("full" in {one.kind for one in shown.context["preview"].warnings}) == is_told
    found = moving.shift(make(cast), date(2027, 3, 15), WEEK)
    assert ("full" in {one.kind for one in found.warnings}) == is_told


def test_the_letter_says_the_clock_time_that_the_setting_says(cast):
    SettingValue.objects.update_or_create(
        setting=Setting.objects.get(key="onboarding_meets_at"), unit=None, defaults={"value": "8.30", "changed_at": NOW}
    )
    assert str(make(cast).welcome.meets_at) == "08:30:00"


# -- closing -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def ended(cast):
    """Return a course on its last days with everything ticked and a follow-up talk that one has confirmed."""
    course = make(cast)
    with time_machine.travel(at("2027-06-10 10:00"), tick=False):
        courses.advance(course, by=None)
        for item in course.items.exclude(phase="first_year"):
            checklist.tick(item, by=cast["hr"])
        paper = papers.open_paper(course, "follow_up_1", by=cast["leder"])
        papers.write(paper, by=cast["leder"], answers={"tasks": "Egne sager"})
        papers.confirm(Paper.objects.get(pk=paper.pk), by=cast["leder"])
        yield fresh(course)


def test_closing_names_what_waits_for_a_confirmation_and_asks(ended, cast):
    client, address = browser(cast["leder"]), reverse("onboarding:close", args=[ended.pk])
    shown = client.get(address).content.decode()
    assert "Opfølgningssamtale, første måned" in shown and "Afslut alligevel" in shown
    client.post(address)
    assert fresh(ended).state == "closing"
    client.post(address, {"without_papers": "1"})
    assert fresh(ended).state == "closed"
    page = client.get(reverse("onboarding:paper", args=[ended.pk, "follow_up_1"])).content.decode()
    assert "Ikke bekræftet" in page and "Venter på bekræftelse" not in page
    assert "før alle havde bekræftet" in page


def test_a_course_whose_papers_are_confirmed_is_closed_without_a_question(ended, cast):
    papers.confirm(Paper.objects.get(), by=cast["nyansat"])
    client, address = browser(cast["leder"]), reverse("onboarding:close", args=[ended.pk])
    assert "Afslut alligevel" not in client.get(address).content.decode()
    client.post(address)
    assert fresh(ended).state == "closed"


def test_the_page_names_the_lines_that_are_missing_and_has_no_button(cast, course):
    shown = browser(cast["leder"]).get(reverse("onboarding:close", args=[course.pk])).content.decode()
    assert "Ryddet kontorplads" in shown and '<button class="btn">' not in shown
    with pytest.raises(ValidationError, match="Disse punkter mangler"):
        courses.close(course, by=cast["hr"], without_papers=True)


# -- two who answer ----------------------------------------------------------------------------------------------------
def test_a_line_with_two_keeps_both_and_either_can_be_another(course, cast):
    item = course.items.get(code="go_through_plan")
    client, address = browser(cast["hr"]), reverse("onboarding:item", args=[item.pk])
    form = client.get(address).context["form"]
    assert (form["role"].value(), form["second"].value()) == ("mentor", "leader")
    values = {"title": item.title, "due_on": "01.03.2027", "role": "consultant", "second": "leader"}
    assert client.post(address, values).status_code == 302
    item.refresh_from_db()
    assert (item.roles, item.owner, item.second) == (["consultant", "leader"], cast.sfk, cast.leder)
    client.post(address, values | {"second": ""})
    item.refresh_from_db()
    assert (item.roles, item.owner, item.second) == (["consultant"], cast.sfk, None)


def test_a_row_with_two_keeps_both(course, cast):
    row = course.rows.get(code="reps")
    client, address = browser(cast["hr"]), reverse("onboarding:row", args=[row.pk])
    assert client.get(address).context["form"]["second"].value() == "union_rep"
    client.post(
        address,
        {
            "form": "change",
            "topic": row.topic,
            "day": "05.03.2027",
            "clock": "14",
            "minutes": "60",
            "role": "safety_rep",
            "second": "union_rep",
        },
    )
    row.refresh_from_db()
    assert (row.owner, row.second) == (cast.amr, cast.tr) and str(row.clock) == "14:00:00"
