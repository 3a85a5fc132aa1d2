"""Sixteen at the same moment: one signature a party, one paper, one draft, one offer, one answer."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from core.models import AuditEntry, Document, Person
from senior.actions import agreements, clock, offers
from senior.models import SeniorAgreement, SeniorOffer, Signature
from tests.cast import NOW, Cast
from tests.races import together
from tests.senior.house import sent, signed
from tests.senior.situation import age

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def raced(django_db_blocker):
    """Give a cast that stands in the database, where the threads can see it."""
    call_command("load_reference", verbosity=0)
    with time_machine.travel(NOW, tick=False):
        yield age(Cast())


def fresh(person):
    """Return the person as a request of its own would find it."""
    return Person.objects.get(pk=person.pk)


def test_sixteen_sign_at_once_and_each_party_has_signed_once(raced):
    row = sent(raced)
    parties = [("employee", raced.senior), ("leader", raced.leder), ("union", raced.tr), ("employee", raced.senior)]
    verbs = [
        lambda party=party, person=person: agreements.sign(
            SeniorAgreement.objects.get(pk=row.pk), by=fresh(person), party=party, sha256=row.sha256
        )
        for party, person in parties * 4
    ]
    together(*verbs)
    assert sorted(Signature.objects.filter(voided_at__isnull=True).values_list("party", flat=True)) == [
        "employee",
        "leader",
        "union",
    ]
    row.refresh_from_db()
    assert row.state == "agreed"
    assert Document.objects.filter(kind="P-34").count() == 1
    assert AuditEntry.objects.filter(action="senior.signed").count() == 3


def test_signing_and_taking_back_at_once_leave_one_truth(raced):
    row = sent(raced)
    verbs = [
        lambda: agreements.take_back(SeniorAgreement.objects.get(pk=row.pk), by=fresh(raced.leder)),
        lambda: agreements.sign(
            SeniorAgreement.objects.get(pk=row.pk), by=fresh(raced.senior), party="employee", sha256=row.sha256
        ),
    ]
    together(*verbs * 8)
    row.refresh_from_db()
    assert (row.state, row.sha256) == ("draft", "")
    assert not Signature.objects.filter(voided_at__isnull=True).exists()


def test_sixteen_evaluations_at_once_are_two_voices_and_one_outcome(raced):
    row = signed(raced)
    SeniorAgreement.objects.filter(pk=row.pk).update(state="in_force", starts_on=date(2027, 1, 1))
    verbs = [
        lambda: agreements.evaluate(SeniorAgreement.objects.get(pk=row.pk), by=fresh(raced.senior), said="Godt"),
        lambda: agreements.evaluate(
            SeniorAgreement.objects.get(pk=row.pk), by=fresh(raced.leder), said="Ja", outcome="end"
        ),
    ]
    together(*verbs * 8)
    row.refresh_from_db()
    assert (row.state, row.ends_on) == ("in_force", date(2027, 5, 5)) and row.evaluations.filter(
        closed_at__isnull=False
    ).count() == 1


def test_two_drafts_at_once_are_one(raced):
    begin = lambda by: lambda: agreements.begin_agreement(fresh(raced.senior), by=fresh(by))  # noqa: E731
    results = together(*[begin(raced.leder), begin(raced.hr)] * 8)
    assert SeniorAgreement.objects.count() == 1
    assert sum(is_new for _row, is_new in results) == 1


def test_the_clock_of_sixteen_machines_opens_one_offer_each(raced):
    together(*[lambda: clock.senior_offers(NOW.date())] * 16)
    assert SeniorOffer.objects.count() == SeniorOffer.objects.values("person").distinct().count() == 4


def test_sixteen_offers_given_at_once_are_one(raced):
    clock.senior_offers(NOW.date())
    offer = SeniorOffer.objects.get(person=raced.senior)
    together(*[lambda: offers.give(SeniorOffer.objects.get(pk=offer.pk), by=fresh(raced.leder))] * 16)
    assert AuditEntry.objects.filter(action="senior.give", subject_id=offer.pk).count() <= 1
    offer.refresh_from_db()
    assert offer.state == "offered"
