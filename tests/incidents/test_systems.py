"""Where a case stands in other systems: what is known already, what is noted, who may (GEN-24)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.models import AuditEntry
from incidents.models import SafetynetEntry, SystemReference
from tests.cast import NOW, Cast
from tests.situation import make_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid():
    with time_machine.travel(NOW, tick=False):
        cast = Cast()
        yield cast, make_incident(cast)


def test_what_is_known_stands_there_and_more_is_noted_once(laid, client):
    cast, case = laid
    SafetynetEntry.objects.create(incident=case, number="SN-77", entered_on=NOW.date(), by=cast["leder"], at=NOW)
    client.force_login(cast["leder"])
    address = reverse("incidents:systems", args=[case.pk])
    for _press in range(2):
        assert client.post(address, {"system": "dubu", "reference": "D-2027-14", "on": "04.02.2027"}).status_code == 302
    page = client.get(address).content.decode()
    assert "SN-77" in page and "DUBU" in page and "D-2027-14" in page
    row = SystemReference.objects.get()
    assert (row.on, row.by) == (date(2027, 2, 4), cast["leder"])
    entry = AuditEntry.objects.get(action="incidents.system_noted")
    assert "D-2027-14" not in str(entry.details)
    client.post(address, {"remove": str(row.pk)})
    assert not SystemReference.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"system": ""}, "Vælg systemet."),
        ({"on": "i morgen"}, "Skriv datoen"),
        ({"on": "06.02.2027"}, "dag"),
        ({"reference": "010190-1234"}, "CPR"),
        ({"reference": "x" * 81}, "80"),
    ],
)
def test_nonsense_is_refused_by_its_field(laid, client, wrong, words):
    cast, case = laid
    client.force_login(cast["leder"])
    sent = {"system": "dubu", "reference": "D-1", "on": "04.02.2027"} | wrong
    answer = client.post(reverse("incidents:systems", args=[case.pk]), sent)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_note_of_another_case_is_not_removed_from_here(laid, client):
    cast, case = laid
    other = make_incident(cast, number="2027-0900")
    row = SystemReference.objects.create(incident=other, system="dubu", on=NOW.date(), by=cast["leder"], at=NOW)
    client.force_login(cast["leder"])
    for wanted in (str(row.pk), "x", "9" * 30):
        assert client.post(reverse("incidents:systems", args=[case.pk]), {"remove": wanted}).status_code == 404
    assert SystemReference.objects.exists()


def test_only_who_runs_the_case_notes_where_it_stands(laid, client):
    cast, case = laid
    for name, status in (("leder", 200), ("kollega", 403), ("andenleder", 404)):
        client.force_login(cast[name])
        assert client.get(reverse("incidents:systems", args=[case.pk])).status_code == status
