"""Whoever never read a manual is led through: what is next, what to look at, what was written before the meeting."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from med import documents
from med.actions import agenda, planning, proposals, releasing, writing
from med.models import Attendance, Meeting, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        med = Med(Cast())
        med.meet = med.meeting(state="agenda_open")
        med.item = med.treatment(med.meet, "Ulempetillæg", background="Kan vi sige ja?", put_on_by=med.cast["leder"])
        yield med


def at(med, name, address, *args, **posted):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    where = reverse(f"med:{address}", args=args)
    answer = client.post(where, posted) if posted else client.get(where)
    return answer, answer.content.decode()


def state(med, name, **values):
    Meeting.objects.filter(pk=med.meet.pk).update(state=name, **values)
    med.meet = Meeting.objects.select_related("body__unit").get(pk=med.meet.pk)
    return med.meet


def test_a_member_sees_what_to_do_while_the_agenda_is_prepared_and_when_it_is_out(med):
    assert "Dagsordenen bliver gjort klar" in at(med, "amr", "meeting", med.meet.pk)[1]
    assert "Sig god for dagsordenen" in at(med, "leder", "meeting", med.meet.pk)[1]
    state(med, "released")
    for name in ("amr", "leder", "referent"):
        page = at(med, name, "meeting", med.meet.pk)[1]
        assert "Svar, og se, hvem der kommer" in page
    state(med, "released", starts_at=NOW, ends_at=NOW + timedelta(hours=2))
    assert "Så kan referatet skrives" in at(med, "referent", "meeting", med.meet.pk)[1]


def test_a_meeting_begins_before_its_day_only_when_that_is_meant(med):
    state(med, "released")
    answer, page = at(med, "referent", "begin", med.meet.pk, x="y")
    assert "Vil du begynde mødet før tid?" in page
    assert state(med, "released").state == "released"
    answer, _page = at(med, "referent", "begin", med.meet.pk, sure="yes")
    assert answer.status_code == 302 and Meeting.objects.get(pk=med.meet.pk).state == "under_way"


def test_before_the_yes_a_chair_sees_what_is_missing(med):
    med.treatment(med.meet, "Uden spørgsmål", duration=480)
    page = at(med, "leder", "release", med.meet.pk)[1]
    assert "mangler en sagsfremstilling" in page
    assert "hvad det betyder for arbejdsmiljøet" in page
    assert "og mødet varer 120" in page
    Treatment.objects.filter(meeting=med.meet).update(background="Kan vi?", environment_effect="none", duration=10)
    assert "Se på det her" not in at(med, "leder", "release", med.meet.pk)[1]


def test_what_was_not_reached_is_said_in_one_go_and_comes_back(med):
    meeting = state(med, "minutes_draft", began_at=NOW)
    other = med.treatment(meeting, "Støj")
    writing.set_outcome(other, by=med.cast["leder"], kind="discussed")
    page = at(med, "leder", "release", meeting.pk)[1]
    assert "B 1. Ulempetillæg" in page and "Støj" not in page
    at(med, "leder", "rest", meeting.pk, x="y")
    assert Treatment.objects.get(pk=med.item.pk).outcome.kind == "not_treated"
    assert Treatment.objects.get(pk=other.pk).outcome.kind == "discussed"
    assert not releasing.unfinished(meeting)
    assert at(med, "amr", "rest", meeting.pk, x="y")[0].status_code == 403


def test_attendance_that_nobody_noted_is_pointed_out_before_the_minutes_go(med):
    meeting = state(med, "minutes_draft", began_at=NOW)
    row = Attendance.objects.create(meeting=meeting, person=med.cast["amr"])
    writing.leave_the_rest(meeting, by=med.cast["leder"])
    assert "Fremmødet er ikke noteret" in at(med, "leder", "release", meeting.pk)[1]
    Attendance.objects.filter(pk=row.pk).update(presence="present")
    assert "Fremmødet er ikke noteret" not in at(med, "leder", "release", meeting.pk)[1]


def test_who_writes_the_minutes_has_the_question_and_what_was_written_before(med):
    agenda.write_input(med.item, by=med.cast["amr"], text="Vi er trætte af vagterne.")
    state(med, "under_way", began_at=NOW)
    page = at(med, "referent", "write", med.meet.pk)[1]
    assert "Kan vi sige ja?" in page and "Vi er trætte af vagterne." in page and "Sæt ind i referatet" in page


def test_a_group_that_was_set_up_stands_in_the_minutes_with_its_members(med):
    meeting = state(med, "minutes_draft", began_at=NOW)
    writing.set_up_group(
        med.item,
        by=med.cast["leder"],
        name="Vagtgruppen",
        purpose="Se på vagter",
        members=[med.cast["amr"], med.cast["chef"]],
        reports_on=NOW.date() + timedelta(days=30),
    )
    for words in (at(med, "tr", "meeting", meeting.pk)[1], text_of(documents.minutes(meeting, public=True))):
        assert "Vagtgruppen" in words and med.cast["chef"].name in words


def test_an_item_sent_twice_stands_once_but_two_people_may_write_the_same(med):
    said = {"title": "Parkering", "purpose": "discussion", "background": "Hvor?"}
    first = agenda.add_item(med.meet, by=med.cast["leder"], **said)
    assert agenda.add_item(med.meet, by=med.cast["leder"], **said) == first
    assert agenda.add_item(med.meet, by=med.cast["tr"], **said) != first


def test_an_item_says_whose_wish_it_was(med):
    proposal, _new = proposals.propose(med.body, by=med.cast["amr"], title="Lys i gangen")
    item = proposals.accept(proposal, med.meet, by=med.cast["leder"])
    assert f"Forslag: {med.cast['amr'].name}" in at(med, "chef", "item", item.pk)[1]


def test_item_1_names_the_minutes_it_is_about_on_page_and_paper(med):
    first = med.treatment(med.meet, "Godkendelse af referat", part="A")
    type(first.topic).objects.filter(pk=first.topic_id).update(code="approval", is_standing=True)
    before = med.meeting(days=-30, state="minutes_sent")
    day = documents.calendar.long_date(before.starts_at)
    assert f"Referatet af {day}" in at(med, "amr", "meeting", med.meet.pk)[1]
    assert f"Referatet af {day}" in text_of(documents.agenda(med.meet)).replace("\n", " ")


def test_what_an_item_means_for_the_working_environment_comes_along(med):
    Treatment.objects.filter(pk=med.item.pk).update(environment="Færre vagter", environment_effect="minor")
    meeting = state(
        med, "minutes_draft", began_at=NOW - timedelta(days=1), starts_at=NOW - timedelta(days=1), ends_at=NOW
    )
    writing.set_outcome(med.item, by=med.cast["leder"], kind="postponed")
    send_out(med, meeting)
    later = planning.plan_meeting(
        med.body, by=med.cast["leder"], starts_at=NOW + timedelta(days=30), ends_at=NOW + timedelta(days=30, hours=1)
    )
    later = agenda.open_agenda(later, by=med.cast["leder"])
    assert later.treatments.get(topic=med.item.topic).environment == "Færre vagter"


def send_out(med, meeting):
    for name in ("leder", "tr"):
        meeting.refresh_from_db()
        releasing.say_yes_to_minutes(meeting, by=med.cast[name], version=meeting.minutes_version)
