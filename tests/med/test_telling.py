"""Who is told what: messages, a meeting told in short, how many were reached; the TRIO's papers; what goes after a time."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import explain, retention
from core.models import Mail, RetentionRule
from core.permissions import Forbidden
from core.reference import load_all
from med.actions import frames, matters, telling
from med.models import ChairMatter, Meeting, Reading, Summary, TrainingRecord, TrioFrame, TrioNote
from med.rules import duties as rules
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        yield Beside(Cast()).lay_rows()


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


def published(med):
    Meeting.objects.filter(pk=med.past.pk).update(state="published")
    med.past.refresh_from_db()
    return med.past


# -- a meeting told in short -----------------------------------------------------------------------------------------
def test_a_meeting_is_told_in_short_above_its_published_minutes(med):
    telling.summarise(med.past, by=med.cast.tr, text="Vi måler støjen i marts.", needs_dialogue=True)
    page = client_of(med, "nyansat").get(reverse("med:meeting", args=[published(med).pk])).content.decode()
    assert "Vi måler støjen i marts." in page and "Tages op på personalemøde" in page
    with pytest.raises(Forbidden):
        telling.summarise(med.past, by=med.cast.amr, text="Min udgave")


def test_nothing_is_told_in_short_of_a_trio(med):
    with pytest.raises(ValidationError):
        telling.summarise(med.meeting(med.trio, days=-3, state="approved"), by=med.cast.leder, text="Om os")


def test_everybody_in_the_unit_gets_one_mail_when_minutes_are_published_and_members_get_no_second(med):
    first = telling.tell_staff(med.past, by=med.cast.referent)
    assert first and telling.tell_staff(med.past, by=med.cast.referent) == 0
    mails = Mail.objects.filter(notice="M-74")
    assert mails.count() == first == Summary.objects.get(meeting=med.past).mailed_to
    told = set(mails.values_list("receiver__email", flat=True))
    assert med.cast.nyansat.email in told
    assert med.cast.amr.email not in told and med.cast.andenmedarbejder.email not in told
    assert all(set(mail.context) <= {"udvalg", "dato"} for mail in mails)


def test_who_has_read_is_counted_for_teams_and_small_numbers_are_hidden(med):
    meeting = published(med)
    address = reverse("med:meeting", args=[meeting.pk])
    for _twice in range(2):
        client_of(med, "nyansat").get(address)
    assert Reading.objects.filter(meeting=meeting).count() == 1
    page = client_of(med, "leder").get(reverse("med:telling", args=[meeting.pk])).content.decode()
    assert "Har læst referatet" in page and "vises ikke" in page and med.cast.nyansat.name not in page


def test_the_message_is_written_from_the_plan(med):
    page = client_of(med, "leder").get(reverse("med:telling", args=[med.past.pk])).content.decode()
    assert "Til Alle" in page and "Vi måler støjen" in page and "Hele referatet kan læses" in page


def test_the_form_begins_with_the_decisions_and_keeps_what_was_typed(med):
    address = reverse("med:summary", args=[med.past.pk])
    client = client_of(med, "referent")
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"text": "Ring til 0101701234"})
    assert wrong.status_code == 422 and "0101701234" in wrong.content.decode()
    assert client.post(address, {"text": "Vi måler støjen."}).status_code == 302


# -- the TRIO's papers -----------------------------------------------------------------------------------------------
def test_the_frame_prints_for_the_trio_with_who_stands_behind_it(med):
    frames.write(med.trio, by=med.cast.tr, version=1, answers={"roles": "Vi deler opgaverne"})
    row = frames.newest(med.trio)
    frames.sign(row, by=med.cast.tr)
    answer = client_of(med, "amr").get(reverse("med:frame_pdf", args=[row.pk]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "Vi deler opgaverne" in text_of(content) and "mangler" in text_of(content)
    assert_archival(content)
    assert client_of(med, "chef").get(reverse("med:frame_pdf", args=[row.pk])).status_code == 404


def test_a_trios_agenda_and_notes_are_printed_for_its_members_alone(med):
    meeting = med.meeting(med.trio, days=3, state="agenda_open")
    med.treatment(meeting, "Belastning")
    TrioNote.objects.create(body=med.trio, text="Mange opkald om aftenen", written_by=med.cast.amr, written_at=NOW)
    address = reverse("med:trio_pdf", args=[meeting.pk])
    answer = client_of(med, "tr").get(address)
    assert answer.status_code == 200
    text = text_of(answer.content)
    assert "Belastning" in text and "Mange opkald om aftenen" in text
    assert_archival(answer.content)
    for other in ("chef", "medarbejder", "hr", "admin"):
        assert client_of(med, other).get(address).status_code in (403, 404)
    assert client_of(med, "leder").get(reverse("med:trio_pdf", args=[med.past.pk])).status_code == 404


# -- why -------------------------------------------------------------------------------------------------------------
def test_operators_can_ask_why_a_duty_is_overdue(med):
    found = explain.answer("duties", json.dumps({"body": med.body.name, "on": "2028-01-15"}))
    yearly = next(one for one in found if one["duty"] == "W1")
    assert yearly["state"] == rules.OVERDUE and yearly["due"] == "2027-12-31" and yearly["last"] is None
    assert any("12. måned" in reason for reason in yearly["reasons"])
    assert "error" in explain.answer("duties", '{"body": "Ingen"}')[0]
    assert "error" in explain.answer("duties", json.dumps({"body": med.trio.name}))[0]


# -- retention -------------------------------------------------------------------------------------------------------
def test_what_is_kept_for_a_time_goes_and_the_committees_papers_stay(med):
    telling.note_reading(med.past, by=med.cast.nyansat)
    matters.solve(med.matter, by=med.cast.tr)
    TrainingRecord.objects.filter(pk=med.record.pk).update(ended_on=DAY)
    TrioFrame.objects.filter(pk=med.frame.pk).update(agreed_on=DAY)
    TrioFrame.objects.create(body=med.trio, number=2, made_by=med.cast.tr, made_at=NOW, agreed_on=DAY)
    codes = {
        "med.reading",
        "med.chair_matter",
        "med.training",
        "med.trio_frame",
        "med.invitation",
        "med.self_check",
        "med.lift",
    }
    assert set(RetentionRule.objects.filter(code__in=codes).values_list("code", flat=True)) == codes
    retention.run(at=NOW + timedelta(days=300))
    assert Reading.objects.exists() and ChairMatter.objects.exists()
    retention.run(at=NOW + timedelta(days=5 * 366))
    assert not Reading.objects.exists() and not ChairMatter.objects.exists()
    assert not TrainingRecord.objects.filter(pk=med.record.pk).exists()
    assert list(TrioFrame.objects.values_list("number", flat=True)) == [2]
    assert type(med.guideline).objects.filter(pk=med.guideline.pk).exists()
