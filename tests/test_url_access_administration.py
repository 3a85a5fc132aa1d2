"""Every address of the administration and every person, written by hand; POST too. Whoever isn't named is refused.

What the owner of the plan and the administrator see of people is names, roles and work numbers; of cases nothing.
"""

import pytest
from django.test import override_settings
from django.urls import reverse

from core.models import Alarm

# ruff: noqa: F811 (a fixture is imported, then named as an argument)
from tests.situation import laid, situation  # noqa: F401  (fixtures)

# What everyone may open: one's own absence, and what is no secret to those who work here. POST is held below.
EVERYONE = {
    "core:settings",
    "core:my_absence",
    "core:absence_whom",
    "core:chain",
    "core:settings_templates",
    "core:settings_template",
    "core:settings_template_preview",
    "core:settings_template_edition",
}

# Those named get in by GET and POST; the others are told no (403), since that the page exists is no secret.
PAGES = {
    "core:settings_people": "admin hr",
    "core:settings_person_add": "admin hr",
    "core:settings_person": "admin hr",
    "core:settings_person_edit": "admin hr",
    "core:settings_person_end": "admin hr",
    "core:settings_person_block": "admin",
    "core:settings_roles": "admin",
    "core:settings_role_add": "admin",
    "core:settings_role": "admin",
    "core:settings_role_end": "admin",
    "core:contact_checks": "admin planejer",
    "core:contact_check": "admin planejer",
    "core:number_check": "admin planejer",
    "core:absence_add": "admin kollega leder chef",
    "core:settings_units": "admin planejer leder chef direktoer andenleder",
    "core:settings_unit_add": "admin",
    "core:settings_unit": "admin",
    "core:settings_unit_close": "admin",
    "core:settings_sites": "admin planejer amr service",
    "core:settings_site": "admin planejer amr service",
    "core:settings_site_add": "admin planejer",
    "core:settings_site_edit": "admin planejer",
    "core:settings_site_close": "admin planejer",
    "core:settings_alarm_add": "admin planejer",
    "core:settings_alarm": "admin planejer",
    "core:settings_alarm_remove": "admin planejer",
    "core:alarm_test": "planejer amr service",
    "core:settings_defibrillator_add": "admin planejer",
    "core:settings_defibrillator": "admin planejer",
    "core:settings_defibrillator_remove": "admin planejer",
    "core:settings_room_add": "admin planejer",
    "core:settings_room": "admin planejer",
    "core:settings_room_remove": "admin planejer",
    "core:settings_import": "admin",
    "core:settings_import_template": "admin",
    "core:settings_hotlines": "admin planejer",
    "core:settings_hotline_add": "admin planejer",
    "core:settings_hotline": "admin planejer",
    "core:settings_hotline_remove": "admin planejer",
    "core:settings_hotlines_common": "admin planejer",
    "core:settings_links": "admin planejer",
    "core:settings_link": "admin planejer",
    "core:settings_guidance": "admin planejer",
    "core:settings_guidance_page": "admin planejer",
    "core:settings_template_row": "hr",  # a list that HR owns
    "core:settings_template_row_add": "hr",
    "core:settings_template_row_drop": "hr",
    "core:settings_template_publish": "hr",
    "core:settings_template_fields": "sfk",  # a letter that SFK owns
    "core:settings_template_owner": "admin",
    "core:settings_values_all": "admin planejer hr",
    "core:settings_values": "admin planejer hr",
    "core:settings_notices": "admin planejer",
    "core:settings_rules": "admin planejer hr",
    "core:audit": "dpo revisor",
    "core:audit_export": "dpo revisor",
    "core:audit_insight": "dpo revisor",
    "core:outbox_discard": "admin",
    "core:retention": "admin dpo hr",
    "core:retention_hold_find": "hr",
    "core:retention_hold": "hr",
    "core:retention_lift": "hr",
}

# Those named get in; those after the bar may see the row and are told no (403); for the rest it isn't there (404).
ROWS = {
    "core:absences": "admin leder chef direktoer andenleder |",
    "core:absence": "admin kollega leder chef | senior",
    "core:absence_end": "admin kollega leder chef | senior",
    "core:settings_value": "admin planejer | hr",
    "core:settings_value_for": "admin planejer | hr",
    "core:settings_notice": "admin planejer |",
    "core:settings_rule": "admin planejer | hr",
    "core:retention_period": "admin | dpo hr",
    "core:retention_kind": "dpo hr | admin",
}

