"""Pages of MED ask the same few questions whatever the data: little, and five times as much."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from med.models import Action, MinutesComment, Outcome, PartyInput, Proposal
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.situation import quick, taken_back

pytestmark = pytest.mark.django_db

# page → the most it may ask; a page of a whole meeting reads each kind of row once
BUDGET = {
    "med:overview": 5,
    "med:minutes_list": 10,
    "med:bodies": 10,
    "med:body": 7,
    "med:offered": 9,
    "med:meeting": 6,
    "med:item": 7,
    "med:write": 8,
    "med:topic": 10,
    "med:figures": 8,
    "med:pre_notes": 10,
}


def grow(med, count):
    """Add rows around everything the pages show."""
    cast = med.cast
    start = med.body.meetings.count()
    for n in range(start, start + count):
        item = med.treatment(med.one, f"Punkt {n}", text="Ord")
        written = med.treatment(med.running, f"Skrevet {n}", text="Ord", text_by=cast.tr)
        past = med.meeting(days=-50 - 7 * n, state="published", published_at=NOW)
        old = med.treatment(past, f"Gammelt {n}")
        PartyInput.objects.create(treatment=med.item, author=cast[list(cast.names)[n % 18]], text="Ord", written_at=NOW)
        for one in (item, written, old):
            Outcome.objects.create(
                treatment=one, body=med.body, kind="noted", decided_on=NOW.date(), written_by=cast.tr, written_at=NOW
            )
            Action.objects.create(
                treatment=one, what=f"Opgave {n}", owner=cast.tr, due_on=NOW.date(), made_by=cast.tr, made_at=NOW
            )
        Proposal.objects.create(body=med.body, title=f"Forslag {n}", proposed_by=cast.tr, proposed_at=NOW)
        MinutesComment.objects.create(meeting=med.past, author=cast.amr, text="Ord", written_at=NOW)


def asked(med, name):
    """Return the statements of a page, as the vice chair sees it."""
    row = {
        "med:body": med.body,
        "med:offered": med.body,
        "med:figures": med.body,
        "med:meeting": med.one,
        "med:pre_notes": med.one,
        "med:write": med.running,
        "med:item": med.item,
        "med:topic": med.item.topic,
    }.get(name)
    address = reverse(name, args=[row.pk] if row else [])
    client = Client()
    client.force_login(med.cast["tr"], backend="core.signin.PersonBackend")
    assert client.get(address).status_code == 200, name
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [one["sql"] for one in captured if not re.match(r"SAVEPOINT|RELEASE|ROLLBACK|SET ", one["sql"])]


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    paper, plain = quick()
    with django_db_blocker.unblock(), taken_back(), time_machine.travel(NOW, tick=False), paper, plain:
        med = Med(Cast()).lay_rows()
        med.running = med.meeting(days=0, state="under_way")
        grow(med, 2)
        few = {name: asked(med, name) for name in BUDGET}
        grow(med, 10)
        yield {name: (few[name], asked(med, name)) for name in BUDGET}


@pytest.mark.parametrize("name", sorted(BUDGET))
def test_a_page_asks_the_same_few_questions_whatever_the_data(counted, name):
    few, many = counted[name]
    assert len(few) == len(many), "\n".join(one[-300:] for one in many if many.count(one) > few.count(one))[:3000]
    assert len(many) <= BUDGET[name], "\n".join(f"{one[:70]} … {one[-120:]}" for one in many)
