"""Take over, hand on, look after, keep out (INC-22, INC-25; attack 3)."""

import threading

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404

from core import outbox, reminders
from core.models import AuditEntry, Mail, Todo
from core.permissions import Forbidden, can
from incidents import steps
from incidents.actions import category, taking_over
from incidents.models import Incident
from tests.incidents.reported import NOW, Cast, at_minute, browser, send

WHY = "Hun har selv en del i det, der skete."


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def mails(notice):
    return sorted(mail.receiver.email.split("@")[0] for mail in Mail.objects.filter(notice=notice))


def after(cast, minutes):
    """Send a report and let the clock run so long."""
    incident = send(cast, reporter="medarbejder", affected="kollega")
    with time_machine.travel(at_minute(minutes), tick=False):
        reminders.sweep()
    return incident


# -- taking over -----------------------------------------------------------------------------------------------------
def test_the_leader_takes_over_and_everybody_knows(cast):
    incident = taking_over.take_over(after(cast, 15), by=cast["leder"])
    assert (incident.state, incident.responsible, incident.taken_over_at) == ("received", cast.leder, NOW)
    assert not incident.alerts.filter(kind__in=["chain", "care"], ended_at=None).exists()
    assert mails("N-21") == ["kollega", "medarbejder"] and mails("N-49") == ["stedfortraeder"]
    assert steps.find(incident, steps.TAKE_OVER).state == "done"
    leaders = Todo.objects.about(incident).open().filter(owner_role="leader")
    assert leaders.exists() and {todo.owner for todo in leaders} == {cast.leder}
    assert steps.find(incident, "incidents.evidence").owner == cast.kollega


def test_the_others_lose_access_and_no_reminder_follows(cast):
    incident = taking_over.take_over(after(cast, 15), by=cast["leder"])
    assert not can(cast["stedfortraeder"], "incidents.view", incident)
    with time_machine.travel(at_minute(300), tick=False):
        reminders.sweep()
    assert not incident.alerts.filter(person=cast.direktoer, kind="chain").exists()


def test_who_is_relieved_gets_the_mail_although_the_access_has_ended(cast):
    taking_over.take_over(after(cast, 15), by=cast["leder"])
    outbox.deliver_waiting(at=at_minute(1))
    assert Mail.objects.get(notice="N-49").state == "sent"


def test_the_second_leader_is_told_who_was_first(cast):
    incident = after(cast, 15)
    taking_over.take_over(incident, by=cast["leder"])
    answered = browser(cast["stedfortraeder"]).post(f"/incidents/{incident.pk}/take-over/", follow=True)
    assert f"{cast.leder.name} overtog hændelsen kl. 14.05. Du behøver ikke gøre mere." in answered.content.decode()


def test_pressing_twice_is_once(cast):
    incident = send(cast)
    taking_over.take_over(incident, by=cast["leder"])
    taking_over.take_over(incident, by=cast["leder"])
    assert Mail.objects.filter(notice="N-21").count() == 1


@pytest.mark.parametrize("name", ["chef", "andenleder", "admin", "dpo"])
def test_whoever_was_not_told_finds_nothing(cast, name):
    incident = send(cast)
    with pytest.raises(Http404):
        taking_over.take_over(incident, by=cast[name])
    assert browser(cast[name]).post(f"/incidents/{incident.pk}/take-over/").status_code == 404


@pytest.mark.parametrize("name", ["amr", "tr", "hr", "medarbejder"])
def test_whoever_may_see_it_but_leads_nobody_is_refused(cast, name):
    with pytest.raises(Forbidden):
        taking_over.take_over(send(cast), by=cast[name])


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_make_one_responsible():
    with time_machine.travel(NOW, tick=False):
        cast = Cast()
        incident, results = after(cast, 45), []

        def press(name):
            try:
                taking_over.take_over(Incident.objects.get(pk=incident.pk), by=cast[name])
                results.append(name)
            except taking_over.TakenOver as first:
                results.append(str(first))
            finally:
                connection.close()

        names = ["leder", "stedfortraeder", "chef", "direktoer"] * 4
        threads = [threading.Thread(target=press, args=[name]) for name in names]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        incident.refresh_from_db()
    won = {result for result in results if " " not in result}
    assert len(results) == 16 and len(won) == 1
    assert incident.responsible.email.split("@")[0] == won.pop()
    assert Mail.objects.filter(notice="N-21").count() == 2


# -- handing on ------------------------------------------------------------------------------------------------------
def test_the_responsibility_is_given_to_another_leader_with_a_reason(cast):
    incident = category.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    incident = taking_over.hand_over(incident, to=cast["chef"], by=cast["leder"], reason="Jeg går på ferie i morgen.")
    assert incident.responsible == cast.chef
    assert mails("N-50") == ["chef"]
    assert not Todo.objects.about(incident).open().filter(owner=cast.leder).exists()


@pytest.mark.parametrize(
    ("to", "reason"),
    [("medarbejder", "Jeg går på ferie i morgen."), ("chef", "nej"), ("leder", "Jeg går på ferie i morgen.")],
)
def test_not_to_the_affected_not_without_reason_not_to_oneself(cast, to, reason):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    with pytest.raises(ValidationError):
        taking_over.hand_over(incident, to=cast[to], by=cast["leder"], reason=reason)


