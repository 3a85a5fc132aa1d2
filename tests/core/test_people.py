"""People are taken on, changed, let go and kept out, by those who may and nobody else."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import events, todos
from core.actions import people
from core.models import Absence, AuditEntry, Person, Role, Todo
from core.permissions import Forbidden
from tests.core.house import House, get, post, sign_in, text_of
from tests.core.workplace import MONDAY, SUBJECT

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Nanna Ny",
    "email": "Nanna.Ny@fjordby.example",
    "title": "rådgiver",
    "worked_weekdays": ["1", "2"],
    "employment_area": "municipal",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house():
    return House()


def test_an_administrator_takes_somebody_on(client, house):
    answer = post(
        client, house.admin, "settings_person_add", **FORM, unit=house.team.pk, phone="10203040", active_from="1.4.2027"
    )
    made = Person.objects.get(email="nanna.ny@fjordby.example")
    assert answer.status_code == 302
    assert (made.phone, made.unit, made.active_from, made.worked_weekdays) == (
        "10 20 30 40",
        house.team,
        date(2027, 4, 1),
        [1, 2],
    )
    assert not made.has_usable_password()
    assert AuditEntry.objects.filter(action="core.person_added", subject_id=made.pk, actor=house.admin).exists()


@pytest.mark.parametrize("who", ["employee", "leader", "dpo", "owner"])
def test_nobody_else_does(client, house, who):
    assert post(client, getattr(house, who), "settings_person_add", **FORM).status_code == 403
    assert get(client, getattr(house, who), "settings_people").status_code == 403
    with pytest.raises(Forbidden):
        people.add({"name": "X", "email": "x@fjordby.example"}, by=getattr(house, who))


def test_a_mail_address_belongs_to_one_person_whatever_its_letters(client, house):
    answer = post(client, house.admin, "settings_person_add", **FORM | {"email": house.leader.email.upper()})
    assert answer.status_code == 422 and "har allerede den mailadresse" in text_of(answer)
    assert "Nanna Ny" in text_of(answer)  # what was typed is still there


def test_only_hr_writes_and_sees_the_date_of_birth(client, house):
    post(
        client,
        house.admin,
        "settings_person_edit",
        house.employee.pk,
        **FORM | {"email": house.employee.email, "born_on": "1.2.1980"},
    )
    house.employee.refresh_from_db()
    assert house.employee.born_on is None
    post(
        client,
        house.hr,
        "settings_person_edit",
        house.employee.pk,
        **FORM | {"email": house.employee.email, "born_on": "1.2.1980"},
    )
    house.employee.refresh_from_db()
    assert house.employee.born_on == date(1980, 2, 1)
    assert "1. februar 1980" in text_of(get(client, house.hr, "settings_person", house.employee.pk))
    assert "1980" not in text_of(get(client, house.admin, "settings_person", house.employee.pk))


@pytest.mark.parametrize(
    "field, value, words",
    [
        ("name", "", "Skriv navnet."),
        ("email", "nanna", "Skriv hele mailadressen"),
        ("phone", "123", "Skriv 8 cifre"),
        ("active_from", "31.02.2027", "februar har 28 dage"),
        ("name", "x" * 100_000, "højst"),
        ("title", "0101701234", "ligner et CPR-nummer"),
        ("unit", "999999", "Vælg en afdeling på listen"),
        ("worked_weekdays", "9", ""),
    ],
)
def test_nonsense_gets_an_answer_by_the_field(client, house, field, value, words):
    answer = post(client, house.admin, "settings_person_add", **FORM | {field: value})
    assert answer.status_code == 422 and words in text_of(answer)


def test_an_ended_employment_ends_roles_moves_todos_and_tells_the_apps(house, clock):
    told = []
    events.person_left.connect(
        lambda sender, person, on, by, **_: told.append((person, on)), weak=False, dispatch_uid="test"
    )
    todos.open_todo(SUBJECT, "x.one", title="Noget", by=None, owner=house.employee, unit=house.team)
    Role.objects.create(person=house.employee, kind="mentor", starts_on=date(2027, 1, 1))
    Role.objects.create(person=house.employee, kind="mentor", unit=house.top, starts_on=date(2027, 6, 1))
    people.end_employment(house.employee, by=house.hr, on=date(2027, 3, 5))
    events.person_left.disconnect(dispatch_uid="test")
    assert told == [(house.employee, date(2027, 3, 5))]
    assert [role.ends_on for role in Role.objects.filter(person=house.employee)] == [date(2027, 3, 5)]
    assert Todo.objects.get(code="x.one").owner == house.employee  # still at work until Friday
    clock.move_to(date(2027, 3, 6))
    people.finish_departures(date(2027, 3, 6))
    people.finish_departures(date(2027, 3, 6))
    assert Todo.objects.get(code="x.one").owner == house.leader
    house.employee.refresh_from_db()
    assert not house.employee.may_sign_in and house.employee.signed_out_at


def test_a_departed_persons_own_duties_lapse_instead_of_moving(house):
    todos.open_todo(house.employee, "core.next_of_kin_check", title="Se listen", by=None, owner=house.employee)
    people.end_employment(house.employee, by=house.hr, on=date(2027, 2, 26))
    assert Todo.objects.get(code="core.next_of_kin_check").state == "withdrawn"


def test_nobody_ends_their_own_employment_or_before_it_began(house):
    with pytest.raises(ValidationError):
        people.end_employment(house.admin, by=house.admin, on=date(2027, 3, 1))
    with pytest.raises(ValidationError):
        people.end_employment(house.employee, by=house.admin, on=date(2019, 3, 1))


def test_an_end_can_be_taken_back(client, house):
    people.end_employment(house.employee, by=house.hr, on=date(2027, 4, 1))
    post(client, house.hr, "settings_person_resume", house.employee.pk)
    house.employee.refresh_from_db()
    assert house.employee.active_to is None


def test_a_blocked_person_is_out_at_once(client, house):
    sign_in(client, house.employee)
    assert client.get("/").status_code == 200
    people.block(house.employee, by=house.admin, reason="Kontoen er misbrugt af en anden.")
    assert client.get("/").status_code == 302
    people.unblock(Person.objects.get(pk=house.employee.pk), by=house.admin)
    assert get(client, house.employee, "desk").status_code == 200


def test_blocking_needs_an_administrator_a_reason_and_somebody_else(client, house):
    assert (
        post(
            client, house.hr, "settings_person_block", house.employee.pk, reason="Kontoen er misbrugt af en anden."
        ).status_code
        == 403
    )
    assert post(client, house.admin, "settings_person_block", house.employee.pk, reason="nej").status_code == 422
    assert (
        post(
            client, house.admin, "settings_person_block", house.admin.pk, reason="Kontoen er misbrugt af en anden."
        ).status_code
        == 422
    )
    house.employee.refresh_from_db()
    assert house.employee.is_active


def test_sign_out_everywhere_ends_sessions_begun_before(client, house, clock):
    sign_in(client, house.employee).get("/")
    clock.shift(60)
    people.sign_out(house.employee, by=house.admin)
    assert client.get("/").status_code == 302


def test_another_address_ends_the_old_way_in(client, house, clock):
    sign_in(client, house.employee).get("/")
    clock.shift(60)
    people.change(house.employee, by=house.admin, values={"email": "ny@fjordby.example"})
    assert client.get("/").status_code == 302


def test_the_list_is_searched_without_names_in_the_address(client, house):
    answer = post(client, house.admin, "settings_people", q="medarbejder")
    assert answer.status_code == 302 and "medarbejder" not in answer["Location"]
    page = text_of(client.get(answer["Location"]))
    assert house.employee.name in page and house.director.name not in page


def test_history_names_who_changed_but_never_readings_or_next_of_kin(client, house):
    from core import audit

    people.change(house.employee, by=house.hr, values={"title": "faglig koordinator"})
    audit.read("core.next_of_kin_opened", house.employee, by=house.leader, reason="Hemmelig grund nok.")
    page = text_of(get(client, house.admin, "settings_person", house.employee.pk))
    assert "Oplysninger rettet" in page and "Ulla Hr" in page
    assert "Hemmelig" not in page


def test_a_deputy_of_a_departed_person_is_left_alone(house):
    Absence.objects.create(
        person=house.employee, deputy=house.colleague, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 9)
    )
    people.end_employment(house.employee, by=house.admin, on=date(2027, 3, 3))
    assert Absence.objects.count() == 1
