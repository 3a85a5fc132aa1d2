"""A file on an item can be closed: only the body's members read it, also when the minutes are published (MED-30)."""

from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import Attachment
from med import documents
from med.actions import agenda, enclosures, lifts
from med.models import Meeting, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.med.test_papers_to_items import WORDS, paper
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = ("leder", "tr", "amr", "medarbejder", "referent"), ("kollega", "sfk", "andenmedarbejder", "hr")


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        med = Med(Cast())
        med.meet = med.meeting(state="agenda_open")
        med.item = med.treatment(med.meet, "Trivsel")
        yield med


def page(med, name, address):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client.get(address)


def state(med, name):
    Meeting.objects.filter(pk=med.meet.pk).update(state=name)
    med.item = Treatment.objects.select_related("meeting__body").get(pk=med.item.pk)


def closed(med, name="mellem-os.txt"):
    return agenda.attach(med.item, *paper(name), by=med.cast["tr"], closed=True)


@pytest.mark.parametrize("step", ["released", "minutes_sent", "published"])
def test_a_closed_file_is_for_members_alone_at_every_time(med, step):
    file = closed(med)
    agenda.attach(med.item, *paper("for-alle.txt", WORDS + b" Alle."), by=med.cast["tr"])
    state(med, step)
    here, there = reverse("med:item", args=[med.item.pk]), reverse("core:file", args=[file.key])
    for name in INSIDE:
        assert "mellem-os" in page(med, name, here).content.decode(), name
        assert page(med, name, there).status_code == 200, name
    for name in OUTSIDE:
        answer = page(med, name, here)
        assert "mellem-os" not in answer.content.decode(), name
        assert page(med, name, there).status_code == 404, name
        if step == "published":
            assert "for-alle" in answer.content.decode()


def test_it_stands_in_the_closed_annex_and_in_no_other_paper(med):
    closed(med)
    state(med, "minutes_sent")
    assert documents.has_annex(med.item.meeting)
    assert "mellem-os.txt" in text_of(documents.annex(med.item.meeting))
    for content in (documents.minutes(med.item.meeting, public=True), documents.agenda(med.item.meeting)):
        assert "mellem-os" not in text_of(content)


def test_a_file_is_closed_at_any_time_and_opened_only_until_the_minutes_are_out(med):
    file = agenda.attach(med.item, *paper(), by=med.cast["tr"])
    for step, opens in (("agenda_open", True), ("minutes_draft", True), ("approved", False), ("published", False)):
        state(med, step)
        assert enclosures.set_closed(med.item, file, by=med.cast["referent"], closed=True) is (step != "published")
        assert not enclosures.set_closed(med.item, file, by=med.cast["referent"], closed=True)
        file.refresh_from_db()
        if opens:
            assert enclosures.set_closed(med.item, file, by=med.cast["referent"], closed=False)
            file.refresh_from_db()
        else:
            with pytest.raises(ValidationError):
                enclosures.set_closed(med.item, file, by=med.cast["referent"], closed=False)


def test_only_those_who_prepare_close_and_nobody_closes_what_hangs_elsewhere(med):
    file = agenda.attach(med.item, *paper(), by=med.cast["tr"])
    for name, refused in (("amr", PermissionDenied), ("sfk", PermissionDenied), ("andenleder", Http404)):
        with pytest.raises(refused):
            enclosures.set_closed(med.item, file, by=med.cast[name], closed=True)
    other = med.treatment(med.meet, "Andet")
    with pytest.raises(ValidationError):
        enclosures.set_closed(other, file, by=med.cast["leder"], closed=True)


def test_the_pages_button_closes_it_and_others_are_told_no(med):
    file = agenda.attach(med.item, *paper(), by=med.cast["tr"])
    address = reverse("med:item_file", args=[med.item.pk, file.key])
    for name, status in (("amr", 403), ("sfk", 403), ("andenleder", 404), ("leder", 302)):
        client = Client()
        client.force_login(med.cast[name], backend="core.signin.PersonBackend")
        assert client.post(address, {"closed": "yes"}).status_code == status, name
    assert Attachment.objects.get(pk=file.pk).subject_type == "med.closedannex"
    client.post(address, {"closed": "no"})
    assert Attachment.objects.get(pk=file.pk).subject_type == "med.treatment"
    assert client.post(reverse("med:item_file", args=[med.item.pk, uuid4()])).status_code == 404


def test_a_closed_file_travels_to_no_other_committee(med):
    file = agenda.attach(med.item, *paper(), by=med.cast["tr"])
    lift = lifts.send(med.item, by=med.cast["leder"], to_body=med.parent, question="Hvad gør vi?", files=[file])
    assert lifts.chosen(lift) == [file]
    enclosures.set_closed(med.item, file, by=med.cast["leder"], closed=True)
    assert lifts.chosen(lift) == []
    file.refresh_from_db()
    with pytest.raises(ValidationError):
        lifts.send(med.item, by=med.cast["leder"], to_body=med.parent, question="Igen?", files=[file])


def test_a_file_is_closed_while_it_is_uploaded(med):
    client = Client()
    client.force_login(med.cast["amr"], backend="core.signin.PersonBackend")
    uploaded, _facts = paper("kun-os.txt")
    uploaded.seek(0)
    client.post(reverse("med:item_files", args=[med.item.pk]), {"files": uploaded, "closed": "on"})
    assert Attachment.objects.get().subject_type == "med.closedannex"
