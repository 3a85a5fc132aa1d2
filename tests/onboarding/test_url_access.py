"""Every address of onboarding and every person: who gets in, who is told no, for whom it doesn't exist."""

import pytest

from tests.onboarding.situation import laid, situation  # noqa: F401  (fixtures)

# ruff: noqa: F811
pytestmark = pytest.mark.django_db

# Without sign-in: what a newcomer may see before the first day, with the link of the letter.
OPEN = ["onboarding:way_in", "onboarding:welcome", "onboarding:welcome_pdf", "onboarding:welcome_file"]

# Everyone who works here; what stands there is their own.
EVERYONE = ["onboarding:home", "onboarding:list", "onboarding:mentor", "onboarding:competences"]

# Only by POST.
POST_ONLY = [
    "onboarding:item_tick",
    "onboarding:item_untick",
    "onboarding:schedule_approve",
    "onboarding:row_move",
    "onboarding:rows_confirm",
    "onboarding:letter_act",
    "onboarding:meetings_taper",
    "onboarding:point_close",
    "onboarding:meeting_held",
    "onboarding:question_bank",
    "onboarding:question_settle",
    "onboarding:goal_rate",
    "onboarding:topic_tick",
    "onboarding:pack_publish",
    "onboarding:view_save",
    "onboarding:view_remove",
]

# Those named get in; those after the bar are told no (403); for all others it isn't there (404).
COURSE = "nyansat mentor leder hr senior"
HIDDEN = {
    "onboarding:mine": "nyansat",
    "onboarding:journal": "nyansat",
    "onboarding:course": COURSE,
    "onboarding:checklist_pdf": COURSE,
    "onboarding:schedule": COURSE,
    "onboarding:schedule_pdf": COURSE,
    "onboarding:schedule_ics": COURSE,
    "onboarding:knowledge": COURSE,
    "onboarding:knowledge_pdf": COURSE,
    "onboarding:length": "leder hr | nyansat mentor senior",
    "onboarding:move": "leder hr | nyansat mentor senior",
    "onboarding:close": "leder hr | nyansat mentor senior",
    "onboarding:cancel": "leder hr | nyansat mentor senior",
    "onboarding:roles": "leder hr | nyansat mentor senior",
    "onboarding:template": "leder hr | nyansat mentor senior",
    "onboarding:letter": "leder hr mentor | nyansat senior",
    "onboarding:letter_pdf": "leder hr mentor | nyansat senior",
    "onboarding:guide": "leder hr mentor | nyansat senior",
    "onboarding:aid_file": COURSE,
    "onboarding:aids": "leder hr mentor | nyansat senior",
    "onboarding:cases": "leder hr mentor | nyansat senior",
    "onboarding:topic": "leder hr mentor | nyansat senior",
    "onboarding:item_add": "leder hr mentor | nyansat senior",
    "onboarding:row_add": "leder hr mentor | nyansat senior",
    "onboarding:item": "leder hr mentor | nyansat senior sfk",
    "onboarding:item_skip": "leder hr mentor sfk | nyansat senior",
    "onboarding:row": f"{COURSE} sfk",
    "onboarding:meetings": "nyansat mentor | leder hr senior",
    "onboarding:meeting_new": "nyansat mentor | leder hr senior",
    "onboarding:point_item": "nyansat mentor | leder hr senior",
    "onboarding:meeting": "nyansat mentor",
    "onboarding:meeting_move": "nyansat mentor",
    "onboarding:meeting_cancel": "nyansat mentor",
    "onboarding:agenda_pdf": "nyansat mentor",
    "onboarding:questions": "nyansat mentor | leder hr senior",
    "onboarding:question_answer": "mentor | nyansat leder hr senior",
    "onboarding:goals": "nyansat mentor leder | hr senior",
    "onboarding:goal": "nyansat mentor leder | hr senior",
    "onboarding:contribution": "nyansat mentor leder | hr senior",
    "onboarding:paper": "nyansat mentor leder",
    "onboarding:evaluation": "nyansat mentor leder | hr senior",
    "onboarding:mentor_scheme": "nyansat mentor leder | hr senior",
    "onboarding:pack": "hr senior",
    "onboarding:pack_line": "hr senior",
    "onboarding:pack_leave_out": "hr senior",
}

# Those named get in; all others are told no (403): that the page exists is no secret.
ROLE = {
    "onboarding:create": "hr leder chef direktoer andenleder",
    "onboarding:export": "hr",
    "onboarding:results": "hr",
    "onboarding:packs": "hr senior",
    "onboarding:material": "hr admin",
    "onboarding:competences_of": "kollega leder hr",
    "onboarding:competence_numbers": "hr leder chef direktoer andenleder tr",
}
LISTED = {*OPEN, *EVERYONE, *POST_ONLY, *HIDDEN, *ROLE}


def test_everything_else_asks_for_sign_in(situation):
    assert {situation.ask(None, situation.address(name)) for name in LISTED - set(OPEN)} == {302}


def test_the_pages_before_start_show_nothing_without_a_link(situation):
    assert {situation.ask(None, situation.address(name)) for name in OPEN} <= {200, 302}


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


OWN = {"onboarding:view_save", "onboarding:rows_confirm"}  # no number: what they keep is the person's own


@pytest.mark.parametrize("name", sorted({*HIDDEN, *POST_ONLY} - OWN))
def test_another_office_changes_nothing_with_a_foreign_number(situation, name):
    assert situation.ask("andenleder", situation.address(name), "post") in (403, 404, 405)


@pytest.mark.parametrize("name", sorted({*HIDDEN, *POST_ONLY, *ROLE, *EVERYONE}))
def test_nonsense_gives_no_500(situation, name):
    nonsense = dict.fromkeys(
        ("form", "act", "step", "day", "clock", "q", "text", "rating", "roles", "id", "entry", "edit", "start_on"),
        "☃" * 50,
    )
    for person in ("nyansat", "mentor", "leder", "hr"):
        assert situation.ask(person, situation.address(name), "post", nonsense) < 500
