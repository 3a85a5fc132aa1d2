"""Reminder rules are said in Danish and changed by new dated rows; a law is never made less of (GEN-05)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import todos
from core.actions import rules
from core.models import Reminder, ReminderRule
from core.views.administration.rules import sentence
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, SUBJECT, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house():
    return House()


def one(code, **values):
    return ReminderRule.objects.filter(code=code, **values).first()


def change(house, rule, **values):
    values = {
        "unit": None,
        "offset": rule.offset,
        "receivers": rule.receivers,
        "is_on": True,
        "starts_on": date(2027, 3, 1),
    } | values
    return rules.change(rule, by=house.owner, **values)


@pytest.mark.parametrize(
    "code, level, words",
    [
        ("R-01", 1, "15 minutter efter, at opgaven begynder, får næste led i lederkæden besked."),
        ("R-23", 0, "30 dage før fristen får AMR og Servicemedarbejder besked."),
        ("R-25", 0, "Når fristen er der, får ejer af beredskabsplan besked."),
        ("R-24", 1, "1 arbejdsdag efter fristen: ingen mail."),
    ],
)
def test_a_rule_is_one_danish_sentence(house, code, level, words):
    assert sentence(one(code, level=level)) == words


def test_a_change_is_a_new_row_and_the_past_stays(house):
    before = one("R-25", level=0)
    made = change(house, before, offset="-5d", starts_on=date(2027, 4, 1))
    before.refresh_from_db()
    assert (before.offset, before.ends_on) == ("0m", date(2027, 3, 31))
    assert (made.offset, made.starts_on, made.ends_on) == ("-5d", date(2027, 4, 1), None)
    with pytest.raises(ValidationError, match="gælder ikke længere"):
        change(house, before, starts_on=date(2027, 4, 2))


def test_what_waits_already_follows_the_changed_rule(house):
    todo = todos.open_todo(
        SUBJECT,
        "core.contact_check",
        title="x",
        by=None,
        owner_role="plan_owner",
        unit=house.top,
        due_at=at("2027-03-20 12:00"),
    )
    change(house, one("R-25", level=0), offset="-5d")
    assert Reminder.objects.get(todo=todo, rule="R-25", level=0).at == at("2027-03-15 12:00")
    change(house, one("R-25", level=0, ends_on=None), is_on=False)
    assert not Reminder.objects.filter(todo=todo, rule="R-25", level=0).exists()


def test_a_unit_gets_its_own_without_losing_the_rest_of_the_step(house):
    rule = one("R-16", offset="-14d")
    change(house, rule, unit=house.department, offset="-21d")
    own = ReminderRule.objects.filter(code="R-16", unit=house.department)
    assert sorted(own.values_list("offset", flat=True)) == ["-21d", "-3d", "0m"]
    assert one("R-16", offset="-14d", unit=None).ends_on is None
    rules.follow_general(own.first(), by=house.owner)
    assert not own.filter(ends_on=None).exists()


@pytest.mark.parametrize(
    "values, words",
    [
        ({"is_on": False}, "kan ikke slås fra"),
        ({"offset": "-24h"}, "ikke senere"),
        ({"receivers": ["hr"]}, "ikke fjerne"),
    ],
)
def test_a_law_is_not_made_less_of(house, values, words):
    with pytest.raises(ValidationError, match=words):
        change(house, one("R-07", level=0), **values)
    assert not ReminderRule.objects.filter(code="R-07").exclude(ends_on=None).exists()


@pytest.mark.parametrize("values", [{"is_on": False}, {"receivers": ["hr"]}])
def test_an_alarm_is_never_silenced(house, values):
    with pytest.raises(ValidationError, match="alarm"):
        change(house, one("R-01", level=1), **values)


def test_an_alarm_may_come_at_another_moment_and_reach_more(house):
    made = change(house, one("R-01", level=1), offset="10m", receivers=["chain", "hr"])
    assert (made.offset, made.receivers) == ("10m", ["chain", "hr"])


def test_a_law_may_be_made_more_of(house):
    made = change(house, one("R-07", level=0), offset="-60h", receivers=["leader", "hr"])
    assert made.is_law and made.source


def test_a_rule_is_not_changed_in_the_past(house):
    with pytest.raises(ValidationError):
        change(house, one("R-25"), starts_on=date(2027, 2, 28))


def test_the_page_changes_a_rule_and_refuses_nonsense(client, house):
    rule = one("R-25", level=0)
    data = {
        "number": "5",
        "measure": "d",
        "when": "-",
        "receivers": ["plan_owner"],
        "is_on": "ja",
        "unit": "",
        "starts_on": "1.4.2027",
    }
    for wrong, words in (
        ({"number": "fem"}, "helt tal"),
        ({"measure": "uger"}, ""),
        ({"receivers": []}, "mindst én"),
        ({"starts_on": "1.2.2027"}, "er gået"),
        ({"unit": "9999"}, "på listen"),
    ):
        answer = post(client, house.owner, "settings_rule", rule.pk, **data | wrong)
        assert answer.status_code == 422 and words in text_of(answer)
    assert post(client, house.owner, "settings_rule", rule.pk, **data).status_code == 302
    assert ReminderRule.objects.filter(code="R-25", offset="-5d", starts_on=date(2027, 4, 1)).exists()


def test_a_law_shows_its_source(client, house):
    assert "Offererstatningsloven" in text_of(get(client, house.owner, "settings_rule", one("R-07").pk))


@pytest.mark.parametrize("who, reads", [("hr", True), ("leader", False), ("employee", False), ("dpo", False)])
def test_who_reads_and_who_changes(client, house, who, reads):
    person = getattr(house, who)
    assert get(client, person, "settings_rules").status_code == (200 if reads else 403)
    assert post(client, person, "settings_rule", one("R-25").pk).status_code == (403 if reads else 404)
