"""The letter and the way in where the start date is not worked, where the start is moved ahead again, and what stands in it (ONB-06)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Mail, Site, Todo
from core.retention import run as run_retention
from onboarding.actions import clock, letter, moving, schedule
from tests.onboarding.courses import at, fresh, make

pytestmark = pytest.mark.django_db
WHIT_MONDAY = date(2027, 5, 17)
PRIVATE = "amalie@privat.example"


def written(course, address=PRIVATE):
    """Write the private address into the letter as the leader does; return the letter."""
    return letter.write(
        fresh(course),
        by=course.leader,
        meets_at=calendar.parse_time("9"),
        meeting_place="",
        bring="",
        greeting="",
        private_address=address,
    )


@pytest.fixture
def on_holiday(cast):
    """Return a course that starts on Whit Monday, with schedule and letter approved."""
    course = make(cast, start=WHIT_MONDAY)
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    return fresh(course)


def test_the_letter_asks_nobody_to_come_on_a_holiday(on_holiday, cast):
    client = Client()
    client.force_login(cast["leder"], backend="core.signin.PersonBackend")
    shown = client.get(reverse("onboarding:letter", args=[on_holiday.pk])).content.decode()
    assert "begynder tirsdag den 18. maj 2027" in shown and "17. maj" not in shown
    with time_machine.travel(at("2027-05-10 08:00"), tick=False):
        clock.run(calendar.today())
        assert Mail.objects.get(notice="O-20").context["dato"] == "tirsdag den 18. maj 2027"


def test_link_and_address_last_until_the_first_day_worked(on_holiday):
    with time_machine.travel(at("2027-05-10 08:00"), tick=False):
        clock.run(calendar.today())
    link = reverse("onboarding:way_in", args=[on_holiday.ways_in.get().token])
    with time_machine.travel(at("2027-05-17 20:00"), tick=False):
        clock.run(calendar.today())
        run_retention()
        browser = Client()
        browser.post(link)
        assert (
            "Vi ses i Børnemyndighed tirsdag den 18. maj 2027" in browser.get("/onboarding/welcome/").content.decode()
        )
        assert fresh(on_holiday).welcome.private_address == PRIVATE
    with time_machine.travel(at("2027-05-18 06:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(on_holiday).welcome.private_address == ""
        assert "virker ikke længere" in browser.get("/onboarding/welcome/").content.decode()


def test_a_start_that_had_come_and_is_moved_ahead_begins_the_letter_anew(course, cast):
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-02-22 08:00"), tick=False):
        clock.run(calendar.today())
    with time_machine.travel(at("2027-03-01 09:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).welcome.private_address == ""
        shown = moving.shift(fresh(course), date(2027, 3, 15), [1, 2, 3, 4, 5]).warnings
        assert any("velkomstbrev til den nye dato" in one.text for one in shown)
        moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
        asked = Todo.objects.about(course).open().get(code="onboarding.welcome")
        assert calendar.local_date(asked.due_at) == date(2027, 3, 8)
        assert fresh(course).welcome.state == "draft" and fresh(course).welcome.sent_at is None
        written(course)
        letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-03-08 08:00"), tick=False):
        clock.run(calendar.today())
        assert Mail.objects.filter(notice="O-20").count() == 2
    with time_machine.travel(at("2027-03-15 06:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).welcome.private_address == ""


def test_a_course_made_after_its_start_gets_a_letter_when_it_is_moved_ahead(cast):
    course = make(cast, start=date(2027, 2, 1))
    assert not hasattr(course, "welcome")
    moving.move(course, by=cast["hr"], start_on=date(2027, 3, 1))
    assert fresh(course).welcome.sends_on == date(2027, 2, 22)
    assert Todo.objects.about(course).open().filter(code="onboarding.welcome").count() == 1


def test_a_start_moved_before_it_came_keeps_its_letter(course, cast):
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
    assert fresh(course).welcome.state == "released" and fresh(course).welcome.private_address == PRIVATE


def test_the_letter_says_what_to_bring_and_not_where_to_gather_in_a_fire(cast, settings):
    Site.objects.filter(pk=cast.site.pk).update(meeting_point="Flagstangen")
    course = make(cast)
    client = Client()
    client.force_login(cast["leder"], backend="core.signin.PersonBackend")
    shown = client.get(reverse("onboarding:letter", args=[course.pk])).content.decode()
    assert "Medbring billedlegitimation." in shown and "Flagstangen" not in shown


def test_without_a_site_nobody_is_asked_to_come_before_it_says_where(cast):
    course = make(cast, site=None)
    schedule.approve(course, by=cast["mentor"])
    with pytest.raises(ValidationError, match="hvor I tager imod"):
        letter.release(fresh(course), by=cast["leder"])
    letter.write(
        fresh(course),
        by=cast["leder"],
        meets_at=calendar.parse_time("9"),
        meeting_place="hovedindgangen",
        bring="",
        greeting="",
    )
    letter.release(fresh(course), by=cast["leder"])
    assert fresh(course).welcome.state == "released"
