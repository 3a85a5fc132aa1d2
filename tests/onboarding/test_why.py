"""Every date that is worked out says why: on the course, in the schedule, in previews, for goals and the letter; and `explain`."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from onboarding.actions import moving, schedule
from onboarding.rules.goals import goal_reason
from tests.onboarding.courses import WEEK, begins, fresh

pytestmark = pytest.mark.django_db
WHY = '<details class="why">'


@pytest.fixture
def leader(cast):
    """Return the leader's browser."""
    browser = Client()
    browser.force_login(cast["leder"], backend="core.signin.PersonBackend")
    return browser


def shown(browser, name, *args, data=None):
    """Return a page as text."""
    address = reverse(f"onboarding:{name}", args=args)
    return (browser.post(address, data) if data else browser.get(address)).content.decode()


def test_the_course_says_why_it_ends_when_the_letter_goes_and_when_lines_are_due(course, leader):
    text = shown(leader, "course", course.pk)
    for reason in ("Tre måneder efter startdatoen.", "Brevet sendes en uge før start.", "En måned efter startdatoen."):
        assert reason in text, reason


def test_each_row_of_the_schedule_says_why_but_not_one_that_people_placed(course, leader, cast):
    before = shown(leader, "schedule", course.pk).count(WHY)
    assert before == course.rows.kept().count()
    schedule.move(course.rows.get(code="house"), by=cast["mentor"], day=date(2027, 3, 4), clock=None)
    assert shown(leader, "schedule", course.pk).count(WHY) == before - 1


def test_the_preview_of_a_move_and_of_a_length_says_why_for_each(course, leader, cast):
    data = {"start_on": "25.03.2027", "weekdays": ["1", "2", "3", "4", "5"], "step": "preview"}
    text = shown(leader, "move", course.pk, data=data)
    found = moving.shift(fresh(course), date(2027, 3, 25), WEEK)
    assert text.count(WHY) >= found.count and "skærtorsdag" in text
    text = shown(leader, "length", course.pk, data={"length": "5", "reason": "Nyt fag", "step": "preview"})
    assert text.count(WHY) >= moving.shift(fresh(course), course.start_on, WEEK, 5).count


def test_the_preview_of_a_new_course_says_why(leader, cast):
    begins(cast)
    data = {
        "person": cast.nyansat.name,
        "start_on": "01.03.2027",
        "weekdays": ["1", "2", "3", "4", "5"],
        "unit": cast.office.pk,
        "experience": "newly_hired",
        "terms": "ordinary",
        "step": "preview",
    }
    assert shown(leader, "create", data=data).count(WHY) >= 35 + 6 + 1


def test_the_letter_and_the_goals_say_why(course, leader):
    assert "Brevet sendes en uge før start." in shown(leader, "letter", course.pk)
    assert "når 1. måned er gået." in shown(leader, "goals", course.pk)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2027, 4, 1), "1. måned"), (date(2027, 6, 1), "introduktionen slutter"), (date(2027, 4, 13), "")],
)
def test_a_goal_whose_day_somebody_chose_has_no_rule(day, words):
    assert words in goal_reason(date(2027, 3, 1), WEEK, 3, day) and bool(words) == bool(
        goal_reason(date(2027, 3, 1), WEEK, 3, day)
    )


def test_explain_gives_a_reason_for_every_date(cast, monkeypatch):
    out = io.StringIO()
    question = {"start": "2027-03-30", "weekdays": [1, 2, 4], "template": "standard", "months": 4}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(question) + "\n"))
    call_command("explain", "onboarding", stdout=out)
    answer = json.loads(out.getvalue())
    assert all(row["reasons"] for row in answer["schedule"]) and all(
        one["reasons"] for one in answer["status_meetings"]
    )
    assert set(answer["reasons"]["phases"]) == set(answer["phases"]) and answer["reasons"]["letter_on"]
    assert set(answer["deadlines"]) == set(answer["reasons"]["deadlines"])
