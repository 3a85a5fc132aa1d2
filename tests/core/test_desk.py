"""Min side: what waits for a person, in the order in which to begin."""

from datetime import timedelta

import pytest
import time_machine

from core import desk, todos
from tests.core.workplace import MONDAY, SUBJECT, Workplace

pytestmark = pytest.mark.django_db


def waits(place, title, opened, due):
    """Open a to-do for the leader some time ago."""
    with time_machine.travel(MONDAY - opened, tick=False):
        todos.open_todo(SUBJECT, f"core.{title}", title=title, by=place.leader, owner=place.leader, due_at=MONDAY + due)


def test_a_clock_of_minutes_comes_before_what_has_long_been_late():
    place = Workplace()
    waits(place, "late", timedelta(days=9), timedelta(days=-2))
    waits(place, "yesterday", timedelta(days=1), timedelta(hours=-1))
    with time_machine.travel(MONDAY, tick=False):
        assert desk.of(place.leader).next.title == "yesterday"
    waits(place, "answer", timedelta(minutes=5), timedelta(minutes=10))
    with time_machine.travel(MONDAY, tick=False):
        found = desk.of(place.leader)
    assert found.next.title == "answer"
    assert found.count == 3


def test_what_was_late_already_when_it_opened_has_no_clock_of_minutes():
    place = Workplace()
    waits(place, "duty", timedelta(minutes=30), timedelta(days=-200))
    waits(place, "yesterday", timedelta(days=1), timedelta(hours=-1))
    with time_machine.travel(MONDAY, tick=False):
        assert desk.of(place.leader).next.title == "yesterday"


def test_without_anything_today_the_nearest_comes_first():
    place = Workplace()
    waits(place, "later", timedelta(days=1), timedelta(days=20))
    waits(place, "soon", timedelta(days=1), timedelta(days=3))
    with time_machine.travel(MONDAY, tick=False):
        assert desk.of(place.leader).next.title == "soon"


def test_an_empty_desk_has_nothing_to_begin_with():
    with time_machine.travel(MONDAY, tick=False):
        found = desk.of(Workplace().leader)
    assert found.next is None and found.groups == []


def test_a_long_list_shows_its_first_rows_and_the_rest_page_by_page():
    place = Workplace()
    for n in range(60):
        waits(place, f"soon{n:02}", timedelta(days=1), timedelta(days=2, minutes=n))
    waits(place, "late", timedelta(days=9), timedelta(days=-2))
    with time_machine.travel(MONDAY, tick=False):
        found = desk.of(place.leader)
        assert found.next.title == "late" and found.count == 61
        (week,) = found.groups
        assert ([todo.title for todo in week.todos], week.count) == ([f"soon{n:02}" for n in range(5)], 60)
        second = desk.group_of(place.leader, "week", 2)
        assert ([todo.title for todo in second.todos], second.count) == ([f"soon{n:02}" for n in range(50, 60)], 60)
        assert desk.group_of(place.leader, "week", 9).todos[0].title == "soon00"
        assert desk.group_of(place.leader, "later").todos == []


def test_the_pages_of_a_group_lead_to_each_other(client):
    place = Workplace()
    for n in range(60):
        waits(place, f"soon{n:02}", timedelta(days=1), timedelta(days=2, minutes=n))
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(place.leader)
        assert "/?group=week" in client.get("/").content.decode()
        page = client.get("/?group=week").content.decode()
        assert "soon49" in page and "soon50" not in page and "page=2" in page
        assert "soon59" in client.get("/?group=week&page=2").content.decode()
        for odd in ("/?group=week&page=0", "/?group=week&page=x", "/?group=later", "/?group=nothing"):
            assert client.get(odd).status_code == 200


def test_the_first_line_says_what_is_for_today_and_the_week_and_not_the_months_to_come(client):
    place = Workplace()
    with time_machine.travel(MONDAY, tick=False):
        client.force_login(place.leader)
        assert "lede" not in client.get("/").content.decode().split("<main", 1)[1].split("</header>", 1)[0]
        waits(place, "later", timedelta(days=1), timedelta(days=40))
        assert "Intet haster. Det næste er:" in client.get("/").content.decode()
        waits(place, "today", timedelta(days=1), timedelta(hours=4))
        assert "Du har 1 opgave i dag." in client.get("/").content.decode()
        for number in range(2):
            waits(place, f"week{number}", timedelta(days=1), timedelta(days=3))
        page = client.get("/").content.decode()
    assert "Du har 1 opgave i dag og 2 opgaver de næste 7 dage." in page and "4 opgaver" not in page
