"""The yearly test of an alarm: asked for ahead of time, written down by AMR or service, told on when overdue (R-23)."""

from datetime import date

import pytest
import time_machine

from core import duties
from core.actions import places
from core.models import Alarm, AlarmTest, Site, Todo
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, person, role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    found = House()
    duties.alarm_tests(date(2027, 3, 1))
    return found


@pytest.mark.parametrize("who", ["rep", "service"])
def test_a_good_test_closes_what_asked_for_it(client, house, who):
    todo = Todo.objects.get(code="core.alarm_test")
    assert todo.link == f"/alarms/{house.alarm.pk}/test/"
    answer = post(client, getattr(house, who), "alarm_test", house.alarm.pk, tested_on="1.3.2027", worked="ja")
    assert answer.status_code == 302
    todo.refresh_from_db()
    assert todo.state == "done" and Alarm.objects.get().last_tested_on == date(2027, 3, 1)
    duties.alarm_tests(date(2027, 3, 1))
    assert Todo.objects.filter(code="core.alarm_test", state="open").count() == 0


def test_a_failed_test_needs_words_and_stays_open(client, house):
    answer = post(client, house.rep, "alarm_test", house.alarm.pk, tested_on="1.3.2027", worked="nej")
    assert answer.status_code == 422 and "Skriv, hvad der ikke virkede." in text_of(answer)
    post(
        client,
        house.rep,
        "alarm_test",
        house.alarm.pk,
        tested_on="1.3.2027",
        worked="nej",
        fault="Ingen lyd i serviceteamets telefon",
    )
    assert Todo.objects.get(code="core.alarm_test").state == "open"
    assert "Ingen lyd" in text_of(get(client, house.owner, "settings_site", house.site.pk))


def test_those_of_another_place_may_not(client, house):
    elsewhere = Site.objects.create(pk=2, name="Strandvej 2")
    stranger = person("Asta Amr", house.top, site=elsewhere)
    role(stranger, "safety_rep", site=elsewhere)
    for who in (stranger, house.employee, house.leader, house.dpo):
        assert post(client, who, "alarm_test", house.alarm.pk, tested_on="1.3.2027", worked="ja").status_code == 403
    assert not AlarmTest.objects.exists()


def test_a_test_lies_in_the_past(client, house):
    answer = post(client, house.rep, "alarm_test", house.alarm.pk, tested_on="2.3.2027", worked="ja")
    assert answer.status_code == 422 and "ligger i fremtiden" in text_of(answer)


def test_an_older_test_written_down_late_does_not_hide_the_newest(house):
    places.record_test(house.alarm, by=house.rep, tested_on=date(2027, 3, 1), worked=True)
    places.record_test(house.alarm, by=house.rep, tested_on=date(2026, 3, 1), worked=True)
    assert Alarm.objects.get().last_tested_on == date(2027, 3, 1)
