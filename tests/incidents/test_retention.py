"""An incident goes with everything of it, files on disk too; its numbers stay, without names (GEN-16)."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from core import audit, documents, files, outbox, retention
from core.actions import attachments
from core.actions import retention as verbs
from core.models import Attachment, AuditEntry, Document, Draft, Mail, Todo, Tombstone
from incidents import statistics
from incidents.models import Addendum, Incident, Sanction, StaffMessage, Witness
from tests.core.workplace import notice, person
from tests.incidents.cases import FRIDAY, Case

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(days=3 * 366)
SECRET = "Han sagde, at han ville finde mig"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(FRIDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case():
    found = Case(narrative=SECRET, citizen_name="Kim Lindgaard")
    incident = found.incident
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    upload = SimpleUploadedFile("skaerm.png", out.getvalue())
    attachments.attach(incident, upload, files.inspect(upload), by=found.employee)
    documents.freeze("P-15", "Hændelsesrapport", incident, b"%PDF-1.7 " + SECRET.encode(), found.leader)
    notice("N-98")
    outbox.enqueue(found.leader, "N-98", subject=incident, link="/", dedupe_key="about-it", due_at=FRIDAY)
    Draft.objects.create(
        person=found.leader, key=f"/incidents/{incident.pk}/police/", data={"reason": SECRET}, saved_at=LATER
    )
    Witness.objects.create(incident=incident, name="Vidne Vang", added_by=found.leader, added_at=FRIDAY)
    Addendum.objects.create(incident=incident, text=SECRET, author=found.employee, written_at=FRIDAY)
    Incident.objects.filter(pk=incident.pk).update(state="closed", closed_at=FRIDAY)
    return found


def sanction(case, ends_on, state="expired", **values):
    return Sanction.objects.create(
        incident=case.incident,
        measure="phone_only",
        state=state,
        site=case.site,
        starts_on=date(2027, 2, 8),
        ends_on=ends_on,
        reason=SECRET,
        proposed_by=case.leader,
        proposed_at=FRIDAY,
        decided_by=case.leader,
        decided_at=FRIDAY,
        **values,
    )


def test_before_its_period_an_incident_stays(case, clock):
    clock.move_to(FRIDAY + timedelta(days=700))
    retention.run()
    assert Incident.objects.exists()


def test_everything_of_an_incident_goes_and_the_files_are_really_gone(case, clock):
    attachment = Attachment.objects.get()
    paths = [attachment.path, attachment.shown_path]
    assert all(default_storage.exists(path) for path in paths)
    clock.move_to(LATER)
    assert retention.run()["incidents.incident"] == 1
    assert not any(default_storage.exists(path) for path in paths)
    for model in (Incident, Attachment, Document, Witness, Addendum):
        assert not model.objects.exists(), model
    assert not Mail.objects.filter(dedupe_key="about-it").exists()
    assert not Todo.objects.filter(subject_type="incidents.incident").exists()
    assert not Draft.objects.exists()
    assert retention.run()["incidents.incident"] == 0


def test_what_stays_names_nobody(case, clock):
    sanction(case, date(2027, 5, 1))
    clock.move_to(LATER)
    retention.run()
    stone = Tombstone.objects.get(code="incidents.incident")
    assert stone.label == "Hændelse 2027-0001"
    assert stone.facts["month"] == "2027-02" and stone.facts["category"] == "A" and stone.facts["kinds"] == ["threat"]
    assert not {"reporter", "affected", "narrative", "citizen"} & set(stone.facts)
    assert audit.verify() == []
    for entry in AuditEntry.objects.all():
        assert SECRET not in f"{entry.reason} {entry.details}" and "Lindgaard" not in f"{entry.reason} {entry.details}"
    with connection.cursor() as cursor:  # and no other table still says who it was
        cursor.execute("SELECT count(*) FROM core_tombstone WHERE facts::text ILIKE %s", ["%Malene%"])
        assert cursor.fetchone()[0] == 0


def test_numbers_of_a_year_stay_when_its_incidents_are_deleted(case, clock):
    sanction(case, date(2027, 5, 1))
    before = statistics.of_year(2027, 1)
    clock.move_to(LATER)
    retention.run()
    assert not Incident.objects.exists()
    after = statistics.of_year(2027, 1)
    assert (after.total, after.kinds, after.channels, after.sanctions) == (
        before.total,
        before.kinds,
        before.channels,
        before.sanctions,
    )
    assert after.total == 1 and after.sanctions and list(after.sites.rows) == list(before.sites.rows)


def test_a_sanction_that_still_holds_or_is_kept_keeps_its_incident(case, clock):
    row = sanction(case, (LATER - timedelta(days=100)).date())
    clock.move_to(LATER)
    retention.run()
    assert Incident.objects.exists() and Sanction.objects.exists()
    clock.move_to(LATER + timedelta(days=300))
    retention.run()
    assert not Incident.objects.exists() and not Sanction.objects.filter(pk=row.pk).exists()


def test_a_sanction_goes_before_its_incident_with_its_messages(case, clock):
    row = sanction(case, date(2027, 5, 1))
    StaffMessage.objects.create(
        incident=case.incident,
        sanction=row,
        kind="sanction",
        site=case.site,
        text=SECRET,
        starts_on=date(2027, 2, 8),
        ends_on=date(2027, 5, 1),
        sent_by=case.leader,
        sent_at=FRIDAY,
    )
    clock.move_to(FRIDAY + timedelta(days=500))
    retention.run()
    assert Incident.objects.exists() and not Sanction.objects.exists() and not StaffMessage.objects.exists()
    assert Tombstone.objects.get(code="incidents.sanction").facts["measure"] == "phone_only"


def test_a_replaced_sanction_waits_for_the_one_that_replaced_it(case, clock):
    old = sanction(case, date(2027, 5, 1), state="replaced")
    sanction(case, date(2028, 5, 1), replaces=old)
    clock.move_to(FRIDAY + timedelta(days=500))
    retention.run()
    assert Sanction.objects.count() == 2


def test_an_open_incident_is_never_erased(case, clock):
    Incident.objects.update(state="in_progress", closed_at=None)
    clock.move_to(LATER)
    retention.run()
    assert Incident.objects.exists()


def test_a_hold_on_an_incident_holds_its_sanctions_too(case, clock):
    sanction(case, date(2027, 5, 1))
    hold = verbs.place_hold("incidents.incident", case.fresh(), by=case.hr, reason="Der er en erstatningssag i gang.")
    clock.move_to(LATER)
    retention.run()
    assert (
        Incident.objects.exists()
        and Sanction.objects.exists()
        and default_storage.exists(Attachment.objects.get().path)
    )
    verbs.lift_hold(hold, by=case.hr, reason="Erstatningssagen er afsluttet.")
    retention.run()
    assert not Incident.objects.exists()


def test_hr_finds_an_incident_by_its_number(case):
    assert retention.KINDS["incidents.incident"].find("2027-0001") == case.incident
    assert retention.KINDS["incidents.incident"].find("2027-9999") is None


def test_whoever_knew_a_deleted_case_reads_that_it_is_gone_and_nobody_else_learns_of_it(case, clock, client):
    other = person("Asta Anden", case.leader.unit)
    path, pk = f"/incidents/{case.incident.pk}/", case.incident.pk
    audit.read("incidents.opened", case.incident, by=case.leader)
    audit.read("incidents.opened", case.incident, by=other)
    audit.record("incidents.implicated", case.incident, by=case.leader, person=other.pk)
    clock.move_to(LATER)
    retention.run()
    assert not Incident.objects.filter(pk=pk).exists()

    def ask(who, address):
        client.force_login(who)
        return client.get(address)

    for address in (path, f"{path}police/"):
        answer = ask(case.leader, address)
        text = answer.content.decode()
        assert answer.status_code == 410 and "Det er slettet" in text and SECRET not in text
        assert case.incident.number not in text and "Lindgaard" not in text
    never = ask(case.colleague, "/incidents/999999/")
    for who in (case.colleague, other):
        answer = ask(who, path)
        assert answer.status_code == never.status_code == 404
        assert "Vi kan ikke finde siden" in answer.content.decode()


def test_a_case_that_still_is_there_is_never_said_to_be_gone(case, client):
    other = person("Asta Anden", case.leader.unit)
    audit.read("incidents.opened", case.incident, by=other)
    client.force_login(other)
    assert client.get(f"/incidents/{case.incident.pk}/").status_code == 404
