"""The next-of-kin list is the employee's own: written, confirmed, and opened only with the employee knowing."""

import pytest
from django.db import connection

from core import calendar, todos
from core.actions import next_of_kin as kin
from core.models import AuditEntry, Mail, NextOfKin
from tests.core.workplace import Workplace, notice

LIST = "/profile/next-of-kin/"
ENTRY = {"name": "Søren Ærø", "relation": "bror", "phone": "10203040", "other_phone": "", "note": "", "order": "1"}


@pytest.fixture
def place(db):
    """The workplace."""
    return Workplace()


@pytest.fixture
def mine(place, client):
    """The employee's browser."""
    client.force_login(place.employee)
    return client


@pytest.fixture
def entry(place):
    """One entry."""
    return kin.save(place.employee, by=place.employee, values=ENTRY | {"order": 1, "phone": "10 20 30 40"})


def test_i_write_somebody_on_my_list(place, mine):
    assert mine.post(LIST, ENTRY).status_code == 302
    found = NextOfKin.objects.get(person=place.employee)
    assert (found.name, found.phone, found.order) == ("Søren Ærø", "10 20 30 40", 1)
    page = mine.get(LIST).content.decode()
    assert "Søren Ærø" in page and "Din pårørendeliste er bekræftet" in page
    place.employee.refresh_from_db()
    assert place.employee.next_of_kin_confirmed_on == calendar.today()


def test_it_stands_encrypted_and_the_log_holds_no_name(place, entry):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name || relation || phone FROM core_nextofkin")
        assert "Ærø" not in cursor.fetchone()[0]
    for row in AuditEntry.objects.all():
        assert "Ærø" not in f"{row.details}{row.reason}"


@pytest.mark.parametrize(
    "change, words",
    [
        ({"name": ""}, "Skriv navnet."),
        ({"phone": ""}, "Skriv telefonnummeret."),
        ({"phone": "12"}, "Skriv 8 cifre"),
        ({"note": "CPR 010203-4455"}, "Det ligner et CPR-nummer"),
        ({"relation": "010203 4455"}, "Det ligner et CPR-nummer"),
        ({"name": "x" * 121}, "120"),
        ({"order": "99"}, "Hvem ringer vi til først?"),
        ({"name": "\x00"}, "Skriv navnet."),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_the_field_and_nothing_is_lost(place, mine, change, words):
    response = mine.post(LIST, ENTRY | change)
    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert "bror" in page or "relation" in change
    assert not NextOfKin.objects.exists()


def test_i_change_and_remove_an_entry(place, mine, entry):
    address = f"{LIST}{entry.pk}/"
    assert "Søren Ærø" in mine.get(address).content.decode()
    assert mine.post(address, ENTRY | {"name": "Søren Ny"}).status_code == 302
    entry.refresh_from_db()
    assert entry.name == "Søren Ny"
    assert "Vil du fjerne kontakten" in mine.get(f"{address}remove/").content.decode()
    assert NextOfKin.objects.exists()
    assert mine.post(f"{address}remove/").status_code == 302
    assert not NextOfKin.objects.exists()


@pytest.mark.parametrize("who", ["leader", "colleague", "rep", "director"])
def test_nobody_else_finds_the_entry_by_its_address(place, client, entry, who):
    client.force_login(getattr(place, who))
    for address in (f"{LIST}{entry.pk}/", f"{LIST}{entry.pk}/remove/"):
        assert client.get(address).status_code == 404
        assert client.post(address, ENTRY).status_code == 404
    entry.refresh_from_db()
    assert entry.name == "Søren Ærø"


def test_nobody_writes_or_confirms_somebody_elses_list(place):
    with pytest.raises(PermissionError):
        kin.save(place.employee, by=place.leader, values=ENTRY)
    with pytest.raises(PermissionError):
        kin.confirm(place.employee, by=place.leader)
    with pytest.raises(PermissionError):
        kin.save(place.employee, by=place.leader, values=ENTRY, pk=None)


def test_confirming_answers_the_half_yearly_question(place, mine, entry):
    values = {"title": "Bekræft din pårørendeliste", "owner": place.employee, "due_at": calendar.now()}
    todo = todos.open_todo(place.employee, kin.CONFIRM, by=None, **values)
    assert mine.post(f"{LIST}confirm/").status_code == 302
    todo.refresh_from_db()
    assert todo.state == "done"
    assert mine.get(f"{LIST}confirm/").status_code == 405


def test_opening_the_list_is_logged_with_its_grounds_and_told_to_the_employee(place, entry):
    notice("N-24", body="Din pårørendeliste blev åbnet af {rolle} {dato} kl. {tid}.")
    rows = NextOfKin.objects.filter(person=place.employee)
    found = kin.open_list(
        place.employee, rows, by=place.leader, reason="Ulykke", role="nærmeste leder", subject=("core.site", 1)
    )
    assert [one.name for one in found] == ["Søren Ærø"]
    read = AuditEntry.objects.get(action="core.next_of_kin_opened")
    assert read.is_read and read.actor == place.leader and read.details == {"grounds": "core.site:1"}
    told = Mail.objects.get(notice="N-24")
    assert told.receiver == place.employee and "Søren" not in str(told.context)


def test_the_page_asks_few_questions_of_the_database(mine, entry, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        mine.get(LIST)
