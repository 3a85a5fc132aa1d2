"""Who is told, in which order, and what the clock does when nobody answers (INC-24, INC-25; R-01, R-02)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import outbox, reminders
from core.models import Mail, Person, Reminder
from core.permissions import can
from incidents import steps
from incidents.actions import taking_over
from incidents.models import Alert
from tests.incidents.reported import NOW, Cast, at_minute, send


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def told(incident, kind="chain"):
    return [
        alert.person.email.split("@")[0] for alert in incident.alerts.filter(kind=kind).order_by("told_at", "order")
    ]


def mails(notice):
    return sorted(mail.receiver.email.split("@")[0] for mail in Mail.objects.filter(notice=notice))


def sweep(minutes):
    with time_machine.travel(at_minute(minutes), tick=False):
        reminders.sweep()


def test_at_once_the_leader_amr_and_tr_are_told_and_the_reporter_gets_a_receipt(cast):
    incident = send(cast)
    assert told(incident) == ["leder"]
    assert told(incident, "care") == ["amr"] and told(incident, "information") == ["tr"]
    assert (
        mails("N-01") == ["leder"]
        and mails("N-03") == ["amr"]
        and mails("N-04") == ["amr", "tr"]
        and mails("N-20") == ["medarbejder"]
    )
    alert = incident.alerts.get(kind="chain")
    assert alert.answer_by == NOW + timedelta(minutes=15)


def test_the_clock_sends_the_first_mails_no_second_time(cast):
    send(cast)
    before = Mail.objects.count()
    sweep(1)
    assert Mail.objects.count() == before


def test_an_absent_leaders_deputy_is_told_instead(cast):
    cast.away("leder", "stedfortraeder")
    incident = send(cast)
    alert = incident.alerts.get(kind="chain")
    assert (alert.person, alert.instead_of) == (cast.stedfortraeder, cast.leder)
    assert mails("N-01") == ["stedfortraeder"]


def test_an_absent_leader_without_a_deputy_is_passed_over(cast):
    cast.away("leder")
    incident = send(cast)
    assert told(incident) == ["stedfortraeder"]
    assert can(cast["stedfortraeder"], "incidents.take_over", incident)


def test_each_link_is_told_once_when_the_time_has_passed_to_the_last(cast):
    incident = send(cast)
    for minutes, expected in ((14, 1), (15, 2), (16, 2), (30, 3), (45, 4), (60, 4), (600, 4)):
        sweep(minutes)
        assert len(told(incident)) == expected
    assert told(incident) == ["leder", "stedfortraeder", "chef", "direktoer"]
    assert set(mails("N-02")) >= {"stedfortraeder", "chef", "direktoer"}


def test_each_link_gets_its_own_deadline(cast):
    incident = send(cast)
    sweep(15)
    alert = incident.alerts.get(person=cast.stedfortraeder)
    assert alert.answer_by == at_minute(30)
    assert "kl. 14.35" in Mail.objects.get(notice="N-02").context["frist"]


def test_after_an_outage_every_link_is_told_and_nothing_twice(cast):
    incident = send(cast)
    sweep(60 * 24 * 2)
    sweep(60 * 24 * 2)
    assert told(incident) == ["leder", "stedfortraeder", "chef", "direktoer"]
    assert mails("N-02").count("chef") == 1


def test_category_c_counts_opening_hours_only(cast):
    incident = send(cast, kinds=["digital"], place="digital")  # Friday 14.05; the site closes at 15
    assert incident.category_suggested == "C"
    sweep(60 * 24)
    assert told(incident) == ["leder"]
    sweep(60 * 24 * 3)  # Monday 14.05: 55 minutes on Friday, then five hours
    assert told(incident) == ["leder", "stedfortraeder"]


def test_a_and_b_run_by_the_clock_at_night(cast):
    with time_machine.travel(at_minute(12 * 60), tick=False):
        incident = send(cast, kinds=["loud"])
    assert incident.category_suggested == "B"
    sweep(12 * 60 + 60)
    assert len(told(incident)) == 2


def test_an_affected_leader_is_no_link_and_has_no_task(cast):
    incident = send(cast, reporter="kollega", affected="leder")
    assert told(incident) == ["stedfortraeder"]
    todo = steps.find(incident, steps.TAKE_OVER)
    assert todo.owner == cast.stedfortraeder
    assert mails("N-01") == ["stedfortraeder"]
    assert not can(cast["leder"], "incidents.take_over", incident)


def test_a_told_link_sees_the_incident_and_an_untold_one_does_not(cast):
    incident = send(cast)
    assert not can(cast["chef"], "incidents.view", incident)
    sweep(30)
    assert can(cast["chef"], "incidents.read_story", incident)
    assert not can(cast["direktoer"], "incidents.view", incident)


def test_what_would_be_sent_can_be_asked_without_telling_anybody(cast):
    incident = send(cast)
    answer = reminders.explain(at_minute(15))
    assert [row["receiver"].split("@")[0] for row in answer if row["rule"] == "R-01"] == ["stedfortraeder"]
    assert told(incident) == ["leder"]


def test_the_chain_takes_a_fixed_number_of_queries(cast):
    def queries(minutes):
        with CaptureQueriesContext(
            connection,
        ) as found:
            sweep(minutes)
        return len(found)

    send(cast)
    few = queries(16)
    for _ in range(8):
        send(cast)
    Reminder.objects.filter(is_pending=False, rule="R-01").count()
    many = queries(31)
    assert many <= few + 1, "the number of queries grows with the number of incidents"
    assert Alert.objects.filter(person=cast.stedfortraeder).count() == 9


def test_nobody_leads_and_the_report_is_still_sent(cast):
    Person.objects.filter(pk__in=[cast.leder.pk, cast.stedfortraeder.pk, cast.chef.pk, cast.direktoer.pk]).update(
        is_active=False
    )
    incident = send(cast)
    assert incident.state == "submitted" and told(incident) == []
    assert told(incident, "care") == ["amr"]


def test_the_mails_say_nothing_of_the_case(cast):
    send(cast, reporter="medarbejder", affected="kollega")
    sweep(15)
    outbox.deliver_waiting(at=at_minute(16))
    for mail in Mail.objects.all():
        text = f"{mail.subject_line} {mail.body} {mail.context}"
        for secret in (cast.kollega.name, "trus", "Han slog", "kategori", "skranke"):
            assert secret not in text.lower() if secret.islower() else secret not in text


def test_an_escalated_step_lets_the_leaders_leader_in(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    assert not can(cast["chef"], "incidents.view", incident)
    sweep(60 * 5)
    assert incident.alerts.filter(kind="escalation", person=cast.chef).exists()
    assert can(cast["chef"], "incidents.read_story", incident)
