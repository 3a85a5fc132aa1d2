"""Every main page of senior asks the database the same number of questions whatever the data."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Document, Person
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Evaluation,
    HandoverTopic,
    Redistribution,
    SeniorOffer,
    SeniorRule,
    SeniorTalk,
    TalkOption,
    YearlyChoice,
)
from tests.cast import NOW, START, born
from tests.senior.situation import TODAY, laid, make_agreement  # noqa: F401  (a fixture)
from tests.situation import quick

# ruff: noqa: F811
PAGES = {
    "leder": """overview staff staff_member offer talk talk_write agreements agreement agreement_refuse handover conversation
        conversation_write plan redistributions redistribution rules rule numbers guide""",
    "senior": "overview rights offer talk preparation agreements agreement choice handover conversations conversation plan",
    "hr": "hr people rules rule_edit group rights_of agreements agreement choices numbers scheme",
    "tr": "overview agreements agreement",
}
EVERY = [(person, f"senior:{name}") for person, names in PAGES.items() for name in names.split()]
BUDGET = 10
# Pages that ask more, each held at its number. Lower a number when the page gets better.
OVER: dict = {}


def grow(situation, first, last):
    """Make everything lists show: three of each at first, thirty in the end."""
    cast = situation.cast
    for n in range(first, last):
        person = Person.objects.create(
            email=f"s{n}@fjordby.example", name=f"Senior {n}", unit=cast.office, site=cast.site, active_from=START,
        )  # fmt: skip
        born(person, date(1965, 1, 1 + n % 28))
        at = {"person": person, "unit": cast.office}
        SeniorOffer.objects.create(year=2027, opened_at=NOW, **at)
        talk = SeniorTalk.objects.create(wanted_at=NOW, held_on=TODAY, state="held", **at)
        TalkOption.objects.create(talk=talk, option="other", outcome="chosen", decided_at=NOW, decided_by=cast.leder)
        make_agreement(cast, person=person, state="in_force")
        for who in (person, cast.senior):
            Conversation.objects.create(
                person=who, unit=cast.office, leader=cast.leder, kind="one_to_one", planned_at=NOW - timedelta(days=n),
                held_on=TODAY - timedelta(days=n), points="Ord", created_at=NOW,
            )  # fmt: skip
            DevelopmentPlan.objects.create(
                person=who,
                unit=cast.office,
                leader=cast.leder,
                written_on=TODAY - timedelta(days=n),
                follow_up_on=TODAY,
            )
        Redistribution.objects.create(person=cast.medarbejder, asked=cast.leder, words="Ord", asked_at=NOW)
        YearlyChoice.objects.create(person=person, year=2028, deadline=TODAY, days=5, possible=["days", "pension"])
        HandoverTopic.objects.create(handover=situation.handover, topic=f"Emne {n}", receiver=person, due_on=TODAY)
        SeniorRule.objects.create(
            code=f"x{n}", right="days", age_from=70 + n % 9, days=1, source="Prøve", starts_on=date(2026, 1, 1)
        )
        make_agreement(cast, state="ended")
        Evaluation.objects.create(agreement=situation.agreement, number=n + 1, closed_at=NOW)
        Document.objects.create(
            kind="P-34", number=f"S{n}", title="Papir", content=b"%PDF", sha256="0" * 64, made_at=NOW, made_by=cast.leder,
            subject_type="senior.senioragreement", subject_id=situation.agreement.pk,
        )  # fmt: skip


def questions(situation, person, name):
    """Return the statements that one page makes; the savepoints of the test's own transaction left out."""
    address = situation.address(name)
    assert situation.ask(person, address) == 200, (person, name)
    with CaptureQueriesContext(connection) as captured:
        situation.ask(person, address)
    return [query["sql"] for query in captured if not re.match(r"SAVEPOINT|RELEASE|ROLLBACK|SET ", query["sql"])]


@pytest.fixture(scope="module")
def counted(laid, django_db_blocker):
    """Return {(person, page): (questions with little data, with ten times as much)}."""
    paper, plain = quick()
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), paper, plain:
        grow(laid, 0, 3)
        few = {page: questions(laid, *page) for page in EVERY}
        grow(laid, 3, 30)
        return {page: (few[page], questions(laid, *page)) for page in EVERY}


@pytest.mark.django_db
@pytest.mark.parametrize("page", EVERY, ids=" ".join)
def test_a_page_asks_the_same_few_questions_whatever_the_data(counted, page):
    few, many = counted[page]
    assert len(few) == len(many), "\n".join(one[-300:] for one in many if many.count(one) > few.count(one))[:4000]
    assert len(many) <= OVER.get(page, BUDGET), "\n".join(f"{one[:60]} … {one[-160:]}" for one in many)


@pytest.mark.django_db
def test_no_page_is_allowed_more_than_it_needs(counted):
    counts = {page: len(counted[page][1]) for page in OVER}
    assert {page: n for page, n in counts.items() if not OVER[page] - 2 <= n <= OVER[page]} == {}
