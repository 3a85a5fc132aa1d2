"""What comes after sending: filled once, added to, never altered (INC-09; attack 13); consent (Q51)."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404

from core.permissions import can
from incidents import steps
from incidents.actions import category, notes, supplementing, taking_over
from incidents.models import PhoneNote
from tests.incidents.reported import NOW, STORY, Cast, browser, send
from tests.pdfs import text_of


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


# -- told fields -----------------------------------------------------------------------------------------------------
def test_empty_fields_are_filled_once(cast):
    incident = send(cast, narrative="")
    incident, filled, refused = supplementing.fill(
        incident, {"narrative": STORY, "alarm_used": "yes", "before": ""}, by=cast["medarbejder"]
    )
    assert (filled, refused) == (["alarm_used", "narrative"], [])
    incident, filled, refused = supplementing.fill(
        incident, {"narrative": "Noget andet", "alarm_used": "no"}, by=cast["leder"]
    )
    assert (filled, refused) == ([], ["alarm_used", "narrative"])
    assert incident.narrative == STORY


def test_what_was_told_is_never_altered_by_the_page(cast):
    incident = send(cast)
    page = browser(cast["medarbejder"]).post(
        f"/incidents/{incident.pk}/details/",
        {"narrative": "Noget andet", "occurred_at": "x", "state": "closed", "category": "C"},
    )
    incident.refresh_from_db()
    assert page.status_code == 302
    assert (incident.narrative, incident.state, incident.category, incident.occurred_at) == (
        STORY,
        "submitted",
        "",
        NOW - timedelta(minutes=10),
    )


def test_a_told_type_changes_the_suggestion_and_lays_what_follows(cast):
    incident = send(cast, kinds=["loud"])
    assert incident.category_suggested == "B"
    assert steps.find(incident, "incidents.injury_report") is None
    incident, _filled, _refused = supplementing.fill(
        incident, {"violence_types": ["verbal_threat"]}, by=cast["medarbejder"]
    )
    assert incident.category_suggested == "A"
    assert steps.find(incident, "incidents.injury_report").state == "open"
    assert steps.find(incident, steps.TAKE_OVER).category == "A"


def test_the_leaders_decision_stays_when_more_is_told(cast):
    incident = category.decide(
        taking_over.take_over(send(cast, kinds=["loud"]), by=cast["leder"]), "B", by=cast["leder"]
    )
    incident, _filled, _refused = supplementing.fill(incident, {"violence_types": ["hit"]}, by=cast["medarbejder"])
    assert (incident.category, incident.category_suggested) == ("B", "A")


def test_likely_elsewhere_opens_the_call_at_once(cast):
    incident = send(cast)
    supplementing.fill(
        incident, {"likely_elsewhere": True, "expected_departments": "Jobcentret"}, by=cast["medarbejder"]
    )
    todo = steps.find(incident, "incidents.department_call")
    assert todo.state == "open" and todo.due_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(("name", "sees"), [("kollega", True), ("leder", True), ("medarbejder", True), ("amr", False)])
def test_only_those_who_may_are_asked_for_the_citizen(cast, name, sees):
    incident = send(cast, reporter="medarbejder", affected="kollega")
    page = browser(cast[name]).get(f"/incidents/{incident.pk}/details/").content.decode()
    assert ("Borgerens navn" in page) is sees


def test_only_the_affected_is_asked_for_the_experience(cast):
    incident = send(cast, reporter="medarbejder", affected="kollega")
    assert (
        "Min grænse er overskredet"
        in browser(cast["kollega"]).get(f"/incidents/{incident.pk}/details/").content.decode()
    )
    assert (
        "Min grænse er overskredet"
        not in browser(cast["leder"]).get(f"/incidents/{incident.pk}/details/").content.decode()
    )


@pytest.mark.parametrize("field", ["before", "place_detail", "citizen_name", "expected_departments", "experience"])
def test_a_cpr_number_is_refused_in_every_field(cast, field):
    incident = send(cast)
    page = browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/details/", {field: "010180-1234 hed han"})
    assert page.status_code == 422
    assert "Det ligner et CPR-nummer" in page.content.decode() and "010180-1234 hed han" in page.content.decode()


# -- addenda ---------------------------------------------------------------------------------------------------------
def test_an_addendum_stands_with_author_and_time(cast):
    incident = send(cast)
    answered = browser(cast["medarbejder"]).post(
        f"/incidents/{incident.pk}/add/", {"text": "Han havde en rød jakke på."}, follow=True
    )
    row = incident.addenda.get()
    assert (row.author, row.written_at) == (cast.medarbejder, NOW)
    assert "Han havde en rød jakke på." in answered.content.decode()


def test_the_same_words_pressed_twice_are_kept_once(cast):
    incident = send(cast)
    supplementing.add(incident, "Det samme igen.", by=cast["medarbejder"])
    supplementing.add(incident, "Det samme igen.", by=cast["medarbejder"])
    assert incident.addenda.count() == 1


def test_an_empty_addendum_gets_words_and_the_page_stays(cast):
    incident = send(cast)
    answered = browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/add/", {"text": " "})
    assert answered.status_code == 422 and "Skriv det, du vil tilføje." in answered.content.decode()


def test_a_corrected_time_is_an_addendum_and_the_clocks_keep_the_first(cast):
    incident = category.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    before = steps.find(incident, "incidents.police").due_at
    earlier = NOW - timedelta(days=3)
    answered = browser(cast["medarbejder"]).post(
        f"/incidents/{incident.pk}/correct/",
        {"occurred_at_date": "02.02.2027", "occurred_at_time": "14.05", "text": "Jeg tog fejl af dagen."},
        follow=True,
    )
    incident.refresh_from_db()
    assert incident.occurred_at == NOW - timedelta(minutes=10)
    assert incident.addenda.get().about_at == earlier
    assert steps.find(incident, "incidents.police").due_at == before
    assert "Rettet tidspunkt" in answered.content.decode()


@pytest.mark.parametrize("name", ["tr", "hr", "andenleder", "admin"])
def test_others_may_not_add(cast, name):
    incident = send(cast)
    assert browser(cast[name]).post(f"/incidents/{incident.pk}/add/", {"text": "Noget andet."}).status_code in (
        403,
        404,
    )
    assert not incident.addenda.exists()


def test_a_closed_incident_can_still_be_added_to(cast):
    incident = category.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    type(incident).objects.filter(pk=incident.pk).update(state="closed", closed_at=NOW)
    supplementing.add(incident, "Jeg kom i tanke om noget.", by=cast["medarbejder"])
    assert incident.addenda.count() == 1


# -- consent, name, other affected -----------------------------------------------------------------------------------
def test_the_affected_lets_tr_read_and_takes_it_back(cast):
    incident = send(cast)
    client = browser(cast["medarbejder"])
    assert not can(cast["tr"], "incidents.read_story", incident)
    client.post(f"/incidents/{incident.pk}/consent/", {"yes": "1"})
    assert can(cast["tr"], "incidents.read_story", incident)
    assert STORY in browser(cast["tr"]).get(f"/incidents/{incident.pk}/").content.decode()
    client.post(f"/incidents/{incident.pk}/consent/", {"yes": "0"})
    assert STORY not in browser(cast["tr"]).get(f"/incidents/{incident.pk}/").content.decode()


@pytest.mark.parametrize("name", ["leder", "amr"])
def test_nobody_consents_for_the_affected(cast, name):
    incident = send(cast)
    assert browser(cast[name]).post(f"/incidents/{incident.pk}/consent/", {"yes": "1"}).status_code == 403


def test_the_name_is_shown_after_a_question_and_noted(cast):
    incident = send(cast)
    supplementing.fill(incident, {"citizen_name": "Kurt Opfundet"}, by=cast["medarbejder"])
    client, path = browser(cast["leder"]), f"/incidents/{incident.pk}/citizen/"
    assert "Kurt Opfundet" not in client.get(f"/incidents/{incident.pk}/").content.decode()
    assert "Kurt Opfundet" not in client.get(path).content.decode()
    assert "Kurt Opfundet" in client.post(path).content.decode()
    from core.models import AuditEntry

    assert AuditEntry.objects.filter(action="incidents.citizen_shown", actor=cast.leder, is_read=True).count() == 1
    assert browser(cast["amr"]).post(path).status_code == 403
    taking_over.take_over(incident, by=cast["leder"])
    client.post(f"/incidents/{incident.pk}/open-citizen/", {"yes": "1"})
    assert "Kurt Opfundet" in browser(cast["amr"]).post(path).content.decode()


def test_another_affected_colleague_may_follow(cast):
    incident = send(cast)
    browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/affected/", {"colleague": cast.kollega.name})
    assert can(cast["kollega"], "incidents.read_story", incident)
    again = browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/affected/", {"colleague": cast.kollega.name})
    assert "står allerede på listen" in again.content.decode()


# -- notes -----------------------------------------------------------------------------------------------------------
NOTE = {
    "words": "Jeg ved, hvor du bor.",
    "phone": "10203040",
    "called_at_date": "05.02.2027",
    "called_at_time": "13.30",
    "citizen_name": "",
}


def test_a_telephone_note_leads_to_a_report(cast):
    client = browser(cast["medarbejder"])
    answered = client.post("/incidents/phone-note/", NOTE, follow=True)
    page = answered.content.decode()
    assert "Dit telefonnotat følger med." in page and "13.30" in page
    note = PhoneNote.objects.get()
    assert (note.words, note.phone, note.incident.state) == ("Jeg ved, hvor du bor.", "10 20 30 40", "draft")


def test_a_telephone_note_is_printed_for_its_writer_and_the_leader_only(cast):
    incident = send(cast)
    browser(cast["medarbejder"]).post(f"/incidents/{incident.pk}/phone-note/", NOTE)
    path = f"/incidents/phone-notes/{PhoneNote.objects.get().pk}/note.pdf"
    for name in ("medarbejder", "leder"):
        answered = browser(cast[name]).get(path)
        assert answered["Content-Type"] == "application/pdf"
    assert "Jeg ved, hvor du bor." in text_of(answered.content)
    for name in ("amr", "tr", "hr", "kollega", "andenleder"):
        assert browser(cast[name]).get(path).status_code == 404


def test_a_description_needs_one_trait_and_is_printed(cast):
    incident = send(cast)
    client = browser(cast["medarbejder"])
    assert client.post(f"/incidents/{incident.pk}/description/", {"kind": "in_person"}).status_code == 422
    client.post(
        f"/incidents/{incident.pk}/description/", {"kind": "in_person", "hair": "Mørkt, kort", "clothes": "Rød jakke"}
    )
    row = incident.descriptions.get()
    assert "Rød jakke" in text_of(client.get(f"/incidents/descriptions/{row.pk}/description.pdf").content)


def test_witnesses_are_noted_and_contacted_once(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    client = browser(cast["leder"])
    client.post(f"/incidents/{incident.pk}/witnesses/", {"name": "Ida Opfundet", "phone": "10203040"})
    client.post(f"/incidents/{incident.pk}/witnesses/", {"name": "Ida Opfundet", "phone": "10203040"})
    witness = incident.witnesses.get()
    assert notes.contact_witness(witness, by=cast["leder"], will_explain=True)
    assert not notes.contact_witness(witness, by=cast["leder"], will_explain=False)
    with pytest.raises(Http404):
        notes.contact_witness(witness, by=cast["andenleder"], will_explain=True)
