"""Invitations that Outlook takes: one event, its own sequence, the right parts of a mail."""

from datetime import date, time, timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.core import mail as sent
from icalendar import Calendar

from core import calendar, invitations, outbox
from core.invitations import Event
from core.models import Mail
from tests.core.workplace import MONDAY, SUBJECT, Workplace, notice

FIRST = calendar.at(date(2027, 2, 1), time(9))


def event(**values):
    """Return an event of a Monday in February."""
    return Event(**{"uid": "abc", "sequence": 0, "starts_at": FIRST, "summary": "Introduktion: Rundvisning"} | values)


def read(text):
    """Return the only event of a file."""
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return found


def test_an_event_says_when_where_and_for_whom():
    found = read(
        invitations.ics(
            [event(location="Rum 2", path="/onboarding/1/", attendees=[("Åse Ørn", "aase@fjordby.example")])], "REQUEST"
        )
    )
    assert found["UID"] == "abc@fjordby.example" and found["SEQUENCE"] == 0
    assert found["DTSTART"].dt == FIRST and found["DTEND"].dt == FIRST + timedelta(minutes=30)
    assert found["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert found["ATTENDEE"].params["CN"] == "Åse Ørn" and found["ATTENDEE"].params["RSVP"] == "TRUE"
    assert found["ORGANIZER"] == "mailto:arbejdspladsen@fjordby.example"
    assert found["URL"].endswith("/onboarding/1/")


def test_a_cancelled_event_is_cancelled_in_word_and_method():
    text = invitations.ics([event(sequence=3)], "CANCEL")
    assert "METHOD:CANCEL" in text
    assert (read(text)["STATUS"], read(text)["SEQUENCE"]) == ("CANCELLED", 3)


def test_the_zone_changes_on_the_last_sundays_of_march_and_october():
    (zone,) = Calendar.from_ical(invitations.ics([event()])).walk("VTIMEZONE")
    found = zone.to_tz()
    assert FIRST.replace(tzinfo=found).utcoffset() == timedelta(hours=1)
    assert calendar.at(date(2027, 3, 29), time(9)).replace(tzinfo=found).utcoffset() == timedelta(hours=2)
    assert calendar.at(date(2027, 11, 1), time(9)).replace(tzinfo=found).utcoffset() == timedelta(hours=1)


@pytest.mark.django_db
def test_the_mail_carries_it_as_an_alternative_that_calendars_answer_to():
    with time_machine.travel(MONDAY, tick=False):
        house = Workplace()
        notice("N-98")

        @outbox.dresses("N-98")
        def parts(mail, receiver):
            text = invitations.ics([event(attendees=[(receiver.name, receiver.email)])], "REQUEST")
            return [
                outbox.Part(text, invitations.kind("REQUEST"), is_alternative=True),
                outbox.Part(b"%PDF", "application/pdf", "skema.pdf"),
            ]

        try:
            outbox.enqueue(
                house.director, "N-98", subject=SUBJECT, link="/", dedupe_key="x", due_at=MONDAY + timedelta(days=1)
            )
            outbox.deliver_one(Mail.objects.get().pk)
        finally:
            del outbox.DRESSINGS["N-98"]
    message = message_from_bytes(sent.outbox[0].message().as_bytes())
    kinds = {part.get_content_type(): part for part in message.walk()}
    assert {"multipart/alternative", "text/plain", "text/html", "text/calendar", "application/pdf"} <= set(kinds)
    assert kinds["text/calendar"].get_param("method") == "REQUEST"
    assert kinds["text/calendar"].get_content_charset() == "utf-8"
    assert read(kinds["text/calendar"].get_payload(decode=True).decode())["ATTENDEE"].endswith(house.director.email)
    assert kinds["application/pdf"].get_filename() == "skema.pdf"
