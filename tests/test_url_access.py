"""Every address and every person: who gets in, who is told no, for whom it doesn't exist. An address left out fails.

The people and rows are those of tests/situation.py; the administration's addresses stand in a file of their own.
"""

import uuid

import pytest
from django.urls import reverse

# ruff: noqa: F811 (a fixture is imported, then named as an argument)
from tests.situation import laid, named_addresses, situation  # noqa: F401  (fixtures)
from tests.test_url_access_administration import ADMINISTRATION

# Without sign-in.
OPEN = ["core:healthz", "core:readyz", "core:accessibility", "core:help_now", "core:help_now_at", "core:help_now_sheet"]

# Everyone who works here; what the page shows is narrowed by visible_to.
EVERYONE = [
    "core:desk",
    "core:search",
    "core:menu",
    "core:contacts",
    "core:person",
    "core:unit",
    "core:site",
    "core:contingency",
    "core:guidance",
    "core:guidance_page",
    "core:profile",
    "core:next_of_kin",
    "incidents:list",
    "incidents:report",
    "incidents:colleague_help",
    "incidents:phone_note",
    "incidents:step",
    "incidents:crisis_guide",
    "incidents:crisis_guide_sheet",
    "incidents:learning_list",
    "incidents:register",
    "incidents:messages",
    "incidents:plan",
    "incidents:plan_of",
    "incidents:plan_version",
    "incidents:plan_pdf",
    "incidents:plan_introductions",
    "incidents:plan_card",
    "incidents:strain",
    "incidents:strain_new",
    "incidents:online",
    "incidents:press",
    "incidents:media",
    "incidents:media_new",
    "incidents:prevention",
    "incidents:alarms",
    "incidents:near_misses",
    "incidents:courses",
    "incidents:course",
    "incidents:concern_new",
    "incidents:calls",
    "incidents:walks",
    "incidents:walks_of",
    "incidents:lone_list",
    "incidents:proposals",
    "incidents:methods",
    "incidents:sparring",
]

# Only by POST: reading them is refused to all, and POST is tried below.
POST_ONLY = [
    "core:draft",
    "core:name_display",
    "core:theme",
    "core:confirm_next_of_kin",
    "core:demo_sign_in",
    "incidents:save_draft",
    "incidents:witness_contacted",
    "incidents:add",
    "incidents:consent",
    "incidents:open_citizen",
    "incidents:ask_consultant",
    "incidents:take_over",
    "incidents:take_care",
    "incidents:return_care",
    "incidents:tick",
    "incidents:undo",
    "incidents:register_person",
    "incidents:message_read",
    "incidents:message_person",
    "incidents:message_withdraw",
    "incidents:letter_preview",
    "incidents:letter_print",
    "incidents:letter_texts",
    "incidents:letter_sent",
    "incidents:letter_filed",
    "incidents:plan_discard",
    "incidents:plan_check",
    "incidents:plan_favourite",
    "incidents:strain_choose",
    "incidents:strain_promote",
    "incidents:naming_tell",
    "incidents:media_tick",
    "incidents:media_move",
    "incidents:media_news",
    "incidents:call_done",
    "incidents:walk_begin",
    "incidents:walk_point",
    "incidents:walk_point_out",
    "incidents:lone_act",
    "incidents:sparring_end",
    "incidents:overview_offer",
    "incidents:learning_offer",
]

