"""The rest of the permission table written out by hand: core's lines, and those on what belongs to an incident.

The people and rows are those of tests/situation.py. A line without a place here or in test_permission_table.py fails.
"""

import pytest
import time_machine

from core import permissions
from core.models import (
    Absence,
    Alarm,
    Attachment,
    AuditEntry,
    ChainStep,
    Mail,
    NextOfKin,
    Person,
    Role,
    Site,
    Template,
    Unit,
)
from core.permissions import can, may_add, rows
from incidents.models import (
    ContingencyPlan,
    CrisisHelp,
    Incident,
    Learning,
    Letter,
    Measure,
    PlanIntroduction,
    PoliceReport,
    Sanction,
    StaffMessage,
)
from tests.cast import NOW

# ruff: noqa: F811 (a fixture is imported, then named as an argument)
from tests.incidents.test_beside_permissions import ADDING
from tests.incidents.test_beside_permissions import TABLE as BESIDE
from tests.situation import laid, situation, taken_back  # noqa: F401  (fixtures)
from tests.test_permission_table import INCIDENT

EVERYONE = "everyone"
OFFICE = "medarbejder kollega nyansat senior service mentor leder stedfortraeder chef direktoer tr amr referent sfk hr kommunikation dpo admin"  # all who work at the site

CORE = {
    # people, places
    "core.view_person": EVERYONE,
    "core.change_person": "admin hr",
    "core.sign_out_person": "admin",
    "core.block_person": "admin",
    "core.view_birth_date": "hr",
    "core.view_unit": EVERYONE,
    "core.change_unit": "admin",
    "core.import_directory": "admin",
    "core.check_contacts": "admin planejer",
    "core.view_site": EVERYONE,
    "core.change_site": "admin planejer",
    "core.view_alarm": EVERYONE,
    "core.change_alarm": "admin planejer",
    "core.test_alarm": "planejer amr service",
    # roles, absence, chain: Jonas (kollega) is away in March, Bent (senior) is his deputy
    "core.view_role": EVERYONE,
    "core.change_role": "admin",
    "core.view_absence": "admin kollega senior leder chef",
    "core.change_absence": "admin kollega leder chef",
    "core.register_absence": "admin kollega leder chef",
    "core.view_chain": EVERYONE,
    "core.change_chain": "admin planejer leder",
    # reference data, settings, rules, wordings
    "core.view_hotline": EVERYONE,
    "core.change_hotline": "admin planejer",
    "core.view_guidance": EVERYONE,
    "core.change_guidance": "admin planejer",
    "core.view_link": EVERYONE,
    "core.change_link": "admin planejer",
    "core.view_setting": "admin planejer hr",
    "core.change_setting": "admin planejer",
    "core.change_unit_setting": "admin planejer",
    "core.change_unit_rule": "admin planejer",
    "core.change_unit_hotline": "admin planejer",
    "core.add_unit_site": "admin planejer",
    "core.view_template": EVERYONE,
    "core.edit_template": "hr",  # a list that HR owns; letters are SFK's (tests/core/test_editions.py)
    "core.own_template": "admin",
    "core.view_rule": "admin planejer hr",
    "core.change_rule": "admin planejer",
    "core.view_notice_text": "admin planejer",
    "core.change_notice_text": "admin planejer",
    # what is one's own, and what few may see
    "core.view_own_next_of_kin": "kollega",
    "core.change_next_of_kin": "kollega",
    "core.own_attachment": "medarbejder",
    "core.view_own_mail": "leder",
    "core.view_outbox": "admin",
    "core.release_mail": "admin",
    "core.read_audit": "dpo revisor",
    "core.search_audit": "dpo revisor",
    "core.export_audit": "dpo revisor",
    "core.verify_audit": "dpo revisor",
    "core.report_insight": "dpo revisor",
    "core.see_retention": "admin dpo hr",
    "core.change_retention": "admin",
    "core.see_what_goes": "dpo hr",
    "core.place_hold": "hr",
}

# What belongs to the incident that Signe (medarbejder) reported for Jonas (kollega) and Mette (leder) has taken over.
OF_THE_CASE = {
    "incidents.view_crisis_help": "kollega leder amr",
    "incidents.order_help": "medarbejder kollega leder",
    "incidents.follow_help": "leder",
    "incidents.view_police_report": "kollega leder amr",
    "incidents.decide_police": "leder",
    "incidents.view_learning": "leder amr",  # TR too, once it has been sent to the TRIO
    "incidents.view_measure": "leder amr",
    "incidents.follow_measure": "leder amr",
    "incidents.view_sanction": "leder",
    "incidents.view_sanction_register": OFFICE,
    "incidents.view_letter": "leder",  # Jonas too, once it has been sent
    "incidents.edit_letter": "leder",
    "incidents.approve_letter": "leder chef",
    "incidents.send_letter": "leder",
    "incidents.read_message": OFFICE,
    "incidents.read_next_of_kin": "leder",
    "incidents.view_plan": EVERYONE,
    "incidents.edit_plan": "stedfortraeder amr planejer",
    "incidents.view_plan_introduction": "nyansat amr leder",
    "incidents.show_plan": "amr",
    "incidents.confirm_plan": "nyansat",
    "incidents.see_statistics": "leder chef direktoer andenleder tr amr hr planejer",
}
TABLE = CORE | OF_THE_CASE


