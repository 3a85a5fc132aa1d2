"""What is not for the agenda: terms that are negotiated elsewhere, one side's pre-meeting; and what the house offers to it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar, documents, pdf, topics
from core.models import Attachment, Todo
from med.actions import confidential, house, proposals
from med.models import PreMeeting, Proposal, Seat
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def signed_in(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client


# -- terms of single persons or groups (MED-42) --------------------------------------------------------------------------
def test_a_wish_about_terms_goes_to_tr_and_no_member_sees_it(med):
    client = signed_in(med, "medarbejder")
    sent = {"title": "Tillæg til vagtholdet", "text": "Vi ønsker det.", "purpose": "decision", "is_terms": "on"}
    answer = client.post(reverse("med:propose", args=[med.body.pk]), sent, follow=True)
    assert "sendt til TR" in answer.content.decode()
    row = Proposal.objects.get()
    assert (row.state, row.negotiated_with, row.via) == ("negotiated", "tr", med.cast["tr"])
    assert Todo.objects.open().get(code="med.negotiate").owner == med.cast["tr"]
    for name, status in (("tr", 200), ("medarbejder", 200), ("leder", 404), ("amr", 404)):
        assert signed_in(med, name).get(reverse("med:proposal", args=[row.pk])).status_code == status, name
    with pytest.raises((Http404, PermissionDenied)):
        proposals.accept(row, med.meeting(state="agenda_open"), by=med.cast["leder"])


def test_chairs_send_a_proposal_about_terms_to_tr_and_tr_to_the_branch(med):
    row, _new = proposals.propose(med.body, by=med.cast["amr"], title="Ulempetillæg")
    with pytest.raises(ValidationError):
        proposals.negotiate(row, by=med.cast["leder"], party="tr", reason="nej")
    row = proposals.negotiate(row, by=med.cast["leder"], party="tr", reason="Det er en forhandling om løn.")
    assert signed_in(med, "leder").get(reverse("med:proposal", args=[row.pk])).status_code == 200
    page = signed_in(med, "amr").get(reverse("med:proposal", args=[row.pk])).content.decode()
    assert "Det er en forhandling om løn." in page
    (todo,) = Todo.objects.open().filter(code="med.negotiate")
    client = signed_in(med, "tr")
    answer = client.post(
        reverse("med:negotiate", args=[row.pk]), {"party": "branch", "reason": "Kredsen har forhandlingsretten her."}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    todo.refresh_from_db()
    assert row.negotiated_with == "branch" and todo.state == "done"


def test_where_there_is_no_tr_the_words_say_where_to_go(med):
    Seat.objects.filter(body=med.body, represents="union_rep").update(represents="none")
    with pytest.raises(ValidationError) as refused:
        proposals.propose(med.body, by=med.cast["amr"], title="Tillæg", is_terms=True)
    assert "kredsen" in str(refused.value)
    row, _new = proposals.propose(med.body, by=med.cast["amr"], title="Tillæg")
    with pytest.raises(PermissionDenied):
        proposals.negotiate(row, by=med.cast["chef"], party="tr", reason="Det er en forhandling om løn.")


# -- pre-meetings (MED-48) -----------------------------------------------------------------------------------------------
def test_one_sides_pre_meeting_is_seen_by_that_side_alone(med):
    meeting = med.meeting(state="agenda_open")
    address = reverse("med:pre_notes", args=[meeting.pk])
    day = NOW.date() + timedelta(days=15)
    sent = {
        "item": "meeting",
        "day": f"{day:%d.%m.%Y}",
        "begins": "13",
        "place": "Kantinen",
        "participants": "Alle fire",
        "ideas": "Spørg til skærme",
    }
    assert signed_in(med, "tr").post(address, sent).status_code == 302
    assert calendar.clock(PreMeeting.objects.get().starts_at) == "13.00"
    assert "Kantinen" in signed_in(med, "amr").get(address).content.decode()
    assert "Kantinen" not in signed_in(med, "leder").get(address).content.decode()
    confidential.plan_pre_meeting(meeting, by=med.cast["leder"], place="Chefens kontor")
    assert PreMeeting.objects.count() == 2
    assert "Chefens kontor" not in signed_in(med, "tr").get(address).content.decode()


def test_a_pre_meeting_lies_before_the_meeting_and_has_day_and_hour(med):
    meeting = med.meeting(state="agenda_open")
    with pytest.raises(ValidationError):
        confidential.plan_pre_meeting(meeting, by=med.cast["tr"], starts_at=meeting.starts_at + timedelta(hours=1))
    with pytest.raises(Http404):
        confidential.plan_pre_meeting(meeting, by=med.cast["andenleder"], place="Udenfor")
    with pytest.raises(Http404):
        confidential.plan_pre_meeting(meeting, by=med.cast["referent"], place="Ingen side")
    client = signed_in(med, "tr")
    answer = client.post(reverse("med:pre_notes", args=[meeting.pk]), {"item": "meeting", "day": "20.02.2027"})
    assert answer.status_code == 422 and "klokkeslæt" in answer.content.decode()
    assert not PreMeeting.objects.exists()


# -- what the rest of the house offers (MED-41) --------------------------------------------------------------------------
@pytest.fixture
def offered(med, monkeypatch):
    content = pdf.render("pdf/med/decisions.html", {"body": med.body, "unit": med.body.unit}, title="Tal")
    number = documents.take_number()
    paper = documents.freeze("P-23", "Anonym statistik", med.body, content, med.cast["sfk"], number=number)
    one = topics.Topic(
        "numbers",
        "Se på tallene for vold og trusler",
        "Tallene for kvartalet ligger klar.",
        "/incidents/",
        ("incidents.agendaproposal", 7),
        NOW,
        unit_id=med.body.unit_id,
        facts={"document": paper.pk},
    )
    monkeypatch.setattr(topics, "_sources", {"numbers": lambda sites, units: [one] if one.unit_id in units else []})
    return one


def test_a_chair_takes_up_what_is_offered_with_its_document_once(med, offered):
    meeting = med.meeting(state="agenda_open")
    client = signed_in(med, "tr")
    page = reverse("med:offered", args=[med.body.pk])
    assert page in client.get(reverse("med:body", args=[med.body.pk])).content.decode()  # fetched by the body's page
    assert "<html" not in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "Et dokument følger med" in client.get(page).content.decode()
    key = "incidents.agendaproposal:7"
    assert client.post(reverse("med:take_up", args=[med.body.pk]), {"key": key}).status_code == 302
    item = meeting.treatments.get()
    assert (item.title, item.topic.origin) == (offered.title, "house")
    file = Attachment.objects.get(subject_type="med.treatment", subject_id=item.pk)
    assert file.original_name == "anonym-statistik.pdf" and file.content_type == "application/pdf"
    assert "Et dokument følger med" not in client.get(page).content.decode()
    house.take_up(med.body, offered, by=med.cast["leder"])
    assert meeting.treatments.count() == Attachment.objects.count() == 1
    meeting.refresh_from_db()
    assert meeting.agenda_version > 1


def test_without_a_meeting_or_without_the_right_nothing_is_taken_up(med, offered):
    with pytest.raises(ValidationError):
        house.take_up(med.body, offered, by=med.cast["leder"])
    med.meeting(state="agenda_open")
    with pytest.raises(PermissionDenied):
        house.take_up(med.body, offered, by=med.cast["amr"])
    client = signed_in(med, "leder")
    for key in ("incidents.agendaproposal:8", "", "x" * 500):
        assert client.post(reverse("med:take_up", args=[med.body.pk]), {"key": key}).status_code == 302
    assert not Attachment.objects.exists()
