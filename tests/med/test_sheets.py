"""Items asked point by point, who decides them, the numbers beside them, the chairs' own matters, suggestions."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import numbers
from core.models import AuditEntry
from core.permissions import Forbidden
from incidents.models import Incident
from med import documents, privacy, sheets
from med.actions import checks, ideas, matters, med_agreement
from med.actions import register as texts
from med.actions import sheets as verbs
from med.forms.sheets import SheetForm, initial_of
from med.models import ChairMatter, ItemSheet, Meeting, SelfCheck, SelfCheckAnswer, Topic, Treatment
from med.rules import levels
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Beside(Cast()).lay_rows()


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


def item(med, code="", title="Barnets lov", days=20):
    meeting = med.meeting(days=days, state="agenda_open")
    topic = Topic.objects.create(body=med.body, title=title, code=code, opened_at=NOW)
    return Treatment.objects.create(meeting=meeting, topic=topic, title=title, put_on_at=NOW)


def incident(med, number=1):
    cast = med.cast
    return Incident.objects.create(
        state="in_progress",
        number=f"2027-{number}",
        category="A",
        site=cast.leder.site,
        unit=cast.office,
        reporter=cast.medarbejder,
        affected=cast.medarbejder,
        responsible=cast.leder,
        occurred_at=NOW,
        submitted_at=NOW,
        kinds=["threat"],
    )


# -- sheets ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sheet", sheets.ALL, ids=lambda sheet: sheet.code)
def test_every_sheet_gives_back_what_was_typed_into_it(sheet):
    typed = {"version": "0"}
    for ask in sheet.asks:
        for name in [f"{ask.name}_0_{column[0]}" for column in ask.columns] or [ask.name]:
            kind = {column[0]: column[2] for column in ask.columns}.get(name.rpartition("_")[2], ask.kind)
            typed[name] = {"day": "05-02-2027", "choice": ask.choices and ask.choices[0][0]}.get(kind, "Noget")
    form = SheetForm(typed, sheet=sheet)
    assert form.is_valid(), form.errors
    answers = form.answers()
    assert set(answers) == {ask.name for ask in sheet.asks}
    assert SheetForm(sheet=sheet, known=answers, initial=initial_of(sheet, answers)).initial


def test_a_sheet_belongs_to_its_fixed_item_and_to_its_duty(med):
    assert sheets.own(item(med, "hmu", days=21)).code == "hmu"
    assert sheets.own(item(med, days=22), "W2").code == "budget"
    assert sheets.own(item(med, days=23)) is None


def test_what_stands_on_a_sheet_prints_on_agenda_and_minutes_and_is_read_through(med):
    row = item(med, "safety_reps", "Orientering fra AMR Gruppen")
    answers = {"met": "yes", "rounds": [{"site": "Fjordby", "on": "2027-01-20", "focus": "Indretning"}]}
    verbs.write(row, by=med.cast.amr, code="safety", answers={**answers, "advice": "Ida er sygemeldt"})
    (found,) = documents.items_of(row.meeting)
    paper = documents.agenda(row.meeting)
    assert "Indretning" in text_of(paper)
    assert_archival(paper)
    assert {one.word for one in privacy.findings([("1", found)], [])} >= {"sygemeldt"}


def test_two_who_fill_in_the_same_sheet_are_told(med):
    row = item(med)
    verbs.write(row, by=med.cast.tr, code="reform", answers={"status": "Godt i gang"})
    with pytest.raises(ValidationError):
        verbs.write(row, by=med.cast.amr, code="reform", answers={"status": "Noget andet"}, version=0)
    assert ItemSheet.objects.get().answers == {"status": "Godt i gang"}
    with pytest.raises(Forbidden):
        verbs.write(row, by=med.cast.kollega, code="reform", answers={}, version=1)


def test_a_sheet_is_closed_when_the_minutes_are_out(med):
    row = item(med)
    Meeting.objects.filter(pk=row.meeting_id).update(state="minutes_sent")
    with pytest.raises(ValidationError):
        verbs.write(row, by=med.cast.tr, code="reform", answers={"status": "For sent"})


def test_milestones_come_along_to_the_next_meeting_and_the_old_sheet_stays(med):
    row = item(med)
    steps = [{"what": "Opstart", "on": "2026-12-11", "state": "holdt"}]
    verbs.write(row, by=med.cast.tr, code="reform", answers={"status": "I gang", "milestones": steps})
    later = Treatment.objects.create(
        meeting=med.meeting(days=60, state="agenda_open"), topic=row.topic, title=row.title, put_on_at=NOW
    )
    page = client_of(med, "tr").get(reverse("med:sheet", args=[later.pk, "reform"])).content.decode()
    assert 'value="Opstart"' in page and "I gang" in page
    verbs.write(later, by=med.cast.tr, code="reform", answers={"status": "Færdig"})
    assert ItemSheet.objects.get(treatment=row).answers["status"] == "I gang"


def test_news_from_above_begin_with_the_meeting_that_was_held(med):
    above = med.meeting(med.parent, days=-10, state="published")
    med.treatment(above, "Ny personalepolitik")
    page = client_of(med, "leder").get(reverse("med:sheet", args=[item(med, "hmu").pk, "hmu"])).content.decode()
    assert "Ny personalepolitik" in page and reverse("med:meeting", args=[above.pk]) in page


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(med):
    row = item(med)
    client = client_of(med, "tr")
    address = reverse("med:sheet", args=[row.pk, "reform"])
    answer = client.post(address, {"status": "0101701234", "milestones_0_what": "Opstart", "version": "0"})
    assert answer.status_code == 422 and "Opstart" in answer.content.decode()
    assert client.post(address, {"status": "Godt", "version": "0"}).status_code == 302
    assert "Godt" in client.get(reverse("med:item", args=[row.pk])).content.decode()
    assert client.get(reverse("med:sheet", args=[row.pk, "nothing"])).status_code == 404


def test_supervision_is_off_until_the_workplace_has_use_for_it(med):
    from core.models import Setting

    assert "supervision" not in {one.code for one in sheets.chosen()}
    assert Setting.objects.get(key="med_social_supervision").default == "0"
    assert len(sheets.themes()) == 8  # Q11: the union of the two lists


# -- level -----------------------------------------------------------------------------------------------------------
def test_an_item_says_who_decides_and_what_to_do_when_that_is_somebody_else(med):
    row = item(med)
    verbs.place(row, by=med.cast.leder, level="hoved_med")
    page = client_of(med, "amr").get(reverse("med:item", args=[row.pk])).content.decode()
    assert "Det afgøres i Hoved-MED" in page
    assert levels.hint(med.body, "lokal_med") == ""
    assert "høring" in levels.hint(med.parent, "lokal_med")
    with pytest.raises(ValidationError):
        verbs.place(row, by=med.cast.leder, level="kommunalbestyrelsen")


# -- numbers ---------------------------------------------------------------------------------------------------------
def test_a_trio_reads_numbers_and_never_a_case(med):
    for number in range(7):
        incident(med, number)
    answer = client_of(med, "tr").get(reverse("med:numbers", args=[med.trio.pk]))
    page = answer.content.decode()
    assert "Hændelser pr. kvartal" in page and ">7<" in page
    assert reverse("incidents:list") not in answer.context["body"].name
    assert client_of(med, "medarbejder").get(reverse("med:numbers", args=[med.trio.pk])).status_code in (403, 404)


def test_small_numbers_are_not_shown_to_a_committee(med):
    incident(med)
    asked = numbers.Question(med.cast.tr, NOW.year, frozenset({med.cast.leder.site_id}), frozenset(), 5)
    found = numbers.of(asked)
    assert found and all(one.hides for one in found[:2])


# -- suggestions -----------------------------------------------------------------------------------------------------
def test_a_trio_puts_a_suggestion_on_its_next_agenda_once(med):
    client = client_of(med, "amr")
    address = reverse("med:idea", args=[med.trio.pk, "online"])
    assert client.post(address).status_code == 302
    client.post(address)
    assert Topic.objects.filter(body=med.trio, source_key="idea:online").count() == 1
    assert "På dagsordenen" in client.get(reverse("med:ideas", args=[med.trio.pk])).content.decode()
    with pytest.raises(ValidationError):
        ideas.take_up(med.trio, by=med.cast.amr, key="nothing")
    with pytest.raises(ValidationError):  # the field's suggestions are a TRIO's
        ideas.take_up(med.body, by=med.cast.leder, key="online")


# -- chair and vice chair --------------------------------------------------------------------------------------------
def test_chair_and_vice_chair_solve_a_matter_between_them(med):
    row = matters.add(med.body, by=med.cast.leder, title="Vagtplanen i juli", note="Vi prøver en ny model")
    matters.change(row, by=med.cast.tr, title=row.title, note="Aftalt med holdet", version=1)
    with pytest.raises(ValidationError):
        matters.change(row, by=med.cast.leder, title=row.title, note="Min udgave", version=1)
    matters.solve(row, by=med.cast.tr)
    with pytest.raises(ValidationError):
        matters.to_agenda(row, by=med.cast.leder, title="x", text="")
    with pytest.raises(Forbidden):
        matters.add(med.body, by=med.cast.amr, title="x")


def test_a_matter_goes_on_only_in_words_written_for_everybody(med):
    meeting = med.meeting(days=15, state="agenda_open")
    row = matters.add(med.body, by=med.cast.leder, title="Uro om ferien", note="Handler mest om to kolleger")
    topic, treatment = matters.to_agenda(row, by=med.cast.tr, title="Principper for ferie", text="Hvad gælder hos os?")
    assert treatment.meeting == meeting or treatment.meeting.starts_at < meeting.starts_at
    assert "to kolleger" not in treatment.background and topic.title == "Principper for ferie"
    assert ChairMatter.objects.get(pk=row.pk).state == "to_agenda"


def test_who_opens_the_matters_is_logged_and_nobody_else_gets_in(med):
    assert client_of(med, "tr").get(reverse("med:matter", args=[med.matter.pk])).status_code == 200
    assert AuditEntry.objects.filter(action="med.matter_opened").count() == 1
    assert client_of(med, "direktoer").get(reverse("med:matter", args=[med.matter.pk])).status_code == 404


# -- texts -----------------------------------------------------------------------------------------------------------
def test_talks_end_when_somebody_says_so_or_the_text_is_agreed(med):
    texts.ask_for_talks(med.guideline, by=med.cast.amr)
    texts.end_talks(med.guideline, by=med.cast.tr, agreed=True)
    with pytest.raises(ValidationError):
        texts.end_talks(med.guideline, by=med.cast.tr, agreed=True)
    texts.ask_for_talks(med.guideline, by=med.cast.amr)
    agreed = {
        "state": "approved",
        "text": "Enig tekst",
        "agreed_at": "before",
        "in_force_from": DAY - timedelta(days=90),
    }
    texts.write_guideline(med.body, by=med.cast.leder, guideline=med.guideline, **agreed)
    med.guideline.refresh_from_db()
    assert med.guideline.talks_asked_at is None


def test_the_local_agreement_says_whether_duties_can_be_left_aside(med):
    from med.actions import duties

    type(med.duty).objects.filter(pk=med.duty.pk).update(may_deviate=True)
    med.duty.refresh_from_db()
    duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter et år", treatment=med.past_item)
    med_agreement.write(by=med.cast.hr, title="MED-aftale", starts_on=DAY, may_deviate=False)
    with pytest.raises(ValidationError):
        duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter et år", treatment=med.past_item)
    assert "giver ikke" in client_of(med, "nyansat").get(reverse("med:med_agreement")).content.decode()


def test_tags_are_kept_as_words(med):
    from med.forms.register import TagsField

    assert TagsField(required=False).clean(" Stress,  hjemmearbejde , stress") == ["stress", "hjemmearbejde"]
    with pytest.raises(ValidationError):
        TagsField(required=False).clean(",".join("abcdefghi"))


def test_a_file_hangs_on_a_guideline_and_only_its_keepers_add_one(med):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = lambda: SimpleUploadedFile("udkast.txt", b"Udkast til tekst", "text/plain")  # noqa: E731
    address = reverse("med:guideline_files", args=[med.guideline.pk])
    assert client_of(med, "leder").post(address, {"files": file()}).status_code == 302
    assert "udkast.txt" in client_of(med, "amr").get(reverse("med:guideline", args=[med.guideline.pk])).content.decode()
    assert client_of(med, "amr").post(address, {"files": file()}).status_code == 403


def test_the_role_cards_are_there_for_everybody(med):
    client = client_of(med, "nyansat")
    for slug in (
        "role-leader",
        "role-union-rep",
        "role-safety-rep",
        "role-employee",
        "six-features",
        "well-being-areas",
    ):
        assert client.get(reverse("core:guidance_page", args=[slug])).status_code == 200
    assert "Hvem gør hvad" in client_of(med, "amr").get(reverse("med:body", args=[med.trio.pk])).content.decode()


# -- a check of the cooperation --------------------------------------------------------------------------------------
def test_a_check_is_answered_once_by_each_and_shows_averages_without_names(med):
    scores = {"respect": "4", "trust": "5", "openness": "3", "nearness": "4"}
    for name in ("tr", "amr", "chef"):
        client = client_of(med, name)
        answer = client.post(reverse("med:check_answer", args=[med.check.pk]), {**scores, "text": f"Ord {name[0]}"})
        assert answer.status_code == 302
        again = client.post(reverse("med:check_answer", args=[med.check.pk]), scores)
        assert again.status_code == 422 and "Du har svaret." in again.content.decode()
        page = client.get(reverse("med:checks", args=[med.body.pk])).content.decode()
        assert "af 5" not in page  # an average that moves would tell what the last one said
    type(med.check).objects.update(closes_on=DAY - timedelta(days=1))
    page = client_of(med, "amr").get(reverse("med:checks", args=[med.body.pk])).content.decode()
    assert "5,0 af 5" in page and "Ord t" in page
    assert not any(field.name in ("author", "person", "written_at") for field in SelfCheckAnswer._meta.fields)
    assert not AuditEntry.objects.filter(action__startswith="med.check_answer").exists()


def test_a_check_with_fewer_than_three_answers_never_shows_a_number(med):
    checks.answer(
        med.check, by=med.cast.tr, scores={"respect": 1, "trust": 1, "openness": 1, "nearness": 1}, text="Nej"
    )
    type(med.check).objects.update(closes_on=DAY - timedelta(days=1))
    page = client_of(med, "amr").get(reverse("med:checks", args=[med.body.pk])).content.decode()
    assert "af 5" not in page and "Nej" not in page


def test_after_a_meeting_the_members_say_how_it_was(med):
    ask = reverse("med:check_meeting", args=[med.past.pk])
    assert client_of(med, "amr").post(ask).status_code == 403
    for _press in range(2):
        assert client_of(med, "tr").post(ask).status_code == 302
    check = SelfCheck.objects.get(kind="meetings")
    page = client_of(med, "amr").get(reverse("med:meeting", args=[med.past.pk])).content.decode()
    assert reverse("med:check_answer", args=[check.pk]) in page
    answer = reverse("med:check_answer", args=[check.pk])
    assert "Jeg gik fra mødet med energi." in client_of(med, "amr").get(answer).content.decode()
    scores = {"purpose": "4", "important": "5", "energy": "2"}
    for name in ("tr", "amr", "chef"):
        assert client_of(med, name).post(answer, scores | {"text": "Kortere oplæg"}).status_code == 302
    assert client_of(med, "amr").post(answer, scores).status_code == 422
    SelfCheck.objects.filter(pk=check.pk).update(closes_on=DAY - timedelta(days=1))
    page = client_of(med, "amr").get(reverse("med:checks", args=[med.body.pk])).content.decode()
    assert "2,0 af 5" in page and "Kortere oplæg" in page


def test_nobody_is_asked_about_a_meeting_that_has_not_been_held(med):
    with pytest.raises(ValidationError):
        checks.ask_about(med.one, by=med.cast.tr)
    with pytest.raises(Forbidden):
        checks.ask_about(med.past, by=med.cast.amr)


def test_only_one_check_is_open_and_a_closed_one_takes_no_answers(med):
    with pytest.raises(ValidationError):
        checks.begin(med.body, by=med.cast.leder, closes_on=DAY + timedelta(days=20))
    type(med.check).objects.update(closes_on=DAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        checks.answer(med.check, by=med.cast.amr, scores={})
    checks.begin(med.body, by=med.cast.tr, closes_on=DAY + timedelta(days=20))
    with pytest.raises(Forbidden):
        checks.begin(med.body, by=med.cast.amr, closes_on=DAY + timedelta(days=20))
    missing = client_of(med, "amr").post(reverse("med:check_answer", args=[med.check.pk]), {"text": "Mit svar"})
    assert missing.status_code == 422 and "Mit svar" in missing.content.decode()