def row_of(situation, action):
    """Return the row that an action of the table is tried on."""
    cast, model = situation.cast, permissions.TABLE[action][0].model
    if model in (CrisisHelp, PoliceReport):
        return model.objects.get_or_create(incident=situation.case)[0]
    return {
        Person: lambda: cast.kollega,
        Unit: lambda: cast.office,
        Site: lambda: cast.site,
        Alarm: lambda: Alarm.objects.get(),
        Role: lambda: cast.amr.roles.get(),
        Absence: lambda: situation.absence,
        ChainStep: lambda: ChainStep.objects.get(),
        NextOfKin: lambda: situation.kin,
        Mail: lambda: situation.mail,
        Template: lambda: Template.objects.get(code="incidents.need"),
        Attachment: lambda: Attachment.objects.get(),
        AuditEntry: lambda: AuditEntry.objects.first(),
        Learning: lambda: Learning.objects.get(),
        Measure: lambda: situation.measure,
        Sanction: lambda: situation.sanction,
        Letter: lambda: situation.letter,
        StaffMessage: lambda: situation.message,
        ContingencyPlan: lambda: situation.plan,
        PlanIntroduction: lambda: situation.introduction,
    }.get(model, lambda: model.objects.order_by("pk").first())()


def who(situation, action, row):
    """Return the names of those who may do the action on the row."""
    return {name for name in situation.names if can(situation.cast[name], action, row)}


def named(situation, words):
    """Return the names that a line of the table stands for."""
    return set(situation.names) if words == EVERYONE else set(words.split())


def test_every_action_stands_in_a_table():
    ours = {action for action in permissions.TABLE if action.startswith(("core.", "incidents."))}
    everyones = {"incidents.view_proposal"}  # what was offered to the agenda is read by all
    assert ours == set(TABLE) | set(INCIDENT) | set(BESIDE) | set(ADDING) | everyones
    assert set(TABLE) & set(INCIDENT) == set()


@pytest.mark.parametrize("action", sorted(TABLE))
def test_exactly_these_people_may(situation, action):
    assert who(situation, action, row_of(situation, action)) == named(situation, TABLE[action])


@pytest.mark.parametrize("action", sorted(TABLE))
def test_the_list_and_the_single_row_agree(situation, action):
    row = row_of(situation, action)
    allowed = {name for name in situation.names if rows(situation.cast[name], action).filter(pk=row.pk).exists()}
    assert allowed == named(situation, TABLE[action])


@pytest.mark.parametrize(
    "action", ["core.change_person", "core.change_unit", "core.change_role", "core.change_site", "core.search_audit"]
)
def test_who_makes_new_rows_is_who_may_change_every_row(situation, action):
    assert {name for name in situation.names if may_add(situation.cast[name], action)} == named(
        situation, TABLE[action]
    )


@pytest.mark.parametrize("action", sorted(OF_THE_CASE))
@pytest.mark.parametrize("name", ["leder", "amr"])
def test_whoever_is_implicated_sees_nothing_that_belongs_to_the_case(situation, action, name):
    row = row_of(situation, action)
    if type(row) in (ContingencyPlan, PlanIntroduction, Person):
        return
    Incident.implicated.through.objects.create(incident=situation.case, person=situation.cast[name])
    assert not can(situation.cast[name], action, row)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_somebody_who_has_left_may_do_nothing(situation, action):
    row = row_of(situation, action)
    Person.objects.update(active_to=NOW.date().replace(day=4))
    assert who(situation, action, row) == set()


def test_a_role_that_ends_takes_its_rights_with_it(situation):
    Role.objects.filter(
        kind__in=["admin", "hr", "plan_owner", "data_protection", "auditor", "safety_rep", "service", "leader"]
    ).update(ends_on=NOW.date())
    before = {
        action: who(situation, action, row_of(situation, action))
        for action in (
            "core.change_person",
            "core.read_audit",
            "core.change_site",
            "core.test_alarm",
            "core.change_chain",
        )
    }
    assert before == {action: named(situation, TABLE[action]) for action in before}
    with time_machine.travel(NOW.replace(day=6), tick=False):
        assert {action: who(situation, action, row_of(situation, action)) for action in before} == {
            action: set() for action in before
        }


def test_a_deputy_has_the_leaders_rights_over_the_chain_for_neither_more_nor_less_than_the_absence(situation):
    situation.cast.away("leder", deputy="mentor")
    assert not can(situation.cast["mentor"], "core.change_chain", situation.cast.office)  # a deputy's right is per case
    assert can(situation.cast["mentor"], "incidents.manage", situation.case)
    assert can(situation.cast["mentor"], "incidents.follow_measure", situation.measure)
    with time_machine.travel(NOW.replace(day=6), tick=False):
        assert not can(situation.cast["mentor"], "incidents.follow_measure", situation.measure)


def test_what_was_learned_reaches_the_union_representative_when_it_is_sent_to_the_trio(situation):
    learning = Learning.objects.get()
    assert not can(situation.cast["tr"], "incidents.view_learning", learning)
    Learning.objects.update(sent_to_trio_at=NOW)
    assert can(situation.cast["tr"], "incidents.view_learning", learning)


def test_a_plan_owner_of_one_part_looks_after_that_part_alone(situation):
    Role.objects.filter(person=situation.cast.planejer).update(unit=situation.cast.other_office)
    for action, here, elsewhere in (
        ("core.change_chain", situation.cast.other_office, situation.cast.office),
        ("core.check_contacts", situation.cast.other_office, situation.cast.office),
    ):
        assert can(situation.cast["planejer"], action, here)
        assert not can(situation.cast["planejer"], action, elsewhere)
    assert not can(situation.cast["planejer"], "incidents.edit_plan", situation.plan)
