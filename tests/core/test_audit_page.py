"""The log is read by the data protection officer and the auditor, never by administrators; reading it is logged too."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from openpyxl import load_workbook

from core import audit, audit_heads
from core.models import AuditEntry
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, person, role

pytestmark = pytest.mark.django_db
REASON = "Datatilsynet har bedt om oversigten."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    found = House()
    audit.read("core.next_of_kin_opened", found.employee, by=found.leader, reason="Faldt på trappen og skulle hentes.")
    audit.record("core.person_changed", found.colleague, by=found.hr, fields=["title"])
    return found


@pytest.mark.parametrize("who", ["admin", "hr", "leader", "owner", "employee"])
def test_nobody_else_comes_in(client, house, who):
    for page in ("audit", "audit_export", "audit_insight"):
        assert get(client, getattr(house, who), page).status_code == 403
    assert post(client, getattr(house, who), "audit_verify").status_code == 403


def test_an_auditor_reads_it_too(client, house):
    auditor = person("Rita Revisor", house.top)
    role(auditor, "auditor")
    assert get(client, auditor, "audit").status_code == 200


@pytest.mark.parametrize(
    "search, there, gone",
    [
        ({"person": "lene leder"}, "Pårørendelisten blev åbnet", "Oplysninger rettet"),
        ({"about": "kaj kollega"}, "Oplysninger rettet", "Pårørendelisten blev åbnet"),
        ({"only": "read"}, "Pårørendelisten", "Oplysninger rettet"),
        ({"action": "core.person_changed"}, "Oplysninger rettet", "Pårørendelisten"),
        ({"end": "28.2.2027"}, "Ingen linjer passer", "Oplysninger rettet"),
    ],
)
def test_the_search_finds_by_person_subject_kind_and_time_and_is_logged(client, house, search, there, gone):
    answer = post(client, house.dpo, "audit", **search)
    assert answer.status_code == 302 and answer["Location"] == "/settings/audit/"
    page = text_of(client.get(answer["Location"])).split('<section class="section" aria-label')[1]
    assert there in page and gone not in page
    assert AuditEntry.objects.filter(action="core.audit_searched", actor=house.dpo, is_read=True).exists()


@pytest.mark.parametrize(
    "search, words",
    [
        ({"start": "1.3.2027", "end": "1.2.2027"}, "ligger før"),
        ({"person": "Ingen Kendt"}, "Vi fandt ingen"),
        ({"number": "x"}, "helt tal"),
        ({"start": "i går"}, "03.02.2027"),
    ],
)
def test_a_search_that_cannot_be_is_told(client, house, search, words):
    answer = post(client, house.dpo, "audit", **search)
    assert answer.status_code == 422 and words in text_of(answer)


def test_an_export_needs_a_reason_and_is_logged(client, house):
    assert post(client, house.dpo, "audit_export", reason="", form="csv").status_code == 422
    answer = post(client, house.dpo, "audit_export", reason=REASON, form="csv")
    assert "Faldt på trappen" in answer.content.decode() and "Hentet af Tine Dpo" in answer.content.decode()
    assert AuditEntry.objects.get(action="core.audit_exported").reason == REASON


def test_insight_says_when_and_why_and_never_who(client, house):
    answer = post(client, house.dpo, "audit_insight", person=house.employee.email, reason=REASON, form="page")
    page = text_of(answer)
    assert (
        answer.status_code == 200
        and "Pårørendelisten blev åbnet" in page
        and "Faldt på trappen" in page
        and "Lene Leder" not in page
    )
    sheet = load_workbook(
        io.BytesIO(
            post(client, house.dpo, "audit_insight", person=house.employee.email, reason=REASON, form="xlsx").content
        )
    ).active
    assert not any("Lene" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert AuditEntry.objects.filter(action="core.insight_reported", subject_id=house.employee.pk).count() == 2


def test_a_whole_log_is_whole_and_a_changed_one_is_found(client, house):
    assert "Loggen er hel." in text_of(post(client, house.dpo, "audit_verify"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER core_audit_forever")
        cursor.execute("UPDATE core_auditentry SET reason = 'noget andet' WHERE action = 'core.next_of_kin_opened'")
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER core_audit_forever")
    assert "Loggen er ikke hel." in text_of(post(client, house.dpo, "audit_verify"))
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=io.StringIO())


def test_the_command_says_that_the_log_is_whole(house):
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert "whole" in out.getvalue()


def test_a_log_whose_end_was_cut_off_is_found_by_last_nights_heads(house, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    assert audit_heads.keep() and audit_heads.keep() is None
    assert audit_heads.compare(date(2027, 3, 1)) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER core_audit_forever")
        cursor.execute("DELETE FROM core_auditentry WHERE action = 'core.next_of_kin_opened'")
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER core_audit_forever")
    assert audit.verify() == []  # a chain without its end looks whole …
    assert audit_heads.compare(date(2027, 3, 1)) == [
        ("core.person", house.employee.pk, 1)
    ]  # … but not beside the heads
