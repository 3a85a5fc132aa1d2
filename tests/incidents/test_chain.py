"""Who is told, in which order, and what the clock does when nobody answers (INC-24, INC-25; R-01, R-02)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import outbox, reminders, todos
from core.models import AuditEntry, ChainStep, Mail, Person, Reminder
from core.permissions import can
from incidents import steps
from incidents.actions import category, taking_over
from incidents.models import Alert
from tests.cast import ZONE
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
        and mails("N-04") == ["tr"]  # AMR has been asked for more at the same moment
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
    assert "kl.\xa014.35" in Mail.objects.get(notice="N-02").context["frist"]


def longer(cast, *names):
    """Let the office's chain go on with these people."""
    for order, name in enumerate(names, 2):
        ChainStep.objects.create(unit=cast.office, order=order, person=cast[name], label=f"led {order}")


def test_a_chain_longer_than_the_rules_levels_is_told_to_its_last_link(cast):
    longer(cast, "mentor", "referent", "sfk")
    incident = send(cast)
    for minutes in range(15, 600, 15):
        sweep(minutes)
    assert told(incident) == ["leder", "stedfortraeder", "mentor", "referent", "sfk", "chef", "direktoer"]
    moments = [alert.told_at for alert in incident.alerts.filter(kind="chain").order_by("told_at")]
    assert moments == [at_minute(minutes) for minutes in range(0, 105, 15)]
    assert len(mails("N-02")) == 6


def test_the_fifth_link_of_a_category_c_waits_for_opening_hours(cast):
    longer(cast, "mentor", "referent", "sfk")
    incident = send(cast, kinds=["digital"], place="digital")  # Friday 14.05; open 9–15
    for day in range(1, 15):
        sweep(60 * 24 * day)
        sweep(60 * 24 * day + 1)
    moment = Reminder.objects.get(rule="R-01", level=5).at
    assert moment == datetime(2027, 2, 11, 10, 5, tzinfo=ZONE)  # 20 open hours later
    assert incident.alerts.get(person=cast.chef).told_at == at_minute(60 * 24 * 6)


def test_when_nobody_is_left_all_are_told_so_once_and_the_nearest_leader_gets_no_row_of_mails(cast):
    incident = send(cast)
    for minutes in range(15, 1000, 15):
        sweep(minutes)
    assert mails("N-51") == ["amr", "chef", "direktoer", "leder", "stedfortraeder"]
    assert mails("N-02") == ["chef", "direktoer", "stedfortraeder"]
    assert AuditEntry.objects.filter(action="incidents.chain_ended", subject_id=incident.pk).count() == 1
    assert not Reminder.objects.filter(rule="R-01", is_pending=True).exists()


def test_after_an_outage_the_end_of_the_chain_is_told_once_too(cast):
    send(cast)
    sweep(60 * 24 * 2)
    sweep(60 * 24 * 2 + 1)
    sweep(60 * 24 * 3)
    assert mails("N-51") == ["amr", "chef", "direktoer", "leder", "stedfortraeder"]


def test_a_chain_of_one_ends_where_the_second_would_have_been_told(cast):
    Person.objects.filter(pk__in=[cast.stedfortraeder.pk, cast.chef.pk, cast.direktoer.pk]).update(is_active=False)
    send(cast)
    sweep(14)
    assert mails("N-51") == []
    sweep(15)
    sweep(30)
    assert mails("N-51") == ["amr", "leder"] and mails("N-02") == []


def test_a_rule_that_is_changed_meanwhile_forgets_no_later_link(cast):
    longer(cast, "mentor", "referent", "sfk")
    incident = send(cast)
    for minutes in (15, 30, 45, 60):
        sweep(minutes)
    with time_machine.travel(at_minute(61), tick=False):
        todos.relay("R-01", by=cast["admin"])
    sweep(75)
    assert told(incident)[-1] == "chef"


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


# -- reported late -----------------------------------------------------------------------------------------------------
def test_nothing_goes_to_the_leaders_leader_before_the_leader_has_had_time_however_late_it_was_told(cast):
    incident = send(cast, occurred_at=NOW - timedelta(hours=26))
    sweep(5)
    assert not Mail.objects.filter(notice="N-08").exists()
    assert not incident.alerts.filter(kind="escalation").exists()
    talk = steps.find(incident, "incidents.talk")
    assert talk.due_at > at_minute(15)
    assert not [one for one in talk.reminders.filter(level=1) if one.at <= talk.due_at]


