"""What is done after an incident, one verb at a time: success and refusal side by side, and what must never be
stored.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404

from core import calendar
from core.models import AuditEntry, Mail, NextOfKin
from core.permissions import Forbidden
from core.states import StepRefused
from incidents.actions import (
    briefing,
    calls,
    crisis,
    injury,
    next_of_kin,
    police,
    return_to_work,
    safetynet,
    supervision,
    talks,
)
from incidents.models import CrisisHelp, Incident, PoliceReport, Talk
from tests.incidents.cases import FRIDAY, Case, at

pytestmark = pytest.mark.django_db
NOW = FRIDAY + timedelta(minutes=40)


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


def actions(incident):
    """Return the audit actions of the incident, oldest first."""
    return list(
        AuditEntry.objects.filter(subject_type="incidents.incident", subject_id=incident.pk).values_list(
            "action", flat=True
        )
    )


# -- talk ----------------------------------------------------------------------------------------------------------
def test_leader_notes_the_talk_and_the_step_is_done_with_company_when_somebody_goes_along(case):
    talk, is_new = talks.record_talk(
        case.incident, by=case.leader, held_at=NOW, held_with=case.leader, home_with="Kaj", transport="bil"
    )
    assert is_new and talk.by == case.leader
    assert case.todo("talk").state == "done"
    assert case.todo("company").state == "done"
    assert "incidents.talk_recorded" in actions(case.incident)


def test_two_presses_write_one_talk(case):
    values = {"held_at": NOW, "held_with": case.leader, "home_with": "", "transport": ""}
    talks.record_talk(case.incident, by=case.leader, **values)
    _talk, is_new = talks.record_talk(case.incident, by=case.leader, **values)
    assert not is_new
    assert Talk.objects.count() == 1


def test_amr_with_the_care_may_note_the_talk_and_without_it_may_not(case):
    with pytest.raises(Forbidden):
        talks.record_talk(case.incident, by=case.rep, held_at=NOW, held_with=case.rep)
    Incident.objects.filter(pk=case.incident.pk).update(care_by=case.rep, care_taken_at=NOW)
    talks.record_talk(case.incident, by=case.rep, held_at=NOW, held_with=case.rep)
    assert case.todo("talk").done_by == case.rep


def test_somebody_without_a_relation_does_not_learn_that_the_incident_exists(case):
    from tests.core.workplace import person

    with pytest.raises(Http404):
        talks.record_talk(case.incident, by=person("Fremmed Fyr", case.top), held_at=NOW, held_with=case.leader)


def test_an_implicated_leader_is_shut_out_even_as_the_responsible_one(case):
    case.incident.implicated.add(case.leader)
    with pytest.raises(Http404):
        talks.record_talk(case.incident, by=case.leader, held_at=NOW, held_with=case.leader)


def test_a_closed_incident_is_not_changed(case):
    Incident.objects.filter(pk=case.incident.pk).update(state="closed", closed_at=NOW)
    with pytest.raises(ValidationError):
        talks.record_talk(case.incident, by=case.leader, held_at=NOW, held_with=case.leader)


def test_answer_to_the_joint_talk_is_kept(case):
    talks.record_joint_talk(case.incident, by=case.leader, wish="some")
    assert case.todo("joint_talk").state == "done"


# -- next of kin ---------------------------------------------------------------------------------------------------
@pytest.fixture
def kin(case):
    return NextOfKin.objects.create(
        person=case.employee, name="Ida Iversen", relation="søster", phone="11 22 33 44", updated_at=NOW
    )


def test_opening_the_list_is_logged_with_the_reason_and_told_at_once(case, kin):
    entries = next_of_kin.open_list(case.incident, by=case.leader, reason="Medarbejderen skal ikke være alene hjemme.")
    assert entries == [kin]
    entry = AuditEntry.objects.get(action="incidents.next_of_kin_opened")
    assert entry.is_read and entry.actor == case.leader and entry.reason.startswith("Medarbejderen skal")
    own = AuditEntry.objects.get(action="core.next_of_kin_opened")
    assert (own.subject_type, own.subject_id) == ("core.person", case.employee.pk)
    mail = Mail.objects.get(notice="N-24")
    assert mail.receiver == case.employee
    assert mail.context["rolle"] == "Din leder"


def test_the_mail_about_the_list_holds_nothing_of_the_case(case, kin):
    next_of_kin.open_list(case.incident, by=case.leader, reason="Medarbejderen skal ikke være alene hjemme.")
    context = str(Mail.objects.get(notice="N-24").context)
    assert "Ida" not in context and "alene" not in context


def test_the_list_stays_shut_without_a_whole_sentence(case, kin):
    with pytest.raises(ValidationError):
        next_of_kin.open_list(case.incident, by=case.leader, reason="Fordi.")
    assert not Mail.objects.filter(notice="N-24").exists()
    assert "incidents.next_of_kin_opened" not in actions(case.incident)


@pytest.mark.parametrize("who", ["rep", "hr", "colleague", "employee"])
def test_nobody_else_opens_the_list(case, kin, who):
    with pytest.raises((Forbidden, Http404)):
        next_of_kin.open_list(case.incident, by=getattr(case, who), reason="Jeg vil gerne ringe til nogen nu.")


def test_no_answer_leaves_the_step_waiting_and_a_later_answer_completes_it(case):
    next_of_kin.record_contact(case.incident, by=case.leader, outcome="no_answer", contacted_at=NOW)
    assert case.todo("next_of_kin").state == "open"
    next_of_kin.record_contact(case.incident, by=case.leader, outcome="contacted", contacted_at=NOW)
    assert case.todo("next_of_kin").state == "done"
    assert case.fresh().kin_contact.outcome == "contacted"


# -- crisis help ---------------------------------------------------------------------------------------------------
ORDER = {
    "track": "b",
    "reasons": [],
    "firm": "Nordisk Krisekorps",
    "ordered_at": NOW,
    "spoke_with": "vagthavende",
}


def test_which_relative_was_reached_is_kept_and_stands_encrypted(case):
    contact = next_of_kin.record_contact(
        case.incident, by=case.leader, outcome="contacted", contacted_at=FRIDAY, spoke_with="Thea, søster"
    )
    assert contact.spoke_with == "Thea, søster"
    with connection.cursor() as cursor:
        cursor.execute("select spoke_with from incidents_kincontact")
        assert "Thea" not in cursor.fetchone()[0]
    again = next_of_kin.record_contact(case.incident, by=case.leader, outcome="not_wished", spoke_with="Thea")
    assert again.spoke_with == ""


def test_leader_orders_and_the_first_talk_is_asked_for(case):
    found = crisis.order(case.incident, by=case.leader, **ORDER)
    assert found.state == "ordered" and found.ordered_as_leader
    assert case.todo("crisis_order").state == "done"
    first = case.todo("crisis_first_talk")
    assert first.state == "open" and first.is_obligatory


def test_the_affected_may_order_when_no_leader_answers_and_says_who_was_tried(case):
    with pytest.raises(ValidationError) as refused:
        crisis.order(case.incident, by=case.employee, **ORDER)
    assert "tried" in refused.value.error_dict
    found = crisis.order(case.incident, by=case.employee, tried="Lene Leder kl. 13.30", **ORDER)
    assert not found.ordered_as_leader and found.tried == "Lene Leder kl. 13.30"


def test_the_second_who_orders_is_told_that_it_is_done(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    with pytest.raises(StepRefused):
        crisis.order(case.incident, by=case.leader, **ORDER)


def test_first_talk_stays_red_until_it_is_dated_and_is_done_when_held(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    due = case.todo("crisis_first_talk").due_at
    talk_at = at("2027-02-12 10:00")
    crisis.date_first_talk(case.incident, by=case.leader, first_talk_at=talk_at)
    waiting = case.todo("crisis_first_talk")
    assert waiting.state == "open" and waiting.due_at > due
    assert waiting.due_at == at("2027-02-15 10:00")  # the working day after
    with pytest.raises(ValidationError):
        crisis.record_held(case.incident, by=case.leader)
    with time_machine.travel(at("2027-02-12 12:00"), tick=False):
        crisis.record_held(case.incident, by=case.leader)
    assert case.todo("crisis_first_talk").state == "done"


def test_a_talk_that_was_not_held_needs_a_reason_and_may_be_dated_again(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    with pytest.raises(ValidationError):
        crisis.record_not_held(case.incident, by=case.leader, reason="nej")
    crisis.record_not_held(case.incident, by=case.leader, reason="Medarbejderen sagde nej tak.")
    assert case.todo("crisis_first_talk").state == "done"
    found = crisis.date_first_talk(case.incident, by=case.leader, first_talk_at=at("2027-02-12 10:00"))
    assert found.state == "dated"


def test_crisis_help_has_no_room_for_what_is_said():
    texts = {
        field.name
        for field in CrisisHelp._meta.fields
        if field.get_internal_type() in ("TextField", "EncryptedTextField")
    }
    assert texts <= {"requisition", "reason_not_held"}


def test_help_on_the_site_and_the_cost_are_noted_from_the_order_on_and_a_leader_accepts_it(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    found = crisis.save_practical(
        case.incident, by=case.leader, on_site_asked_at=FRIDAY, extra_fee="Hastetillæg", cost_account="4711"
    )
    assert (found.on_site_asked_at, found.cost_account, found.cost_accepted) == (FRIDAY, "4711", False)
    found = crisis.save_practical(case.incident, by=case.leader, cost_account="4711", cost_accepted=True)
    assert (found.cost_accepted_by, bool(found.cost_accepted_at)) == (case.leader, True)
    found = crisis.save_practical(case.incident, by=case.leader, cost_account="4711", cost_accepted=False)
    assert (found.cost_accepted_by, found.cost_accepted_at) == (None, None)


def test_amr_who_looks_after_the_affected_accepts_no_cost(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    with pytest.raises((Forbidden, Http404)):
        crisis.save_practical(case.incident, by=case.employee, cost_accepted=True)


def test_after_the_third_talk_the_leader_is_asked_about_more(case):
    crisis.order(case.incident, by=case.leader, **ORDER)
    crisis.save_course(case.incident, by=case.leader, planned=4, held=2)
    before = case.todo("counselling").due_at
    crisis.save_course(case.incident, by=case.leader, planned=4, held=3)
    assert case.todo("counselling").due_at == calendar.add_working_days(calendar.now(), 1) != before


# -- police --------------------------------------------------------------------------------------------------------
def test_the_reason_of_a_decision_stands_encrypted_on_the_report_and_not_in_the_log(case):
    police.decide(case.incident, by=case.leader, report=False, reason="Politiet har frarådet det i denne sag.")
    assert PoliceReport.objects.get().reason == "Politiet har frarådet det i denne sag."
    assert not any("frarådet" in f"{entry.reason}{entry.details}" for entry in AuditEntry.objects.all())


def test_a_no_in_category_a_needs_a_reason(case):
    with pytest.raises(ValidationError) as refused:
        police.decide(case.incident, by=case.leader, report=False)
    assert "Skriv, hvorfor det ikke skal anmeldes til politiet." in str(refused.value)
    found = police.decide(
        case.incident, by=case.leader, report=False, reason="Borgeren er under 15 år og er fulgt hjem."
    )
    assert found.state == "not_reported"
    assert case.todo("police").state == "done"


def test_a_yes_waits_until_it_is_reported(case):
    police.decide(case.incident, by=case.leader, report=True, affected_view="Vil gerne have det anmeldt.")
    assert case.todo("police").state == "open"
    found = police.record_report(
        case.incident, by=case.leader, reported_at=NOW, reported_by="Lene Leder", journal_number="0700-1"
    )
    assert found.state == "reported" and case.todo("police").state == "done"
    again = police.record_report(
        case.incident, by=case.leader, reported_at=NOW, reported_by="Lene Leder", journal_number="0700-2"
    )
    assert again.journal_number == "0700-2"


def test_a_reported_case_is_not_turned_into_a_no(case):
    police.record_report(case.incident, by=case.leader, reported_at=NOW, reported_by="Lene Leder")
    with pytest.raises(StepRefused):
        police.decide(case.incident, by=case.leader, report=False, reason="Vi vil alligevel ikke anmelde det.")


def test_only_the_leader_decides_and_the_affected_says_what_they_think(case):
    with pytest.raises(Forbidden):
        police.decide(case.incident, by=case.employee, report=True)
    assert police.state_view(case.incident, by=case.employee, view="Helst ikke.").affected_view == "Helst ikke."


# -- injury --------------------------------------------------------------------------------------------------------
def test_the_fourteen_days_are_counted_anew_from_the_first_day_of_absence(case):
    assert case.todo("injury_report").due_at == at("2027-02-19 23:59")
    assert case.todo("return_to_work") is None
    injury.set_first_absence(case.incident, by=case.hr, day=date(2027, 2, 8))
    todo = case.todo("injury_report")
    assert todo.due_at == at("2027-02-22 23:59") and todo.is_law
    assert any("BEK 799/2022" in reason for reason in todo.reasons)
    assert case.todo("return_to_work").state == "open"


def test_absence_after_something_else_than_violence_opens_the_report_too():
    with time_machine.travel(NOW, tick=False):
        case = Case(category="B", kinds=["loud"])
        assert case.todo("injury_report") is None
        injury.set_first_absence(case.incident, by=case.leader, day=date(2027, 2, 8))
        assert case.todo("injury_report").due_at == at("2027-02-22 23:59")


def test_the_receipt_completes_the_report_and_hr_may_note_it(case):
    injury.record_report(case.incident, by=case.hr, reported_on=date(2027, 2, 5), receipt="12345")
    assert case.todo("injury_report").state == "done"
    with pytest.raises(Forbidden):
        talks.record_joint_talk(case.incident, by=case.hr, wish="no")


def test_a_date_at_the_doctor_completes_the_doctors_step():
    case = Case(kinds=("physical",))
    injury.save_facts(case.incident, by=case.leader, doctor_seen_on=date(2027, 2, 5))
    assert case.todo("doctor").state == "done"


# -- the rest ------------------------------------------------------------------------------------------------------
def test_amr_may_note_the_number_from_safetynet(case):
    safetynet.record_entry(
        case.incident, by=case.rep, number="4711", entered_on=date(2027, 2, 5), helped_by_safety_rep=True
    )
    assert case.todo("safetynet").state == "done"


def test_the_first_call_completes_the_step_and_more_may_follow():
    with time_machine.travel(NOW, tick=False):
        case = Case(likely_elsewhere=True)
        calls.record_call(case.incident, by=case.leader, department="Jobcentret", called="Per", called_at=NOW)
        assert case.todo("department_call").state == "done"
        calls.record_call(case.incident, by=case.leader, department="Biblioteket", called="Eva", called_at=NOW)
        assert case.incident.department_calls.count() == 2


def test_a_briefing_is_noted_with_how_many_were_there(case):
    briefing.record_briefing(case.incident, by=case.leader, held_at=NOW, held_by="Lene Leder", present=9)
    assert case.todo("briefing").state == "done"


def test_the_third_session_asks_the_leader_to_take_part(case):
    supervision.plan_sessions(
        case.incident, by=case.leader, starts={1: at("2027-02-20 10:00"), 2: None, 3: at("2027-03-20 10:00")}
    )
    assert case.todo("supervision").state == "done"
    last = case.todo("supervision_session")
    assert last.due_at == at("2027-03-20 10:00") and last.owner == case.leader
    supervision.record_session(case.incident, by=case.leader, number=3, held="yes", follow_up="Fast makker i skranken")
    assert case.todo("supervision_session").state == "done"


def test_the_way_back_is_agreed_and_followed_up(case):
    injury.set_first_absence(case.incident, by=case.leader, day=date(2027, 2, 8))
    return_to_work.add_initiative(
        case.incident,
        by=case.leader,
        initiative="Kortere dage den første uge.",
        starts_on=date(2027, 2, 15),
        responsible=case.leader,
    )
    assert case.todo("return_to_work").state == "done"
    return_to_work.record_follow_up(case.incident, by=case.leader)
    assert case.todo("return_follow_up").state == "done"


def test_clock_now_is_the_frozen_one(case):
    assert calendar.now() == NOW
