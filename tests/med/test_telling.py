"""Who is told what: messages, a meeting told in short, how many were reached; the TRIO's papers; what goes after a time."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import explain, retention
from core.models import Mail, Person, RetentionRule, Todo
from core.permissions import Forbidden
from core.reference import load_all
from med.actions import approving, clock, frames, looking_through, matters, telling
from med.forms.minutes import PublishForm
from med.models import (
    Body,
    ChairMatter,
    Dissemination,
    Meeting,
    Proposal,
    Reading,
    Summary,
    TrainingRecord,
    TrioFrame,
    TrioNote,
)
from med.rules import duties as rules
from med.rules import teams
from tests.cast import NOW, Cast, unit
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


TICKS = dict.fromkeys(PublishForm().fields, "on")


def put_out(med):
    """Approve and publish the last meeting, as the minute taker does."""
    approving.approve(med.past, by=med.cast.referent)
    return approving.publish(Meeting.objects.get(pk=med.past.pk), by=med.cast.referent, confirmed=True)


def published(med):
    Meeting.objects.filter(pk=med.past.pk).update(state="published")
    med.past.refresh_from_db()
    return med.past


# -- a meeting told in short -----------------------------------------------------------------------------------------
def test_a_meeting_is_told_in_short_above_its_published_minutes(med):
    telling.summarise(med.past, by=med.cast.tr, text="Vi måler støjen i marts.", needs_dialogue=True)
    page = client_of(med, "nyansat").get(reverse("med:meeting", args=[put_out(med).pk])).content.decode()
    assert "Vi måler støjen i marts." in page and "Tages op på personalemøde" in page
    with pytest.raises(Forbidden):
        telling.summarise(med.past, by=med.cast.amr, text="Min udgave")


def test_the_short_telling_is_looked_through_with_the_minutes_before_everybody_reads_it(med):
    meeting = med.past
    approving.approve(meeting, by=med.cast.referent)
    telling.summarise(meeting, by=med.cast.tr, text="Anna er sygemeldt, og vi måler støjen.")
    client, check = client_of(med, "referent"), reverse("med:publish", args=[meeting.pk])
    page = client.get(check).content.decode()
    assert "Anna er sygemeldt" in page and "Kort fortalt: »sygemeldt«" in page
    telling.summarise(meeting, by=med.cast.tr, text="Vi måler støjen.")  # while the page was open
    assert client.post(check, TICKS | {"seen": 0, "summary": 1}).status_code == 302
    address = reverse("med:meeting", args=[meeting.pk])
    assert "Vi måler støjen." not in client_of(med, "nyansat").get(address).content.decode()
    assert Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).exists()
    assert Mail.objects.filter(notice="M-75").exists() and not Mail.objects.filter(notice="M-74").exists()
    assert client.post(check, TICKS | {"summary": 2}).status_code == 302
    assert "Vi måler støjen." in client_of(med, "nyansat").get(address).content.decode()
    assert not Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).exists()


def test_what_is_told_in_short_after_the_publication_waits_for_its_own_check(med):
    telling.summarise(med.past, by=med.cast.tr, text="Vi måler støjen.")
    meeting = put_out(med)
    assert Mail.objects.filter(notice="M-74").exists()
    answer = client_of(med, "tr").post(reverse("med:summary", args=[meeting.pk]), {"text": "Bo klagede over støjen."})
    assert answer.url == reverse("med:publish", args=[meeting.pk])
    address = reverse("med:meeting", args=[meeting.pk])
    outside, inside = (client_of(med, name).get(address).content.decode() for name in ("nyansat", "amr"))
    assert "Bo klagede" not in outside and "Vi måler støjen." in outside
    assert "Bo klagede" in inside and "Vi måler støjen." in inside
    assert Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).count() == 1
    with pytest.raises(Forbidden):
        approving.publish_later(meeting, by=med.cast.amr, confirmed=True, summary=2)
    assert approving.publish_later(meeting, by=med.cast.referent, confirmed=True, summary=1) == 0
    assert approving.publish_later(meeting, by=med.cast.referent, confirmed=True, summary=2) == 1
    assert "Bo klagede" in client_of(med, "nyansat").get(address).content.decode()
    assert not Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).exists()
    assert (
        Mail.objects.filter(notice__in=["M-74", "M-75"]).values("receiver").distinct().count()
        == Mail.objects.filter(notice__in=["M-74", "M-75"]).count()
    )  # nobody hears of it twice


def test_nothing_is_told_in_short_of_a_meeting_that_has_not_begun(med):
    with pytest.raises(ValidationError):
        telling.summarise(med.one, by=med.cast.tr, text="Vi måler støjen.")


def test_a_body_without_a_unit_says_that_only_members_get_a_mail(med):
    Body.objects.filter(pk=med.body.pk).update(unit=None)
    approving.approve(Meeting.objects.get(pk=med.past.pk), by=med.cast.referent)
    client = client_of(med, "referent")
    page = client.get(reverse("med:publish", args=[med.past.pk])).content.decode()
    assert "hører ikke til en afdeling" in page
    assert "hører ikke til en afdeling" in client.get(reverse("med:summary", args=[med.past.pk])).content.decode()
    meeting = approving.publish(Meeting.objects.get(pk=med.past.pk), by=med.cast.referent, confirmed=True)
    assert telling.tell_staff(meeting, by=med.cast.referent) == 0
    assert "hører ikke til en afdeling" in client.get(reverse("med:telling", args=[meeting.pk])).content.decode()


def test_nothing_is_told_in_short_of_a_trio(med):
    with pytest.raises(ValidationError):
        telling.summarise(med.meeting(med.trio, days=-3, state="approved"), by=med.cast.leder, text="Om os")


def test_everybody_in_the_unit_gets_one_mail_when_minutes_are_published_and_members_get_no_second(med):
    first = telling.tell_staff(med.past, by=med.cast.referent)
    assert first and telling.tell_staff(med.past, by=med.cast.referent) == 0
    mails = Mail.objects.filter(notice="M-75")  # nobody wrote the meeting in short
    assert mails.count() == first == Summary.objects.get(meeting=med.past).mailed_to
    told = set(mails.values_list("receiver__email", flat=True))
    assert med.cast.nyansat.email in told
    assert med.cast.amr.email not in told and med.cast.andenmedarbejder.email not in told
    assert all(set(mail.context) <= {"udvalg", "dato"} for mail in mails)


def test_telling_the_staff_asks_no_more_for_many_than_for_few(med):
    def questions(people):
        Person.objects.bulk_create(
            Person(email=f"p{people}-{n}@fjordby.example", name=f"P {n}", unit=med.cast.office, active_from=DAY)
            for n in range(people)
        )
        Summary.objects.filter(meeting=med.past).update(mailed_at=None)
        Mail.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            assert telling.tell_staff(med.past, by=med.cast.referent) >= people
        return len(asked)

    questions(1)  # what is read once a process
    assert questions(30) == questions(600)


def test_who_has_read_is_counted_for_teams_and_small_numbers_are_hidden(med):
    meeting = published(med)
    address = reverse("med:meeting", args=[meeting.pk])
    for _twice in range(2):
        client_of(med, "nyansat").get(address)
    assert Reading.objects.filter(meeting=meeting).count() == 1
    page = client_of(med, "leder").get(reverse("med:telling", args=[meeting.pk])).content.decode()
    assert "Har læst referatet" in page and med.cast.nyansat.name not in page
    assert "få af" in page or "vises ikke" in page


def test_numbers_of_a_team_tell_neither_who_was_reached_nor_who_was_not():
    said = [teams.words(count, 12, 5) for count in (0, 4, 5, 7, 8, 12, 13)]
    assert said == ["ingen af 12", "få af 12", "5 af 12", "7 af 12", "næsten alle 12", "alle 12", "alle 12"]
    assert teams.words(0, 4, 5) == teams.words(4, 4, 5) == teams.words(3, None, 5) == "vises ikke"


def test_every_team_is_asked_for_and_two_of_the_same_name_are_two(med):
    first = med.cast.office
    for number in range(14):
        team = unit("Team Nord", unit(f"Hus {number}", first))
        Person.objects.create(email=f"nord{number}@fjordby.example", name=f"Nord {number}", unit=team)
    page = client_of(med, "mentor").get(reverse("med:told", args=[med.telling.pk])).content.decode()
    assert page.count("Antal nået i Team Nord") == 14
    found = teams.teams_of(Body.objects.select_related("unit").get(pk=med.body.pk))
    assert sum(one.unit.name == "Team Nord" for one in found) == 14
    team = next(one for one in found if one.unit.name == "Team Nord" and one.size == 1)
    wrong = client_of(med, "mentor").post(reverse("med:told", args=[med.telling.pk]), {f"unit_{team.unit.pk}": "2"})
    assert wrong.status_code == 422 and "Der er kun 1 i teamet." in wrong.content.decode()


# -- the way back, and changes of plan -------------------------------------------------------------------------------
def test_what_employees_say_becomes_a_proposal_that_the_chairs_answer(med):
    Dissemination.objects.filter(pk=med.telling.pk).update(is_to_med=True)
    client, address = client_of(med, "mentor"), reverse("med:told", args=[med.telling.pk])
    assert "Hvad skal udvalget vide?" in client.get(address).content.decode()
    assert client.post(address, {"title": "Støj"}).status_code == 422
    assert client.post(address, {"title": "Støj", "text": "Det larmer mest om eftermiddagen."}).status_code == 302
    client.post(address, {"title": "Støj", "text": "Det larmer mest om eftermiddagen."})
    row = Dissemination.objects.get(pk=med.telling.pk)
    assert row.done_on and row.proposal.origin == "staff" and row.proposal.state == "proposed"
    assert Proposal.objects.filter(title="Støj").count() == 1
    med.telling.is_to_med = False
    with pytest.raises(ValidationError):
        telling.bring_to_med(med.telling, by=med.cast.mentor, title="Støj")


def test_a_plan_gets_another_owner_until_it_is_done_and_its_todo_follows(med):
    clock.keep_waiting(DAY)
    todo = Todo.objects.about(med.telling).open().get(code="med.tell")
    assert todo.owner == med.cast.mentor
    address = reverse("med:telling_edit", args=[med.telling.pk])
    sent = {
        "who": "Alle",
        "what": "Vi måler",
        "channel": "mail",
        "due_on": "2027-03-01",
        "responsible": med.cast.amr.pk,
    }
    assert client_of(med, "leder").post(address, sent).status_code == 302
    assert client_of(med, "amr").get(address).status_code == 403
    clock.keep_waiting(DAY)
    todo.refresh_from_db()
    assert todo.owner == med.cast.amr
    telling.finish(Dissemination.objects.get(pk=med.telling.pk), by=med.cast.amr)
    with pytest.raises(ValidationError):
        telling.plan(med.past_item, by=med.cast.leder, row=med.telling, who="Ingen")


def test_what_somebody_who_left_should_tell_falls_to_the_chair(med):
    Person.objects.filter(pk=med.cast.mentor.pk).update(active_to=DAY - timedelta(days=1))
    clock.keep_waiting(DAY)
    assert Todo.objects.about(med.telling).open().get(code="med.tell").owner == med.cast.leder
    assert Todo.objects.about(med.measure).open().get(code="med.measure").owner == med.cast.leder


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
    frames.sign(row, by=med.cast.tr, version=row.version)
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
