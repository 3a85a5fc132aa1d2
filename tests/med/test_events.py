"""The calendar of events: who sees a date, who keeps it, what the form refuses, what Min side and a calendar get."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import calendar, desk, retention
from core.models import AuditEntry
from med.actions import events
from med.models import Event
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "AMR-uge",
    "audience": ["safety_reps", "leaders"],
    "day": "01.03.2027",
    "begins": "9",
    "last_day": "05.03.2027",
    "ends": "15.00",
    "place": "Kulturhuset",
    "registration": "Skriv til HR senest 20. februar",
    "price": "Gratis",
    "version": "0",
}


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def make(by, title="Temadag", days=7, audience=("everyone",), **values):
    return Event.objects.create(
        title=title, starts_at=NOW + timedelta(days=days), audience=list(audience), made_by=by, made_at=NOW, **values
    )


def page(person, name="med:events", *args):
    return signed_in(person).get(reverse(name, args=args)).content.decode()


def test_hr_puts_a_date_in_the_calendar_as_it_was_typed(med):
    answer = signed_in(med.cast.hr).post(reverse("med:event_new"), TYPED)
    event = Event.objects.get()
    assert answer.url == reverse("med:event", args=[event.pk])
    assert event.starts_at == calendar.moment(NOW.date().replace(month=3, day=1), calendar.parse_time("9"))
    assert calendar.local_date(event.ends_at).day == 5
    assert (event.audience, event.price, event.made_by) == (["safety_reps", "leaders"], "Gratis", med.cast.hr)
    assert AuditEntry.objects.filter(action="med.event_added").count() == 1


def test_somebody_without_a_chair_puts_nothing_there(med):
    assert signed_in(med.cast.amr).post(reverse("med:event_new"), TYPED).status_code == 403
    with pytest.raises(PermissionDenied):
        events.add_event(by=med.cast.amr, title="Fest", starts_at=NOW, audience=["everyone"])
    assert not Event.objects.exists()
    assert "Opret arrangement" not in page(med.cast.amr)
    assert "Opret arrangement" in page(med.cast.tr)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Skriv en titel."),
        ("title", "Fest for 010190-1234", "CPR"),
        ("title", "x" * 161, "160"),
        ("audience", [], "Vælg mindst én gruppe."),
        ("audience", ["byrådet"], "byrådet"),
        ("day", "i morgen måske", ""),
        ("day", "01.02.2027", ""),
        ("day", "31.02.2027", ""),
        ("begins", "25.00", ""),
        ("ends", "", "Skriv også, hvornår den sidste dag slutter."),
        ("last_day", "28.02.2027", "Det skal slutte, efter det er begyndt."),
        ("last_day", "01.06.2027", "højst vare 31 dage"),
    ],
)
def test_what_cannot_be_right_is_told_and_nothing_typed_is_lost(med, field, value, said):
    answer = signed_in(med.cast.hr).post(reverse("med:event_new"), TYPED | {field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "Kulturhuset" in text
    assert not Event.objects.exists()


def test_an_hour_that_summer_time_skips_and_one_gone_by_are_told(med):
    client = signed_in(med.cast.hr)
    skipped = {"day": "28.03.2027", "begins": "02.30", "last_day": "", "ends": ""}
    assert client.post(reverse("med:event_new"), TYPED | skipped).status_code == 422
    gone = {"day": "05.02.2027", "begins": "9", "last_day": "", "ends": ""}
    answer = client.post(reverse("med:event_new"), TYPED | gone)
    assert "Klokkeslættet er passeret." in answer.content.decode()


@pytest.mark.parametrize(
    ("audience", "sees", "does_not"),
    [
        (["everyone"], "nyansat mentor", ""),
        (["safety_reps"], "amr hr", "medarbejder tr"),
        (["union_reps"], "tr hr", "amr nyansat"),
        (["leaders"], "leder chef andenleder", "medarbejder amr"),
        (["members"], "amr medarbejder kollega andenmedarbejder", "nyansat mentor service"),
    ],
)
def test_those_it_is_for_see_it_and_for_others_it_is_not_there(med, audience, sees, does_not):
    event = make(med.cast.direktoer, "Efterårsdag", audience=audience)
    for name in sees.split():
        assert "Efterårsdag" in page(med.cast[name]), name
    for name in does_not.split():
        assert "Efterårsdag" not in page(med.cast[name]), name
        client = signed_in(med.cast[name])
        for address in ("med:event", "med:event_file", "med:event_edit", "med:event_cancel"):
            assert client.get(reverse(address, args=[event.pk])).status_code == 404, (name, address)


def test_what_was_is_folded_and_what_still_runs_is_not(med):
    assert "Der er ingen kommende arrangementer for dig." in page(med.cast.nyansat)
    make(med.cast.hr, "Forbi", days=-3)
    make(med.cast.hr, "I gang", days=-1, ends_at=NOW + timedelta(days=1))
    text = page(med.cast.nyansat)
    assert text.index("I gang") < text.index('<details class="block"') < text.index("Forbi")


def test_a_chair_changes_their_own_date_and_not_that_of_another_chair(med):
    event = make(med.cast.tr)
    address = reverse("med:event_edit", args=[event.pk])
    assert signed_in(med.cast.leder).post(address, TYPED).status_code == 403
    assert signed_in(med.cast.tr).post(address, TYPED).url == reverse("med:event", args=[event.pk])
    event.refresh_from_db()
    assert (event.title, event.sequence) == ("AMR-uge", 1)
    assert AuditEntry.objects.filter(action="med.event_changed").count() == 1


def test_two_who_write_at_the_same_time_do_not_overwrite_each_other(med):
    event = make(med.cast.tr)
    address = reverse("med:event_edit", args=[event.pk])
    signed_in(med.cast.tr).post(address, TYPED)
    answer = signed_in(med.cast.hr).post(address, TYPED | {"title": "Noget andet"})
    assert answer.status_code == 409
    event.refresh_from_db()
    assert event.title == "AMR-uge"


def test_a_date_is_called_off_once_and_stays_marked(med):
    event = make(med.cast.tr, "Fest")
    address = reverse("med:event_cancel", args=[event.pk])
    client = signed_in(med.cast.tr)
    assert client.get(address).status_code == 200
    assert not Event.objects.filter(cancelled_at__isnull=False).exists()
    client.post(address)
    assert "allerede aflyst" in client.post(address, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="med.event_cancelled").count() == 1
    assert "Aflyst" in page(med.cast.nyansat)
    assert "Ret arrangement" not in page(med.cast.tr, "med:event", event.pk)
    assert "STATUS:CANCELLED" in page(med.cast.nyansat, "med:event_file", event.pk)


def test_what_is_over_or_called_off_can_not_be_written_anew(med):
    over, off = make(med.cast.hr, days=-2), make(med.cast.hr, cancelled_at=NOW)
    for event, said in ((over, "Arrangementet er holdt"), (off, "allerede aflyst")):
        with pytest.raises(ValidationError, match=said):
            events.change_event(event, by=med.cast.hr, version=0, title="Andet")
        with pytest.raises(ValidationError, match=said):
            events.cancel_event(event, by=med.cast.hr)
    assert not Event.objects.filter(title="Andet").exists()


def test_a_calendar_gets_one_date_with_its_own_uid_and_the_way_to_join(med):
    event = make(
        med.cast.hr,
        "Konference",
        ends_at=NOW + timedelta(days=8),
        place="Salen",
        registration="Ring til HR",
        price="0 kr.",
    )
    answer = signed_in(med.cast.nyansat).get(reverse("med:event_file", args=[event.pk]))
    text = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    for part in (f"UID:{event.uid}", "SUMMARY:Konference", "LOCATION:Salen", "Tilmelding: Ring til HR", "SEQUENCE:0"):
        assert part in text


def test_min_side_shows_meetings_and_dates_in_the_order_they_come_with_one_question(med):
    med.meeting(days=4)
    make(med.cast.hr, "For alle", days=2)
    make(med.cast.hr, "For udvalg", days=6, audience=["members"])
    make(med.cast.hr, "For ledere", days=3, audience=["leaders"])
    make(med.cast.hr, "Aflyst dato", days=1, cancelled_at=NOW)
    make(med.cast.hr, "Om et år", days=300)

    def titles(person):
        return [item.title for item in desk.upcoming_for(person, NOW + timedelta(days=30))]

    amr = type(med.cast.amr).objects.get(pk=med.cast.amr.pk)
    found = titles(amr)
    assert found[0] == "For alle"
    assert found[-1] == "For udvalg"
    assert any(title.startswith("Møde i LokalMED") for title in found[1:-1])
    assert "For ledere" not in found
    assert "For ledere" in titles(med.cast.leder)
    assert titles(med.cast.nyansat) == ["For alle"]


def test_the_page_asks_as_little_for_many_as_for_none(med):
    client = signed_in(med.cast.amr)

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    desk_page, list_page = reverse("core:desk"), reverse("med:events")
    before = asked(desk_page), asked(list_page)
    for n in range(8):
        make(med.cast.hr, f"Dato {n}", days=n + 1)
        make(med.cast.hr, f"Gammel {n}", days=-n - 1)
    assert (asked(desk_page), asked(list_page)) == before
    assert max(before) <= 10


def test_a_date_is_forgotten_when_its_time_is_over_and_not_before(med):
    old, fresh = make(med.cast.hr, days=-900), make(med.cast.hr, days=-10)
    due = retention.KINDS["med.event"].due((NOW - timedelta(days=730)).date())
    assert set(due) == {old}
    assert fresh not in due
