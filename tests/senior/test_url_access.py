"""Every address of senior and every person: who gets in, who is told no, for whom it doesn't exist."""

import pytest

from tests.senior.situation import laid, situation  # noqa: F401  (fixtures)
from tests.senior.test_permission_table import LEADERS

# ruff: noqa: F811
pytestmark = pytest.mark.django_db

# Everyone who works here; what stands there is their own.
EVERYONE = [
    "senior:overview",
    "senior:rights",
    "senior:staff",
    "senior:agreements",
    "senior:choices",
    "senior:leaving",
    "senior:conversations",
    "senior:redistributions",
    "senior:redistribution_new",
    "senior:rules",
    "senior:rule",
    "senior:scheme",
    "senior:guidelines",
]

# Only by POST.
POST_ONLY = [
    "senior:offer_give",
    "senior:offer_answer",
    "senior:staff_told",
    "senior:talk_want",
    "senior:preparation_private",
    "senior:talk_unrefuse",
    "senior:talk_confirm",
    "senior:agreement_new",
    "senior:agreement_send",
    "senior:agreement_sign",
    "senior:agreement_take_back",
    "senior:agreement_advice",
    "senior:choice_register",
    "senior:rights_confirm",
    "senior:handover_remove",
    "senior:topic_done",
    "senior:topic_remove",
    "senior:conversation_confirm",
    "senior:conversation_follow_up",
    "senior:redistribution_withdraw",
]

# Those named get in; those after the bar are told no (403); for all others it isn't there (404).
HIDDEN = {
    "senior:rights_of": "senior hr",
    "senior:rights_pdf": "senior hr",
    "senior:staff_member": "leder hr",  # HR, who follows a reminder, is led to HR's own page
    "senior:offer": "senior leder hr",
    "senior:talk": "senior leder hr",
    "senior:talk_plan": "senior leder | hr",
    "senior:talk_cancel": "senior leder | hr",
    "senior:preparation": "senior | leder hr",
    "senior:preparation_share": "senior | leder hr",
    "senior:preparation_pdf": "senior | leder hr",
    "senior:talk_write": "senior leder | hr",
    "senior:talk_refuse": "leder | senior hr",
    "senior:talk_pdf": "senior leder | hr",
    "senior:agreement": "senior leder hr tr",
    "senior:agreement_edit": "leder hr | senior tr",
    "senior:agreement_branch": "leder hr | senior tr",
    "senior:agreement_send_back": "senior tr | leder hr",
    "senior:agreement_refuse": "leder | senior hr tr",
    "senior:agreement_evaluate": "senior leder | hr tr",
    "senior:agreement_notice": "senior leder hr | tr",
    "senior:agreement_pdf": "senior leder hr tr",
    "senior:choice": "senior hr",
    "senior:handover": "senior leder hr",
    "senior:handover_questions": "senior | leder hr",
    "senior:topic": "senior leder kollega",
    "senior:topic_edit": "senior leder",
    "senior:conversation_new": "senior leder",
    "senior:conversation": "senior leder",
    "senior:conversation_write": "senior leder",
    "senior:conversation_move": "senior leder",
    "senior:conversation_cancel": "senior leder",
    "senior:conversation_pdf": "senior leder",
    "senior:plan_new": "senior leder",
    "senior:plan": "senior leder hr",
    "senior:plan_edit": "senior leder | hr",
    "senior:plan_follow_up": "senior leder | hr",
    "senior:plan_pdf": "senior leder | hr",
    "senior:redistribution": "medarbejder leder sfk",
}

# Those named get in; all others are told no (403): that the page exists is no secret.
NUMBERS = f"{LEADERS} hr amr tr referent"
ROLE = {
    "senior:group_talk_new": LEADERS,
    "senior:group_plan_new": LEADERS,
    "senior:guide": f"{LEADERS} hr amr tr",
    "senior:hr": "hr",
    "senior:people": "hr",
    "senior:group": "hr",
    "senior:rule_new": "hr",
    "senior:guideline_new": "hr",
    "senior:rule_edit": "hr",
    "senior:rule_replace": "hr",
    "senior:numbers": NUMBERS,
    "senior:numbers_year": NUMBERS,
    "senior:numbers_pdf": NUMBERS,
    "senior:numbers_sheet": NUMBERS,
}
LISTED = {*EVERYONE, *POST_ONLY, *HIDDEN, *ROLE}


def test_everything_asks_for_sign_in(situation):
    assert {situation.ask(None, situation.address(name)) for name in LISTED} == {302}


@pytest.mark.parametrize("name", sorted({*EVERYONE, *HIDDEN, *ROLE}))
def test_exactly_these_people_get_in(situation, name):
    everybody = set(situation.names)
    allowed, _bar, others = (HIDDEN | ROLE).get(name, " ".join(everybody)).partition("|")
    told_no = everybody if name in ROLE else set(others.split())
    for person, status in situation.all(situation.address(name)).items():
        if person in allowed.split():
            assert status in (200, 302), (person, status)
        else:
            assert status == (403 if person in told_no else 404), (person, status)


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_cannot_be_done_by_a_link(situation, name):
    assert situation.ask("leder", situation.address(name)) == 405


@pytest.mark.parametrize("name", sorted({*HIDDEN, *POST_ONLY}))
def test_another_office_changes_nothing_with_a_foreign_number(situation, name):
    status = situation.ask("andenleder", situation.address(name), "post")
    # Colleagues can be seen by all, so what is begun for a person is forbidden and not hidden.
    assert status == (403 if name in ("senior:talk_want", "senior:agreement_new") else status), status
    assert status in (403, 404, 405)


@pytest.mark.parametrize("name", sorted({*HIDDEN, *POST_ONLY, *ROLE, *EVERYONE}))
def test_nonsense_gives_no_500(situation, name):
    nonsense = dict.fromkeys(("answer", "version", "planned_at", "choice", "party", "q", "option", "kind"), "☃" * 50)
    for person in ("senior", "leder", "hr"):
        assert situation.ask(person, situation.address(name), "post", nonsense) < 500
