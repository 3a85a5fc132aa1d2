"""Birthdays on 29 February and 31 December, changes in the middle of a year, rules that end, people who never answer, and
a leader who stands in the chart twice.
"""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404

from core import reminders
from core.directory import Directory
from core.models import Mail, Person, Role, Todo
from core.permissions import Forbidden, can
from senior.actions import agreements, clock, ground_data, offers, talks
from senior.models import AgreementGroup, SeniorAgreement, SeniorOffer, SeniorRule, SeniorTalk, YearlyChoice
from senior.rules.membership import Rulebook, rights_of
from tests.cast import NOW, START, ZONE, born, unit
from tests.senior.house import sent, signed

pytestmark = pytest.mark.django_db


def at(day, hour=12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), tick=False)


def aged(cast, day, name="medarbejder"):
    """Give somebody a birth date; return the person."""
    return born(cast[name], day)


# -- birthdays -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "year", "offered"),
    [
        (date(1975, 12, 31), 2026, False),
        (date(1975, 12, 31), 2027, True),  # turns 52 on the last day of the year
        (date(1976, 1, 1), 2027, False),
        (date(1976, 2, 29), 2027, False),
        (date(1976, 2, 29), 2028, True),
    ],
)
def test_the_round_goes_by_the_calendar_year(cast, day, year, offered):
    person = aged(cast, day)
    with at(date(year, 1, 1)):
        clock.senior_offers(date(year, 1, 1))
    assert SeniorOffer.objects.filter(person=person, year=year).exists() == offered


@pytest.mark.parametrize(
    ("day", "starts", "allowed"),
    [
        (date(1968, 2, 29), date(2028, 2, 28), False),
        (date(1968, 2, 29), date(2028, 2, 29), True),  # 2028 is a leap year
        (date(1968, 3, 1), date(2028, 2, 29), False),
        (date(1967, 12, 31), date(2027, 12, 30), False),
        (date(1967, 12, 31), date(2027, 12, 31), True),
    ],
)
def test_a_senior_position_goes_by_the_birthday(cast, day, starts, allowed):
    from django.core.exceptions import ValidationError

    from tests.senior.house import terms

    person = aged(cast, day)
    made, _new = agreements.begin_agreement(person, by=cast["leder"])
    values = terms(cast, kind="senior_position", starts_on=starts, evaluate_on=starts + timedelta(days=200))
    try:
        agreements.save_agreement(made, by=cast["leder"], version=0, **values)
        refused = ""
    except ValidationError as fault:
        refused = fault.message_dict["starts_on"][0]
    assert bool(refused) != allowed and str(day.year) not in refused


def test_born_on_29_february_counts_as_1_march_in_a_common_year(cast):
    rights, _belonging = rights_of(aged(cast, date(1965, 2, 28)), NOW.date())
    assert rights.retention_bonus_from == date(2027, 2, 28)
    rights, _belonging = rights_of(aged(cast, date(1964, 2, 29)), NOW.date())
    assert (rights.senior_position_from, rights.retention_bonus_from) == (date(2024, 2, 29), date(2026, 3, 1))


# -- changes in the middle of a year -------------------------------------------------------------------------------------
def test_a_new_group_from_july_gives_each_groups_right_in_its_time_and_next_years_choice(cast):
    person = cast["senior"]
    shop = AgreementGroup.objects.get(code="workshop_managers")
    ground_data.set_group(person, by=cast["hr"], group=shop, area="municipal", starts_on=date(2027, 7, 1))
    assert Rulebook(date(2027, 6, 30)).rights(person).days == 5
    assert Rulebook(date(2027, 7, 1)).rights(person).days == 0
    with at(date(2027, 8, 1)):
        clock.yearly_choices(date(2027, 8, 1))
    assert not YearlyChoice.objects.filter(person=person).exists()  # nothing to choose at 59 in that group


def test_a_new_leader_gives_the_offer_and_the_old_one_no_longer_may(cast):
    with at(date(2027, 1, 2)):
        clock.senior_offers(date(2027, 1, 2))
    offer = SeniorOffer.objects.get(person=cast.senior)
    Role.objects.filter(person=cast.leder, kind="leader").update(ends_on=date(2027, 2, 4))
    Role.objects.create(person=cast.sfk, kind="leader", unit=cast.office, starts_on=date(2027, 2, 5))
    clock.follow_leaders(NOW.date())
    assert Todo.objects.open().get(code="senior.offer", about=cast.senior).owner == cast.sfk
    with pytest.raises(Http404):
        offers.give(offer, by=cast["leder"])
    assert offers.give(offer, by=cast["sfk"]).state == "offered"


def test_a_new_unit_in_the_middle_of_a_talk_and_an_agreement_that_is_out(cast):
    row = sent(cast)
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    Person.objects.filter(pk=cast.senior.pk).update(unit=cast.other_office)
    clock.follow_leaders(NOW.date())
    assert Todo.objects.open().get(code="senior.sign_leader").owner == cast.andenleder
    row = SeniorAgreement.objects.get(pk=row.pk)
    assert not can(cast["leder"], "senior.view_agreement", row)
    agreements.sign(row, by=cast["tr"], party="union", sha256=row.sha256)
    assert agreements.sign(row, by=cast["andenleder"], party="leader", sha256=row.sha256).state == "agreed"


