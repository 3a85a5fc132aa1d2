"""Files that travel with a question between bodies: only the chosen ones, and only to the two bodies."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.models import Attachment, AuditEntry
from med.actions import agenda, lifts
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.med.test_papers_to_items import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        med = Med(Cast())
        med.seat(med.parent, "direktoer", "management", "chair", "leader")
        med.one = med.meeting(state="agenda_open")
        med.item = med.treatment(med.one, "Støj")
        for name in ("taller.txt", "tanker.txt"):
            agenda.attach(med.item, *paper(name, f"Indholdet af {name}.".encode()), by=med.cast["tr"])
        yield med


def signed_in(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client


def test_the_chosen_file_reaches_the_other_body_and_the_other_one_stays(med):
    figures, thoughts = Attachment.objects.order_by("pk")
    client = signed_in(med, "leder")
    address = reverse("med:lift_new", args=[med.item.pk])
    assert "taller.txt" in client.get(address).content.decode()
    sent = {"to_body": med.parent.pk, "question": "Hvem betaler for skærme?", "files": [figures.pk]}
    assert client.post(address, sent).status_code == 302
    lift = med.body.lifts_sent.get()
    reader = signed_in(med, "direktoer")
    page = reader.get(reverse("med:lift", args=[lift.pk])).content.decode()
    assert "taller.txt" in page and "tanker.txt" not in page
    answer = reader.get(reverse("med:lift_file", args=[lift.pk, figures.key]))
    assert b"".join(answer.streaming_content) == b"Indholdet af taller.txt."
    assert "attachment" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(action="med.lift_file_opened").count() == 1
    assert reader.get(reverse("med:lift_file", args=[lift.pk, thoughts.key])).status_code == 404
    assert reader.get(reverse("core:file", args=[figures.key])).status_code == 404  # the agenda itself stays closed
    for name in ("andenleder", "hr", "nyansat"):
        assert signed_in(med, name).get(reverse("med:lift_file", args=[lift.pk, figures.key])).status_code == 404
    meeting = med.meeting(med.parent, state="agenda_open", days=30)
    lifts.accept(lift, by=med.cast["direktoer"])
    there = meeting.treatments.get()
    assert "Bilag til spørgsmålet: taller.txt" in there.background
    assert reverse("med:lift", args=[lift.pk]) in reader.get(reverse("med:item", args=[there.pk])).content.decode()


def test_a_file_of_another_item_does_not_travel_and_one_taken_away_is_gone(med):
    from core.actions import attachments

    other = med.treatment(med.one, "Lys")
    strange = agenda.attach(other, *paper("lys.txt", b"Om lys i gangen."), by=med.cast["tr"])
    with pytest.raises(ValidationError):
        lifts.send(med.item, by=med.cast["leder"], to_body=med.parent, question="Hvem betaler?", files=[strange])
    own = Attachment.objects.first()
    lift = lifts.send(med.item, by=med.cast["leder"], to_body=med.parent, question="Hvem betaler?", files=[own])
    attachments.remove(own, by=med.cast["tr"])
    assert signed_in(med, "direktoer").get(reverse("med:lift_file", args=[lift.pk, own.key])).status_code == 404


def test_a_question_without_files_asks_for_none(med):
    item = med.treatment(med.one, "Lys")
    page = signed_in(med, "leder").get(reverse("med:lift_new", args=[item.pk])).content.decode()
    assert "Bilag, der skal med" not in page
    lift = lifts.send(item, by=med.cast["leder"], to_body=med.parent, question="Hvem betaler?")
    assert lifts.chosen(lift) == []
