"""Letters are put together from blocks.

One form of address, whole dates, filled placeholders, plain text only (INC-79–83, INC-86, INC-87).
"""

from datetime import date

import pytest
import time_machine

from core import pdf
from incidents.actions import letters as verbs
from incidents.letters import building, checks, filling
from incidents.letters.library import Library
from incidents.letters.suggestions import suggestions
from incidents.models import LetterField, LetterType, Sanction
from tests import pdfs
from tests.incidents.lettercases import MONDAY, LetterCase

pytestmark = pytest.mark.django_db
TYPES = [
    "insecurity",
    "threats",
    "unacceptable",
    "offensive_communication",
    "written_warning",
    "ban_hearing",
    "access_ban",
    "end_of_restriction",
]


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


@pytest.fixture
def whole(case):
    """Return the case with everything a letter may speak of."""
    case.reported()
    for measure in ("phone_only", "written_warning", "access_ban"):
        case.decide(measure)
    return case


def codes(letter):
    return [part.code for part in building.Composition(letter).chosen]


def text(letter):
    return building.Composition(letter).text()


def printed(letter):
    doc = building.Composition(letter).document(number="27-000001")
    return pdf.render_html(verbs.frozen_html(doc), document_id="27-000001")


# -- every type, both forms ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("several", [False, True], ids=["du", "I"])
@pytest.mark.parametrize("code", TYPES)
def test_each_letter_is_whole_consistent_and_an_archival_pdf(whole, code, several):
    letter = whole.letter(code, several=several)
    composition = building.Composition(letter)
    assert composition.missing == [] and composition.unknown == []
    assert [one.code for one in checks.run(composition)] == []
    content = printed(letter)
    pdfs.assert_archival(content, title="Brev fra Team Havn")
    found = pdfs.text_of(content)
    assert (
        "Kim Lindgaard" in found
        and "Lene Leder" in found
        and "Mandag den 8. februar 2027" in found
        and "{" not in found
    )
    assert pdfs.page_count(content) <= 2


@pytest.mark.parametrize(
    "code", ["threats", "unacceptable", "written_warning", "ban_hearing", "access_ban", "end_of_restriction"]
)
def test_these_letters_fit_one_page(whole, code):
    assert pdfs.page_count(printed(whole.letter(code))) == 1


def test_the_order_of_the_blocks_is_the_types_own(whole):
    assert codes(whole.letter("unacceptable")) == ["K1", "A1", "K2", "A2", "A3", "A4", "K5", "K6", "K8", "K9", "K10"]
    assert codes(whole.letter("threats")) == [
        "K1",
        "T1",
        "T2",
        "T3",
        "B1",
        "B2",
        "B7",
        "B8",
        "B9",
        "B10",
        "B11",
        "K5",
        "K6",
        "K8",
        "K9",
        "K10",
    ]


def test_du_and_i_say_the_same_in_two_forms(whole):
    one, several = text(whole.letter("insecurity")), text(whole.letter("insecurity", several=True))
    assert "det, du sagde fredag den 5. februar 2027" in one and "det, I sagde fredag den 5. februar 2027" in several
    assert " jeres " not in one and " din " not in several


# -- restriction blocks ------------------------------------------------------------------------------------------------
def test_restriction_blocks_come_only_with_an_approved_sanction_and_bring_its_dates(case):
    assert not {"B1", "B2", "B7"} & set(codes(case.letter("threats")))
    case.decide("writing_only")
    letter = case.letter("threats")
    assert {"B1", "B3", "B7", "B9"} <= set(codes(letter)) and "B2" not in codes(letter)
    assert "Fra mandag den 8. februar 2027 til og med lørdag den 8. maj 2027 gælder dette:" in text(letter)


def test_a_proposal_brings_no_restriction_along(case):
    from incidents.actions import sanctions

    sanctions.propose(
        case.incident, by=case.leader, measure="phone_only", reason="Der blev ringet tyve gange på en dag."
    )
    assert "B1" not in codes(case.letter("threats"))


def test_any_letter_that_may_announce_a_restriction_does(case):
    case.decide("phone_only")
    assert "B2" in codes(case.letter("insecurity")) and "B2" not in codes(case.letter("unacceptable"))