def test_an_agreement_in_force_goes_along_to_the_new_leader(cast):
    row = signed(cast)
    SeniorAgreement.objects.filter(pk=row.pk).update(state="in_force", starts_on=date(2027, 1, 1))
    Person.objects.filter(pk=cast.senior.pk).update(unit=cast.other_office)
    with at(date(2027, 7, 20)):
        clock.running_agreements(date(2027, 7, 20))
    assert Todo.objects.open().get(code="senior.evaluation").owner == cast.andenleder


# -- a rule that ends ----------------------------------------------------------------------------------------------------
def test_a_rule_that_ends_gives_nothing_afterwards_and_says_so(cast):
    SeniorRule.objects.filter(code="days-municipal-social_educators-58").update(ends_on=date(2027, 12, 31))
    person = Person.objects.get(pk=cast.senior.pk)
    assert rights_of(person, date(2027, 12, 31))[0].days == 5
    after, _belonging = rights_of(person, date(2028, 1, 1))
    assert after.days is None and any("sluttede" in reason.text for reason in after.reasons)
    with at(date(2027, 8, 1)):
        clock.yearly_choices(date(2027, 8, 1))
    assert not YearlyChoice.objects.filter(person=cast.senior).exists()


def test_without_a_rule_for_talks_nobody_is_offered_one(cast):
    SeniorRule.objects.filter(right="talk").update(ends_on=date(2026, 12, 31))
    clock.senior_offers(NOW.date())
    assert not SeniorOffer.objects.exists()


# -- nobody answers ------------------------------------------------------------------------------------------------------
def test_a_tr_who_never_answers_holds_it_back_and_the_leader_hears_once(cast):
    row = sent(cast)
    for party, name in (("employee", "senior"), ("leader", "leder")):
        agreements.sign(row, by=cast[name], party=party, sha256=row.sha256)
    for day in (15, 16, 30, 60):
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            clock.running_agreements((NOW + timedelta(days=day)).date())
            reminders.sweep()
    row = SeniorAgreement.objects.get(pk=row.pk)
    assert row.state == "with_union_rep"  # past its first day, and still not in force
    assert Mail.objects.filter(notice="S-13", receiver=cast.leder).count() == 1
    assert Mail.objects.filter(notice="S-07", receiver=cast.tr).count() == 2


def test_an_employee_who_never_answers_is_never_reminded_and_asked_again_next_year(cast):
    with at(date(2027, 1, 2)):
        clock.senior_offers(date(2027, 1, 2))
    offers.give(SeniorOffer.objects.get(person=cast.senior), by=cast["leder"])
    with at(date(2027, 12, 1)):
        reminders.sweep()
    assert Mail.objects.filter(receiver=cast.senior).exclude(notice="S-02").count() == 0
    with at(date(2028, 1, 1)):
        clock.senior_offers(date(2028, 1, 1))
    assert SeniorOffer.objects.get(person=cast.senior, year=2027).state == "over"
    assert SeniorOffer.objects.get(person=cast.senior, year=2028).state == "to_be_offered"


# -- a leader in the chart twice -----------------------------------------------------------------------------------------
def test_a_leader_of_two_levels_is_asked_once_and_has_the_one_above_both(cast):
    team = unit("Team Nord", cast.office)
    Role.objects.create(person=cast.leder, kind="leader", unit=team, starts_on=START)
    Person.objects.filter(pk=cast.senior.pk).update(unit=team)
    person = Person.objects.get(pk=cast.senior.pk)
    directory = Directory(NOW.date())
    assert directory.own_leader(person) == cast.leder
    clock.senior_offers(NOW.date())
    assert Todo.objects.open().filter(code="senior.offer", about=person).count() == 1
    assert Todo.objects.open().get(code="senior.offer", about=cast.leder).owner == cast.chef
    offers.answer(offers.give(SeniorOffer.objects.get(person=person), by=cast["leder"]), by=person, answer="yes")
    talk = SeniorTalk.objects.get()
    assert {name for name in cast.names if can(cast[name], "senior.read_talk", talk)} == {"senior", "leder"}


def test_a_leader_who_works_in_a_unit_they_lead_signs_nothing_for_themselves(cast):
    made, _new = agreements.begin_agreement(cast["leder"], by=cast["chef"])
    with pytest.raises(Forbidden):
        agreements.begin_agreement(cast["leder"], by=cast["leder"])
    assert not can(cast["leder"], "senior.sign_as_leader", made) and can(cast["chef"], "senior.sign_as_leader", made)
    with pytest.raises(Forbidden):
        talks.refuse_option(
            talks.want_talk(cast["leder"], by=cast["leder"]), by=cast["leder"], option="other", reason="x"
        )