# Pages of the case: those named get in, the others who may see the case are told no (403), for the rest it isn't there.
SEES_THE_CASE = "medarbejder kollega leder tr amr hr"
CASE = {
    "incidents:incident": SEES_THE_CASE,
    "incidents:receipt": SEES_THE_CASE,
    "incidents:details": "medarbejder kollega leder amr",
    "incidents:correct": "medarbejder kollega leder amr",
    "incidents:add_affected": "medarbejder kollega leder amr",
    "incidents:evidence": "medarbejder kollega leder amr",
    "incidents:phone_note_to": "medarbejder kollega leder amr",
    "incidents:description": "medarbejder kollega leder amr",
    "incidents:witnesses": "medarbejder kollega leder amr",
    "incidents:show_name": "kollega leder",
    "incidents:hand_over": "leder",
    "incidents:implicate": "medarbejder kollega leder",
    "incidents:admit": "leder",
    "incidents:category": "leder",
    "incidents:talk": "leder",
    "incidents:joint_talk": "leder",
    "incidents:next_of_kin": "leder",
    "incidents:crisis": "medarbejder kollega leder",
    "incidents:crisis_sheet": "medarbejder kollega leder",
    "incidents:crisis_sheet_pdf": "medarbejder kollega leder",
    "incidents:police": "leder",
    "incidents:police_view": "kollega",
    "incidents:injury": "leder hr",
    "incidents:easy_sheet": "leder hr",
    "incidents:easy_sheet_pdf": "leder hr",
    "incidents:safetynet": "leder amr",
    "incidents:event_report": "kollega leder",
    "incidents:journal_note": "leder",
    "incidents:department_call": "leder",
    "incidents:call_sheet": "leder",
    "incidents:briefing": "leder",
    "incidents:briefing_sheet": "leder",
    "incidents:return_to_work": "leder",
    "incidents:supervision": "leder",
    "incidents:learning": "leder amr",
    "incidents:close": "leder",
    "incidents:reopen": "leder",
    "incidents:helped": "kollega",
    "incidents:sanctions": "medarbejder kollega leder tr amr",
    "incidents:sanction_new": SEES_THE_CASE,
    "incidents:decision_c": "leder",
    "incidents:staff_message": "leder",
    "incidents:letters": "kollega leder",
    "incidents:statement_ask": "leder",
    "incidents:naming": "medarbejder kollega leder amr",
    "incidents:compensation": "leder",
    "incidents:systems": "leder",
    "core:document": "kollega leder",
}

AT_THE_SITE = """medarbejder kollega leder stedfortraeder chef direktoer tr amr sfk hr referent mentor nyansat senior service
    kommunikation dpo admin"""

AT_THE_OFFICE = """medarbejder kollega leder stedfortraeder tr amr hr referent mentor nyansat senior service kommunikation
    dpo admin"""

# Those named get in; those after the bar are told no (403); for all others it isn't there (404).
HIDDEN = {
    "incidents:not_relevant": "leder | kollega amr",  # they see the steps
    "incidents:draft": "medarbejder",
    "incidents:delete_draft": "medarbejder",
    "incidents:phone_note_pdf": "medarbejder kollega leder",
    "incidents:description_pdf": "medarbejder kollega leder",
    "incidents:measure": "leder amr",
    "incidents:register_file": "leder chef direktoer andenleder",
    "incidents:asked_proposal": "sfk",
    "incidents:sanction": "leder",
    "incidents:sanction_decide": "leder",
    "incidents:sanction_reject": "leder",
    "incidents:sanction_lift": "leder",
    "incidents:sanction_replace": "leder",
    "incidents:sanction_end": "leder",
    "incidents:sanction_review": "leder",
    "incidents:letter": "leder",
    "incidents:letter_approve": "leder chef",
    "incidents:letter_send_back": "leder chef",
    "incidents:letter_pdf": "leder",
    "incidents:letter_new_version": "leder",
    "incidents:letter_delete": "leder",
    "incidents:plan_introduction": "nyansat amr leder",
    "incidents:strain_day": "kollega",
    "incidents:strain_delete": "kollega",
    "incidents:strain_talk": "leder | kollega",
    "incidents:statement": "medarbejder leder",
    "incidents:naming_page": "kollega leder amr kommunikation",
    "incidents:media_case": "medarbejder kollega leder chef kommunikation",
    "incidents:media_edit": "leder chef | medarbejder kollega kommunikation",
    "incidents:near_miss": "medarbejder leder amr",
    "incidents:concern": "kollega leder",
    "incidents:walk": AT_THE_SITE,
    "incidents:walk_measure": AT_THE_SITE,
    "incidents:lone": "kollega medarbejder leder",
    "incidents:sparring_slot": f"{AT_THE_OFFICE} sfk",
    "incidents:sparring_file": "kollega leder",
    "incidents:walk_pdf": AT_THE_SITE,
    "incidents:media_pdf": "leder chef kommunikation | medarbejder kollega",
    "core:next_of_kin_entry": "kollega",
    "core:remove_next_of_kin": "kollega",
    "core:file": "medarbejder kollega leder amr",
    "core:shown_file": "medarbejder kollega leder amr",
}

