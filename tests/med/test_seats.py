"""Seats: nobody gives themself one in a TRIO, and ending one says what came of it (MED-02)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from med.actions import bodies
from med.models import Seat
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SEAT = {"side": "employee", "function": "member", "represents": "none", "starts_on": TODAY}


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def signed_in(client, person):
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def test_whoever_keeps_the_register_seats_others_in_a_trio_but_not_themself(med, client):
    hr = med.cast.hr
    with pytest.raises(ValidationError):
        bodies.add_seat(med.trio, by=hr, person=hr, **SEAT)
    typed = SEAT | {"person": hr.email, "starts_on": TODAY.strftime("%d.%m.%Y")}
    page = signed_in(client, hr).post(reverse("med:seat_new", args=[med.trio.pk]), typed)
    assert page.status_code == 422 and "give dig selv en plads i en TRIO" in page.content.decode()
    assert not Seat.objects.filter(body=med.trio, person=hr).exists()
    assert bodies.add_seat(med.trio, by=hr, person=med.cast.kollega, **SEAT)
    assert bodies.add_seat(med.other, by=hr, person=hr, **SEAT)


def test_ending_a_seat_says_whether_anything_changed(med, client):
    seat, address = med.seats["medarbejder"], reverse("med:seat_end", args=[med.seats["medarbejder"].pk])
    signed_in(client, med.cast.hr)
    page = client.post(address, {"ends_on": TODAY.strftime("%d.%m.%Y")}, follow=True)
    assert "Pladsen er afsluttet" in page.content.decode()
    later = (TODAY + timedelta(days=30)).strftime("%d.%m.%Y")
    words = client.post(address, {"ends_on": later}, follow=True).content.decode()
    assert "Intet er ændret" in words and "Pladsen er afsluttet" not in words
    seat.refresh_from_db()
    assert seat.ends_on == TODAY


def test_a_new_member_is_typed_by_name_or_mail_and_an_unknown_one_is_refused(med, client):
    address = reverse("med:seat_new", args=[med.other.pk])
    signed_in(client, med.cast.hr)
    form = client.get(address).content.decode()
    assert med.cast.kollega.name not in form  # no list of everybody
    typed = SEAT | {"starts_on": TODAY.strftime("%d.%m.%Y")}
    for unknown in ("Ukendt Person", "", str(med.cast.kollega.pk)):
        page = client.post(address, typed | {"person": unknown})
        assert page.status_code == 422 and unknown in page.content.decode()
    assert client.post(address, typed | {"person": med.cast.kollega.name}).status_code == 302
    assert client.post(address, typed | {"person": med.cast.nyansat.email.upper()}).status_code == 302
    there = set(Seat.objects.filter(body=med.other).values_list("person", flat=True))
    assert {med.cast.kollega.pk, med.cast.nyansat.pk} <= there
