"""A leader decides with reason, proportion and dates; an access ban belongs to the leader's leader.

Nobody in an own case (INC-37, INC-38, Q33).
"""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from core.models import Absence, Mail, Todo
from core.states import StepRefused
from incidents.actions import sanctions
from incidents.models import Alert, Sanction
from incidents.rules import measures
from tests.incidents.lettercases import MONDAY, REASON, LetterCase, ban, put, values

pytestmark = pytest.mark.django_db
WHY = "Borgeren er kommet tilbage to gange siden."


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def faults(case, by=None, measure="phone_only", **more):
    """Return {field: code} of what a decision is refused for."""
    with pytest.raises(ValidationError) as refused:
        sanctions.decide(case.incident, by=by or case.leader, measure=measure, values=values(**more))
    return {name: errors[0].code for name, errors in refused.value.error_dict.items()}


def test_a_leader_decides_and_the_decision_is_locked_with_a_hash(case):
    found = case.decide("phone_only")
    assert (found.state, found.decided_by, found.reason) == ("in_force", case.leader, REASON)
    assert measures.is_unchanged(found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.filter(pk=found.pk).update(ends_on=date(2027, 9, 1))


def test_a_decision_that_was_tampered_with_is_seen(case):
    found = case.decide("phone_only")
    found.reason = "Noget andet."
    assert not measures.is_unchanged(found)


def test_a_decision_that_begins_later_waits_as_approved(case):
    assert case.decide("phone_only", starts_on=date(2027, 2, 15)).state == "approved"


def test_a_proposal_can_be_changed_when_it_is_approved(case):
    proposal = sanctions.propose(case.incident, by=case.employee, measure="writing_only", reason=WHY)
    found = sanctions.approve(proposal, by=case.leader, values=values(measure="phone_only"))
    assert (found.measure, found.was_changed) == ("phone_only", True)
    assert Mail.objects.get(notice="N-46").receiver == case.employee


def test_a_rejected_proposal_keeps_its_reason_and_the_proposer_is_told(case):
    proposal = sanctions.propose(case.incident, by=case.employee, measure="writing_only", reason=WHY)
    found = sanctions.reject(proposal, by=case.leader, reason="En samtale er nok i første omgang.")
    assert (found.state, found.end_reason) == ("rejected", "En samtale er nok i første omgang.")
    assert Mail.objects.filter(notice="N-46", receiver=case.employee).exists()
    with pytest.raises(StepRefused):
        sanctions.approve(found, by=case.leader, values=values())


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"ends_on": None}, "ends_on", "endless"),
        ({"ends_on": date(2027, 2, 1)}, "ends_on", "order"),
        ({"ends_on": date(2027, 12, 8)}, "ends_on", "long"),
        ({"starts_on": None}, "starts_on", "required"),
        ({"review_on": None}, "review_on", "required"),
        ({"review_on": date(2028, 1, 1)}, "review_on", "range"),
        ({"reason": "Nej"}, "reason", "reason"),
        ({"proportionality": ""}, "proportionality", "reason"),
        ({"what_to_do": ""}, "what_to_do", "required"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused_by_field(case, more, field, code):
    assert faults(case, **more)[field] == code
    assert not Sanction.objects.filter(state__in=["approved", "in_force"]).exists()


def test_a_long_period_is_possible_with_a_reason(case):
    found = case.decide(
        "phone_only",
        ends_on=date(2027, 12, 8),
        review_on=date(2027, 6, 1),
        why_longer="Det er sket tre gange på et år.",
    )
    assert found.ends_on == date(2027, 12, 8) and "tre gange" in found.proportionality


def test_only_a_leader_of_the_case_decides(case):
    for by in (case.employee, case.colleague, case.rep, case.chief):
        with pytest.raises((PermissionDenied, Http404, ValidationError)):
            sanctions.decide(case.incident, by=by, measure="phone_only", values=values())
    assert not Sanction.objects.exists()


def test_nobody_decides_in_an_own_case_and_is_told_who_does(case):
    case.incident.also_affected.add(case.leader)
    with pytest.raises(sanctions.OwnCase) as refused:
        sanctions.decide(case.incident, by=case.leader, measure="phone_only", values=values())
    assert "Du er selv den ramte" in refused.value.messages[0]


def test_the_deputy_of_the_absent_leader_decides(case):
    Absence.objects.create(person=case.leader, deputy=case.deputy, starts_on=date(2027, 2, 8))
    assert (
        sanctions.decide(case.incident, by=case.deputy, measure="phone_only", values=values()).decided_by == case.deputy
    )


# -- access ban ----------------------------------------------------------------------------------------------------
def test_the_nearest_leader_sends_a_ban_up_and_the_leaders_leader_decides(case):
    proposal = sanctions.propose(case.incident, by=case.leader, measure="access_ban", reason=WHY)
    with pytest.raises(ValidationError) as refused:
        sanctions.approve(proposal, by=case.leader, values=ban())
    assert case.chief.name in refused.value.messages[0]
    decider = sanctions.send_ban_up(proposal, by=case.leader, values=ban())
    assert decider.person == case.chief
    assert Alert.objects.get(kind="ban").person == case.chief
    assert Mail.objects.get(notice="N-38").receiver == case.chief
    waiting = Todo.objects.get(code=sanctions.BAN)
    assert (waiting.owner, waiting.state) == (case.chief, "open")
    found = sanctions.approve(proposal, by=case.chief, values=ban())
    waiting.refresh_from_db()
    assert (found.state, found.decided_by, waiting.state) == ("in_force", case.chief, "done")
    assert Alert.objects.get(kind="ban").ended_at


def test_the_deputy_of_the_leaders_leader_is_asked_while_away(case):
    Absence.objects.create(person=case.chief, deputy=case.director, starts_on=date(2027, 2, 8))
    proposal = sanctions.propose(case.incident, by=case.leader, measure="access_ban", reason=WHY)
    assert sanctions.send_ban_up(proposal, by=case.leader, values=ban()).person == case.director
    assert sanctions.approve(proposal, by=case.director, values=ban()).decided_by == case.director


def test_an_implicated_leaders_leader_is_passed_over(case):
    case.incident.implicated.add(case.chief)
    assert measures.ban_decider(case.incident).person == case.director


def test_without_the_setting_the_leader_decides_a_ban(case):
    put("ban_needs_leaders_leader", "0")
    assert sanctions.decide(case.incident, by=case.leader, measure="access_ban", values=ban()).decided_by == case.leader


def test_a_ban_needs_a_hearing_and_a_lawyer(case):
    found = faults(case, by=case.chief, measure="access_ban", is_formal_decision=True)
    assert found == {"heard_on": "unheard", "legal_checked_by": "lawyer"}


# -- what follows --------------------------------------------------------------------------------------------------
def test_a_restriction_opens_its_end_the_staff_message_and_the_journal_note(case):
    found = case.decide("phone_only")
    end = Todo.objects.about(found).get(code=sanctions.END)
    assert end.due_at.date() == date(2027, 5, 8) and end.owner == case.leader
    assert case.todo("staff_message").state == "open" and case.todo("journal_note").state == "open"
    assert case.todo("sanctions").state == "done"


def test_the_step_waits_while_a_proposal_waits(case):
    sanctions.propose(case.incident, by=case.employee, measure="access_ban", reason=WHY)
    case.decide("phone_only")
    assert case.todo("sanctions").state == "open"


def test_the_page_asks_before_it_approves_and_then_does(case, client):
    client.force_login(case.leader)
    data = {
        name: f"{value:%d.%m.%Y}" if hasattr(value, "year") else value
        for name, value in values(measure="phone_only", site=case.site.pk).items()
    }
    address = f"/incidents/{case.incident.pk}/sanctions/new/"
    question = client.post(address, data).content.decode()
    assert "Vil du godkende sanktionen?" in question and not Sanction.objects.exists()
    assert client.post(address, data | {"confirmed": "yes"}).status_code == 302
    assert Sanction.objects.get().state == "in_force"


def test_the_page_shows_what_is_missing_next_to_the_field(case, client):
    client.force_login(case.leader)
    answer = client.post(
        f"/incidents/{case.incident.pk}/sanctions/new/",
        {"measure": "phone_only", "reason": REASON, "ends_on": "32.13.2027"},
    )
    assert answer.status_code == 422 and REASON in answer.content.decode()


def test_somebody_affected_who_leads_gets_a_page_that_says_who_decides(case, client):
    case.incident.also_affected.add(case.leader)
    client.force_login(case.leader)
    answer = client.get(f"/incidents/{case.incident.pk}/sanctions/new/?measure=phone_only")
    assert answer.status_code == 403 and "Du er selv den ramte" in answer.content.decode()
