"""Rooms for confidential and hard talks, a row each, kept by whoever owns the plan (GEN-45)."""

import pytest
import time_machine

from core.models import Room
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY

pytestmark = pytest.mark.django_db
ROOM = {"name": "Terne", "kind": "talk", "suits": "Svære samtaler", "way_out": "Bagdøren"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def test_a_room_stands_on_the_sites_page_with_alarm_way_out_and_check(client, house):
    assert (
        post(client, house.owner, "settings_room_add", house.site.pk, **ROOM, alarm=house.alarm.pk).status_code == 302
    )
    room = Room.objects.get()
    assert (room.alarm, room.checked_on, room.checked_by) == (house.alarm, MONDAY.date(), house.owner)
    page = text_of(get(client, house.service, "site", house.site.pk))
    for words in ("Terne", "Svære samtaler", "Fast alarm", "Bagdøren", "01.03.2027"):
        assert words in page
    assert "Tilføj rum" not in page


def test_a_room_is_changed_and_taken_off_again(client, house):
    post(client, house.owner, "settings_room_add", house.site.pk, **ROOM)
    room = Room.objects.get()
    assert post(client, house.owner, "settings_room", room.pk, **ROOM | {"suits": "Når I er to"}).status_code == 302
    room.refresh_from_db()
    assert room.suits == "Når I er to"
    assert "Rum rettet" in text_of(get(client, house.owner, "settings_site", house.site.pk))
    assert post(client, house.owner, "settings_room_remove", room.pk).status_code == 302
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    "data, words",
    [({"name": ""}, "Skriv rummets navn"), ({"kind": "sal"}, "Vælg"), ({"alarm": "999999"}, "Vælg en alarm")],
)
def test_what_cannot_be_is_told_by_the_field(client, house, data, words):
    answer = post(client, house.owner, "settings_room_add", house.site.pk, **ROOM | data)
    assert answer.status_code == 422 and words in text_of(answer)


def test_two_rooms_of_a_site_never_have_the_same_name(client, house):
    post(client, house.owner, "settings_room_add", house.site.pk, **ROOM)
    answer = post(client, house.owner, "settings_room_add", house.site.pk, **ROOM)
    assert answer.status_code == 422 and Room.objects.count() == 1


def test_nobody_else_writes_the_list(client, house):
    assert post(client, house.service, "settings_room_add", house.site.pk, **ROOM).status_code == 403
    assert not Room.objects.exists()


def test_looking_the_site_through_marks_its_rooms(client, house):
    room = Room.objects.create(site=house.site, name="Tejst")
    post(client, house.owner, "settings_site_check", house.site.pk)
    room.refresh_from_db()
    assert room.checked_on == MONDAY.date()