# -- care ------------------------------------------------------------------------------------------------------------
def test_amr_takes_the_care_until_a_leader_takes_over(cast):
    incident = taking_over.take_care(send(cast), by=cast["amr"])
    assert incident.care_by == cast.amr and mails("N-43") == ["leder"]
    assert steps.find(incident, "incidents.talk").owner == cast.amr
    assert can(cast["amr"], "incidents.do_care_steps", incident) and can(
        cast["amr"], "incidents.read_next_of_kin", _kin(cast)
    )
    for action in ("manage", "decide_sanction", "write_letter", "close"):
        assert not can(cast["amr"], f"incidents.{action}", incident)
    incident = taking_over.take_over(incident, by=cast["leder"])
    assert incident.care_returned_at == NOW and mails("N-44") == ["amr"]
    assert not can(cast["amr"], "incidents.do_care_steps", incident)
    assert steps.find(incident, "incidents.talk").owner == cast.leder


def _kin(cast):
    from core.models import NextOfKin

    return NextOfKin.objects.create(person=cast.medarbejder, name="Bo", phone="10 20 30 40", updated_at=NOW)


def test_amr_hands_the_care_back(cast):
    incident = taking_over.take_care(send(cast), by=cast["amr"])
    incident = taking_over.return_care(incident, by=cast["amr"])
    assert incident.care_returned_at and steps.find(incident, "incidents.talk").owner is None
    assert not can(cast["amr"], "incidents.do_care_steps", incident)


def test_no_care_to_take_when_a_leader_has_it(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    with pytest.raises(taking_over.TakenOver):
        taking_over.take_care(incident, by=cast["amr"])


# -- the implicated ----------------------------------------------------------------------------------------------------
def test_an_implicated_leader_is_shut_out_and_the_next_is_told(cast):
    incident = send(cast)
    incident = taking_over.implicate(incident, cast["leder"], by=cast["medarbejder"], reason=WHY)
    assert not can(cast["leder"], "incidents.view", incident)
    assert browser(cast["leder"]).get(f"/incidents/{incident.pk}/").status_code == 404
    assert mails("N-02") == ["stedfortraeder"]
    assert steps.find(incident, steps.TAKE_OVER).owner == cast.stedfortraeder
    assert can(cast["stedfortraeder"], "incidents.take_over", incident)
    outbox.deliver_waiting(at=at_minute(1))
    assert Mail.objects.get(notice="N-01").state == "dropped"


def test_an_implicated_responsible_leader_loses_the_case_to_the_next_link(cast):
    incident = category.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    incident = taking_over.implicate(incident, cast["leder"], by=cast["medarbejder"], reason=WHY)
    assert (incident.responsible, incident.state) == (cast.stedfortraeder, "in_progress")
    assert not Todo.objects.about(incident).open().filter(owner=cast.leder).exists()
    assert not can(cast["leder"], "incidents.view", incident)


def test_the_clock_never_tells_an_implicated_link(cast):
    incident = taking_over.implicate(send(cast), cast["chef"], by=cast["leder"], reason=WHY)
    with time_machine.travel(at_minute(120), tick=False):
        reminders.sweep()
    assert not incident.alerts.filter(person=cast.chef).exists()
    assert incident.alerts.filter(person=cast.direktoer).exists()


@pytest.mark.parametrize("name", ["amr", "tr", "hr"])
def test_an_implicated_representative_sees_nothing(cast, name):
    incident = taking_over.implicate(send(cast), cast[name], by=cast["leder"], reason=WHY)
    assert not can(cast[name], "incidents.view", incident)


def test_the_affected_is_never_shut_out(cast):
    with pytest.raises(ValidationError):
        taking_over.implicate(send(cast), cast["medarbejder"], by=cast["leder"], reason=WHY)


def test_a_reason_is_needed_and_strangers_may_not(cast):
    incident = send(cast)
    with pytest.raises(ValidationError):
        taking_over.implicate(incident, cast["leder"], by=cast["medarbejder"], reason="")
    with pytest.raises(Http404):
        taking_over.implicate(incident, cast["leder"], by=cast["andenmedarbejder"], reason=WHY)


# -- shut out by mistake -----------------------------------------------------------------------------------------------
def test_shutting_somebody_out_asks_first_and_says_who_it_is_and_what_moves(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    client, path = browser(cast["medarbejder"]), f"/incidents/{incident.pk}/implicate/"
    typed = {"person": cast["leder"].name, "reason": WHY}
    page = client.post(path, typed).content.decode()
    assert "Ansvaret går til den næste leder." in page and cast["leder"].unit.name in page
    assert not incident.implicated.exists()
    client.post(path, typed | {"confirmed": "yes"})
    assert list(incident.implicated.all()) == [cast["leder"]]


def test_a_decider_lets_somebody_in_again_with_a_reason_and_the_one_shut_out_does_not(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    taking_over.implicate(incident, cast["amr"], by=cast["medarbejder"], reason=WHY)
    with pytest.raises(Http404):
        taking_over.admit(incident, cast["amr"], by=cast["amr"], reason=WHY)
    with pytest.raises(ValidationError):
        taking_over.admit(incident, cast["amr"], by=cast["leder"], reason="nej")
    client, path = browser(cast["leder"]), f"/incidents/{incident.pk}/admit/"
    assert "Luk en person ind igen" in client.get(f"/incidents/{incident.pk}/").content.decode()
    client.post(path, {"person": cast["amr"].pk, "reason": "Det var en anden med samme navn."})
    assert can(cast["amr"], "incidents.view", incident)
    assert AuditEntry.objects.filter(action="incidents.admitted").exists()
    assert client.get(path).status_code == 302


def test_responsibility_is_given_to_leaders_of_the_chain_only(cast):
    incident = taking_over.take_over(send(cast, affected="kollega"), by=cast["leder"])
    for name in ("medarbejder", "amr", "andenleder"):
        with pytest.raises(ValidationError):
            taking_over.hand_over(incident, to=cast[name], by=cast["leder"], reason=WHY)
