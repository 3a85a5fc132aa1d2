"""Mentor and newcomer: meetings, notes for the two, points that come back, tapering, two missed (ONB-08, -09, R-74)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar, reminders
from core.models import Mail, Todo
from core.permissions import Forbidden
from onboarding.actions import meetings, roles, schedule
from onboarding.models import Invitation, OpenPoint
from tests.onboarding.courses import at, fresh

pytestmark = pytest.mark.django_db
NOTES = {"now_how": "Det går godt.", "questions_ask": ""}


@pytest.fixture
def running(course, cast):
    """Return the course in its fifth week, with an approved schedule."""
    schedule.approve(course, by=cast["mentor"])
    with time_machine.travel(at("2027-03-30 09:00"), tick=False):
        yield fresh(course)


@pytest.fixture
def meeting(running):
    """Return the first weekly meeting, Friday 2 April."""
    return running.meetings.filter(series="weekly").first()


def client(person):
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def test_notes_are_encrypted_and_read_by_the_two_only(meeting, cast):
    meetings.write_notes(meeting, by=cast["mentor"], notes=NOTES)
    with connection.cursor() as cursor:
        cursor.execute("select notes from onboarding_statusmeeting where id = %s", [meeting.pk])
        assert "går godt" not in cursor.fetchone()[0]
    address = reverse("onboarding:meeting", args=[meeting.pk])
    assert "Det går godt." in client(cast["nyansat"]).get(address).content.decode()
    for name in ("leder", "hr", "admin", "dpo", "chef"):
        assert client(cast[name]).get(address).status_code == 404
        with pytest.raises(Http404):
            meetings.write_notes(meeting, by=cast[name], notes=NOTES)


def test_two_who_write_at_once_are_told(meeting, cast):
    meetings.write_notes(meeting, by=cast["mentor"], notes=NOTES, edit=1)
    with pytest.raises(ValidationError, match="mens du havde den åben"):
        meetings.write_notes(meeting, by=cast["nyansat"], notes=NOTES, edit=1)


def test_an_unfinished_point_comes_back_until_it_is_closed(running, meeting, cast):
    point = meetings.raise_point(running, by=cast["nyansat"], text="Hvem godkender breve?", meeting=meeting)
    following = running.meetings.filter(series="weekly")[1]
    address = reverse("onboarding:meeting", args=[following.pk])
    assert "Hvem godkender breve?" in client(cast["mentor"]).get(address).content.decode()
    assert meetings.close_point(point, by=cast["mentor"])
    assert not meetings.close_point(point, by=cast["mentor"])
    assert "Hvem godkender breve?" not in client(cast["mentor"]).get(address).content.decode()


def test_a_point_becomes_a_line_of_the_checklist(running, cast):
    point = meetings.raise_point(running, by=cast["mentor"], text="Noget fortroligt om adgang")
    item = meetings.make_item(point, by=cast["mentor"], title="Bestil adgang", due_on=date(2027, 4, 8))
    assert (item.owner, item.title) == (cast.nyansat, "Bestil adgang")
    assert OpenPoint.objects.get(pk=point.pk).closed_at is not None


def test_a_moved_meeting_moves_in_both_calendars(running, meeting, cast):
    meetings.move(meeting, by=cast["nyansat"], starts_at=at("2027-04-06 10:00"), place="Rum 2")
    told = Invitation.objects.filter(meeting=meeting, starts_at=at("2027-04-06 10:00"))
    assert {one.receiver for one in told} == {cast.mentor, cast.nyansat}
    meeting.refresh_from_db()
    assert meeting.state == "moved"
    with pytest.raises(ValidationError, match="gået"):
        meetings.move(meeting, by=cast["mentor"], starts_at=at("2027-03-01 10:00"))


def test_tapering_takes_every_second_meeting_out(running, cast):
    ahead = running.meetings.waiting().filter(starts_at__gt=calendar.now()).count()
    gone = meetings.taper(running, by=cast["mentor"])
    assert gone == ahead // 2
    assert running.meetings.waiting().filter(starts_at__gt=calendar.now()).count() == ahead - gone
    with pytest.raises(Forbidden):
        meetings.taper(running, by=cast["leder"])


def test_two_missed_meetings_are_told_to_the_leader_once(running, cast):
    with time_machine.travel(at("2027-04-12 08:00"), tick=False):
        assert meetings.notice_missed(calendar.today()) == 1
        assert meetings.notice_missed(calendar.today()) == 0
        todo = Todo.objects.get(code=meetings.MISSED)
        assert todo.owner == cast.leder
        reminders.sweep(calendar.now())
        assert Mail.objects.filter(notice="O-06", receiver=cast.leder).count() == 1
        last = running.meetings.filter(starts_at__lt=calendar.now()).last()
        meetings.mark_held(last, by=cast["mentor"])
        todo.refresh_from_db()
        assert todo.state == "not_relevant"


def test_one_missed_meeting_is_nobodys_business(running, cast):
    for one in running.meetings.filter(starts_at__lt=calendar.now()):
        meetings.mark_held(one, by=cast["mentor"])
    with time_machine.travel(at("2027-04-05 08:00"), tick=False):
        assert meetings.notice_missed(calendar.today()) == 0


def test_the_pair_is_reminded_the_day_before(running, cast):
    with time_machine.travel(at("2027-04-01 13:01"), tick=False):
        reminders.sweep(calendar.now())
        told = Mail.objects.filter(notice="O-05", context__dato="fredag den 2. april 2027")
        assert {mail.receiver for mail in told} == {cast.mentor, cast.nyansat}


def test_the_mentors_page_shows_the_next_meeting_and_what_is_open(running, meeting, cast):
    meetings.raise_point(running, by=cast["mentor"], text="Tale om ferie")
    page = client(cast["mentor"]).get(reverse("onboarding:mentor")).content.decode()
    assert "Amalie Skov" in page and "fredag kl.\xa013.00" in page.lower()


def test_a_mentor_who_takes_over_reads_notes_from_the_own_first_day_only(running, meeting, cast):
    before = running.meetings.filter(series="daily").last()
    for one in (before, meeting):
        meetings.write_notes(one, by=cast["mentor"], notes=NOTES)
    meetings.mark_held(before, by=cast["mentor"])
    roles.assign(running, by=cast["leder"], roles={"mentor": cast["kollega"]})
    old, new = (reverse("onboarding:meeting", args=[one.pk]) for one in (before, meeting))

    assert client(cast["nyansat"]).get(old).status_code == client(cast["nyansat"]).get(new).status_code == 200
    assert client(cast["kollega"]).get(old).status_code == 404
    page = client(cast["kollega"]).get(new)
    assert page.status_code == 200 and page.context["before"] is None
    with pytest.raises(Http404):
        meetings.write_notes(before, by=cast["kollega"], notes=NOTES)
    assert [client(cast["mentor"]).get(address).status_code for address in (old, new)] == [404, 404]

    listed = client(cast["kollega"]).get(reverse("onboarding:meetings", args=[running.pk])).content.decode()
    assert f'href="{old}"' not in listed and f'href="{new}"' in listed and "før, du tog over" in listed
    assert f'href="{old}"' not in client(cast["kollega"]).get(reverse("onboarding:mentor")).content.decode()
    assert (
        "før, du tog over"
        not in client(cast["nyansat"]).get(reverse("onboarding:meetings", args=[running.pk])).content.decode()
    )


def test_a_mentor_who_becomes_contact_person_keeps_the_notes_that_were_theirs(running, cast):
    before = running.meetings.filter(series="daily").last()
    meetings.write_notes(before, by=cast["mentor"], notes=NOTES)
    roles.assign(running, by=cast["leder"], roles={"mentor": cast["kollega"], "contact": cast["mentor"]})
    address = reverse("onboarding:meeting", args=[before.pk])
    assert client(cast["mentor"]).get(address).status_code == 200
    assert client(cast["kollega"]).get(address).status_code == 404


def test_who_takes_over_is_not_asked_about_meetings_from_before(running, meeting, cast):
    waiting = Todo.objects.about(running).open().filter(code__in=roles.MEETINGS)
    early = waiting.filter(event_at__lt=at("2027-03-30 00:00"))
    ahead = waiting.filter(event_at__gt=at("2027-03-30 00:00")).count()
    assert early.exists() and ahead
    roles.assign(running, by=cast["leder"], roles={"mentor": cast["kollega"]})
    assert not early.exists()
    assert waiting.filter(owner=cast.kollega).count() == ahead
    missed = running.meetings.filter(starts_at__lt=calendar.now()).last()
    assert meetings.mark_held(missed, by=cast["nyansat"]).state == "held"


def test_the_pages_name_everybody_who_reads_the_notes(running, cast):
    address = reverse("onboarding:meetings", args=[running.pk])
    assert "Kun I to kan læse noterne" in client(cast["mentor"]).get(address).content.decode()
    roles.assign(running, by=cast["leder"], roles={"contact": cast["kollega"]})
    assert "Kun mentor, kontaktperson og Amalie" in client(cast["mentor"]).get(address).content.decode()
