"""Who may do what to whose talk, written by hand: action → the people of the cast who may, on the rows of situation.py."""

import pytest

from core import permissions
from core.models import Absence, Person, Role
from core.permissions import can, rows
from senior.models import SeniorAgreement, SeniorOffer, SeniorTalk
from tests.cast import NOW, START
from tests.senior.situation import laid, make_agreement, situation  # noqa: F401  (fixtures)

# ruff: noqa: F811
pytestmark = pytest.mark.django_db

ALL = """medarbejder kollega nyansat senior service mentor leder stedfortraeder chef direktoer tr amr referent sfk hr
    kommunikation dpo admin andenleder andenmedarbejder"""
LEADERS = "leder chef direktoer andenleder"

TABLE = {
    # the offer that Bent has got
    "senior.view_offer": "senior leder hr",
    "senior.give_offer": "leder",
    "senior.answer_offer": "senior",
    # the talk of the two
    "senior.view_talk": "senior leder hr",
    "senior.read_talk": "senior leder",
    "senior.plan_talk": "senior leder",
    "senior.write_talk": "senior leder",
    "senior.confirm_talk": "senior leder",
    "senior.answer_wishes": "leder",
    "senior.prepare": "senior",
    "senior.read_preparation": "senior",
    # the agreement that waits for Karen
    "senior.view_agreement": "senior leder hr tr",
    "senior.write_agreement": "leder hr",
    "senior.send_agreement": "leder hr",
    "senior.refuse_agreement": "leder",
    "senior.sign_as_employee": "senior",
    "senior.sign_as_leader": "leder",
    "senior.sign_as_union": "tr",
    "senior.record_branch": "leder hr",
    "senior.send_back": "senior tr",
    "senior.evaluate_agreement": "senior leder",
    "senior.end_agreement": "senior leder hr",
    # the yearly choice, leaving
    "senior.view_choice": "senior hr",
    "senior.choose": "senior",
    "senior.register_choice": "hr",
    "senior.view_handover": "senior leder hr",
    "senior.change_handover": "senior leder",
    "senior.own_handover": "senior",
    "senior.read_retirement": "senior",
    "senior.view_topic": "senior leder kollega",
    "senior.tick_topic": "senior leder kollega",
    # the talks everyone has
    "senior.view_conversation": "senior leder",
    "senior.read_conversation": "senior leder",
    "senior.write_conversation": "senior leder",
    "senior.plan_group_talk": LEADERS,
    "senior.write_group_plan": LEADERS,
    "senior.view_plan": "senior leder hr",
    "senior.read_plan": "senior leder",
    "senior.write_plan": "senior leder",
    "senior.view_redistribution": "medarbejder leder sfk",
    "senior.answer_redistribution": "leder sfk",
    "senior.withdraw_redistribution": "medarbejder",
    # Bent as a person
    "senior.see_rights": "senior hr",
    "senior.see_staff": "leder",
    "senior.write_for": "leder hr",
    "senior.talk_with": "senior leder",
    "senior.set_group": "hr",
    "senior.see_people": "hr",
    "senior.confirm_rights": "hr",
    # rules, numbers
    "senior.view_rule": ALL,
    "senior.change_rule": "hr",
    "senior.view_scheme": ALL,
    "senior.evaluate_scheme": "hr",
    "senior.view_guideline": ALL,
    "senior.write_guideline": "hr",
    "senior.read_leaders_guide": f"{LEADERS} hr amr tr",
    "senior.see_numbers": f"{LEADERS} hr amr tr referent",
}
ROW = {
    "SeniorOffer": "offer",
    "SeniorTalk": "talk",
    "SeniorAgreement": "agreement",
    "YearlyChoice": "choice",
    "Handover": "handover",
    "HandoverTopic": "topic",
    "Conversation": "conversation",
    "DevelopmentPlan": "plan",
    "Redistribution": "redistribution",
    "SeniorRule": "rule",
    "SeniorScheme": "scheme",
    "TalkGuideline": "guideline",
}


def row_of(situation, action):
    """Return the row that an action's line is tried on."""
    model = permissions.TABLE[action][0].model
    return situation.cast.senior if model is Person else getattr(situation, ROW[model.__name__])


