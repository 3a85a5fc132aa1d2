"""The register: what was decided is found in Danish, only by those who may see it; agreements follow their signatures."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Mail, NoticeText
from med import papers
from med.actions import register
from med.models import Meeting, Signature, Treatment
from med.rules import finding
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.pdfs import assert_archival

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        NoticeText.objects.get_or_create(
            code="M-40", defaults={"subject": "x", "body": "x", "speed": "digest", "button": "x"}
        )
        yield Beside(Cast()).lay_rows()


def look(client, person, **query):
    client.force_login(person)
    page = client.get(reverse("med:register"), query)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("words", ["støj", "Støjen", "storrum", "rummet støj", "prøver"])
def test_stems_and_parts_of_compound_words_find_a_decision(med, client, words):
    assert "Støj i storrummet" in look(client, med.cast.amr, q=words)


def test_part_of_a_compound_word_is_found_inside_it(med, client):
    Treatment.objects.filter(pk=med.past_item.pk).update(title="Retningslinje for hjemmearbejdspladser")
    assert "hjemmearbejdspladser" in look(client, med.cast.amr, q="arbejdsplads")
    assert "hjemmearbejdspladser" not in look(client, med.cast.amr, q="ferie")


@pytest.mark.parametrize("words", ["'; drop table", "%", "\\", "a" * 99, "🙂 !!", "& | !", "<script>"])
def test_strange_words_find_nothing_and_break_nothing(med, client, words):
    assert "<script>" not in look(client, med.cast.amr, q=words).split("<main", 1)[1].split("</main>")[0].replace(
        "&lt;", ""
    )


def test_a_decision_that_is_not_published_is_for_members_alone(med, client):
    assert "Støj i storrummet" not in look(client, med.cast.andenmedarbejder, q="støj")
    Meeting.objects.filter(pk=med.past.pk).update(state="published")
    assert "Støj i storrummet" in look(client, med.cast.andenmedarbejder, q="støj")


def test_a_draft_of_minutes_is_not_in_the_register(med, client):
    Meeting.objects.filter(pk=med.past.pk).update(state="minutes_draft")
    assert "Støj i storrummet" not in look(client, med.cast.leder)


def test_filters_narrow_and_nonsense_in_the_address_is_no_fault(med, client):
    assert "Støj i storrummet" in look(client, med.cast.amr, year=NOW.year, body=med.body.pk, kind="approved")
    assert "Støj i storrummet" not in look(client, med.cast.amr, kind="rejected")
    assert look(client, med.cast.amr, year="x", body="9999999", page="-3", tab="nothing", kind="%")


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_what_is_found_is_handed_out(med, client, kind):
    client.force_login(med.cast.amr)
    answer = client.get(reverse("med:register_file", args=[kind]), {"q": "støj"})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    if kind == "pdf":
        assert_archival(answer.content)
    if kind == "csv":
        assert "Støj i storrummet" in answer.content.decode()
    assert client.get(reverse("med:register_file", args=["exe"])).status_code == 404


def test_the_list_holds_its_shape_without_rows():
    assert_archival(papers.decision_list([], ""))


def test_roots():
    assert [finding.root(word) for word in ("arbejdet", "Pladserne", "ferie", "is")] == [
        "arbejd",
        "plads",
        "feri",
        "is",
    ]


# -- guidelines ------------------------------------------------------------------------------------------------------
def test_teams_are_asked_answer_and_the_draft_is_in_hearing(med, client):
    assert register.ask_teams(med.guideline, by=med.cast.leder, units=[med.cast.other_office]) == 1
    med.guideline.refresh_from_db()
    assert med.guideline.state == "in_hearing"
    (mail,) = Mail.objects.filter(notice="M-40")
    assert mail.receiver == med.cast.andenleder
    row = med.guideline.hearing.get()
    client.force_login(med.cast.andenleder)
    assert client.post(reverse("med:hearing_answer", args=[row.pk]), {"answer": ""}).status_code == 422
    assert client.post(reverse("med:hearing_answer", args=[row.pk]), {"answer": "Fin tekst"}).status_code == 302
    row.refresh_from_db()
    assert row.answer == "Fin tekst"
    client.force_login(med.cast.andenmedarbejder)
    assert client.get(reverse("med:guideline", args=[med.guideline.pk])).status_code == 200
    assert client.get(reverse("med:hearing_answer", args=[row.pk])).status_code == 404


def test_asking_for_talks_opens_an_item_once(med):
    for _again in range(2):
        register.ask_for_talks(med.guideline, by=med.cast.amr)
    (treatment,) = Treatment.objects.filter(topic__source_key=f"guideline:{med.guideline.pk}")
    assert treatment.meeting == med.one and treatment.influence == "guidelines"


def test_the_register_is_narrowed_by_state_and_word(med, client):
    register.write_guideline(med.body, by=med.cast.leder, guideline=med.guideline, tags=["hjemmearbejde"])
    register.write_guideline(med.body, by=med.cast.leder, guideline=med.heard, tags=["støj"])
    name = "Håndtering af hjemmearbejde"
    assert name in look(client, med.cast.amr, tab="guidelines", state="draft")
    assert name not in look(client, med.cast.amr, tab="guidelines", state="ended")
    assert name in look(client, med.cast.amr, tab="guidelines", tag="hjemmearbejde")
    assert name not in look(client, med.cast.amr, tab="guidelines", tag="støj")
    register.write_guideline(med.body, by=med.cast.leder, guideline=med.guideline, tags=["fjernarbejde"])
    assert name in look(client, med.cast.amr, tab="guidelines", q="fjernarbejde")


def test_a_topics_words_find_its_decisions(med, client):
    topic = med.past_item.topic
    client.force_login(med.cast.leder)
    assert client.post(reverse("med:topic_tags", args=[topic.pk]), {"tags": "a" * 31}).status_code == 422
    client.post(reverse("med:topic_tags", args=[topic.pk]), {"tags": "Akustik, indeklima"})
    topic.refresh_from_db()
    assert topic.tags == ["akustik", "indeklima"]
    assert "Støj i storrummet" in look(client, med.cast.amr, q="akustik")
    assert "Støj i storrummet" in look(client, med.cast.amr, tag="indeklima")
    assert "indeklima" not in look(client, med.cast.andenmedarbejder)  # whose minutes are not published


# -- agreements ------------------------------------------------------------------------------------------------------
def test_an_agreement_is_in_force_with_the_last_signature(med):
    other = register.add_party(med.agreement, by=med.cast.leder, party="Ledelsen")
    register.note_signature(med.signature, by=med.cast.leder, state="signed")
    med.agreement.refresh_from_db()
    assert med.agreement.state == "signing"
    row = register.note_signature(Signature.objects.get(pk=other.pk), by=med.cast.leder, state="signed")
    assert (row.state, row.in_force_from) == ("in_force", NOW.date())
    with pytest.raises(ValidationError):
        register.write_agreement(med.body, by=med.cast.leder, agreement=row, text="En anden tekst")


def test_no_word_alone_brings_an_agreement_in_force(med):
    with pytest.raises(ValidationError):
        register.write_agreement(med.body, by=med.cast.leder, agreement=med.agreement, state="in_force")
    with pytest.raises(ValidationError):
        register.write_agreement(
            med.body, by=med.cast.leder, title="Uden underskrift", holder=med.cast.tr, state="in_force"
        )


def test_a_changed_text_voids_the_signatures_and_is_kept(med):
    register.note_signature(med.signature, by=med.cast.leder, state="sent")
    med.agreement.refresh_from_db()
    register.write_agreement(med.body, by=med.cast.leder, agreement=med.agreement, text="Ny tekst", what_changed="§ 2")
    med.signature.refresh_from_db()
    assert med.signature.state == "missing"
    assert med.agreement.versions.get().what_changed == "§ 2"
