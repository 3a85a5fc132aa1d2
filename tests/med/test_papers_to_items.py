"""Papers that were promised, came late, or go out with the minutes (MED-10, MED-28, R-32)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import files, reminders
from core.models import Attachment, Mail, Todo
from core.reference import load_all
from med import documents
from med.actions import agenda, clock
from med.models import Seat
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
WORDS = b"Et bilag i ren tekst, som alle kan laese."


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def paper(name="bilag.txt", content=WORDS):
    uploaded = SimpleUploadedFile(name, content)
    return uploaded, files.inspect(uploaded)


def waiting():
    return list(Todo.objects.open().filter(code="med.attachment"))


def test_whoever_promised_a_paper_is_asked_for_it_until_it_is_there(med):
    item = med.treatment(
        med.meeting(state="agenda_open"),
        follows_on=NOW.date() + timedelta(days=6),
        responsible_person=med.cast["amr"],
        put_on_by=med.cast["leder"],
    )
    clock.keep_waiting(NOW.date())
    (todo,) = waiting()
    assert todo.owner == med.cast["amr"] and todo.rule == "R-32"
    agenda.attach(item, *paper("udkast.txt", WORDS + b" Mere."), by=med.cast["amr"], still_missing=True)
    clock.keep_waiting(NOW.date())
    assert waiting() == [todo]
    agenda.attach(item, *paper(), by=med.cast["amr"])
    assert not waiting()
    item.refresh_from_db()
    assert item.follows_on is None
    clock.keep_waiting(NOW.date())
    assert not waiting()


@pytest.mark.parametrize(
    ("role", "name"), [("safety_reps", "amr"), ("employees", "tr"), ("union_reps", "tr"), ("management", "leder")]
)
def test_a_side_is_asked_through_the_one_who_speaks_for_it(med, role, name):
    med.treatment(med.meeting(state="released"), follows_on=NOW.date() + timedelta(days=6), responsible_role=role)
    clock.keep_waiting(NOW.date())
    assert [one.owner for one in waiting()] == [med.cast[name]]


def test_a_person_who_sits_in_no_body_is_not_asked_for_what_they_cannot_reach(med):
    med.treatment(
        med.meeting(state="released"),
        follows_on=NOW.date() + timedelta(days=6),
        responsible_person=med.cast["mentor"],
    )
    clock.keep_waiting(NOW.date())
    assert [one.owner for one in waiting()] == [med.cast["leder"]]


def test_five_days_before_the_meeting_the_chairs_hear_of_it(med):
    load_all()
    med.treatment(
        med.meeting(days=10, state="released"),
        follows_on=NOW.date() + timedelta(days=4),
        responsible_person=med.cast["amr"],
    )
    clock.keep_waiting(NOW.date())
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        reminders.sweep()
    told = {mail.receiver.email.split("@")[0] for mail in Mail.objects.filter(notice="M-73")}
    assert {"amr", "leder", "tr"} <= told
    assert "chef" not in told


def test_a_paper_before_the_release_makes_the_agenda_another_one(med):
    meeting = med.meeting(state="agenda_open")
    agenda.attach(med.treatment(meeting), *paper(), by=med.cast["tr"])
    meeting.refresh_from_db()
    assert meeting.agenda_version == 2


def test_each_paper_says_how_it_came(med):
    meeting = med.meeting(state="agenda_open", days=20)
    item = med.treatment(meeting)
    agenda.attach(item, *paper("tidligt.txt"), by=med.cast["tr"])
    type(meeting).objects.filter(pk=meeting.pk).update(state="released", released_at=NOW + timedelta(hours=1))
    for days, name in ((2, "eftersendt.txt"), (17, "sent.txt")):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            agenda.attach(item, *paper(name, WORDS + name.encode()), by=med.cast["tr"])
    began = NOW + timedelta(days=20)
    type(meeting).objects.filter(pk=meeting.pk).update(state="under_way", began_at=began)
    with time_machine.travel(began + timedelta(hours=1), tick=False):
        agenda.attach(item, *paper("aftale.txt", WORDS + b" Aftalen."), by=med.cast["referent"])
    meeting.refresh_from_db()
    marks = {
        one.original_name: one.mark for one in documents.mark_files(meeting, list(Attachment.objects.order_by("pk")))
    }
    assert marks == {
        "tidligt.txt": "",
        "eftersendt.txt": "eftersendt",
        "sent.txt": "eftersendt for sent",
        "aftale.txt": "sendt med referatet",
    }
    words = " ".join(text_of(documents.minutes(meeting, public=False)).split())
    assert "aftale.txt (sendt med referatet)" in words


def test_papers_are_taken_in_while_the_agenda_or_the_minutes_are_written_and_not_after(med):
    for state in ("minutes_sent", "approved", "published", "cancelled"):
        item = med.treatment(med.meeting(state=state, days=-3))
        with pytest.raises(ValidationError):
            agenda.attach(item, *paper(), by=med.cast["leder"])
    with pytest.raises(PermissionDenied):
        agenda.attach(med.treatment(med.meeting(state="released")), *paper(), by=med.cast["sfk"])
    with pytest.raises(Http404):
        agenda.attach(med.treatment(med.meeting(state="released")), *paper(), by=med.cast["andenleder"])
    assert not Attachment.objects.exists()


GOOD = {
    "referat.txt": WORDS,
    "tal.csv": b"afdeling;procent\nA;3\nB;4\n",
    "brev.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}
BAD = {
    "virus.exe": b"MZ\x90\x00" + b"\x00" * 60,
    "side.html": b"<html><script>alert(1)</script></html>",
    "billede.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "tom.pdf": b"",
}


def test_attachments_of_every_kind_are_taken_in_or_refused_in_words(med):
    item = med.treatment(med.meeting(state="agenda_open"))
    client = Client()
    client.force_login(med.cast["tr"], backend="core.signin.PersonBackend")
    address = reverse("med:item_files", args=[item.pk])
    for name, content in BAD.items():
        answer = client.post(address, {"files": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    kept = 0
    for name, content in GOOD.items():
        answer = client.post(address, {"files": SimpleUploadedFile(name, content)})
        kept += answer.status_code == 302
    assert kept == Attachment.objects.count() >= 2
    assert client.post(address, {}).status_code == 422
    assert Seat.objects.filter(body=med.body).count() == 8