# Only by POST: those named do it (they are sent on, or shown what came of it).
VERBS = {
    "core:settings_person_resume": "admin hr",
    "core:settings_person_unblock": "admin",
    "core:settings_person_sign_out": "admin",
    "core:settings_role_check": "admin",
    "core:settings_unit_reopen": "admin",
    "core:settings_chain_own": "admin planejer andenleder",  # the other office's chain
    "core:settings_chain_check": "admin planejer leder",
    "core:settings_chain_up": "admin planejer leder",
    "core:settings_chain_down": "admin planejer leder",
    "core:settings_chain_remove": "admin planejer leder",
    "core:settings_site_check": "admin planejer",
    "core:settings_site_reopen": "admin planejer",
    "core:settings_import_preview": "admin",
    "core:settings_hotline_check": "admin planejer",
    "core:settings_hotlines_own": "admin planejer",
    "core:settings_link_check": "admin planejer",
    "core:settings_guidance_check": "admin planejer",
    "core:settings_template_row_place": "hr",
    "core:settings_template_do": "hr",
    "core:settings_value_clear": "admin planejer | hr",
    "core:settings_value_check": "admin planejer | hr",
    "core:settings_rule_follow": "admin planejer | hr",
    "core:audit_verify": "dpo revisor",
    "core:outbox_release": "admin",
}

# In the demo everyone reads what would have been sent; elsewhere the administrator alone (tested below).
OUTBOX = {"core:outbox", "core:outbox_mail"}

ADMINISTRATION = {*EVERYONE, *PAGES, *ROWS, *VERBS, *OUTBOX}


def wrong(situation, name, method):
    """Return {person: status} of those who got another answer than the tables say."""
    allowed, _bar, told_no = (PAGES | ROWS | VERBS)[name].partition("|")
    may, hidden = set(allowed.split()), "|" in (PAGES | ROWS | VERBS)[name]
    found = {}
    for person, status in situation.all(situation.address(name), method).items():
        wanted = {200, 302, 422} if person in may else {403} if not hidden or person in told_no.split() else {404}
        if status not in wanted:
            found[person] = status
    return found


@pytest.mark.parametrize("name", sorted({*PAGES, *ROWS}))
def test_exactly_these_people_get_in(situation, name):
    assert wrong(situation, name, "get") == {}


@pytest.mark.parametrize("name", sorted({*PAGES, *ROWS, *VERBS}))
def test_exactly_these_people_may_send_a_form(situation, name):
    if name in READ_ONLY:
        assert set(situation.all(situation.address(name), "post").values()) == {405}
    else:
        assert wrong(situation, name, "post") == {}


# Lists and pages without a form; sending them anything is refused to all.
READ_ONLY = {
    "core:settings_person",
    "core:contact_checks",
    "core:settings_units",
    "core:settings_sites",
    "core:settings_site",
    "core:settings_import_template",
    "core:settings_hotlines",
    "core:settings_links",
    "core:settings_guidance",
    "core:settings_values_all",
    "core:settings_values",
    "core:settings_notices",
    "core:settings_rules",
    "core:retention",
    "core:retention_kind",
}


@pytest.mark.parametrize("name", sorted(VERBS))
def test_what_changes_something_cannot_be_done_by_a_link(situation, name):
    assert {situation.ask(person, situation.address(name)) for person in ("admin", "leder", "dpo")} == {405}


def test_everything_asks_for_sign_in(situation):
    assert {name: situation.ask(None, situation.address(name)) for name in ADMINISTRATION} == dict.fromkeys(
        ADMINISTRATION, 302
    )
    assert {name: situation.ask(None, situation.address(name), "post") for name in ADMINISTRATION} == dict.fromkeys(
        ADMINISTRATION, 302
    )


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_everyone_opens_their_own(situation, name):
    assert set(situation.all(situation.address(name)).values()) == {200}


def test_only_those_who_look_after_a_chain_lengthen_it(situation):
    statuses = situation.all(situation.address("core:chain"), "post", {"x": "1"})
    assert {name for name, status in statuses.items() if status == 422} == {"admin", "planejer", "leder"}
    assert {status for name, status in statuses.items() if name not in ("admin", "planejer", "leder")} == {403}


def test_the_outbox_is_everyones_in_the_demo_and_the_administrators_elsewhere(situation):
    for name in OUTBOX:
        assert set(situation.all(situation.address(name)).values()) == {200}
        with override_settings(DEMO=False):
            statuses = situation.all(situation.address(name))
        assert {person for person, status in statuses.items() if status == 200} == {"admin"}
        assert {status for person, status in statuses.items() if person != "admin"} == {403}


def test_representatives_and_service_test_the_alarms_of_their_own_site_alone(situation):
    elsewhere = Alarm.objects.create(
        site=situation.cast.other_site, kind="fixed", placement="døren", receivers="vagten"
    )
    address = reverse("core:alarm_test", args=[elsewhere.pk])
    assert situation.ask("planejer", address) == 200
    assert {situation.ask(name, address) for name in ("amr", "service", "admin")} == {403}


def test_a_leader_does_not_look_after_another_offices_people_or_chain(situation):
    for name in ("core:absence_add", "core:settings_chain_check", "core:settings_chain_remove"):
        assert situation.ask("andenleder", situation.address(name), "post") == 403
    assert situation.ask("andenleder", situation.address("core:absence"), "post") == 404
