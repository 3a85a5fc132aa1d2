"""Invitations that calendars take: one event as an iCalendar file, and as the part of a mail that Outlook answers to.

    event = Event(uid=str(row.uid), sequence=row.sequence, starts_at=…, ends_at=…, summary=…, attendees=[(name, address)])
    return [outbox.Part(invitations.ics([event], "REQUEST"), invitations.kind("REQUEST"), is_alternative=True)]

The UID is random and stored with what the event is about; SEQUENCE is counted up each time people are told of a change.
A summary stands in other people's calendars: neutral words, never anything of a case (GEN-08). Times are Danish local
time with a VTIMEZONE, so that a weekly habit survives the change to summer time.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Entry

from core import calendar

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FILE = "text/calendar; charset=utf-8"
# Written as calendars expect it, by its rule: the library would list each change, an hour late in spring.
DENMARK = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Event:
    """One event. Moments are aware; `attendees` are (name, address); without `ends_at` it lasts half an hour."""

    uid: str
    sequence: int
    starts_at: datetime
    summary: str
    ends_at: datetime | None = None
    location: str = ""
    description: str = ""
    path: str = ""  # a page of ours
    attendees: list = field(default_factory=list)
    remind_before: timedelta | None = None
    is_cancelled: bool = False


def kind(method):
    """Return the content type of a mail's calendar part; the mail adds the character set."""
    return f"text/calendar; method={method}"


def ics(events, method=PUBLISH):
    """Return the text of an iCalendar file (RFC 5545, RFC 5546) with the events and their time zone."""
    book = Calendar()
    book.add("prodid", f"-//{settings.PRODUCT_NAME}//Invitationer//DA")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", method)
    book.add_component(Timezone.from_ical(DENMARK))
    for event in events:
        book.add_component(_entry(event, method))
    return book.to_ical().decode()


def _entry(event, method):
    """Return one VEVENT."""
    entry = Entry()
    now = calendar.real_now()
    starts = calendar.local(event.starts_at)
    entry.add("uid", f"{event.uid}@{settings.MAIL_DOMAIN}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", starts)
    entry.add("dtend", calendar.local(event.ends_at) if event.ends_at else starts + timedelta(minutes=30))
    entry.add("summary", event.summary)
    cancelled = event.is_cancelled or method == CANCEL
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if event.location:
        entry.add("location", event.location)
    address = settings.BASE_URL + event.path if event.path else ""
    about = "\n\n".join(part for part in (event.description, address) if part)
    if about:
        entry.add("description", about)
    if address:
        entry.add("url", address)
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rsplit('<', 1)[-1].rstrip('>')}")
    organiser.params["cn"] = vText(f"{settings.PRODUCT_NAME}, {settings.MUNICIPALITY_NAME}")
    entry.add("organizer", organiser, encode=False)
    for name, address in event.attendees:
        who = vCalAddress(f"mailto:{address}")
        who.params["cn"] = vText(name)
        who.params["role"] = vText("REQ-PARTICIPANT")
        who.params["partstat"] = vText("NEEDS-ACTION")
        who.params["rsvp"] = vText("TRUE" if method == REQUEST else "FALSE")
        entry.add("attendee", who, encode=False)
    if event.remind_before and not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.summary)
        alarm.add("trigger", -event.remind_before)
        entry.add_component(alarm)
    return entry
