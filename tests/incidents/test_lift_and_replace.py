"""A decision is never altered: it is lifted with a reason, or replaced by a new one (INC-38)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core.models import Todo
from core.states import StepRefused
from incidents.actions import messages, sanctions
from incidents.models import Sanction, StaffMessage
from tests.incidents.lettercases import MONDAY, LetterCase, values

pytestmark = pytest.mark.django_db
ENOUGH = "Borgeren har overholdt aftalen i seks uger."


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def test_lifting_needs_a_reason_and_ends_what_the_staff_were_told(case):
    found = case.decide("phone_only")
    messages.send(
        case.incident,
        by=case.leader,
        text="Vær altid to.",
        site=case.site,
        starts_on=date(2027, 2, 8),
        ends_on=date(2027, 3, 8),
        sanction=found,
    )
    with pytest.raises(ValidationError):
        sanctions.lift(found, by=case.leader, reason="")
    lifted = sanctions.lift(found, by=case.leader, reason=ENOUGH)
    assert (lifted.state, lifted.end_reason, lifted.ended_by) == ("lifted", ENOUGH, case.leader)
    assert StaffMessage.objects.get().withdrawn_at
    assert Todo.objects.about(found).get(code=sanctions.END).state == "open"  # somebody still considers a letter


def test_lifting_twice_is_refused(case):
    found = case.decide("phone_only")
    sanctions.lift(found, by=case.leader, reason=ENOUGH)
    with pytest.raises(StepRefused):
        sanctions.lift(Sanction.objects.get(pk=found.pk), by=case.leader, reason=ENOUGH)


def test_others_than_the_leader_cannot_lift(case):
    found = case.decide("phone_only")
    for by in (case.employee, case.rep, case.colleague):
        with pytest.raises((PermissionDenied, Http404, ValidationError)):
            sanctions.lift(found, by=by, reason=ENOUGH)
    assert Sanction.objects.get().state == "in_force"


def test_a_replacement_is_a_new_decision_and_the_old_one_stands(case):
    old = case.decide("phone_only")
    new = sanctions.replace(old, by=case.leader, measure="writing_only", values=values(ends_on=date(2027, 4, 8)))
    old.refresh_from_db()
    assert (old.state, old.measure, old.ends_on) == ("replaced", "phone_only", date(2027, 5, 8))
    assert (new.replaces, new.state, new.measure) == (old, "in_force", "writing_only")
    assert Todo.objects.about(old).get(code=sanctions.END).state == "done"
    assert Todo.objects.about(new).get(code=sanctions.END).state == "open"


def test_a_replacement_that_is_refused_leaves_the_old_one_in_force(case):
    old = case.decide("phone_only")
    with pytest.raises(ValidationError):
        sanctions.replace(old, by=case.leader, measure="writing_only", values=values(ends_on=None))
    old.refresh_from_db()
    assert old.state == "in_force"


def test_a_restriction_can_be_settled_without_a_letter_with_a_reason(case):
    found = case.decide("phone_only")
    with pytest.raises(ValidationError):
        sanctions.settle_end(found, by=case.leader, note="Nej")
    sanctions.settle_end(found, by=case.leader, note="Borgeren er flyttet fra kommunen.")
    assert Todo.objects.about(found).get(code=sanctions.END).state == "done"


def test_the_pages_ask_first(case, client):
    found = case.decide("phone_only")
    client.force_login(case.leader)
    page = client.get(f"/incidents/sanctions/{found.pk}/lift/").content.decode()
    assert "Vil du ophæve begrænsningen nu?" in page and "Behold begrænsning" in page
    assert client.post(f"/incidents/sanctions/{found.pk}/lift/", {"reason": "x"}).status_code == 422
    assert client.post(f"/incidents/sanctions/{found.pk}/lift/", {"reason": ENOUGH}).status_code == 302
    assert "Skriv til borgeren, at det er slut" in client.get(f"/incidents/sanctions/{found.pk}/").content.decode()