def test_the_laws_seventy_two_hours_stay_and_go_up_only_after_the_leader_has_had_time(cast):
    incident = send(cast, occurred_at=NOW - timedelta(hours=60))
    incident = taking_over.take_over(incident, by=cast["leder"])
    category.decide(incident, "A", by=cast["leder"])
    police = steps.find(incident, "incidents.police")
    assert police.due_at == NOW + timedelta(hours=12)
    assert [one.at for one in police.reminders.filter(level=1)] == [NOW + timedelta(hours=6)]


# -- the own to-do of who was told further up ----------------------------------------------------------------------------
def sees_to(cast, name):
    """Return the titles of what the person is to see to."""
    return [todo.title for todo in todos.mine(cast[name]) if todo.code.startswith("incidents.see_to")]


def test_the_next_link_gets_an_own_to_do_with_its_own_deadline_and_the_first_has_the_step_itself(cast):
    incident = send(cast)
    sweep(15)
    with time_machine.travel(at_minute(16), tick=False):
        (todo,) = [todo for todo in todos.mine(cast["stedfortraeder"]) if todo.code.startswith("incidents.see_to")]
        assert todo.due_at == at_minute(30) and todo.link == f"/incidents/{incident.pk}/"
        assert sees_to(cast, "leder") == [] and sees_to(cast, "chef") == []
        assert {todo.code for todo in steps.Todo.objects.about(incident)}.isdisjoint({todo.code})


def test_the_to_do_of_the_links_closes_by_itself_when_a_nearer_leader_takes_over(cast):
    incident = send(cast)
    sweep(30)
    with time_machine.travel(at_minute(31), tick=False):
        assert len(sees_to(cast, "stedfortraeder")) == 1 and "Tag over, eller få en anden leder til det" in sees_to(
            cast, "chef"
        )
        taking_over.take_over(incident, by=cast["leder"])
        assert sees_to(cast, "stedfortraeder") == []
        assert "Tag over, eller få en anden leder til det" not in sees_to(cast, "chef")
        assert (
            steps.Todo.objects.filter(code="incidents.see_to.take_over", state="done", done_by=cast.leder).count() == 2
        )


def test_who_takes_over_looks_after_nothing_more_in_it(cast):
    incident = send(cast)
    sweep(30)
    with time_machine.travel(at_minute(31), tick=False):
        taking_over.take_over(incident, by=cast["chef"])
        assert sees_to(cast, "chef") == [] and sees_to(cast, "stedfortraeder") == []


def test_at_the_end_of_the_chain_nobody_gets_a_second_to_do_and_the_nearest_leader_none(cast):
    send(cast)
    for minutes in range(15, 200, 15):
        sweep(minutes)
    with time_machine.travel(at_minute(200), tick=False):
        assert sees_to(cast, "leder") == [] and sees_to(cast, "amr") == []
        assert sees_to(cast, "direktoer").count("Tag over, eller få en anden leder til det") == 1


def test_a_late_step_stands_with_the_leaders_leader_until_it_is_done(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    sweep(60 * 5)
    with time_machine.travel(at_minute(60 * 5 + 1), tick=False):
        talk = steps.find(incident, "incidents.talk")
        title = f"Se til, at det sker: {talk.title}"
        assert title in sees_to(cast, "chef")
        others = len(sees_to(cast, "chef")) - 1
        todos.complete(talk, by=cast["leder"])
        assert title not in sees_to(cast, "chef") and len(sees_to(cast, "chef")) == others


def test_what_looks_after_a_step_lapses_with_it_and_goes_from_whoever_is_shut_out(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    sweep(60 * 5)
    with time_machine.travel(at_minute(60 * 5 + 1), tick=False):
        before = len(sees_to(cast, "chef"))
        assert before > 1
        todos.withdraw(incident, ["incidents.talk"], by=cast["leder"])
        assert len(sees_to(cast, "chef")) == before - 1
        taking_over.implicate(incident, cast["chef"], by=cast["leder"], reason="Chefen var selv med i samtalen.")
        assert sees_to(cast, "chef") == []
