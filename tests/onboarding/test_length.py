"""An introduction lasts three months unless another length is agreed, at set-up or later (ONB-01)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Todo
from core.permissions import Forbidden
from onboarding.actions import building, clock, meetings, moving, renewal, schedule
from onboarding.models import Adaptation, Course
from onboarding.rules.planner import plan
from onboarding.rules.templates import compose, named, released
from onboarding.states import COURSE
from tests.onboarding.courses import START, WEEK, at, fresh, make

pytestmark = pytest.mark.django_db
WHY = "Kommer fra et andet fag"


def standard():
    """Return the standard template as the reference data has it."""
    every = released()
    return compose([pack for pack in every if pack["code"] in named("", every)])


def fridays(course):
    """Return the days of the weekly meetings that wait."""
    return [calendar.local_date(one.starts_at) for one in course.meetings.waiting().filter(series="weekly")]


def sign_in(person):
    """Return a browser somebody is signed in to."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


# -- the rule ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("length", "ends", "third"),
    [
        (2, date(2027, 5, 1), date(2027, 4, 16)),
        (3, date(2027, 6, 1), date(2027, 5, 1)),
        (5, date(2027, 8, 1), date(2027, 5, 1)),
        (12, date(2028, 3, 1), date(2027, 5, 1)),
    ],
)
def test_the_end_and_the_third_part_follow_the_length(length, ends, third):
    made = plan(START, WEEK, standard(), length)
    assert made.phases["three_months"] == ends and made.months["m3"][0] == third
    assert made.phases["first_month"] == date(2027, 4, 1) and made.phases["first_year"] == date(2028, 3, 1)
    latest = next(row for row in made.schedule if row.code == "evaluation")
    assert latest.day < ends and (ends - latest.day).days <= 4
    weekly = [one.day for one in made.meetings if one.series == "weekly"]
    assert weekly == sorted(set(weekly)) and weekly[-1] < ends


@pytest.mark.parametrize("length", [0, 1, 13])
def test_no_introduction_is_shorter_than_two_months_or_longer_than_a_year(length):
    with pytest.raises(ValueError, match="fra 2 til 12"):
        plan(START, WEEK, standard(), length)


# -- at set-up ---------------------------------------------------------------------------------------------------------
def test_a_course_can_be_longer_from_the_beginning(cast):
    course = make(cast, length=5, length_reason=WHY)
    assert course.ends_on == date(2027, 8, 1)
    assert course.items.get(code="follow_up_3").due_on == date(2027, 7, 30)
    assert course.rows.get(code="evaluation").day == date(2027, 7, 30)
    assert fridays(course)[-1] == date(2027, 7, 30)
    assert Adaptation.objects.get(course=course, change="length").reason == WHY


def test_another_length_than_usual_needs_a_reason(cast):
    course = make(cast)
    Course.objects.filter(pk=course.pk).update(state="cancelled")
    client = sign_in(cast["hr"])
    values = {
        "person": course.person.name,
        "start_on": "01.03.2027",
        "weekdays": ["1", "2", "3", "4", "5"],
        "unit": course.unit_id,
        "experience": "newly_hired",
        "terms": "ordinary",
        "length": "5",
        "step": "preview",
    }
    address = reverse("onboarding:create")
    refused = client.post(address, values)
    assert "length_reason" in refused.context["form"].errors
    shown = client.post(address, values | {"length_reason": WHY}).content.decode()
    assert "1. august 2027" in shown and "De første fem måneder" in shown


# -- later -------------------------------------------------------------------------------------------------------------
def test_the_preview_names_what_follows_and_writes_nothing(course):
    found = moving.shift(course, course.start_on, course.weekdays, 5)
    assert {item.code for item, _b, _a in found.items} == {
        item.code for item in course.items.filter(phase="three_months", todo__state="open")
    }
    assert {"evaluation", "alignment", "more_learning", "status_month_3"} == {row.code for row, *_rest in found.rows}
    assert found.meetings == [] and len(found.added) == 9
    assert fresh(course).length == 3 and course.meetings.count() == Course.objects.get().meetings.count()


def test_a_longer_introduction_moves_its_end_and_adds_meetings(course, cast):
    before = fridays(course)
    moving.adapt_length(course, by=cast["leder"], length=5, reason=WHY)
    course = fresh(course)
    assert course.ends_on == date(2027, 8, 1)
    item = course.items.get(code="follow_up_3")
    assert item.due_on == date(2027, 7, 30) == calendar.local_date(item.todo.due_at)
    assert "tilpasset" in item.todo.reasons[0]
    assert calendar.local_date(Todo.objects.about(course).get(code="onboarding.evaluation").due_at) == date(2027, 7, 30)
    assert fridays(course)[: len(before)] == before and len(fridays(course)) == len(before) + 9
    assert course.items.get(code="follow_up_1").due_on == date(2027, 4, 1)
    note = Adaptation.objects.get(course=course, change="length")
    assert (note.reason, note.by) == (WHY, cast.leder) and "fem måneder i stedet for tre" in note.what


def test_a_shorter_introduction_calls_off_what_lies_beyond_its_end(course, cast):
    moving.adapt_length(course, by=cast["hr"], length=2, reason="Vikar")
    course = fresh(course)
    assert fridays(course) and max(fridays(course)) < date(2027, 5, 1)
    gone = course.meetings.filter(state="cancelled")
    assert gone.exists()
    waiting = Todo.objects.about(course).open().filter(code="onboarding.status_weekly")
    assert not waiting.filter(round__in=list(gone.values_list("number", flat=True))).exists()
    assert course.rows.get(code="evaluation").day == date(2027, 4, 30)


