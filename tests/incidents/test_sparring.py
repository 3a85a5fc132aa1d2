"""Fixed times for sparring: kept free by leader or consultant, booked by those who work there (GEN-41, GEN-80)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core import calendar
from core.models import Mail
from core.permissions import Forbidden
from incidents.actions import sparring
from incidents.models import SparringSlot
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=3)  # a Monday at 14.05


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def slot(cast):
    return sparring.offer(by=cast["leder"], first_at=TOMORROW, minutes=30, place="Kontor 12")[0]


def press(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"incidents:{name}", args=args), data)


def test_a_fixed_time_every_third_week_skips_days_off_and_keeps_its_clock(cast):
    first = calendar.moment(date(2027, 3, 1), calendar.parse_time("9"))
    made = sparring.offer(by=cast["leder"], first_at=first, minutes=30, weeks=1, until=date(2027, 4, 5))
    days = [calendar.local(slot.starts_at) for slot in made]
    assert [day.date() for day in days] == [date(2027, 3, n) for n in (1, 8, 15, 22)] + [
        date(2027, 4, 5)
    ]  # Easter Monday
    assert {day.hour for day in days} == {9}  # summer time came in between
    again = sparring.offer(by=cast["leder"], first_at=first, minutes=30, weeks=1, until=date(2027, 4, 5))
    assert again == [] and SparringSlot.objects.count() == 5
    assert {slot.unit for slot in made} == {cast.office}


def test_a_colleague_books_it_and_only_the_two_read_what_for(client, cast, slot):
    answer = press(client, cast["kollega"], "sparring_slot", slot.pk, wish="listen", topic="En svær samtale")
    assert answer.status_code == 302
    slot.refresh_from_db()
    assert (slot.booked_by, slot.wish, slot.topic) == (cast.kollega, "listen", "En svær samtale")
    mail = Mail.objects.get(notice="I-19")
    assert mail.receiver == cast.leder and "svær" not in mail.subject
    for name, status in (("kollega", 200), ("leder", 200), ("medarbejder", 404), ("andenmedarbejder", 404)):
        client.force_login(cast[name])
        page = client.get(reverse("incidents:sparring_slot", args=[slot.pk]))
        assert page.status_code == status
    client.force_login(cast["leder"])
    assert "En svær samtale" in client.get(reverse("incidents:sparring_slot", args=[slot.pk])).content.decode()
    client.force_login(cast["kollega"])
    file = client.get(reverse("incidents:sparring_file", args=[slot.pk]))
    assert file["Content-Type"].startswith("text/calendar") and "En sv" not in file.content.decode()


def test_what_one_wants_must_be_said(client, cast, slot):
    answer = press(client, cast["kollega"], "sparring_slot", slot.pk, topic="x")
    assert answer.status_code == 422 and "Vælg, hvad du har brug for" in answer.content.decode()


def test_the_second_is_told_kindly_that_somebody_was_first(client, cast, slot):
    sparring.book(slot, by=cast["kollega"], wish="advice")
    answer = press(client, cast["medarbejder"], "sparring_slot", slot.pk, wish="advice")
    assert answer.status_code == 302 and answer.url == reverse("incidents:sparring")
    slot.refresh_from_db()
    assert slot.booked_by == cast.kollega


def test_neither_the_host_nor_another_office_books_it(cast, slot):
    for name in ("leder", "andenmedarbejder"):
        with pytest.raises((Forbidden, Http404)):
            sparring.book(slot, by=cast[name], wish="advice")


def test_a_time_that_is_over_is_not_booked(cast, slot):
    with time_machine.travel(TOMORROW + timedelta(hours=1), tick=False), pytest.raises(ValidationError):
        sparring.book(slot, by=cast["kollega"], wish="advice")


def test_giving_back_frees_the_time_and_tells_the_host(client, cast, slot):
    sparring.book(slot, by=cast["kollega"], wish="advice", topic="x")
    assert press(client, cast["kollega"], "sparring_end", slot.pk, act="give_back").status_code == 302
    slot.refresh_from_db()
    assert (slot.booked_by, slot.topic, slot.wish) == (None, "", "")
    assert Mail.objects.get(notice="I-20").receiver == cast.leder


def test_taking_a_time_away_tells_whoever_had_booked_it(client, cast, slot):
    sparring.book(slot, by=cast["kollega"], wish="advice")
    assert press(client, cast["kollega"], "sparring_end", slot.pk, act="withdraw").status_code == 403
    assert press(client, cast["leder"], "sparring_end", slot.pk, act="withdraw").status_code == 302
    assert not SparringSlot.objects.exists()
    assert Mail.objects.get(notice="I-20").receiver == cast.kollega


def test_only_leaders_and_consultants_keep_time_free(client, cast):
    data = {"first_at_date": "08.02.2027", "first_at_time": "10.00", "minutes": "30", "weeks": "0"}
    assert press(client, cast["sfk"], "sparring", **data).status_code == 302
    assert SparringSlot.objects.get().host == cast.sfk
    assert press(client, cast["kollega"], "sparring", **data).status_code == 403
    wrong = press(client, cast["leder"], "sparring", **data | {"weeks": "3"})
    assert wrong.status_code == 422 and "hvor længe tiderne" in wrong.content.decode()
