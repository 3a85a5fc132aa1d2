"""Several may propose a sanction; nobody but a leader decides (INC-34, INC-35, INC-38)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404

from core.models import Mail
from core.permissions import can
from incidents.actions import sanctions
from incidents.models import Sanction
from incidents.rules import measures
from tests.incidents.lettercases import MONDAY, LetterCase

pytestmark = pytest.mark.django_db
WHY = "Borgeren er kommet tilbage to gange siden."


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


@pytest.mark.parametrize("who", ["employee", "colleague", "rep", "leader"])
def test_affected_reporter_safety_rep_and_leader_may_propose(case, who):
    found = sanctions.propose(case.incident, by=getattr(case, who), measure="access_ban", reason=WHY)
    assert (found.state, found.decided_by, found.proposed_by) == ("proposed", None, getattr(case, who))


def test_somebody_outside_the_case_learns_nothing_of_it(case):
    outsider = case.director
    assert not can(outsider, "incidents.propose_sanction", case.incident)
    with pytest.raises(Http404):
        sanctions.propose(case.incident, by=outsider, measure="access_ban", reason=WHY)
    assert not Sanction.objects.exists()


def test_an_implicated_leader_can_neither_propose_nor_decide(case):
    case.incident.implicated.add(case.leader)
    with pytest.raises(Http404):
        sanctions.propose(case.incident, by=case.leader, measure="access_ban", reason=WHY)


def test_a_proposal_needs_a_whole_sentence(case):
    with pytest.raises(ValidationError):
        sanctions.propose(case.incident, by=case.employee, measure="access_ban", reason="Fordi")


def test_proposing_twice_gives_one_proposal(case):
    first = sanctions.propose(case.incident, by=case.employee, measure="access_ban", reason=WHY)
    assert sanctions.propose(case.incident, by=case.rep, measure="access_ban", reason=WHY) == first


def test_the_responsible_leader_is_told_in_a_mail_without_content(case):
    sanctions.propose(case.incident, by=case.employee, measure="access_ban", reason=WHY)
    mail = Mail.objects.get(notice="N-45")
    assert mail.receiver == case.leader
    assert "forbud" not in str(mail.context).lower() and "Kim" not in str(mail.context)


def test_the_category_suggests_and_decides_nothing(case):
    suggested = [one.measure for one in measures.suggested(case.incident)]
    assert suggested == [
        "police_report",
        "compensation",
        "access_ban",
        "written_warning",
        "by_appointment",
        "second_person",
    ]
    assert all(one.reason for one in measures.suggested(case.incident))
    assert not Sanction.objects.exists()


def test_category_c_suggests_nothing(case):
    case.incident.category = "C"
    assert measures.suggested(case.incident) == []


def test_a_proposer_sees_own_proposals_on_the_page_and_no_decision(case, client):
    case.decide("phone_only")
    sanctions.propose(case.incident, by=case.employee, measure="access_ban", reason=WHY)
    client.force_login(case.employee)
    page = client.get(f"/incidents/{case.incident.pk}/sanctions/").content.decode()
    assert "Adgangsforbud" in page and WHY in page and "Tag stilling" not in page
    client.force_login(case.director)
    assert client.get(f"/incidents/{case.incident.pk}/sanctions/").status_code == 404


def test_the_page_refuses_nonsense_with_words_and_keeps_what_was_typed(case, client):
    client.force_login(case.employee)
    answer = client.post(f"/incidents/{case.incident.pk}/sanctions/", {"measure": "hang", "reason": "Kort"})
    assert (
        answer.status_code == 422
        and "Skriv begrundelsen i mindst én hel sætning." in answer.content.decode()
        and "Kort" in answer.content.decode()
    )
