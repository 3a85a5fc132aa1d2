"""What applies when: dates and numbers worked out by hand from SEN-10's table, not by the code under test."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from core import explain
from senior.models import AgreementGroup, SeniorRule
from senior.rules import engine
from senior.rules.membership import Rulebook, group_named
from tests.cast import NOW, Cast, born

pytestmark = pytest.mark.django_db

M, R = "municipal", "regional"
EDU, PREV, POSTS, CARE = (
    "Socialpædagoger",
    "Forebyggende og dagbehandlende område",
    "Pædagogisk uddannede i særlige stillinger",
    "Omsorgs- og pædagogmedhjælpere",
)
CONSULT, HOUSE, SHOP, NIGHT = (
    "Pædagogiske konsulenter",
    "Husholdningsledere",
    "Ledende værkstedspersonale",
    "Døgnområdet m.v.",
)
ON = "2027-02-05"

# born, area, group, leader, on → talk_from, scheme_from, days, bonus_percent, convertible_days, senior_position_from
BY_HAND = [
    # Municipal, 58: five days from 1 January of the year
    ("1969-02-06", M, EDU, False, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-02-06"),
    ("1969-12-31", M, EDU, False, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-12-31"),
    ("1970-01-01", M, EDU, False, ON, "2022-01-01", "2028-01-01", 0, None, None, "2030-01-01"),
    ("1969-12-31", M, EDU, False, "2026-12-31", "2021-01-01", "2027-01-01", 0, None, None, "2029-12-31"),
    ("1969-12-31", M, EDU, False, "2027-01-01", "2021-01-01", "2027-01-01", 5, None, None, "2029-12-31"),
    ("1960-05-01", M, EDU, False, ON, "2012-01-01", "2018-01-01", 5, None, None, "2020-05-01"),
    ("1975-07-15", M, EDU, False, ON, "2027-01-01", "2033-01-01", 0, None, None, "2035-07-15"),
    ("1976-01-01", M, EDU, False, ON, "2028-01-01", "2034-01-01", 0, None, None, "2036-01-01"),
    ("1968-02-29", M, EDU, False, ON, "2020-01-01", "2026-01-01", 5, None, None, "2028-02-29"),
    ("1972-02-29", M, EDU, False, ON, "2024-01-01", "2030-01-01", 0, None, None, "2032-02-29"),
    ("1969-06-30", M, EDU, True, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-06-30"),
    ("1969-06-30", M, PREV, False, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-06-30"),
    ("1970-06-30", M, PREV, False, ON, "2022-01-01", "2028-01-01", 0, None, None, "2030-06-30"),
    ("1969-06-30", M, POSTS, False, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-06-30"),
    ("1969-06-30", M, CARE, False, ON, "2021-01-01", "2027-01-01", 5, None, None, "2029-06-30"),
    ("1971-06-30", M, CARE, False, "2029-01-01", "2023-01-01", "2029-01-01", 5, None, None, "2031-06-30"),
    # Municipal, 60: five days
    ("1969-06-30", M, CONSULT, False, ON, "2021-01-01", "2029-01-01", 0, None, None, "2029-06-30"),
    ("1967-06-30", M, CONSULT, False, ON, "2019-01-01", "2027-01-01", 5, None, None, "2027-06-30"),
    ("1967-12-31", M, CONSULT, False, ON, "2019-01-01", "2027-01-01", 5, None, None, "2027-12-31"),
    ("1968-01-01", M, CONSULT, False, ON, "2020-01-01", "2028-01-01", 0, None, None, "2028-01-01"),
    ("1967-06-30", M, HOUSE, False, ON, "2019-01-01", "2027-01-01", 5, None, None, "2027-06-30"),
    ("1968-06-30", M, HOUSE, False, ON, "2020-01-01", "2028-01-01", 0, None, None, "2028-06-30"),
    # Municipal, workshop managers: 2, 3, 4
    ("1968-03-03", M, SHOP, False, ON, "2020-01-01", "2028-01-01", 0, None, None, "2028-03-03"),
    ("1967-03-03", M, SHOP, False, ON, "2019-01-01", "2027-01-01", 2, None, None, "2027-03-03"),
    ("1966-03-03", M, SHOP, False, ON, "2018-01-01", "2026-01-01", 3, None, None, "2026-03-03"),
    ("1965-03-03", M, SHOP, False, ON, "2017-01-01", "2025-01-01", 4, None, None, "2025-03-03"),
    ("1958-12-31", M, SHOP, False, ON, "2010-01-01", "2018-01-01", 4, None, None, "2018-12-31"),
    # Regional, 58, 59, 60 and older: 2 per cent, 2, 3, 4 days
    ("1970-03-03", R, NIGHT, False, ON, "2022-01-01", "2028-01-01", None, 0, 0, "2030-03-03"),
    ("1969-03-03", R, NIGHT, False, ON, "2021-01-01", "2027-01-01", None, 2, 2, "2029-03-03"),
    ("1968-03-03", R, NIGHT, False, ON, "2020-01-01", "2026-01-01", None, 2, 3, "2028-03-03"),
    ("1967-03-03", R, NIGHT, False, ON, "2019-01-01", "2025-01-01", None, 2, 4, "2027-03-03"),
    ("1960-02-29", R, NIGHT, False, ON, "2012-01-01", "2018-01-01", None, 2, 4, "2020-02-29"),
    ("1969-12-31", R, CARE, False, ON, "2021-01-01", "2027-01-01", None, 2, 2, "2029-12-31"),
    ("1968-12-31", R, CARE, False, ON, "2020-01-01", "2026-01-01", None, 2, 3, "2028-12-31"),
    ("1962-12-31", R, CARE, False, ON, "2014-01-01", "2020-01-01", None, 2, 4, "2022-12-31"),
    # Regional, workshop managers: 0.8, 1.2, 1.6 per cent
    ("1968-03-03", R, SHOP, False, ON, "2020-01-01", "2028-01-01", None, 0, 0, "2028-03-03"),
    ("1967-03-03", R, SHOP, False, ON, "2019-01-01", "2027-01-01", None, 0.8, 2, "2027-03-03"),
    ("1966-03-03", R, SHOP, False, ON, "2018-01-01", "2026-01-01", None, 1.2, 3, "2026-03-03"),
    ("1965-03-03", R, SHOP, False, ON, "2017-01-01", "2025-01-01", None, 1.6, 4, "2025-03-03"),
    # No rule: null, and no guess
    ("1969-03-03", M, "Socialrådgivere", False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    ("1960-03-03", R, "Socialrådgivere", True, ON, "2012-01-01", None, None, None, None, "2020-03-03"),
    ("1969-03-03", M, "Kontor- og it-ansatte", False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    ("1969-03-03", M, "Tjenestemænd på månen", False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    ("1969-03-03", M, "", False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    ("1969-03-03", M, NIGHT, False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    ("1969-03-03", R, EDU, False, ON, "2021-01-01", None, None, None, None, "2029-03-03"),
    # Before the rules are known to hold
    ("1955-03-03", M, EDU, False, "2017-12-31", None, None, None, None, None, None),
]


def ask(born, area, group, leader=False, on=ON):
    import json

    line = {"born": born, "area": area, "group": group, "leader": leader, "on": on}
    return explain.answer("senior", json.dumps(line))[0]


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: f"{row[0]} {row[1]} {row[2]} {row[4]}")
def test_the_table_worked_out_by_hand(row):
    born, area, group, leader, on, talk, scheme, days, bonus, convertible, position = row
    found = ask(born, area, group, leader, on)
    assert [found[name] for name in ("talk_from", "scheme_from", "days", "bonus_percent", "convertible_days")] == [
        talk,
        scheme,
        days,
        bonus,
        convertible,
    ]
    assert found["senior_position_from"] == position
    assert found["year"] == int(on[:4])


def test_there_are_at_least_forty_rows():
    assert len(BY_HAND) >= 40


# Leaders: generation change from the 54th birthday, at most six years, leaving from the 60th (SEN-16).
LEADERS = [
    ("1973-02-05", "2027-02-05", "2033-02-05"),
    ("1973-12-31", "2027-12-31", "2033-12-31"),
    ("1968-02-29", "2022-03-01", "2028-02-29"),
    ("1972-02-29", "2026-03-01", "2032-02-29"),
]


@pytest.mark.parametrize(("born", "earliest", "leaving"), LEADERS)
def test_a_leaders_generation_change_counts_from_birthdays(born, earliest, leaving):
    change = ask(born, M, EDU, leader=True)["generation_change"]
    assert change == {"from": earliest, "max_years": 6, "leaving_from": leaving}


def test_generation_change_is_for_leaders_only():
    assert ask("1970-02-05", M, EDU)["generation_change"] is None


def test_the_retention_bonus_comes_after_62():
    assert ask("1968-02-29", M, EDU)["retention_bonus_from"] == "2030-03-01"


def test_a_group_without_a_rule_says_so():
    reasons = " ".join(ask("1969-03-03", M, "Socialrådgivere")["reasons"])
    assert "Der er ingen regel om seniordage eller bonus for Socialrådgivere." in reasons
    assert "2–4 seniordage" in reasons  # the frame's general words are quoted, not turned into a number


def test_every_right_names_its_source_and_that_it_is_not_checked():
    found = ask("1969-03-03", M, EDU)
    days = next(line for line in found["reasons"] if "5 seniordage" in line)
    assert "Kilde: Rammeaftale om seniorpolitik" in days
    assert "Skal kontrolleres." in days
    SeniorRule.objects.update(checked_on=date(2027, 1, 4))
    days = next(line for line in ask("1969-03-03", M, EDU)["reasons"] if "5 seniordage" in line)
    assert "Skal kontrolleres." not in days


def test_a_rule_that_has_ended_gives_nothing_and_says_when_it_ended():
    SeniorRule.objects.filter(right="days", group__code="social_educators").update(ends_on=date(2026, 3, 31))
    before, after = ask("1966-03-03", M, EDU, on="2026-03-31"), ask("1966-03-03", M, EDU, on="2026-04-01")
    assert (before["days"], after["days"], after["scheme_from"]) == (5, None, None)
    assert any("sluttede tirsdag den 31. marts 2026" in line for line in after["reasons"])


def test_a_rule_that_ends_before_the_age_is_reached_promises_nothing():
    SeniorRule.objects.filter(right="days", group__code="social_educators").update(ends_on=date(2029, 12, 31))
    assert ask("1973-03-03", M, EDU)["scheme_from"] is None
    assert ask("1970-03-03", M, EDU)["scheme_from"] == "2028-01-01"


def test_a_new_rule_takes_over_the_day_after():
    old = SeniorRule.objects.get(code="days-municipal-social_educators-58")
    SeniorRule.objects.filter(pk=old.pk).update(ends_on=date(2027, 3, 31))
    old.pk, old.code, old.starts_on, old.ends_on, old.days = None, "new", date(2027, 4, 1), None, 6
    old.save()
    assert ask("1966-03-03", M, EDU, on="2027-03-31")["days"] == 5
    assert ask("1966-03-03", M, EDU, on="2027-04-01")["days"] == 6


def test_a_days_rule_can_count_from_the_birthday():
    SeniorRule.objects.filter(code="days-municipal-social_educators-58").update(counts_from="birthday")
    assert ask("1969-02-06", M, EDU, on="2027-02-05")["days"] == 0
    assert ask("1969-02-06", M, EDU, on="2027-02-06")["days"] == 5


@pytest.mark.parametrize(
    "name",
    ["socialpædagoger", "  Socialpædagoger (inkl. ledere) ", "Socialpædagoger incl. leaders", "social_educators"],
)
def test_a_group_is_known_by_its_names(name):
    assert group_named(name, list(AgreementGroup.objects.all())).code == "social_educators"


def test_a_whole_cell_of_the_table_names_its_first_group():
    cell = "Socialpædagoger incl. leaders; forebyggende og dagbehandlende område; pædagogisk uddannede"
    assert ask("1969-03-03", M, cell)["days"] == 5


@pytest.mark.parametrize(
    "line",
    [
        '{"area": "municipal", "group": "Socialpædagoger"}',
        '{"born": "29-02-1968", "area": "municipal", "group": "Socialpædagoger"}',
        '{"born": "1968-02-30", "area": "municipal", "group": "Socialpædagoger"}',
        '{"born": "2031-01-01", "area": "municipal", "group": "Socialpædagoger", "on": "2027-02-05"}',
        '{"born": "1968-02-28", "area": "statslig", "group": "Socialpædagoger"}',
    ],
)
def test_a_question_that_cannot_be_answered_says_so(line):
    assert "error" in explain.answer("senior", line)[0]


# -- people ------------------------------------------------------------------------------------------------------------
def test_a_person_who_changes_group_has_each_groups_rights_in_its_time(django_assert_num_queries):
    with time_machine.travel(NOW, tick=False):
        cast = Cast()
    person = cast.senior
    person = born(person, date(1967, 5, 5))
    person.collective_agreement = ""
    groups = {group.code: group for group in AgreementGroup.objects.all()}
    person.senior_groups.create(group=groups["social_workers"], starts_on=date(2020, 1, 1), ends_on=date(2027, 6, 30))
    person.senior_groups.create(group=groups["social_educators"], starts_on=date(2027, 7, 1))
    assert Rulebook(date(2027, 6, 30)).rights(person).days is None
    assert Rulebook(date(2027, 7, 1)).rights(person).days == 5
    with django_assert_num_queries(4):
        book = Rulebook(date(2027, 7, 1))
        [book.rights(person) for _n in range(50)]


def test_without_a_registration_the_agreements_name_decides():
    with time_machine.travel(NOW, tick=False):
        cast = Cast()
    person = cast.senior
    person = born(person, date(1967, 5, 5))
    person.collective_agreement = "socialpædagoger"
    assert Rulebook(NOW.date()).rights(person).days == 5
    person = born(person, None)
    assert Rulebook(NOW.date()).rights(person) is None


def test_the_engine_asks_nothing_of_the_database(django_assert_num_queries):
    rules = list(SeniorRule.objects.select_related("group"))
    with django_assert_num_queries(0):
        found = engine.work_out(date(1969, 3, 3), area=R, group="residential_care", on=date(2027, 1, 1), rules=rules)
    assert found.bonus_percent == Decimal("2.0")