def test_meetings_that_were_stepped_down_stay_as_seldom(course, cast):
    meetings.taper(course, by=cast["mentor"])
    moving.adapt_length(fresh(course), by=cast["hr"], length=5, reason=WHY)
    days = fridays(fresh(course))
    assert {round((b - a).days / 7) for a, b in zip(days, days[1:], strict=False)} == {2}


def test_shorter_and_longer_again_has_a_meeting_every_week(course, cast):
    before = fridays(course)
    moving.adapt_length(course, by=cast["hr"], length=2, reason="Vikar")
    moving.adapt_length(fresh(course), by=cast["hr"], length=3, reason="Blev fast")
    assert fridays(fresh(course)) == before
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 8))
    assert [(b - a).days for a, b in zip(before, fridays(fresh(course)), strict=False)] == [7] * len(before)


def test_what_people_placed_by_hand_stays(course, cast):
    row = course.rows.get(code="evaluation")
    schedule.move(row, by=cast["mentor"], day=date(2027, 5, 20), clock=None)
    moving.adapt_length(fresh(course), by=cast["hr"], length=5, reason=WHY)
    row.refresh_from_db()
    assert row.day == date(2027, 5, 20)


def test_the_start_moves_and_the_length_stays(course, cast):
    moving.adapt_length(course, by=cast["hr"], length=5, reason=WHY)
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
    course = fresh(course)
    assert course.ends_on == date(2027, 8, 15)
    assert course.items.get(code="follow_up_3").due_on == date(2027, 8, 13)


def test_goals_of_the_end_follow_it_and_those_of_the_first_month_stay(course):
    end, early = {"code": "own_cases", "month": 3}, {"code": "systems", "month": 1}
    assert building.goal_day(course, end) == date(2027, 6, 1)
    assert building.goal_day(course, end, length=5) == date(2027, 7, 30)
    assert building.goal_day(course, early, length=5) == building.goal_day(course, early) == date(2027, 4, 1)


def test_goals_move_with_the_start(course, cast):
    goal = course.goals.exclude(code="").first()
    assert goal.due_on == date(2027, 4, 1)
    moving.move(course, by=cast["hr"], start_on=date(2027, 3, 15))
    goal.refresh_from_db()
    assert goal.due_on == date(2027, 4, 15)


def test_the_clock_goes_to_the_closing_two_weeks_before_the_adapted_end(cast):
    course = make(cast, length=5, length_reason=WHY)
    for moment, state in (("2027-05-20 09:00", "learning"), ("2027-07-19 09:00", "closing")):
        with time_machine.travel(at(moment), tick=False):
            clock.run(calendar.today())
            assert fresh(course).state == state


def test_a_course_that_was_closing_learns_again(course, cast):
    with time_machine.travel(at("2027-05-20 09:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).state == "closing"
        moving.adapt_length(fresh(course), by=cast["leder"], length=4, reason=WHY)
        assert fresh(course).state == "learning"


# -- refused -----------------------------------------------------------------------------------------------------------
def test_the_same_length_twice_is_told(course, cast):
    moving.adapt_length(course, by=cast["hr"], length=5, reason=WHY)
    with pytest.raises(ValidationError, match="den samme"):
        moving.adapt_length(course, by=cast["hr"], length=5, reason=WHY)
    assert Adaptation.objects.filter(course=course, change="length").count() == 1


def test_an_end_that_has_passed_is_refused(course, cast):
    with time_machine.travel(at("2027-05-10 09:00"), tick=False), pytest.raises(ValidationError, match="allerede slut"):
        moving.adapt_length(fresh(course), by=cast["hr"], length=2, reason=WHY)


@pytest.mark.parametrize(("who", "error"), [("mentor", Forbidden), ("andenleder", Http404)])
def test_only_leader_and_hr_adapt_it(course, cast, who, error):
    with pytest.raises(error):
        moving.adapt_length(course, by=cast[who], length=5, reason=WHY)


def test_a_course_that_is_over_keeps_its_length(course, cast):
    course = COURSE.take("cancel", course, by=cast["hr"], cancel_reason="Fortrød")
    with pytest.raises((ValidationError, Forbidden)):
        moving.adapt_length(course, by=cast["hr"], length=5, reason=WHY)


def test_a_new_version_of_the_template_keeps_the_length(course, cast):
    moving.adapt_length(course, by=cast["hr"], length=5, reason=WHY)
    with pytest.raises(ValidationError, match="nyeste"):
        renewal.take_up(fresh(course), by=cast["hr"])
    assert fresh(course).length == 5


# -- the page ----------------------------------------------------------------------------------------------------------
def test_the_page_asks_shows_and_adapts(course, cast):
    client, address = sign_in(cast["leder"]), reverse("onboarding:length", args=[course.pk])
    assert "1. juni 2027" in client.get(address).content.decode()
    lacking = client.post(address, {"length": "5", "step": "preview"})
    assert "reason" in lacking.context["form"].errors
    same = client.post(address, {"length": "3", "reason": WHY, "step": "confirm"})
    assert "length" in same.context["form"].errors
    wrong = client.post(address, {"length": "40", "reason": WHY, "step": "confirm"})
    assert "length" in wrong.context["form"].errors
    shown = client.post(address, {"length": "5", "reason": WHY, "step": "preview"}).content.decode()
    assert "Skal introduktionen vare fem måneder?" in shown and fresh(course).length == 3
    assert client.post(address, {"length": "5", "reason": WHY, "step": "confirm"}).status_code == 302
    page = client.get(reverse("onboarding:course", args=[course.pk])).content.decode()
    assert "1. august 2027" in page and "De første fem måneder" in page
