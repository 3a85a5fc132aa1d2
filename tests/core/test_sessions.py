"""A session ends when it should, whatever the browser thinks; an ended one shows nothing more."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from core import calendar
from core.actions import people
from core.models import Person
from tests.core.workplace import MONDAY, Workplace, role

OPEN, CLOSED = 200, 302


@pytest.fixture
def place(db):
    """The workplace, on a Monday at nine."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        found = Workplace()
        found.clock = clock
        yield found


@pytest.fixture
def signed_in(place, client):
    """Somebody's browser, just signed in."""
    client.force_login(place.employee)
    assert client.get("/").status_code == OPEN
    return client


def later(place, **length):
    """Let time go by."""
    place.clock.shift(timedelta(**length))


def test_a_session_in_use_goes_on(place, signed_in):
    for _minute in range(0, 120, 20):
        later(place, minutes=20)
        assert signed_in.get("/").status_code == OPEN


def test_an_idle_session_ends_and_says_so(place, signed_in, settings):
    later(place, seconds=settings.SESSION_IDLE_LIMIT.total_seconds() + 61)
    response = signed_in.get("/contacts/")
    assert response.status_code == CLOSED and response.url.startswith("/account/login/?next=%2Fcontacts%2F")
    assert "Du er logget ud" in signed_in.get(response.url).content.decode()
    assert "_auth_user_id" not in signed_in.session


def test_a_session_ends_after_its_longest_time_however_busy(place, signed_in, settings):
    for _quarter in range(int(settings.SESSION_ABSOLUTE_LIMIT.total_seconds() // 900)):
        assert signed_in.get("/").status_code == OPEN
        later(place, minutes=15)
    later(place, minutes=1)
    assert signed_in.get("/").status_code == CLOSED


def test_reading_does_not_write_the_session_at_every_page(place, signed_in, django_assert_max_num_queries):
    later(place, seconds=20)
    with django_assert_max_num_queries(12) as queries:
        signed_in.get("/")
    assert not [query for query in queries.captured_queries if 'UPDATE "django_session"' in query["sql"]]


def test_being_signed_out_everywhere_ends_every_session_begun_before(place, signed_in):
    other = Client()
    other.force_login(place.employee)
    role(place.director, "admin")
    later(place, seconds=5)
    people.sign_out(place.employee, by=place.director)
    assert signed_in.get("/").status_code == CLOSED
    assert other.get("/").status_code == CLOSED
    later(place, seconds=5)
    other.force_login(Person.objects.get(pk=place.employee.pk))
    assert other.get("/").status_code == OPEN


def test_being_blocked_ends_the_session_at_once(place, signed_in):
    role(place.director, "admin")
    people.block(place.employee, by=place.director, reason="Mistet telefon")
    assert signed_in.get("/").status_code == CLOSED
    people.unblock(place.employee, by=place.director)
    assert signed_in.get("/").status_code == CLOSED  # the old session does not come back to life


def test_an_employment_that_has_ended_ends_the_session_the_day_after(place, signed_in):
    Person.objects.filter(pk=place.employee.pk).update(active_to=date(2027, 3, 1))
    assert signed_in.get("/").status_code == OPEN
    with time_machine.travel(MONDAY.replace(hour=23, minute=59), tick=False):
        signed_in.force_login(place.employee)
        assert signed_in.get("/").status_code == OPEN
    with time_machine.travel(MONDAY.replace(day=2, hour=0, minute=1), tick=False):
        assert signed_in.get("/").status_code == CLOSED


def test_a_role_that_has_ended_gives_nothing_though_the_session_lives(place, client):
    given = role(place.colleague, "admin")
    client.force_login(place.colleague)
    assert client.get("/settings/people/add/").status_code == OPEN
    type(given).objects.filter(pk=given.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2027, 2, 28))
    assert client.get("/settings/people/add/").status_code in (403, 404)


def test_the_limits_follow_real_time_where_the_demos_clock_is_moved(place, signed_in, settings):
    settings.CLOCK_OFFSET = timedelta(days=200)
    assert calendar.today() > date(2027, 6, 1)
    assert signed_in.get("/").status_code == OPEN


def test_signing_out_empties_the_browser_and_the_server(place, signed_in):
    key = signed_in.session.session_key
    response = signed_in.post("/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    assert signed_in.get("/").status_code == CLOSED


def test_leaving_in_a_hurry_signs_out_empties_the_browser_and_shows_a_neutral_page(place, signed_in, settings):
    settings.NEUTRAL_PAGE = "https://vejret.example/"
    key = signed_in.session.session_key
    response = signed_in.post("/account/leave/")
    assert response["Refresh"] == "0; url=https://vejret.example/"
    assert response["Clear-Site-Data"] == '"cookies", "storage"' and "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert settings.PRODUCT_NAME not in page and settings.MUNICIPALITY_NAME not in page
    assert not Session.objects.filter(session_key=key).exists()
    assert signed_in.get("/").status_code == CLOSED
    assert signed_in.post("/account/leave/").status_code == OPEN  # pressed twice: the same


def test_leaving_in_a_hurry_is_one_press_on_every_page_and_no_link_does_it(place, signed_in):
    for page in ("/", "/contacts/", "/incidents/"):
        assert 'action="/account/leave/"' in signed_in.get(page).content.decode()
    assert signed_in.get("/account/leave/").status_code == 405
    assert signed_in.get("/").status_code == OPEN
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.employee)
    assert strict.post("/account/leave/").status_code == 403
    assert strict.get("/").status_code == OPEN


def test_asking_to_sign_out_changes_nothing_before_it_is_confirmed(place, signed_in):
    response = signed_in.get("/account/logout/")
    assert "Clear-Site-Data" not in response
    assert signed_in.get("/").status_code == OPEN


def test_a_sign_out_from_another_site_is_refused_and_empties_nothing(place, db):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(place.employee)
    response = strict.post("/account/logout/")
    assert response.status_code == 403 and "Clear-Site-Data" not in response
    assert strict.get("/").status_code == OPEN


def test_a_stolen_key_of_a_session_that_has_ended_opens_nothing(place, signed_in, settings):
    key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    signed_in.post("/account/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get("/").status_code == CLOSED