def test_more_measures_are_offered_only_when_they_are_approved(case):
    case.decide("phone_only")
    assert "B5" not in [part.code for part in building.Composition(case.letter("threats", sanction=None)).parts]
    phone = case.letter("threats").sanction
    case.decide("second_person")
    parts = {part.code: part for part in building.Composition(case.letter("threats", sanction=phone)).parts}
    assert parts["B5"].optional and not parts["B5"].on


def test_dates_of_a_sanction_cannot_be_typed_over(case):
    case.decide("phone_only")
    letter = case.letter("threats", til="2029-01-01")
    assert "2029" not in text(letter) and "8. maj 2027" in text(letter)


def test_a_restriction_that_is_a_decision_gets_guidance_on_complaints(case):
    case.decide(
        "phone_only",
        is_formal_decision=True,
        heard_on=date(2027, 2, 6),
        legal_checked_by="Juridisk afdeling",
        legal_checked_on=date(2027, 2, 6),
    )
    assert "K11" in codes(case.letter("threats")) and "K8" not in codes(case.letter("threats"))


# -- police, endings, greetings ----------------------------------------------------------------------------------------
def test_the_police_sentence_stands_only_when_it_was_reported(case):
    letter = case.letter("threats")
    assert "T3" not in codes(letter)
    case.reported()
    letter = verbs.load(letter.pk)
    assert "Jeg har anmeldt det til politiet som trusler om vold mod en offentligt ansat." in text(letter)


def test_the_ending_follows_what_ended(case):
    from incidents.actions import sanctions

    found = case.decide("phone_only")
    assert "O1" in codes(case.letter("end_of_restriction", sanction=found))
    sanctions.lift(found, by=case.leader, reason="Borgeren har overholdt aftalen i seks uger.")
    found.refresh_from_db()
    letter = case.letter("end_of_restriction", sanction=found)
    assert (
        "Jeg ophæver den før tid. Fra mandag den 8. februar 2027 gælder den ikke længere. Borgeren har "
        "overholdt aftalen i seks uger." in text(letter)
    )


def test_the_end_of_a_ban_has_its_own_heading(case):
    letter = case.letter("end_of_restriction", sanction=case.decide("access_ban"))
    composition = building.Composition(letter)
    assert filling.plain(composition.heading) == "Adgangsforbuddet er slut" and composition.missing == []


def test_another_greeting_can_be_chosen(case):
    letter = case.letter("unacceptable")
    letter = verbs.save(
        letter,
        by=case.leader,
        edit=letter.edit,
        to_several=False,
        blocks=[{"code": "K1", "on": True, "text": "Hej {modtager}"}],
        fields=letter.fields,
    )
    assert text(letter).startswith("Hej Kim Lindgaard")


def test_the_copy_line_stands_last_and_only_when_there_is_one(case):
    assert "K14" not in codes(case.letter("unacceptable"))
    assert building.Composition(case.letter("unacceptable", kopi_til="borgerens partsrepræsentant")).document()["copy"]


def test_the_letter_that_fits_what_happened_is_suggested_first_with_a_reason(case):
    types = LetterType.objects.all()
    why = suggestions(types, case.incident, [])
    assert list(why)[0] == "threats" and "trussel" in why["threats"]
    assert "unacceptable" not in why  # a threat is category A
    case.incident.kinds, case.incident.category = ["loud"], "B"
    assert list(suggestions(types, case.incident, []))[0] == "unacceptable"
    case.incident.kinds, case.incident.channel, case.incident.category = ["digital"], "email", "C"
    assert list(suggestions(types, case.incident, []))[0] == "offensive_communication"


def test_a_letter_about_a_measure_is_suggested_once_the_measure_is_there(case):
    types = LetterType.objects.all()
    assert not {"access_ban", "ban_hearing", "end_of_restriction"} & set(suggestions(types, case.incident, []))
    proposed = Sanction(incident=case.incident, measure="access_ban", state="proposed", pk=1)
    assert list(suggestions(types, case.incident, [proposed]))[0] == "ban_hearing"
    proposed.state = "approved"
    assert list(suggestions(types, case.incident, [proposed]))[0] == "access_ban"


# -- placeholders ---------------------------------------------------------------------------------------------------
def test_the_list_of_placeholders_is_fixed_and_every_block_keeps_to_it(case):
    known = set(LetterField.objects.values_list("name", flat=True))
    for block in Library().blocks.values():
        assert filling.unknown(block.one, known) == [] == filling.unknown(block.several, known), block.code


