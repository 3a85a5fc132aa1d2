"""Invitations: calendars are told once of everything new, answers call substitutes, the secret feed says little."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import calendar, outbox
from core.models import Mail, NoticeText, Todo
from med import calendar_mail
from med.actions import feed, inviting, planning
from med.actions.series import plan_series
from med.models import Invitation, Meeting, Seat
from med.rules.dates import clashes, nth_weekday, series_days, slots
from tests.cast import NOW, START, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        for code in ("M-02", "M-04", "M-05", "M-08", "M-10", "M-11"):
            NoticeText.objects.get_or_create(
                code=code, defaults={"subject": "Møde", "body": "{udvalg}", "speed": "now", "button": "Se møde"}
            )
        yield Med(Cast())


def unfolded(text):
    """Return the lines of an iCalendar file as RFC 5545 3.1 joins them; every line ends in CRLF and holds 75 octets."""
    assert text.endswith("\r\n")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]


def parsed(text):
    """Return (properties of the calendar, {component: [properties]}): a reader of its own, not the one that wrote it."""
    stack, found, book = [], {}, {}
    for line in unfolded(text):
        name, value = line.split(":", 1)
        if name == "BEGIN":
            stack.append(value)
            found.setdefault(value, []).append({})
        elif name == "END":
            assert stack.pop() == value
        else:
            key = name.split(";")[0]
            target = book if stack == ["VCALENDAR"] else found[stack[-1]][-1]
            target.setdefault(key, []).append((name, value))
    assert not stack
    return book, found


def one(event, key):
    """Return the only value of a property."""
    (pair,) = event[key]
    return pair[1]


def mails(code=None):
    found = Mail.objects.order_by("pk")
    return list(found.filter(notice=code) if code else found)


def part(mail):
    """Return the calendar part of a mail as it would be sent."""
    (found,) = calendar_mail._parts(mail, mail.receiver)
    return found


def test_everybody_with_a_seat_is_called_once_and_substitutes_are_not(med):
    meeting = med.meeting()
    assert inviting.tell(meeting, by=med.cast.leder) == 7
    assert inviting.tell(meeting, by=med.cast.leder) == 0
    called = set(Invitation.objects.values_list("person__name", flat=True))
    assert med.cast.kollega.name not in called
    assert {mail.notice for mail in mails()} == {"M-02"}


def test_the_mail_holds_a_request_that_outlook_answers_to(med):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    mail = next(mail for mail in mails() if mail.receiver == med.cast.amr)
    found = part(mail)
    assert found.is_alternative and found.content_type == "text/calendar; method=REQUEST"
    book, components = parsed(found.content)
    assert one(book, "METHOD") == "REQUEST" and one(book, "VERSION") == "2.0"
    (event,) = components["VEVENT"]
    assert one(event, "UID").startswith(str(meeting.uid))
    assert one(event, "SEQUENCE") == "0"
    assert event["DTSTART"][0][0] == "DTSTART;TZID=Europe/Copenhagen"
    assert one(event, "DTSTART") == "20270225T090000"
    assert one(event, "ATTENDEE") == f"mailto:{med.cast.amr.email}"
    assert "RSVP=TRUE" in event["ATTENDEE"][0][0]
    (zone,) = components["VTIMEZONE"]
    assert one(zone, "TZID") == "Europe/Copenhagen"
    assert "RRULE" not in event


def test_the_invitation_names_the_day_on_which_the_chairs_must_send_the_agenda(med):
    meeting = med.meeting(days=24)  # a Monday: eight days before is a Sunday
    planning.lay_release_todos(meeting, by=med.cast.leder)
    inviting.tell(meeting, by=med.cast.leder)
    (due,) = set(Todo.objects.about(meeting).values_list("due_at", flat=True))
    assert calendar.local_date(due) == date(2027, 2, 19)
    assert {mail.context["frist"] for mail in mails()} == {"fredag den 19. februar 2027"}


def test_a_moved_meeting_keeps_its_uid_and_raises_its_count_and_asks_anew(med):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    first = Invitation.objects.get(person=med.cast.amr)
    inviting.answer(first, by=med.cast.amr, said="yes")
    was = meeting.starts_at
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=was + timedelta(days=40), ends_at=was + timedelta(days=40, hours=2), sequence=1
    )
    inviting.tell(meeting, by=med.cast.leder, was=was)
    first.refresh_from_db()
    assert (first.sequence, first.answer) == (1, "")
    mail = next(mail for mail in mails("M-04") if mail.receiver == med.cast.amr)
    _book, components = parsed(part(mail).content)
    (event,) = components["VEVENT"]
    assert one(event, "SEQUENCE") == "1"
    assert one(event, "UID").startswith(str(meeting.uid))
    # 20 days + 40 days lies after the change to summer time: the clock people see stays
    assert one(event, "DTSTART").startswith("20270406T")


def test_a_meeting_across_summer_time_stays_on_its_hour():
    before, after = datetime(2027, 3, 22).date(), datetime(2027, 3, 29).date()
    moments = [calendar.at(day, datetime(2027, 1, 1, 9).time()) for day in (before, after)]
    assert [calendar.clock(moment) for moment in moments] == ["09.00", "09.00"]
    assert moments[1] - moments[0] == timedelta(days=7)
    assert calendar.elapsed(*moments) == timedelta(days=7) - timedelta(hours=1)


def last_sunday(year, month):
    """Return the last Sunday of a month, as »BYDAY=-1SU« means it."""
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def in_utc(event, key, components):
    """Work out a time from the zone that stands in the file itself, as a calendar without a clock of its own would."""
    text = one(event, key)
    local = datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007  (the zone is what is being worked out)
    begins = {}
    for name in ("STANDARD", "DAYLIGHT"):
        (part,) = components[name]
        rule = dict(pair.split("=") for pair in one(part, "RRULE").split(";"))
        assert rule["FREQ"] == "YEARLY" and rule["BYDAY"] == "-1SU"
        hour = datetime.strptime(one(part, "DTSTART"), "%Y%m%dT%H%M%S").time()  # noqa: DTZ007
        begins[name] = datetime.combine(last_sunday(local.year, int(rule["BYMONTH"])), hour)  # noqa: DTZ001
    summer = begins["DAYLIGHT"] <= local < begins["STANDARD"]
    (part,) = components["DAYLIGHT" if summer else "STANDARD"]
    offset = one(part, "TZOFFSETTO")
    return local - timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[3:]))


@pytest.mark.parametrize("day", ["2027-03-26", "2027-03-29", "2027-07-01", "2027-10-29", "2027-11-01"])
def test_the_file_alone_says_the_right_moment_on_both_sides_of_summer_time(med, day):
    starts = calendar.at(date.fromisoformat(day), calendar.parse_time("9"))
    meeting = med.meeting(starts_at=starts, ends_at=starts + timedelta(hours=2))
    inviting.tell(meeting, by=med.cast.leder)
    _book, components = parsed(part(mails("M-02")[0]).content)
    (event,) = components["VEVENT"]
    assert one(event, "DTSTART") == day.replace("-", "") + "T090000"
    for key, moment in (("DTSTART", meeting.starts_at), ("DTEND", meeting.ends_at)):
        assert in_utc(event, key, components) == moment.astimezone(UTC).replace(tzinfo=None)


def test_a_cancelled_meeting_sends_cancel_with_a_higher_count(med):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", sequence=1)
    assert inviting.tell(meeting, by=med.cast.leder) == 7
    mail = mails("M-05")[0]
    found = part(mail)
    assert found.content_type == "text/calendar; method=CANCEL"
    book, components = parsed(found.content)
    assert one(book, "METHOD") == "CANCEL"
    (event,) = components["VEVENT"]
    assert one(event, "STATUS") == "CANCELLED" and int(one(event, "SEQUENCE")) == 1
    assert inviting.tell(meeting, by=med.cast.leder) == 0


def test_a_member_who_leaves_gets_a_cancel_alone_and_the_new_one_an_invitation(med):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    Seat.objects.filter(pk=med.seats["amr"].pk).update(ends_on=NOW.date())
    med.seat(med.body, "mentor", "employee", "member", "safety_rep")
    assert inviting.tell(meeting, by=med.cast.leder) == 2
    gone = mails("M-11")[0]
    assert gone.receiver == med.cast.amr
    assert part(gone).content_type.endswith("CANCEL")
    assert Invitation.objects.get(person=med.cast.mentor).removed_at is None


def test_a_no_calls_the_substitute_and_a_yes_sends_them_home(med):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    own = Invitation.objects.get(person=med.cast.tr)
    assert inviting.answer(own, by=med.cast.tr, said="no") == med.cast.kollega
    called = Invitation.objects.get(person=med.cast.kollega)
    assert called.instead_of == med.cast.tr
    assert mails("M-10")[0].receiver == med.cast.kollega
    inviting.answer(own, by=med.cast.tr, said="may")
    called.refresh_from_db()
    assert called.removed_at is not None
    before = called.sequence
    inviting.answer(own, by=med.cast.tr, said="no")
    called.refresh_from_db()
    assert called.removed_at is None and called.sequence > before


def test_nobody_answers_for_another_or_after_the_meeting_has_begun(med, client):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    own = Invitation.objects.get(person=med.cast.tr)
    from django.http import Http404

    with pytest.raises(Http404):
        inviting.answer(own, by=med.cast.amr, said="no")
    Meeting.objects.filter(pk=meeting.pk).update(state="under_way")
    with pytest.raises(ValidationError):
        inviting.answer(own, by=med.cast.tr, said="no")


def test_the_page_takes_an_answer_and_shows_who_comes(med, client):
    meeting = med.meeting()
    inviting.tell(meeting, by=med.cast.leder)
    client.force_login(med.cast.amr)
    address = reverse("med:invitation", args=[meeting.pk])
    assert "Kommer du?" in client.get(address).content.decode()
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert Invitation.objects.get(person=med.cast.amr).answer == "yes"
    assert client.post(address, {"answer": "<b>"}, follow=True).status_code == 200
    client.force_login(med.cast.andenmedarbejder)
    assert client.get(address).status_code == 404


# -- feed ------------------------------------------------------------------------------------------------------------
def test_the_feed_says_body_time_and_place_and_dies_when_renewed(med, client):
    meeting = med.meeting()
    med.treatment(meeting, "Hemmeligt emne")
    inviting.tell(meeting, by=med.cast.leder)
    secret = feed.renew(med.cast.amr, by=med.cast.amr)
    address = reverse("med:feed", args=[secret])
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    _book, components = parsed(text)
    (event,) = components["VEVENT"]
    assert set(event) == {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "STATUS",
        "TRANSP",
        "LOCATION",
        "ORGANIZER",
    }
    assert "Hemmeligt" not in text and med.cast.amr.email not in text
    newer = feed.renew(med.cast.amr, by=med.cast.amr)
    assert client.get(address).status_code == 404
    assert client.get(reverse("med:feed", args=[newer])).status_code == 200
    assert client.get(reverse("med:feed", args=["x" * 43])).status_code == 404


def test_a_link_that_no_calendar_fetched_for_half_a_year_is_dead(med):
    secret = feed.renew(med.cast.amr, by=med.cast.amr)
    with time_machine.travel(NOW + timedelta(days=170), tick=False):
        assert feed.open_feed(secret) is not None
    with time_machine.travel(NOW + timedelta(days=340), tick=False):
        assert feed.open_feed(secret) is not None  # it was fetched in between
    with time_machine.travel(NOW + timedelta(days=530), tick=False):
        assert feed.open_feed(secret) is None


def test_the_feed_of_somebody_who_has_left_is_dead(med):
    secret = feed.renew(med.cast.amr, by=med.cast.amr)
    type(med.cast.amr).objects.filter(pk=med.cast.amr.pk).update(active_to=NOW.date() - timedelta(days=1))
    assert feed.open_feed(secret) is None


# -- dates -----------------------------------------------------------------------------------------------------------
def test_a_habit_keeps_its_weekday_and_steps_off_holidays(med):
    first = datetime(2027, 2, 11).date()  # the second Thursday
    days = series_days("monthly", first, datetime(2027, 12, 31).date())
    assert len(days) == 11 and {day.weekday() for day in days} == {3}
    found = slots(med.body, [datetime(2027, 5, 6).date()], *times())  # Kristi himmelfartsdag 2027
    assert found[0].moved_from == datetime(2027, 5, 6).date()
    assert calendar.is_working_day(calendar.local_date(found[0].starts_at))


def times():
    return datetime(2027, 1, 1, 9).time(), datetime(2027, 1, 1, 11).time()


def test_the_last_friday_of_a_month_stays_the_last():
    assert nth_weekday(2027, 2, 4, 5) == datetime(2027, 2, 26).date()
    assert nth_weekday(2027, 1, 4, 5) == datetime(2027, 1, 29).date()


def test_holidays_other_meetings_and_taken_rooms_are_warned_about(med):
    other = med.meeting(med.other, days=20)
    med.seat(med.other, "amr", "employee", "member", "safety_rep")
    (found,) = clashes(med.body, [(other.starts_at, other.ends_at)], place=other.place)
    assert any(med.cast.amr.name in line for line in found)
    day = calendar.at(datetime(2027, 12, 24).date(), times()[0])
    (found,) = clashes(med.body, [(day, day + timedelta(hours=1))])
    assert found == ("Mange har fri den dag.",)


def test_a_year_is_planned_in_one_go_after_a_look(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:series", args=[med.body.pk])
    query = {"interval": "monthly", "first": "11.03.2027", "begins": "9", "ends": "11", "place": "Havnen"}
    page = client.get(address, query)
    assert page.status_code == 200
    values = re.findall(r'name="slot" value="([^"]+)"', page.content.decode())
    assert len(values) == 10 and not Meeting.objects.exists()
    values = [value.replace("&#x27;", "'") for value in values]
    answer = client.post(address, {"slot": values[:4], "interval": "monthly", "place": "Havnen"})
    assert answer.status_code == 302
    assert Meeting.objects.count() == 4 and len(mails("M-02")) == 28
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    client.post(address, {"slot": values[:4]})
    assert Meeting.objects.count() == 4


@pytest.mark.parametrize(
    "values", [["x"], ["2027-03-11T09:00/2027-03-11T11:00"], [], ["2020-03-11T09:00+01:00/2020-03-11T11:00+01:00"]]
)
def test_dates_that_make_no_sense_plan_nothing(med, client, values):
    client.force_login(med.cast.leder)
    answer = client.post(reverse("med:series", args=[med.body.pk]), {"slot": values}, follow=True)
    assert answer.status_code == 200 and not Meeting.objects.exists()


def test_only_chairs_and_minute_taker_plan(med):
    from core.permissions import Forbidden

    with pytest.raises(Forbidden):
        plan_series(
            med.body,
            by=med.cast.amr,
            interval="other",
            spans=[(NOW + timedelta(days=3), NOW + timedelta(days=3, hours=1))],
        )
    assert NOW.date() > START
    assert outbox.DRESSINGS["M-02"]
