"""The pages beside agenda and minutes ask the same few questions, whatever the data."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from med.actions import inviting
from med.models import Event, Guideline, Outcome, TrainingRecord
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside
from tests.med.beside_access import PAGES

pytestmark = pytest.mark.django_db
LISTS = ("med:events", "med:register", "med:lifts", "med:training", "med:wheels")
MOST = 16


def grow(med, count):
    """Add meetings with decisions, guidelines and functions."""
    for n in range(count):
        meeting = med.meeting(days=-200 - n, state="minutes_sent")
        item = med.treatment(meeting, f"Punkt {n}")
        Outcome.objects.create(
            treatment=item, body=med.body, kind="approved", decided_on=DAY, written_by=med.cast.tr, written_at=NOW
        )
        Guideline.objects.create(
            body=med.body, kind="guide", title=f"Vejledning {n}", written_by=med.cast.tr, written_at=NOW
        )
        for days in (n + 1, -n - 1):
            Event.objects.create(
                title=f"Temadag {n}",
                starts_at=NOW + timedelta(days=days),
                audience=["everyone"],
                made_by=med.cast.tr,
                made_at=NOW,
            )
        TrainingRecord.objects.create(person=med.cast.tr, seat=med.seats["tr"], function="union_rep", elected_on=DAY)


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code in (200, 302)
    return len(found)


def test_the_count_of_questions_does_not_grow(db):
    with time_machine.travel(NOW, tick=False):
        med = Beside(Cast()).lay_rows()
        inviting.tell(med.one, by=med.cast.leder)
        client = Client()
        client.force_login(med.cast.leder)
        pages = {name: reverse(name) for name in LISTS}
        for name in (
            "med:invitation",
            "med:wheel",
            "med:duties",
            "med:discussion",
            "med:assessment",
            "med:guideline",
            "med:event",
        ):
            pages[name] = reverse(name, args=[getattr(med, PAGES[name][0]).pk])
        before = {name: asked(client, address) for name, address in pages.items()}
        grow(med, 6)
        after = {name: asked(client, address) for name, address in pages.items()}
    assert after == before
    assert {name: count for name, count in after.items() if count > MOST} == {}
