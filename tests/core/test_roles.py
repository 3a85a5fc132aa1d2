"""Roles are dated, don't overlap, and end by themselves."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import events, todos
from core.actions import roles
from core.models import Person, Role, Todo
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house():
    return House()


def give(house, person, kind, **values):
    values = {"unit": None, "site": None, "starts_on": date(2027, 3, 1), "ends_on": None} | values
    return roles.give({"person": person, "kind": kind} | values, by=house.admin)


def test_rights_begin_and_end_with_the_days_of_a_role(house, clock):
    give(house, house.employee, "hr", starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 3))
    held = []
    for day in (1, 2, 3, 4):
        clock.move_to(date(2027, 3, day))
        held.append(Person.objects.get(pk=house.employee.pk).standing.has("hr"))
    assert held == [False, True, True, False]


def test_the_form_finds_a_person_by_mail_or_name_and_says_when_it_cannot(client, house):
    data = {"kind": "consultant", "unit": house.team.pk, "starts_on": "1.3.2027"}
    assert post(client, house.admin, "settings_role_add", **data, person="malene medarbejder").status_code == 302
    assert "Vi fandt ingen, der hedder »Ingen Nogensinde«" in text_of(
        post(client, house.admin, "settings_role_add", **data, person="Ingen Nogensinde")
    )


@pytest.mark.parametrize(
    "kind, place, words",
    [
        ("leader", {}, "hvilken afdeling"),
        ("safety_rep", {}, "hvilket arbejdssted"),
        ("consultant", {}, "hvilken afdeling"),
        ("hr", {"site": True}, "ikke for et arbejdssted"),
        ("union_rep", {"site": True, "unit": True}, "enten en afdeling eller et arbejdssted"),
    ],
)
def test_each_kind_needs_its_place(house, kind, place, words):
    values = {"unit": house.team if place.get("unit") else None, "site": house.site if place.get("site") else None}
    with pytest.raises(ValidationError, match=words):
        give(house, house.employee, kind, **values)


def test_the_same_role_twice_and_two_leaders_are_refused(house):
    give(house, house.employee, "mentor", ends_on=date(2027, 3, 31))
    with pytest.raises(ValidationError, match="har allerede rollen"):
        give(house, house.employee, "mentor", starts_on=date(2027, 3, 31))
    assert give(house, house.employee, "mentor", starts_on=date(2027, 4, 1))
    with pytest.raises(ValidationError, match="Lene Leder leder allerede"):
        give(house, house.employee, "leader", unit=house.team)
    roles.end(Role.objects.get(person=house.leader), by=house.admin, on=date(2027, 3, 31))
    assert give(house, house.employee, "leader", unit=house.team, starts_on=date(2027, 4, 1))


def test_an_end_before_the_start_is_refused(client, house):
    answer = post(
        client,
        house.admin,
        "settings_role_add",
        person=house.employee.email,
        kind="mentor",
        starts_on="2.3.2027",
        ends_on="1.3.2027",
    )
    assert answer.status_code == 422 and "Slutdatoen ligger før startdatoen" in text_of(answer)


def test_nobody_gives_themself_a_role_or_runs_the_house_and_reads_the_log(house):
    with pytest.raises(ValidationError, match="dig selv"):
        give(house, house.admin, "leader", unit=house.team)
    with pytest.raises(ValidationError, match="adgangsloggen"):
        give(house, house.second_admin, "data_protection")
    with pytest.raises(ValidationError, match="adgangsloggen"):
        give(house, house.dpo, "admin")


def test_a_role_does_not_outlast_the_employment(house):
    Person.objects.filter(pk=house.employee.pk).update(active_to=date(2027, 3, 31))
    house.employee.refresh_from_db()
    with pytest.raises(ValidationError, match="Ansættelsen slutter"):
        give(house, house.employee, "mentor")
    assert give(house, house.employee, "mentor", ends_on=date(2027, 3, 31))


def test_others_hear_of_a_change(house):
    heard = []
    events.role_changed.connect(lambda sender, role, by, **_: heard.append(role.kind), weak=False, dispatch_uid="test")
    role = give(house, house.employee, "mentor")
    roles.end(role, by=house.admin, on=date(2027, 3, 1))
    events.role_changed.disconnect(dispatch_uid="test")
    assert heard == ["mentor", "mentor"]


@pytest.mark.parametrize("who", ["hr", "leader", "owner", "dpo", "employee"])
def test_only_administrators_give_roles(client, house, who):
    person = getattr(house, who)
    assert get(client, person, "settings_roles").status_code == 403
    assert (
        post(
            client, person, "settings_role_add", person=house.employee.email, kind="hr", starts_on="1.3.2027"
        ).status_code
        == 403
    )


def test_the_list_is_filtered_by_kind_and_time(client, house):
    give(house, house.employee, "mentor", starts_on=date(2027, 6, 1))
    page = text_of(get(client, house.admin, "settings_roles"))
    assert house.leader.name in page and house.employee.name not in page
    later = text_of(client.get("/settings/roles/?status=soon&kind=mentor"))
    assert house.employee.name in later and house.leader.name not in later


def test_one_button_checks_the_contact_list_and_answers_the_reminder(client, house):
    todos.open_todo(
        house.top, "core.contact_check", title="Kontrollér", by=None, owner_role="plan_owner", unit=house.top
    )
    page = text_of(get(client, house.owner, "contact_check", house.top.pk))
    assert house.leader.name in page and house.rep.name in page and "Mangler" in page  # nobody has a telephone here
    assert post(client, house.owner, "contact_check", house.top.pk).status_code == 302
    assert Role.objects.get(person=house.leader).checked_by == house.owner
    assert Todo.objects.get(code="core.contact_check").state == "done"
    assert post(client, house.leader, "contact_check", house.top.pk).status_code == 403


def test_checking_one_role(client, house):
    role = Role.objects.get(person=house.leader)
    post(client, house.admin, "settings_role_check", role.pk)
    assert "Kontrolleret mandag den 1. marts 2027 af Mikkel Admin." in text_of(
        get(client, house.admin, "settings_role", role.pk)
    )
