"""Whole rounds: HR hears how many (R-85, R-87); LokalMED's chair and leader hear of the scheme, and it is on the agenda (R-91)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from core import reminders
from core.models import Mail, Todo
from med.models import Body, Meeting, Seat, Topic, Treatment
from senior.actions import choices, clock, ground_data, offers
from senior.models import SeniorOffer, SeniorScheme, YearlyChoice
from tests.cast import START, ZONE

pytestmark = pytest.mark.django_db


def at(day, hour=12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), tick=False)


# -- HR ------------------------------------------------------------------------------------------------------------------
def test_hr_hears_how_many_offers_there_are_and_no_name(cast):
    clock.senior_offers(date(2027, 1, 1))
    todo = Todo.objects.open().get(code="senior.round")
    assert (todo.owner_role, todo.facts["n"], todo.about) == ("hr", "4", None)
    reminders.sweep()
    mail = Mail.objects.get(notice="S-26")
    assert mail.receiver == cast.hr and cast.senior.name not in str(mail.context)


def test_the_line_goes_when_the_last_offer_is_given(cast):
    clock.senior_offers(date(2027, 1, 1))
    for offer in SeniorOffer.objects.all():
        leader = {"leder": cast["chef"], "chef": cast["direktoer"]}
        name = offer.person.email.split("@")[0]
        offers.give(offer, by=leader.get(name, cast["leder"]))
    clock.senior_offers(date(2027, 2, 6))
    assert not Todo.objects.open().filter(code="senior.round").exists()


def test_hr_hears_of_the_yearly_choices_until_each_is_registered(cast):
    with at(date(2027, 8, 1)):
        clock.yearly_choices(date(2027, 8, 1))
        assert Todo.objects.open().get(code="senior.choices").owner_role == "hr"
    with at(date(2027, 8, 2), 13):
        reminders.sweep()
        assert Mail.objects.get(notice="S-27").receiver == cast.hr
        choices.register(YearlyChoice.objects.get(), by=cast["hr"])
        clock.yearly_choices(date(2027, 8, 3))
    assert not Todo.objects.open().filter(code="senior.choices").exists()


# -- LokalMED ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def local_med(cast):
    """Give the office a LokalMED: the chief chairs it, and its agenda is being written."""
    body = Body.objects.create(name="LokalMED Myndighed", kind="lokal_med", unit=cast.office, starts_on=START)
    for name, function, side in (("chef", "chair", "management"), ("tr", "vice_chair", "employee")):
        Seat.objects.create(
            body=body, person=cast[name], function=function, side=side, represents="leader", starts_on=START
        )
    Body.objects.create(name="TRIO", kind="trio", site=cast.site, publishes=False, starts_on=START)
    Meeting.objects.create(
        body=body, year=2027, number=4, starts_at=datetime(2027, 11, 10, 9, tzinfo=ZONE), ends_at=datetime(2027, 11, 10, 11, tzinfo=ZONE),
        state="agenda_open",
    )  # fmt: skip
    SeniorScheme.objects.update(evaluate_on=date(2027, 11, 1), sent_on_at=None)
    return body


def test_chair_and_leader_hear_of_the_evaluation_on_1_october(cast, local_med):
    with at(date(2027, 9, 30)):
        clock.scheme_evaluation(date(2027, 9, 30))
        reminders.sweep()
        assert not Mail.objects.filter(notice="S-22").exists()
    with at(date(2027, 10, 1), 13):
        clock.scheme_evaluation(date(2027, 10, 1))
        reminders.sweep()
    told = set(Mail.objects.filter(notice="S-22").values_list("receiver__email", flat=True))
    assert told == {"hr@fjordby.example", "chef@fjordby.example", "leder@fjordby.example"}


def test_it_stands_on_lokalmeds_agenda_once_and_gets_the_result(cast, local_med):
    for day in (1, 2):
        with at(date(2027, 10, day)):
            clock.scheme_evaluation(date(2027, 10, day))
    topic = Topic.objects.get(title="Evaluering af seniorordningen")
    assert topic.body == local_med
    treatment = Treatment.objects.get(topic=topic)
    with at(date(2027, 10, 20)):
        ground_data.evaluate_scheme(
            SeniorScheme.objects.get(), by=cast["hr"], result="Alle fik tilbuddet.", next_on=date(2028, 11, 1)
        )
    treatment.refresh_from_db()
    assert treatment.background == "Alle fik tilbuddet." and Topic.objects.filter(body=local_med).count() == 1


def test_without_a_lokalmed_hr_still_hears(cast):
    SeniorScheme.objects.update(evaluate_on=date(2027, 11, 1), sent_on_at=None)
    with at(date(2027, 10, 1), 13):
        clock.scheme_evaluation(date(2027, 10, 1))
        reminders.sweep(datetime(2027, 10, 1, 13, tzinfo=ZONE) + timedelta(minutes=1))
    assert set(Mail.objects.filter(notice="S-22").values_list("receiver__email", flat=True)) == {"hr@fjordby.example"}
