"""What isn't in a form can't be posted with it (attack 8), and nothing of a case leaves in a mail (attack 35)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction

from core import calendar, digest, outbox, reminders
from core.models import Mail
from incidents.actions import category, closing, supplementing, taking_over
from incidents.models import Addendum, Incident, Sanction
from tests.incidents.reported import NOW, Cast, browser, send, typed

WORDS = ("Kanarie-Fortælling", "Kanarie-Borger", "Kanariegade", "Kanarie-Tilføjelse", "Kanarie-Begrundelse")


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def extras(cast):
    """Return what somebody might add by hand: fields of the row that no form has."""
    return {
        "state": "closed",
        "unit": str(cast.other_office.pk),
        "unit_id": str(cast.other_office.pk),
        "category": "C",
        "category_suggested": "C",
        "number": "2027-9999",
        "reporter": str(cast.chef.pk),
        "responsible": str(cast.medarbejder.pk),
        "responsible_id": str(cast.medarbejder.pk),
        "submitted_at": "2020-01-01",
        "safety_rep_sees_citizen": "1",
        "author": str(cast.chef.pk),
        "by": str(cast.chef.pk),
        "decided_by": str(cast.chef.pk),
        "approved_by": str(cast.chef.pk),
        "is_staff": "1",
        "is_superuser": "1",
    }


def test_a_report_takes_only_what_its_form_asks(cast):
    browser(cast["medarbejder"]).post("/incidents/report/", typed() | extras(cast))
    incident = Incident.objects.get()
    assert (incident.state, incident.reporter, incident.unit) == ("submitted", cast.medarbejder, cast.office)
    assert (incident.category, incident.category_suggested, incident.responsible) == ("", "A", None)
    assert incident.number == "2027-0001" and incident.submitted_at == NOW and not incident.safety_rep_sees_citizen


def test_an_addition_is_by_who_wrote_it_and_changes_nothing_else(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    before = Incident.objects.filter(pk=incident.pk).values().get()
    browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/add/", extras(cast) | {"text": "Han kom igen kl. 14."})
    assert Addendum.objects.get(text__isnull=False, author=cast.medarbejder).author == cast.medarbejder
    after = Incident.objects.filter(pk=incident.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"updated_at"}


def test_a_proposed_sanction_is_proposed_whatever_is_posted_with_it(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    category.decide(incident, "A", by=cast["leder"], reason="")
    client = browser(cast["medarbejder"])
    client.post(
        f"/incidents/{incident.pk}/sanctions/",
        extras(cast) | {"measure": "phone_only", "reason": "Han truede mig igen i dag.", "state": "in_force"},
    )
    sanction = Sanction.objects.get()
    assert (sanction.state, sanction.decided_by) == ("proposed", None)


def test_nobody_writes_over_or_deletes_what_the_log_says(cast):
    send(cast)
    for words in ("UPDATE core_auditentry SET reason = 'x'", "DELETE FROM core_auditentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)


def test_a_profile_gives_nobody_rights(cast):
    client = browser(cast["medarbejder"])
    client.post("/profile/name/", extras(cast) | {"name_display": "first"})
    person = cast["medarbejder"]
    assert not person.standing.roles and person.unit == cast.office and person.is_active


def test_a_canary_in_a_case_flies_out_in_no_mail_in_sixty_days(cast):
    incident = send(
        cast,
        affected="kollega",
        narrative=f"{WORDS[0]}: han sagde, at han ville finde mig.",
        place_detail="Kanariegade",
    )
    Incident.objects.filter(pk=incident.pk).update(citizen_name=WORDS[1], citizen_address=WORDS[2])
    for minutes in (15, 30, 60 * 5):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            reminders.sweep()
            outbox.deliver_waiting()
    incident = taking_over.take_over(incident, by=cast["leder"])
    category.decide(incident, "B", by=cast["leder"], reason=f"{WORDS[4]}, fordi der ikke var fysisk vold.")
    supplementing.add(incident, f"{WORDS[3]}: han ringede igen.", by=cast["kollega"])
    for day in range(1, 61, 2):
        with time_machine.travel(NOW + timedelta(days=day, hours=-4), tick=False):
            reminders.open_periodic()
            reminders.sweep()
            digest.send_digests()
            outbox.deliver_waiting()
    with time_machine.travel(NOW + timedelta(days=61), tick=False):
        closing.await_follow_up(incident, by=cast["leder"], on=calendar.today() + timedelta(days=3))
        outbox.deliver_waiting()
    assert len(mail.outbox) > 20 and {"N-01", "N-02", "N-21"} <= set(Mail.objects.values_list("notice", flat=True))
    written = [f"{row.subject_line}{row.body}{row.context}{row.link}" for row in Mail.objects.all()]
    sent = [f"{one.subject}{one.body}{one.alternatives}{one.extra_headers}" for one in mail.outbox]
    for text in written + sent:
        for word in (*WORDS, cast.kollega.name, "kategori B"):
            assert word not in text, f"{word} in {text[:300]}"
