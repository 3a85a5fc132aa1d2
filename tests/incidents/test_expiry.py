"""Sanctions begin and lapse by themselves, and say so beforehand (INC-37, R-16)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import reminders
from core.models import Mail, Todo
from core.permissions import Forbidden
from incidents import tasks
from incidents.actions import sanctions
from incidents.models import Sanction
from tests.incidents.lettercases import MONDAY, LetterCase, at, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def state():
    return Sanction.objects.get().state


def test_a_sanction_begins_on_its_first_day_and_lapses_the_day_after_its_last(case):
    case.decide("phone_only", starts_on=date(2027, 2, 15))
    for moment, expected in (
        ("2027-02-14 23:50", "approved"),
        ("2027-02-15 00:10", "in_force"),
        ("2027-05-08 23:50", "in_force"),
        ("2027-05-09 00:10", "expired"),
    ):
        with time_machine.travel(at(moment), tick=False):
            tasks.lapse_sanctions()
            assert state() == expected


def test_the_clock_may_run_twice_and_late(case):
    case.decide("phone_only", starts_on=date(2027, 2, 15))
    with time_machine.travel(at("2027-08-01 09:00"), tick=False):
        assert sanctions.lapse() == (0, 1)
        assert sanctions.lapse() == (0, 0)
    assert state() == "expired"


def test_what_was_lifted_does_not_lapse(case):
    found = case.decide("phone_only")
    sanctions.lift(found, by=case.leader, reason="Borgeren har overholdt aftalen.")
    with time_machine.travel(at("2027-08-01 09:00"), tick=False):
        sanctions.lapse()
    assert state() == "lifted"


def sent_on(day):
    """Sweep on a day at 13 and return (notice, receiver) of new mails about the restriction."""
    before = set(Mail.objects.values_list("pk", flat=True))
    with time_machine.travel(at(f"{day} 13:00"), tick=False):
        reminders.sweep()
    return {
        (mail.notice, mail.receiver.name)
        for mail in Mail.objects.exclude(pk__in=before)
        if mail.subject_type == "incidents.sanction"
    }


def test_the_leader_is_reminded_14_and_3_days_before_and_on_the_day_then_the_next_level(case):
    case.decide("phone_only")
    Todo.objects.exclude(code=sanctions.END).update(state="withdrawn")
    assert sent_on("2027-04-20") == set()
    assert sent_on("2027-04-24") == {("N-11", "Lene Leder")}
    assert sent_on("2027-05-05") == {("N-11", "Lene Leder")}
    assert sent_on("2027-05-08") == {("N-11", "Lene Leder")}
    assert sent_on("2027-05-10") == {("N-08", "Carl Chef")}


def test_nobody_is_reminded_of_an_end_that_is_settled(case):
    found = case.decide("phone_only")
    Todo.objects.exclude(code=sanctions.END).update(state="withdrawn")
    sanctions.settle_end(found, by=case.leader, note="Borgeren er flyttet fra kommunen.")
    assert sent_on("2027-05-10") == set()


def test_reminders_say_nothing_of_the_case(case):
    case.decide("phone_only")
    sent_on("2027-04-24")
    mail = Mail.objects.get(notice="N-11")
    assert "Kim" not in str(mail.context) and "telefon" not in str(mail.context)


# -- looked at again on the day that the citizen was told --------------------------------------------------------------
def only_the_review(case):
    found = case.decide("phone_only", review_on=date(2027, 3, 15))
    Todo.objects.exclude(code=sanctions.REVIEW).update(state="withdrawn")
    return found


def test_the_day_of_review_is_asked_about_and_goes_to_the_leaders_leader_after_three_working_days(case):
    only_the_review(case)
    assert Todo.objects.get(code=sanctions.REVIEW).due_at == at("2027-03-15 12:00")
    assert sent_on("2027-03-14") == set()
    assert sent_on("2027-03-15") == {("I-21", "Lene Leder")}
    assert sent_on("2027-03-18") == {("N-08", "Carl Chef")}


def test_a_restriction_that_is_still_needed_is_noted_with_a_reason_and_nobody_is_reminded(case):
    found = only_the_review(case)
    with pytest.raises(ValidationError):
        sanctions.review(found, by=case.leader, note="ja")
    assert sanctions.review(found, by=case.leader, note="Borgeren ringer stadig og truer.")
    assert not sanctions.review(found, by=case.leader, note="Borgeren ringer stadig og truer.")
    assert sent_on("2027-03-18") == set()


def test_only_whoever_decides_notes_the_review(case):
    found = only_the_review(case)
    with pytest.raises(Forbidden):
        sanctions.review(found, by=case.hr, note="Borgeren ringer stadig og truer.")


def test_the_review_lapses_with_the_restriction_and_moves_with_a_new_decision(case):
    found = only_the_review(case)
    newer = sanctions.replace(found, by=case.leader, measure="phone_only", values=values(review_on=date(2027, 4, 1)))
    assert {(todo.subject_id, todo.state) for todo in Todo.objects.filter(code=sanctions.REVIEW)} == {
        (found.pk, "withdrawn"),
        (newer.pk, "open"),
    }
    with time_machine.travel(at("2027-08-01 09:00"), tick=False):
        sanctions.lapse()
    assert not Todo.objects.open().filter(code=sanctions.REVIEW).exists()


def test_two_tabs_decide_a_measure_once(case):
    first = case.decide("phone_only")
    with pytest.raises(sanctions.Known) as known:
        case.decide("phone_only")
    assert known.value.sanction == first and Sanction.objects.count() == 1
    case.decide("written_warning")
    assert Sanction.objects.count() == 2