# Those named get in; all others are told no (403): that the page exists is no secret.
ROLE = {
    "incidents:plan_new": "admin planejer",
    "incidents:plan_edit": "stedfortraeder amr planejer",
    "incidents:plan_publish": "stedfortraeder amr planejer",
    "incidents:overview": "leder chef direktoer amr andenleder",
    "incidents:overview_pdf": "leder chef direktoer amr andenleder",
    "incidents:strain_numbers": "leder chef direktoer amr andenleder",
    "incidents:strain_numbers_of": "leder chef direktoer amr",
    "incidents:complaints": "leder chef direktoer amr andenleder",
    "incidents:complaints_of": "leder chef direktoer amr",
    "incidents:statistics": "leder chef direktoer tr amr hr andenleder planejer",
    "incidents:statistics_year": "leder chef direktoer tr amr hr andenleder planejer",
    "incidents:statistics_pdf": "leder chef direktoer tr amr hr andenleder planejer",
}


LISTED = {*OPEN, *EVERYONE, *POST_ONLY, *CASE, *HIDDEN, *ROLE}
SITES = {"incidents:walk_begin", "incidents:walk_point", "incidents:walk_point_out"}
FOR_DEMO = {"core:draft", "core:demo_sign_in"}  # answer in their own way: a draft is kept, the demo lets people in


def test_every_address_stands_in_one_table():
    ours = {name for name in named_addresses() if name.startswith(("core:", "incidents:"))}
    assert ours - LISTED - ADMINISTRATION == set()
    assert (LISTED | ADMINISTRATION) - ours == set()
    assert set() == LISTED & ADMINISTRATION


def test_open_addresses_answer_without_sign_in(situation):
    assert {name: situation.ask(None, situation.address(name)) for name in OPEN} == dict.fromkeys(OPEN, 200)


def test_everything_else_asks_for_sign_in(situation):
    closed = LISTED - set(OPEN) - FOR_DEMO
    assert {name: situation.ask(None, situation.address(name)) for name in closed} == dict.fromkeys(closed, 302)


@pytest.mark.parametrize("name", sorted({*EVERYONE, *CASE, *HIDDEN, *ROLE}))
def test_exactly_these_people_get_in(situation, name):
    everybody = situation.names
    allowed, _bar, others = (CASE | HIDDEN | ROLE).get(name, " ".join(everybody)).partition("|")
    allowed, others = set(allowed.split()), set(others.split())
    told_no = set(SEES_THE_CASE.split()) if name in CASE else set(everybody) if name in ROLE else others
    for person, status in situation.all(situation.address(name)).items():
        if person in allowed:
            assert status in (200, 302), (person, status)
        else:
            assert status == (403 if person in told_no else 404), (person, status)


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_cannot_be_done_by_a_link(situation, name):
    assert situation.ask("leder", situation.address(name)) == 405


@pytest.mark.parametrize("name", sorted({*CASE, *HIDDEN, *POST_ONLY} - FOR_DEMO))
def test_another_office_changes_nothing_with_a_foreign_number(situation, name):
    if not situation.addresses[name].pattern.converters:
        return
    if name == "incidents:plan_favourite":  # everybody has a favourite of their own
        return
    status = situation.ask("andenleder", situation.address(name), "post")
    # Plans and sites are open to all readers (403); somebody else's draft number gets the form back with one's own text (422).
    assert status in {
        404,
        405,
        *([403] if ":plan" in name or name in SITES else []),
        *([422] if name == "incidents:draft" else []),
    }, status


def test_a_number_that_does_not_exist_is_not_found(situation):
    assert situation.ask("leder", reverse("incidents:incident", args=[10**9])) == 404
    assert situation.ask("leder", reverse("core:file", args=[uuid.uuid4()])) == 404
