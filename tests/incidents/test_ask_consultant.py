"""A leader asks SFK for a proposal in one case; SFK sees number, category and form, and never who or what (INC-38)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core.models import AuditEntry, Mail, Todo
from core.permissions import Forbidden, can
from incidents.actions import sanctions
from incidents.models import Incident, ProposalRequest, Sanction
from tests.incidents.cases import FRIDAY, Case, away, person, role

pytestmark = pytest.mark.django_db
WHY = "Borgeren er kommet tilbage to gange siden."


@pytest.fixture
def case():
    with time_machine.travel(FRIDAY, tick=False):
        found = Case()
        found.consultant = person("Sanne Sfk", found.department)
        role(found.consultant, "consultant", found.department)
        Incident.objects.filter(pk=found.incident.pk).update(narrative="Kim skreg ad Bo i skranken.")
        yield found


def page(client, who, found):
    """Open the page of a request as somebody."""
    client.force_login(who, backend="core.signin.PersonBackend")
    return client.get(reverse("incidents:asked_proposal", args=[found.pk]))


def test_the_consultant_sees_number_category_and_form_and_nothing_of_the_case(client, case):
    found = sanctions.ask_consultant(case.incident, by=case.leader)
    html = page(client, case.consultant, found).content.decode()
    assert case.incident.number in html
    assert case.incident.get_channel_display() in html
    for secret in ("Kim", "skreg", case.employee.name, case.colleague.name, case.site.name):
        assert secret not in html
    assert not can(case.consultant, "incidents.view", case.incident)
    assert client.get(reverse("incidents:incident", args=[case.incident.pk])).status_code == 404
    assert AuditEntry.objects.filter(action="incidents.proposal_request_opened", actor=case.consultant).exists()


def test_the_consultant_gets_a_to_do_and_a_mail_that_tells_nothing(case):
    found = sanctions.ask_consultant(case.incident, by=case.leader)
    mail = Mail.objects.get(notice="N-53")
    assert mail.receiver == case.consultant and set(mail.context) <= {"frist"}
    todo = Todo.objects.get(code="incidents.asked_proposal")
    assert (todo.owner, todo.subject_id, todo.about) == (case.consultant, found.pk, None)


def test_the_answer_is_a_proposal_that_only_a_leader_decides(client, case):
    found = sanctions.ask_consultant(case.incident, by=case.leader)
    client.force_login(case.consultant, backend="core.signin.PersonBackend")
    address = reverse("incidents:asked_proposal", args=[found.pk])
    assert client.post(address, {"measure": "", "reason": ""}).status_code == 422
    assert client.post(address, {"measure": "by_appointment", "reason": WHY}).status_code == 302
    proposal = Sanction.objects.get()
    assert (proposal.state, proposal.proposed_by, proposal.proposal_reason) == ("proposed", case.consultant, WHY)
    assert Mail.objects.get(notice="N-45").receiver == case.leader
    assert Todo.objects.get(code="incidents.asked_proposal").state == "done"
    assert client.get(address).status_code == 404  # answered: nothing is left to see
    with pytest.raises(Http404):
        sanctions.answer_request(found, by=case.consultant, measure="access_ban", reason=WHY)
    assert not can(case.consultant, "incidents.decide_sanction", case.incident)


def test_asking_twice_asks_once(case):
    assert sanctions.ask_consultant(case.incident, by=case.leader) == sanctions.ask_consultant(
        case.incident, by=case.leader
    )
    assert Mail.objects.filter(notice="N-53").count() == 1


@pytest.mark.parametrize("who", ["employee", "colleague", "rep", "consultant"])
def test_nobody_but_who_decides_asks(case, who):
    with pytest.raises((Http404, Forbidden)):
        sanctions.ask_consultant(case.incident, by=getattr(case, who))
    assert not ProposalRequest.objects.exists()


def test_an_implicated_or_absent_consultant_is_not_asked_and_the_leader_is_told(case):
    case.incident.implicated.add(case.consultant)
    with pytest.raises(ValidationError, match="ingen SFK"):
        sanctions.ask_consultant(case.incident, by=case.leader)
    case.incident.implicated.clear()
    away(case.consultant, day=FRIDAY.date())
    with pytest.raises(ValidationError, match="ingen SFK"):
        sanctions.ask_consultant(case.incident, by=case.leader)


def test_the_sight_ends_with_the_role_the_case_and_a_conflict(case):
    found = sanctions.ask_consultant(case.incident, by=case.leader)

    def sees():
        from core.models import Person

        return can(Person.objects.get(pk=case.consultant.pk), "incidents.answer_proposal_request", found)

    assert sees()
    case.incident.implicated.add(case.consultant)
    assert not sees()
    case.incident.implicated.clear()
    Incident.objects.filter(pk=case.incident.pk).update(state="closed", closed_at=FRIDAY)
    assert not sees()
    Incident.objects.filter(pk=case.incident.pk).update(state="in_progress", closed_at=None)
    case.consultant.roles.all().delete()
    assert not sees()