def test_an_empty_placeholder_shows_its_label_and_is_missing(case):
    letter = case.letter("unacceptable", handling="")
    composition = building.Composition(letter)
    assert ("id_f_handling", "Hvad skete der?") in composition.missing
    assert "Hvad skete der?" not in composition.text()


def test_dates_are_printed_in_full_with_their_weekday(case):
    assert "senest onsdag den 17. februar 2027" in text(case.letter("ban_hearing", svarfrist="2027-02-17"))


def test_what_is_typed_is_put_in_once_and_as_it_is(case):
    letter = case.letter("unacceptable", anledning="{leder_navn}", handling="Du skrev {{ 7*7 }} {% debug %} <b>&</b>.")
    assert "{leder_navn}" in text(letter) and "{{ 7*7 }} {% debug %} <b>&</b>." in text(letter)


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    '<img src="http://127.0.0.1:9/x">',
    '<link rel=attachment href="file:///etc/passwd">',
    "</p></div></main><h1>Falsk</h1>",
    "<style>*{display:none}</style>",
    "file:///etc/hostname",
    "\x00\x08<a href='javascript:1'>x</a>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_text_and_nothing_else(case, hostile):
    clean = hostile.replace("\x00", "").replace("\x08", "")
    letter = case.letter("unacceptable", handling=clean, modtager=clean[:100])
    content = printed(letter)
    assert pdfs.faults_of(content) == []
    assert " ".join(clean.split())[:20] in pdfs.text_of(content)
    assert b"/EmbeddedFile" not in content and b"root:" not in content


def test_own_words_with_something_else_in_braces_are_refused_on_the_page(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    answer = client.post(
        f"/incidents/letters/{letter.pk}/", {"edit": letter.edit, "t_A2": "Det er {{ 7*7 }} {% now %} {cpr}."}
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "er ikke et flettefelt. Vælg et fra listen, eller skriv teksten selv." in page
        and "{cpr}" in page
    )


def test_a_cpr_number_is_refused_and_the_rest_stands(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    answer = client.post(
        f"/incidents/letters/{letter.pk}/",
        {"edit": letter.edit, "f_handling": "Du kom, 010190-1234, og råbte.", "f_anledning": "et møde"},
    )
    assert (
        answer.status_code == 422
        and "Det ligner et CPR-nummer" in answer.content.decode()
        and "et møde" in answer.content.decode()
    )


def test_a_hundred_thousand_characters_are_refused_with_words(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    answer = client.post(f"/incidents/letters/{letter.pk}/", {"edit": letter.edit, "f_handling": "a" * 100_000})
    assert (
        answer.status_code == 422
        and "Teksten må fylde højst 2000 tegn. Den fylder 100000 nu. Intet er slettet." in answer.content.decode()
    )


# -- the page -------------------------------------------------------------------------------------------------------
def test_the_preview_follows_what_is_typed_without_saving_it(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    answer = client.post(
        f"/incidents/letters/{letter.pk}/preview/",
        {
            "edit": letter.edit,
            "f_handling": "Du kastede en kop.",
            "f_modtager": "Kim Lindgaard",
            "greeting": "Hej {modtager}",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "Du kastede en kop." in page and "Hej " in page and "<html" not in page
    assert "Du kastede en kop." not in text(verbs.load(letter.pk))


def test_changing_to_several_changes_the_standard_words_and_keeps_the_own(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    form = {
        "edit": letter.edit,
        "to_several": "",
        "t_A2": "Det går ikke.",
        "t_A3": Library().blocks["A3"].one,
        "f_modtager": "Kim Lindgaard",
    }
    client.post(f"/incidents/letters/{letter.pk}/", form)
    client.post(f"/incidents/letters/{letter.pk}/", form | {"edit": letter.edit + 1, "to_several": "yes"})
    words = text(verbs.load(letter.pk))
    assert "Det går ikke." in words and "Jeg beder jer tage mit brev alvorligt." in words


def test_the_page_needs_few_queries(case, client, django_assert_max_num_queries):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    with django_assert_max_num_queries(25):
        assert client.get(f"/incidents/letters/{letter.pk}/").status_code == 200