@pytest.mark.parametrize("action", sorted(set(TABLE) - {"senior.see_numbers"}))
def test_exactly_these_people_may(situation, action):
    row = row_of(situation, action)
    assert {name for name in situation.names if can(situation.cast[name], action, row)} == set(TABLE[action].split())


def test_numbers_are_for_those_who_discuss_them(situation):
    may = {name for name in situation.names if permissions.may_add(situation.cast[name], "senior.see_numbers")}
    assert may == set(TABLE["senior.see_numbers"].split())


# -- relations ---------------------------------------------------------------------------------------------------------
def test_an_offer_that_is_not_given_is_not_there_for_the_employee(situation):
    due = SeniorOffer.objects.create(
        person=situation.cast.kollega, unit=situation.cast.office, year=2027, opened_at=NOW
    )
    assert not can(situation.cast["kollega"], "senior.view_offer", due)
    assert can(situation.cast["leder"], "senior.give_offer", due)


def test_a_shared_preparation_is_read_by_the_leader(situation):
    situation.talk.preparation.shared_at, situation.talk.preparation.shared_with = NOW, situation.cast["leder"]
    situation.talk.preparation.save()
    assert can(situation.cast["leder"], "senior.read_preparation", situation.talk)
    assert not can(situation.cast["hr"], "senior.read_preparation", situation.talk)


@pytest.mark.parametrize(("state", "sees"), [("draft", False), ("refused", False), ("to_sign", True), ("ended", True)])
def test_the_union_rep_sees_only_what_was_sent(situation, state, sees):
    SeniorAgreement.objects.filter(pk=situation.agreement.pk).update(state=state)
    assert can(situation.cast["tr"], "senior.view_agreement", situation.agreement) is sees


def test_the_union_rep_sees_no_agreement_without_changed_terms(situation):
    SeniorAgreement.objects.filter(pk=situation.agreement.pk).update(changes_terms=False)
    assert not can(situation.cast["tr"], "senior.view_agreement", situation.agreement)


def test_a_deputy_sees_nothing(situation):
    Absence.objects.create(
        person=situation.cast.leder, deputy=situation.cast.stedfortraeder, starts_on=NOW.date(), ends_on=NOW.date()
    )
    for action in ("senior.view_talk", "senior.view_agreement", "senior.view_offer", "senior.see_staff"):
        assert not can(situation.cast["stedfortraeder"], action, row_of(situation, action))


def test_a_leaders_own_leader_is_the_next_one_up(situation):
    talk = SeniorTalk.objects.create(person=situation.cast.leder, unit=situation.cast.office, wanted_at=NOW)
    may = {name for name in situation.names if can(situation.cast[name], "senior.read_talk", talk)}
    assert may == {"leder", "chef"}


def test_somebody_who_leads_at_two_levels_is_led_from_above_both(situation):
    cast = situation.cast
    Role.objects.filter(person=cast.chef, kind="leader").update(ends_on=START)
    Role.objects.create(person=cast.leder, kind="leader", unit=cast.family, starts_on=START)
    talk = SeniorTalk.objects.create(person=cast.leder, unit=cast.office, wanted_at=NOW)
    may = {name for name in situation.names if can(cast[name], "senior.read_talk", talk)}
    assert may == {"leder", "direktoer"}


def test_a_new_leader_takes_over_agreements_but_not_old_conversations(situation):
    cast = situation.cast
    Person.objects.filter(pk=cast.senior.pk).update(unit=cast.other_office)
    assert can(cast["andenleder"], "senior.view_agreement", situation.agreement)
    assert not can(cast["leder"], "senior.view_agreement", situation.agreement)
    assert can(cast["andenleder"], "senior.view_conversation", situation.conversation)
    assert not can(cast["andenleder"], "senior.read_conversation", situation.conversation)


def test_hr_decides_nothing_about_themselves(situation):
    own = make_agreement(situation.cast, person=situation.cast.hr)
    assert can(situation.cast["hr"], "senior.view_agreement", own)
    assert not can(situation.cast["hr"], "senior.write_agreement", own)


@pytest.mark.parametrize("action", ["senior.view_talk", "senior.view_agreement", "senior.view_conversation"])
def test_the_list_and_the_single_row_agree(situation, action):
    row = row_of(situation, action)
    for name in situation.names:
        assert (row in rows(situation.cast[name], action)) == can(situation.cast[name], action, row)
