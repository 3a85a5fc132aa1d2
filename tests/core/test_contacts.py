"""Kontakter: who holds which function, and who works together for the working environment (GEN-22)."""

import pytest
import time_machine

from tests.core.workplace import MONDAY, Workplace, person, role

CONTACTS = "/contacts/"


@pytest.fixture
def place(no_reference, client):
    with time_machine.travel(MONDAY, tick=False):
        found = Workplace()
        client.force_login(found.employee)
        yield found


def text(client, **chosen):
    answer = client.get(CONTACTS, chosen)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_safety_group_is_the_rep_and_the_leader_they_work_with(place, client):
    page = text(client, rolle="groups")
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert place.rep.name in table and place.leader.name in table
    assert place.chief.name not in table


def test_a_rep_who_leads_is_not_their_own_partner(place, client):
    role(place.leader, "safety_rep", place.team)
    table = text(client, rolle="groups").split("<tbody>")[1].split("</tbody>")[0]
    assert table.count(place.leader.name) == 2  # once as rep, once as the other rep's leader
    assert place.chief.name in table


def test_a_choice_that_is_none_shows_everybody(place, client):
    assert place.leader.name in text(client, rolle="nonsense")


def test_more_groups_ask_no_more(place, client, django_assert_max_num_queries):
    text(client, rolle="groups")
    for number in range(12):
        role(person(f"Rep {number}", place.team), "safety_rep", place.team)
    with django_assert_max_num_queries(10):
        text(client, rolle="groups")
