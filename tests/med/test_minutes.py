"""Minutes under bad conditions: two writers, stale pages, a missing result, numbers of decisions, privacy, paper."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.states import StepRefused
from med import documents, figures, privacy
from med.actions import agenda, approving, confidential, proposals, releasing, writing
from med.actions.ground import Conflict
from med.models import Figure, Outcome, PreMeetingNote, TrioNote
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def signed_in(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client


# -- two writers -----------------------------------------------------------------------------------------------------
def test_the_second_writer_gets_both_texts_and_loses_none(med):
    item = med.treatment(med.meeting(state="under_way", days=0))
    writing.save_text(item, by=med.cast["referent"], version=1, text="Karens tekst")
    page = signed_in(med, "leder").post(reverse("med:text", args=[item.pk]), {"version": 1, "text": "Mettes tekst"})
    assert page.status_code == 409
    words = page.content.decode()
    assert "Karens tekst" in words and "Mettes tekst" in words and "Behold begge" in words
    both = writing.save_text(item, by=med.cast["leder"], version=2, text="Karens tekst\n\nMettes tekst")
    assert both.version == 3
    assert [one.text for one in item.revisions.all()] == ["Karens tekst"]


def test_the_same_text_sent_twice_is_no_conflict(med):
    item = med.treatment(med.meeting(state="under_way", days=0))
    writing.save_text(item, by=med.cast["referent"], version=1, text="Tekst")
    assert writing.save_text(item, by=med.cast["referent"], version=1, text="Tekst").version == 2
    with pytest.raises(Conflict):
        writing.save_text(item, by=med.cast["referent"], version=1, text="Anden tekst")


def test_a_member_who_is_no_minute_taker_cannot_write(med):
    item = med.treatment(med.meeting(state="under_way", days=0))
    with pytest.raises(PermissionDenied):
        writing.save_text(item, by=med.cast["amr"], version=1, text="Tekst")
    with pytest.raises(Http404):
        writing.save_text(item, by=med.cast["andenleder"], version=1, text="Tekst")


# -- released together -------------------------------------------------------------------------------------------------
def test_a_stale_page_releases_nothing_and_a_change_voids_a_yes(med):
    meeting = med.meeting(state="agenda_open")
    item = med.treatment(meeting)
    releasing.say_yes_to_agenda(meeting, by=med.cast["leder"], version=1)
    agenda.change_item(item, by=med.cast["tr"], title="Hjemmearbejde om fredagen")
    with pytest.raises(ValidationError):
        releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=2)
    assert [person.pk for person in waiting] == [med.cast.leder.pk] and row.state == "agenda_open"
    row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["leder"], version=2)
    assert row.state == "released" and waiting == []
    with pytest.raises(StepRefused):
        releasing.say_yes_to_agenda(meeting, by=med.cast["leder"], version=2)


def test_an_agenda_that_goes_out_too_late_says_so(med):
    meeting = med.meeting(days=3, state="agenda_open")
    for name in ("leder", "tr"):
        releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=1)
    meeting.refresh_from_db()
    assert meeting.was_late


def test_an_item_after_the_release_goes_to_the_supplement(med):
    meeting = med.meeting(state="released")
    item = agenda.add_item(meeting, by=med.cast["leder"], title="Nyt", purpose="discussion")
    assert item.part == "C"
    old = med.treatment(meeting, "Gammelt")
    with pytest.raises(ValidationError):
        agenda.change_item(old, by=med.cast["leder"], title="Ændret")


# -- results ---------------------------------------------------------------------------------------------------------
def test_minutes_are_not_sent_while_a_decision_lacks_its_result(med):
    meeting = med.meeting(state="minutes_draft", days=-1)
    item = med.treatment(meeting)
    with pytest.raises(ValidationError) as refused:
        releasing.say_yes_to_minutes(meeting, by=med.cast["leder"], version=1)
    assert "B 1" in str(refused.value)
    writing.set_outcome(item, by=med.cast["referent"], kind="not_treated")
    meeting.refresh_from_db()
    _row, waiting = releasing.say_yes_to_minutes(meeting, by=med.cast["leder"], version=meeting.minutes_version)
    assert waiting


def test_a_decision_needs_words_and_one_for_now_a_date(med):
    item = med.treatment(med.meeting(state="under_way", days=0))
    with pytest.raises(ValidationError):
        writing.set_outcome(item, by=med.cast["referent"], kind="approved")
    with pytest.raises(ValidationError):
        writing.set_outcome(item, by=med.cast["referent"], kind="approved_for_now", text="Vi prøver.")
    assert not Outcome.objects.exists()


def test_decisions_are_numbered_through_the_year(med):
    for days in (-20, -10):
        meeting = med.meeting(state="minutes_draft", days=days)
        for title in ("Et", "To"):
            item = med.treatment(meeting, title)
            writing.set_outcome(item, by=med.cast["referent"], kind="approved", text="Ja.")
        releasing.number_decisions(meeting)
    assert list(Outcome.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3, 4]


# -- before everybody reads ------------------------------------------------------------------------------------------
def test_names_illness_and_small_numbers_are_shown_before_publication(med):
    meeting = med.meeting(state="approved", days=-30)
    item = med.treatment(meeting, text="To medarbejdere er sygemeldt, og Jonas Vestergaard har klaget.")
    words = {one.word for one in privacy.findings([("B 1", item)], [])}
    assert {"sygemeldt", "To medarbejdere", "Jonas Vestergaard"} <= words
    quiet = med.treatment(meeting, "Kalender", text="Ferien ligger i en fælles kalender.")
    assert privacy.findings([("B 2", quiet)], []) == []


def test_the_closed_annex_is_not_in_what_everybody_reads(med):
    meeting = med.meeting(state="published", days=-30)
    item = med.treatment(meeting, text="Drøftet.")
    item.closed_text = "Hemmeligt"
    item.save()
    address = reverse("med:item", args=[item.pk])
    assert "Hemmeligt" not in signed_in(med, "andenmedarbejder").get(address).content.decode()
    assert "Hemmeligt" in signed_in(med, "amr").get(address).content.decode()
    assert "Hemmeligt" not in text_of(documents.minutes(meeting, public=True))


def test_agenda_and_minutes_are_papers_that_last(med):
    meeting = med.meeting(state="minutes_sent", days=-3)
    item = med.treatment(meeting, text="Łukasz og Ayşe fortalte om ý og æøå.", background="Kan det godkendes?")
    Outcome.objects.create(
        treatment=item,
        body=med.body,
        kind="approved",
        text="Ja.",
        decided_on=NOW.date(),
        written_by=med.cast.leder,
        written_at=NOW,
    )
    for content in (documents.agenda(meeting, "27-000001"), documents.minutes(meeting, "27-000002", public=True)):
        assert_archival(content)
    words = text_of(documents.minutes(meeting, "27-000002", public=True))
    assert "ad 1" in words and "Ayşe" in words and "Godkendt" in words


# -- proposals, confidential notes, numbers ----------------------------------------------------------------------------
def test_an_employees_proposal_goes_through_the_representative(med):
    row, _new = proposals.propose(med.body, by=med.cast["nyansat"], title="Lys", via=med.cast["tr"])
    assert row.state == "with_rep"
    with pytest.raises(Http404):
        proposals.forward(row, by=med.cast["leder"])
    row = proposals.forward(row, by=med.cast["tr"])
    with pytest.raises(ValidationError):
        proposals.reject(row, by=med.cast["leder"], reason="Nej")
    row = proposals.reject(row, by=med.cast["leder"], reason="Det bliver løst af teknisk service.")
    assert "teknisk service" in signed_in(med, "nyansat").get(reverse("med:proposal", args=[row.pk])).content.decode()


def test_one_sides_notes_are_not_there_for_the_other(med):
    meeting = med.meeting(state="agenda_open")
    item = med.treatment(meeting)
    confidential.write_pre_note(meeting, by=med.cast["tr"], treatment=item, version=1, text="Vi spørger først")
    assert PreMeetingNote.objects.visible_to(med.cast["amr"]).count() == 1
    assert not PreMeetingNote.objects.visible_to(med.cast["leder"]).exists()
    page = signed_in(med, "leder").get(reverse("med:pre_notes", args=[meeting.pk])).content.decode()
    assert "Vi spørger først" not in page


def test_a_trios_point_goes_to_med_in_its_own_words_and_the_note_stays(med):
    note, _new = confidential.write_trio_note(med.trio, by=med.cast["tr"], text="Bent er presset")
    assert not TrioNote.objects.visible_to(med.cast["chef"]).exists()
    with pytest.raises(ValidationError):
        confidential.send_to_med(note, by=med.cast["tr"], body=med.other, title="Arbejdspres", text="Hvad gør vi?")
    sent = confidential.send_to_med(note, by=med.cast["tr"], body=med.body, title="Arbejdspres", text="Hvad gør vi?")
    assert sent.origin == "trio" and "Bent" not in sent.text
    page = signed_in(med, "chef").get(reverse("med:proposal", args=[sent.pk])).content.decode()
    assert "Arbejdspres" in page and "Bent er presset" not in page


def test_sickness_of_a_small_group_is_never_shown(med):
    for unit, size in ((med.cast.office, 40), (med.cast.other_office, 4)):
        Figure.objects.create(
            body=med.body,
            kind="sickness",
            unit=unit,
            year=2026,
            percent="9.9",
            group_size=size,
            entered_by=med.cast.leder,
            entered_at=NOW,
        )
    (series,) = figures.series(med.body)
    assert dict(series.rows)[med.cast.other_office.name] == [None] and series.hides
    page = signed_in(med, "amr").get(reverse("med:figures", args=[med.body.pk])).content.decode()
    assert "vises ikke" in page


def test_numbers_of_later_periods_stay_out_of_minutes_that_were_sent_and_a_correction_comes_in(med):
    def entered(quarter, percent, days):
        Figure.objects.update_or_create(
            body=med.body,
            kind="economy",
            unit=med.cast.office,
            year=2026,
            quarter=quarter,
            defaults={"percent": percent, "entered_by": med.cast.leder, "entered_at": NOW + timedelta(days=days)},
        )

    old = med.meeting(state="published", days=-90, minutes_sent_at=NOW - timedelta(days=80))
    assert figures.at_meeting(old) == []
    entered(1, 20, -200)
    entered(2, 45, -100)
    entered(3, 70, -10)
    entered(1, 21, -5)
    (then,), (now,) = figures.at_meeting(old), figures.at_meeting(med.meeting(days=20))
    assert (then.periods, then.rows[0][1]) == (["1. kvartal 2026", "2. kvartal 2026"], [21, 45])
    assert len(now.periods) == 3


def test_a_remark_is_answered_and_approved_minutes_take_only_addenda(med):
    meeting = med.meeting(state="minutes_sent", days=-9)
    row, _new = approving.comment(meeting, by=med.cast["amr"], text="Datoen er forkert.")
    assert approving.answer_comment(row, by=med.cast["referent"], answer="Rettet ved godkendelsen.")
    assert not approving.answer_comment(row, by=med.cast["leder"], answer="Igen")
    approving.approve(meeting, by=med.cast["referent"])
    with pytest.raises(ValidationError):
        approving.comment(meeting, by=med.cast["amr"], text="For sent.")
    approving.add_addendum(meeting, by=med.cast["amr"], text="Målingen var gratis.")
    assert meeting.addenda.count() == 1


def test_a_remark_is_about_an_item_of_these_minutes_or_about_all_of_them(med):
    meeting = med.meeting(state="minutes_sent", days=-5, minutes_sent_at=NOW)
    item, strange = med.treatment(meeting, "Støj"), med.treatment(med.meeting(days=30), "Lys")
    client, address = signed_in(med, "amr"), reverse("med:remark", args=[meeting.pk])
    assert client.post(address, {"text": "Datoen er forkert.", "treatment": item.pk}).status_code == 302
    assert client.post(address, {"text": "Flot referat."}).status_code == 302
    assert client.post(address, {"text": "Forkert sted.", "treatment": strange.pk}).status_code == 422
    assert [row.treatment for row in meeting.comments.order_by("pk")] == [item, None]
    page = client.get(reverse("med:meeting", args=[meeting.pk])).content.decode()
    assert "Om »Støj«" in page and "B 1. Støj" in page
