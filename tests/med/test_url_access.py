"""Every address of MED × person: who opens it (200, 302), who is refused (403), for whom it isn't there (404)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from med.models import Seat, TrioNote
from tests.cast import NOW
from tests.med.beside_access import LISTED as BESIDE
from tests.med.test_permission_table import CHAIRS, MEMBERS, SEATED, TAKERS, laid  # noqa: F401  (a fixture)
from tests.situation import named_addresses, quick, taken_back

pytestmark = pytest.mark.django_db

EVERYBODY = "*"
# name → (method, row, who gets through, who sees the row but may not do this)
OWN = {
    "med:overview": ("get", "", EVERYBODY, ""),
    "med:minutes_list": ("get", "", EVERYBODY, ""),
    "med:bodies": ("get", "", EVERYBODY, ""),
    "med:body_new": ("get", "", "hr", EVERYBODY),
    "med:body": ("get", "body", EVERYBODY, ""),
    "med:agenda_lines": ("get", "body", EVERYBODY, ""),
    "med:body_edit": ("get", "body", "hr leder tr referent", EVERYBODY),
    "med:seat_new": ("get", "body", "hr leder tr referent", EVERYBODY),
    "med:decisions_pdf": ("get", "body", SEATED, EVERYBODY),
    "med:offered": ("get", "body", SEATED, EVERYBODY),
    "med:take_up": ("post", "body", CHAIRS, EVERYBODY),
    "med:plan": ("get", "body", TAKERS, EVERYBODY),
    "med:propose": ("get", "body", EVERYBODY, ""),
    "med:figures": ("get", "body", SEATED, EVERYBODY),
    "med:trio_notes": ("get", "trio", "leder tr amr", EVERYBODY),
    "med:seat_end": ("get", "seat", "hr leder tr referent", EVERYBODY),
    "med:trio_note": ("get", "trio_note", "leder tr amr", ""),
    "med:meeting": ("get", "one", SEATED, ""),
    "med:move": ("get", "one", TAKERS, SEATED),
    "med:cancel": ("get", "one", TAKERS, SEATED),
    "med:open_agenda": ("post", "one", TAKERS, SEATED),
    "med:release": ("get", "one", CHAIRS, SEATED),
    "med:waive": ("get", "one", CHAIRS, SEATED),
    "med:refuse": ("get", "one", CHAIRS, SEATED),
    "med:written": ("get", "past", CHAIRS, SEATED),
    "med:written_yes": ("post", "past", MEMBERS, SEATED),
    "med:written_end": ("post", "past", TAKERS, SEATED),
    "med:merge": ("get", "one", TAKERS, SEATED),
    "med:begin": ("post", "one", TAKERS, SEATED),
    "med:end": ("post", "one", TAKERS, SEATED),
    "med:lock": ("post", "one", TAKERS, SEATED),
    "med:rest": ("post", "one", TAKERS, SEATED),
    "med:reopen": ("get", "past", TAKERS, SEATED),
    "med:wall": ("get", "one", SEATED, ""),
    "med:agenda_pdf": ("get", "one", SEATED, ""),
    "med:minutes_pdf": ("get", "past", SEATED, ""),
    "med:item_new": ("get", "one", TAKERS, SEATED),
    "med:pre_notes": ("get", "one", MEMBERS, SEATED),
    "med:write": ("get", "past", TAKERS, SEATED),
    "med:attendance": ("get", "past", TAKERS, SEATED),
    "med:remark": ("post", "past", MEMBERS, SEATED),
    "med:publish": ("get", "past", TAKERS, SEATED),
    "med:item": ("get", "item", SEATED, ""),
    "med:item_edit": ("get", "item", TAKERS, SEATED),
    "med:item_off": ("post", "item", TAKERS, SEATED),
    "med:item_back": ("post", "item", TAKERS, SEATED),
    "med:item_up": ("post", "item", TAKERS, SEATED),
    "med:item_down": ("post", "item", TAKERS, SEATED),
    "med:item_place": ("post", "item", TAKERS, SEATED),
    "med:live": ("get", "one", TAKERS, SEATED),
    "med:standing": ("post", "past_item", TAKERS, SEATED),
    "med:item_input": ("post", "item", MEMBERS, SEATED),
    "med:item_files": ("post", "item", f"{MEMBERS} referent", SEATED),
    "med:text": ("post", "past_item", TAKERS, SEATED),
    "med:result": ("get", "past_item", TAKERS, SEATED),
    "med:approve": ("post", "past_item", TAKERS, SEATED),
    "med:topic": ("get", "topic", SEATED, ""),
    "med:topic_close": ("post", "topic", CHAIRS, SEATED),
    "med:topic_tags": ("post", "topic", CHAIRS, SEATED),
    "med:topic_reopen": ("post", "topic", CHAIRS, SEATED),
    "med:decision_end": ("get", "outcome", TAKERS, SEATED),
    "med:decision_restore": ("post", "outcome", TAKERS, SEATED),
    "med:action": ("get", "action", f"{SEATED} mentor", ""),
    "med:action_drop": ("post", "action", TAKERS, SEATED),
    "med:answer": ("get", "comment", TAKERS, SEATED),
    "med:proposal": ("get", "proposal", SEATED, ""),
    "med:forward": ("post", "asked", "tr", "nyansat"),
    "med:accept": ("post", "proposal", CHAIRS, SEATED),
    "med:postpone": ("post", "proposal", CHAIRS, SEATED),
    "med:negotiate": ("get", "proposal", CHAIRS, SEATED),
    "med:reject": ("get", "proposal", CHAIRS, SEATED),
}
LISTED = {
    *OWN,
    *BESIDE,
    "med:lift_file",
    "med:item_file",
}  # those beside agenda and minutes are tried in test_beside_access.py, test_lift_files.py, test_closed_files.py
THROUGH = {200, 302, 422}


def row_of(med, name):
    """Return the row of a line."""
    if name == "topic":
        return med.item.topic
    if name == "seat":
        return Seat.objects.get(pk=med.seats["amr"].pk)
    if name == "trio_note":
        return TrioNote.objects.get(pk=med.trio_note.pk)
    return getattr(med, name)


def expected(person, line, everybody):
    """Return whether the person gets through, is refused or sees nothing."""
    _method, _row, through, sees = line
    if through == EVERYBODY or person in through.split():
        return "through"
    return 403 if sees == EVERYBODY or person in sees.split() else 404


@pytest.mark.parametrize("name", sorted(OWN))
def test_an_address_answers_each_person_as_the_table_says(laid, db, name):  # noqa: F811
    method, row, _through, _sees = line = OWN[name]
    address = reverse(name, args=[row_of(laid, row).pk] if row else [])
    paper, plain = quick()
    found = {}
    with time_machine.travel(NOW, tick=False), paper, plain:
        for person in laid.cast.names:
            client = Client()
            with taken_back():
                client.force_login(laid.cast[person], backend="core.signin.PersonBackend")
                status = getattr(client, method)(address).status_code
            found[person] = "through" if status in THROUGH else status
    assert found == {person: expected(person, line, laid.cast.names) for person in laid.cast.names}


def test_without_signing_in_every_address_leads_to_the_sign_in_page(laid, db):  # noqa: F811
    client = Client()
    for name, (method, row, _through, _sees) in OWN.items():
        address = reverse(name, args=[row_of(laid, row).pk] if row else [])
        response = getattr(client, method)(address)
        assert response.status_code == 302 and "/account/login/" in response["Location"], name


def test_a_trios_meeting_is_not_there_for_anybody_else(laid, db):  # noqa: F811
    with time_machine.travel(NOW, tick=False), taken_back():
        meeting = laid.meeting(laid.trio, state="agenda_open", days=9)
        for person in ("chef", "hr", "medarbejder", "admin", "dpo"):
            client = Client()
            client.force_login(laid.cast[person], backend="core.signin.PersonBackend")
            assert client.get(reverse("med:meeting", args=[meeting.pk])).status_code == 404, person


def test_a_number_that_is_no_row_is_not_there(laid, db):  # noqa: F811
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(laid.cast["leder"], backend="core.signin.PersonBackend")
        for name, (method, row, _through, _sees) in OWN.items():
            if row:
                assert getattr(client, method)(reverse(name, args=[987654])).status_code == 404, name


def test_every_address_of_med_is_listed():
    assert {name for name in named_addresses() if name.startswith("med:")} == set(LISTED)
