"""A new employee is shown the plan by AMR and confirms it (INC-68, R-28)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import events, reference, reminders
from core.models import Mail, Person, Todo
from core.permissions import Forbidden
from incidents.actions import introductions as verbs
from incidents.models import PlanIntroduction
from incidents.models.plan import Point
from tests.core.workplace import Workplace, at, person, role

pytestmark = pytest.mark.django_db
MONDAY = at("2027-03-01 09:00")
START = date(2027, 3, 8)
ALL = [point.value for point in Point]


@pytest.fixture
def house():
    """Return a workplace where Nora begins next Monday."""
    with time_machine.travel(MONDAY, tick=False):
        reference.notices(False)
        reference.rules(False)
        made = Workplace()
        made.hr = person("Hanne Hr", made.top)
        role(made.hr, "hr")
        made.new = person("Nora Ny", made.team, site=made.site, active_from=START)
        yield made


@pytest.fixture
def introduction(house):
    """Return Nora's introduction."""
    verbs.plan_introductions(MONDAY.date())
    return PlanIntroduction.objects.get(person=house.new)


def signed_in(someone):
    """Return a client of somebody."""
    client = Client()
    client.force_login(someone, backend="core.signin.PersonBackend")
    return client


def todo():
    """Return AMR's task."""
    return Todo.objects.get(code="core.plan_introduction")


# -- opening -------------------------------------------------------------------------------------------------------
def test_amr_gets_a_task_for_the_first_day(house, introduction):
    assert todo().due_at == at("2027-03-08 12:00")
    assert todo().owner_role == "safety_rep" and todo().site == house.site
    assert Todo.objects.waiting_for(house.rep).filter(pk=todo().pk).exists()
    assert not Todo.objects.waiting_for(house.colleague).filter(pk=todo().pk).exists()


def test_asking_again_asks_once(house, introduction):
    verbs.plan_introductions(MONDAY.date())
    assert Todo.objects.filter(code="core.plan_introduction").count() == 1


def test_those_who_have_been_here_for_long_are_not_asked_about(house, introduction):
    assert PlanIntroduction.objects.count() == 1


def test_many_new_people_cost_no_more_queries(house):
    with CaptureQueriesContext(connection) as one:
        verbs.plan_introductions(MONDAY.date())
    for number in range(20):
        person(f"Ny {number}", house.team, site=house.site, active_from=START)
    with CaptureQueriesContext(connection) as many:
        verbs.plan_introductions(MONDAY.date())
    assert len(many) == len(one)
    assert PlanIntroduction.objects.count() == 21


def test_a_start_that_is_written_late_is_asked_about_at_once(house):
    events.person_started.send(sender=Person, person=house.new, on=START, by=house.hr)
    assert todo().state == "open"


def test_another_first_day_moves_the_task(house, introduction):
    Person.objects.filter(pk=house.new.pk).update(active_from=date(2027, 3, 10))
    events.person_started.send(sender=Person, person=house.new, on=date(2027, 3, 10), by=house.hr)
    assert todo().due_at == at("2027-03-10 12:00")


# -- showing and confirming ----------------------------------------------------------------------------------------
def test_half_of_the_points_are_kept_and_the_task_waits(house, introduction):
    done = verbs.show(introduction, by=house.rep, points=["plan", "alarm"])
    assert done.points == ["plan", "alarm"] and done.shown_on is None
    assert todo().state == "open"
    done = verbs.show(introduction, by=house.rep, points=[value for value in ALL if value not in ("plan", "alarm")])
    assert done.shown_on == MONDAY.date() and done.shown_by == house.rep
    assert todo().state == "done"


def test_the_new_colleague_confirms_what_was_shown(house, introduction):
    with time_machine.travel(at("2027-03-08 10:00"), tick=False):
        with pytest.raises(ValidationError):
            verbs.confirm(introduction, by=house.new)
        verbs.show(introduction, by=house.rep, points=ALL)
        waiting = Todo.objects.get(code="incidents.plan_confirm")
        assert waiting.owner == house.new
        assert verbs.confirm(introduction, by=house.new) is True
        assert verbs.confirm(introduction, by=house.new) is False
    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_only_amr_shows_and_only_the_new_colleague_confirms(house, introduction):
    with pytest.raises(Http404):
        verbs.show(introduction, by=house.colleague, points=ALL)
    with pytest.raises(Forbidden):
        verbs.show(introduction, by=house.leader, points=ALL)
    verbs.show(introduction, by=house.rep, points=ALL)
    with pytest.raises(Forbidden):
        verbs.confirm(introduction, by=house.rep)


def test_the_pages_show_each_what_is_theirs(house, introduction):
    path = f"/incidents/plan/introductions/{house.new.pk}/"
    assert "Nora Ny" in signed_in(house.rep).get("/incidents/plan/introductions/").content.decode()
    assert signed_in(house.rep).post(path, {"form": "show", "points": ALL}).status_code == 302
    assert signed_in(house.leader).get(path).status_code == 200
    assert signed_in(house.colleague).get(path).status_code == 404
    assert signed_in(house.leader).post(path, {"form": "show", "points": ALL}).status_code == 403
    with time_machine.travel(at("2027-03-08 10:00"), tick=False):
        page = signed_in(house.new).get(path).content.decode()
        assert "Bekræft" in page
        assert signed_in(house.new).post(path, {"form": "confirm"}).status_code == 302
    assert PlanIntroduction.objects.get(person=house.new).confirmed_at


def test_no_tick_and_nonsense_get_a_message(house, introduction):
    path = f"/incidents/plan/introductions/{house.new.pk}/"
    answer = signed_in(house.rep).post(path, {"form": "show"})
    assert answer.status_code == 422 and "Sæt mindst ét kryds." in answer.content.decode()
    assert signed_in(house.rep).post(path, {"form": "show", "points": ["kaffe"]}).status_code == 422
    assert signed_in(house.rep).post(path, {"form": "andet"}).status_code == 404


# -- reminders -----------------------------------------------------------------------------------------------------
def test_amr_hears_on_the_first_day_and_leader_and_hr_five_working_days_later(house, introduction):
    reminders.sweep(at("2027-03-08 12:01"))
    assert set(Mail.objects.filter(notice="N-36").values_list("receiver__name", flat=True)) == {"Anna Amr"}
    reminders.sweep(at("2027-03-15 12:01"))
    assert set(Mail.objects.filter(notice="N-42").values_list("receiver__name", flat=True)) == {
        "Lene Leder",
        "Hanne Hr",
    }
    assert not any("Nora" in str(mail.context) for mail in Mail.objects.all())
