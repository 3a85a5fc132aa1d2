"""The case page puts people first: whom to call, what they asked for, and nothing red that is voluntary (INC-22, INC-23)."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Attachment
from incidents import steps
from incidents.actions import category, crisis, reporting, supplementing, taking_over, ticking
from incidents.models import Alert, Incident
from tests.incidents.reported import NOW, Cast, at_minute, browser, send
from tests.incidents.test_report import PNG


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        found = Cast()
        for name in ("kollega", "leder"):
            type(found[name]).objects.filter(pk=found[name].pk).update(phone="10 20 30 40")
        yield found


@pytest.fixture
def incident(cast):
    found = send(cast, reporter="medarbejder", affected="kollega", needs=["call", "not_alone"])
    return taking_over.take_over(found, by=cast["leder"])


def page(cast, name, incident):
    return browser(cast[name]).get(f"/incidents/{incident.pk}/").content.decode()


def test_the_leader_sees_whom_to_call_and_what_they_asked_for_before_the_first_step(cast, incident):
    text = page(cast, "leder", incident)
    assert "tel:10203040" in text and "Har brug for:" in text
    assert text.index("Har brug for:") < text.index("Næste skridt er dit")
    assert "Har brug for:" not in page(cast, "amr", incident).split('id="case-steps"')[0]


def test_the_affected_reads_who_has_it_and_no_step_of_their_own_in_red(cast, incident):
    text = page(cast, "kollega", incident)
    assert "Du skal ikke gøre noget nu" in text and "tager sig af det" in text and "Næste skridt er dit" not in text
    assert "Det gør andre for dig" in text
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        row = page(cast, "kollega", incident).split('id="step-evidence"')[1].split("</li>")[0]
        assert "over" not in row.split("<h3>")[1].split("Hvorfor")[0].replace("overtag", "")


def test_the_doctor_is_asked_for_after_violence_and_not_after_a_threat(cast, incident):
    assert steps.find(incident, "incidents.doctor") is None
    hurt = send(cast, kinds=["physical"])
    assert steps.find(hurt, "incidents.doctor").owner == cast["medarbejder"]


def test_after_a_threat_on_the_telephone_nobody_has_left_a_house(cast):
    called = taking_over.take_over(send(cast, place="phone"), by=cast["leder"])
    called = category.decide(called, "A", by=cast["leder"])
    assert steps.find(called, "incidents.inform_house") is None and steps.find(called, "incidents.witnesses") is None
    met = taking_over.take_over(send(cast), by=cast["leder"])
    assert steps.find(met, "incidents.inform_house").state == "open"


def test_the_place_says_how_it_happened_until_somebody_says_otherwise(cast, incident):
    assert incident.channel == "in_person"
    assert "gættet ud fra stedet" in page(cast, "leder", incident)
    supplementing.fill(incident, {"channel": "phone"}, by=cast["kollega"])
    incident.refresh_from_db()
    assert incident.channel == "phone"
    _row, filled, refused = supplementing.fill(incident, {"channel": "email"}, by=cast["kollega"])
    assert (filled, refused) == ([], ["channel"])


def test_what_is_done_is_folded_and_stands_once(cast, incident):
    ticking.tick(incident, "incidents.company", by=cast["leder"], note="Signe kører hende hjem.")
    text = page(cast, "leder", incident)
    assert "der er udført" in text and text.count("Signe kører hende hjem.") == 1


def test_a_station_that_was_not_relevant_is_not_called_done(cast, incident):
    incident = category.decide(incident, "A", by=cast["leder"])
    ticking.not_relevant(incident, "incidents.supervision", by=cast["leder"], reason="Jonas ønsker det ikke lige nu.")
    assert "3 sessioner – ikke aktuelt" in page(cast, "leder", incident)


def test_the_course_says_who_was_told_at_once_and_who_was_told_of_a_deadline(cast, incident):
    Alert.objects.create(incident=incident, person=cast["chef"], kind="escalation", told_at=at_minute(40))
    text = page(cast, "leder", incident)
    told = text.split("besked til")[1].split("</p>")[0]
    assert cast["chef"].name not in told and "Lederens leder fik besked om en frist" in text


def test_a_leader_who_comes_by_an_old_mail_reads_who_has_it_and_nothing_of_the_case(cast, incident):
    Alert.objects.create(incident=incident, person=cast["andenleder"], kind="chain", told_at=NOW, ended_at=at_minute(5))
    answer = browser(cast["andenleder"]).get(f"/incidents/{incident.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200 and cast["leder"].name in text and "Du behøver ikke gøre mere" in text
    assert incident.number not in text and cast["kollega"].name not in text
    assert browser(cast["andenmedarbejder"]).get(f"/incidents/{incident.pk}/").status_code == 404
    incident.implicated.add(cast["andenleder"])
    assert browser(cast["andenleder"]).get(f"/incidents/{incident.pk}/").status_code == 404


def test_a_reporter_who_is_not_affected_reads_that_help_is_ordered_and_nothing_of_when(cast, incident):
    crisis.order(
        incident, by=cast["leder"], track="b", firm="Nordisk Krisekorps", ordered_at=NOW, spoke_with="Maja", reasons=[]
    )
    crisis.date_first_talk(incident, by=cast["leder"], first_talk_at=NOW + timedelta(days=2))
    client = browser(cast["medarbejder"])
    text = client.get(f"/incidents/{incident.pk}/crisis/").content.decode()
    assert "Hjælpen er bestilt" in text and "Nordisk" not in text and "senest" not in text.split("<main")[1]
    assert client.get(f"/incidents/{incident.pk}/crisis/sheet/").status_code == 302
    assert client.get(f"/incidents/{incident.pk}/crisis/sheet.pdf").status_code == 302
    assert "Nordisk" in browser(cast["kollega"]).get(f"/incidents/{incident.pk}/crisis/").content.decode()


def test_a_telephone_note_leaves_a_half_written_report_about_something_else_alone(cast):
    other = reporting.keep_draft(
        cast["medarbejder"], uuid.uuid4(), {"place": "desk", "narrative": "I går", "_saved": NOW.isoformat()}
    )
    note = {"called_at_date": "05.02.2027", "called_at_time": "13.40", "words": "Han råbte.", "citizen_name": ""}
    browser(cast["medarbejder"]).post("/incidents/phone-note/", note)
    assert not other.phone_notes.exists()
    own = Incident.objects.filter(state="draft").exclude(pk=other.pk).get()
    assert own.phone_notes.count() == 1 and own.draft["place"] == "phone"


def test_a_file_may_say_when_it_is_from(cast, incident):
    client, path = browser(cast["kollega"]), f"/incidents/{incident.pk}/evidence/"
    shot = SimpleUploadedFile("sms.png", PNG, "image/png")
    typed = {"files": shot, "kind": "screenshot", "taken_at_date": "04.02.2027", "taken_at_time": "19.30"}
    assert client.post(path, typed).status_code == 302
    assert Attachment.objects.get().taken_at == NOW.replace(day=4, hour=19, minute=30)
    assert "19.30" in client.get(path).content.decode()
    late = {"files": SimpleUploadedFile("to.png", PNG, "image/png"), "kind": "screenshot"}
    answer = client.post(path, late | {"taken_at_date": "04.02.2028", "taken_at_time": "19.30"})
    assert answer.status_code == 422 and Attachment.objects.count() == 1
