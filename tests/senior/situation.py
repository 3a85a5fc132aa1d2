"""The rows that senior's tables point at: Bent (senior) has a talk with Mette (leder), an agreement that waits for Karen
(tr), a leaving date with a topic for Jonas (kollega); Signe (medarbejder) has asked Lone (sfk) for a change.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import signin
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Handover,
    HandoverTopic,
    Preparation,
    Redistribution,
    SeniorAgreement,
    SeniorOffer,
    SeniorRule,
    SeniorScheme,
    SeniorTalk,
    TalkGuideline,
    YearlyChoice,
)
from tests.cast import NOW, Cast
from tests.cast import born as give_birth_date
from tests.situation import named_addresses, quick, taken_back

TODAY = NOW.date()
BORN = {
    "senior": date(1969, 1, 12),  # 58 in 2027
    "leder": date(1971, 9, 1),  # 56: a leader, for generation change
    "kollega": date(1975, 6, 2),  # 52 in 2027: the first offer
    "chef": date(1966, 2, 28),
    "medarbejder": date(1990, 4, 1),
    "nyansat": date(1999, 4, 1),
}


def age(cast):
    """Give the cast their birth dates and two of them a group."""
    from senior.models import AgreementGroup

    groups = {group.code: group for group in AgreementGroup.objects.all()}
    for name, born in BORN.items():
        setattr(cast, name, give_birth_date(getattr(cast, name), born))
    for name, code in (("senior", "social_educators"), ("leder", "social_educators"), ("kollega", "social_workers")):
        getattr(cast, name).senior_groups.create(group=groups[code], starts_on=date(2020, 1, 1))
    return cast


def make_agreement(cast, **values):
    """Make Bent's agreement as it waits for TR."""
    return SeniorAgreement.objects.create(
        **{
            "person": cast.senior,
            "unit": cast.office,
            "state": "with_union_rep",
            "options": ["less_time"],
            "starts_on": TODAY + timedelta(days=30),
            "evaluate_on": TODAY + timedelta(days=200),
            "hours_before": 37,
            "hours_after": 32,
            "changes_terms": True,
            "union_party": "union_rep",
            "union_rep": cast.tr,
            "text": {"content": "Fri hver fredag", "pay": "Følger timetallet", "pension": "Af 37 timer"},
            "written_by": cast.leder,
            "written_at": NOW,
            "sha256": "a" * 64,
        }
        | values
    )


class Laid:
    """The rows, the people and who of them is signed in."""

    def __init__(self):
        self.cast = cast = age(Cast())
        self.names, self._clients = list(cast.names), {}
        self.addresses = {name: p for name, p in named_addresses().items() if name.startswith("senior:")}
        at = {"unit": cast.office}
        self.offer = SeniorOffer.objects.create(
            person=cast.senior,
            year=2027,
            state="offered",
            opened_at=NOW,
            offered_by=cast.leder,
            offered_at=NOW,
            answer_by=TODAY,
            **at,
        )
        self.talk = SeniorTalk.objects.create(
            person=cast.senior, state="planned", wanted_at=NOW, planned_at=NOW + timedelta(days=3), place="Rum 1", **at
        )
        Preparation.objects.create(talk=self.talk, answers={"good": "Familierne"}, saved_at=NOW)
        self.agreement = make_agreement(cast)
        self.choice = YearlyChoice.objects.create(
            person=cast.senior, year=2028, deadline=date(2027, 10, 1), days=5, possible=["days", "pension"]
        )
        self.handover = Handover.objects.create(
            person=cast.senior, leaving_on=date(2027, 11, 30), given_at=NOW, answers={"lost": "Kollegerne"}, **at
        )
        self.topic = HandoverTopic.objects.create(
            handover=self.handover, topic="Skolerne", receiver=cast.kollega, due_on=date(2027, 5, 1)
        )
        self.conversation = Conversation.objects.create(
            person=cast.senior,
            leader=cast.leder,
            kind="one_to_one",
            planned_at=NOW,
            points="Det går godt",
            created_at=NOW,
            **at,
        )
        self.plan = DevelopmentPlan.objects.create(
            person=cast.senior,
            leader=cast.leder,
            written_on=TODAY,
            short_goals="Lede et møde",
            follow_up_on=date(2028, 2, 5),
            **at,
        )
        self.redistribution = Redistribution.objects.create(
            person=cast.medarbejder, asked=cast.sfk, words="En sag fylder", asked_at=NOW, **at
        )
        self.rule = SeniorRule.objects.order_by("pk").first()
        self.scheme = SeniorScheme.objects.order_by("pk").first()
        self.guideline = TalkGuideline.objects.order_by("pk").first()

    def rows(self):
        """Return (beginning of a name, row), the narrower first."""
        person = self.cast.senior
        return (
            ("rights_", person),
            ("staff_", person),
            ("talk_want", person),
            ("agreement_new", person),
            ("conversation_new", person),
            ("plan_new", person),
            ("group", person),
            ("offer", self.offer),
            ("talk", self.talk),
            ("preparation", self.talk),
            ("agreement", self.agreement),
            ("choice", self.choice),
            ("handover", self.handover),
            ("topic", self.topic),
            ("conversation", self.conversation),
            ("plan", self.plan),
            ("redistribution", self.redistribution),
            ("rule", self.rule),
            ("scheme", self.scheme),
            ("guideline", self.guideline),
        )

    def address(self, name):
        """Return the address of a name, pointed at the row that belongs to it."""
        known = {"year": 2027, "option": "less_time"}
        keys = {}
        for key in self.addresses[name].pattern.converters:
            bare = name.partition(":")[2]
            keys[key] = known.get(key) or next(row.pk for part, row in self.rows() if bare.startswith(part))
        return reverse(name, kwargs=keys)

    def ask(self, name, address, method="get", data=None):
        """Return the status that somebody (None: nobody) gets; whatever it changed is taken back."""
        if name not in self._clients:
            client = self._clients[name] = Client()
            if name is not None:
                client.force_login(self.cast[name], backend="core.signin.PersonBackend")
        with taken_back():
            return getattr(self._clients[name], method)(address, data or {}).status_code

    def all(self, address, method="get", data=None):
        """Return {name: status} of everybody."""
        return {name: self.ask(name, address, method, data) for name in self.names}


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    """Lay the rows once for all tests of a module."""
    with django_db_blocker.unblock(), taken_back():
        assert signin.user_logged_in.has_listeners()
        with time_machine.travel(NOW, tick=False):
            made = Laid()
            made.all("/healthz")  # everybody signs in
        yield made


@pytest.fixture
def situation(laid, db):
    """Give a test the rows, with the clock standing at NOW; what it changes is taken back."""
    paper, plain = quick()
    with time_machine.travel(NOW, tick=False), paper, plain:
        yield laid
