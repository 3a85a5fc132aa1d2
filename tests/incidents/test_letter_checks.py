"""L-01 to L-08: what a leader should look at once more; two of them stop the approval (INC-85)."""

from datetime import date

import pytest
import time_machine

from incidents.actions import letters as verbs
from incidents.letters import building, checks
from incidents.models import Sanction, Witness
from tests.incidents.lettercases import MONDAY, LetterCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def found(letter):
    """Return {code: check}."""
    return {one.code: one for one in checks.run(building.Composition(letter))}


def own(case, code, words, block="A2", **more):
    """Return a letter where one block has own words."""
    letter = case.letter(code, **more)
    return verbs.save(
        letter,
        by=case.leader,
        edit=letter.edit,
        to_several=letter.to_several,
        blocks=[{"code": block, "on": True, "text": words}],
        fields=letter.fields,
    )


def test_a_letter_in_order_has_nothing_to_look_at(case):
    assert found(case.letter("unacceptable")) == {} == found(case.letter("unacceptable", several=True))


@pytest.mark.parametrize(
    ("several", "words", "mixed"),
    [
        (False, "Jeg beder jer om at tale pænt.", True),
        (False, "Det var ikke i orden, at I råbte.", True),
        (False, "I en periode har vi lukket. Du kan ringe.", False),
        (True, "Jeg beder dig om at tale pænt.", True),
        (True, "I råbte, og det er ikke i orden.", False),
        (False, "Du skrev: »I skal nok få det at føle«.", False),
        (True, "Din tone var hård.", True),
        (False, "I dag skriver jeg til dig.", False),
    ],
)
def test_l01_mixed_address_is_seen_and_quotes_are_left_alone(case, several, words, mixed):
    assert ("L-01" in found(own(case, "unacceptable", words, several=several))) is mixed


@pytest.mark.parametrize(
    "words",
    [
        "i går",
        "i dag",
        "i morgen",
        "forleden dag",
        "i sidste uge",
        "sidste mandag",
        "i mandags",
        "for nylig",
        "i aftes",
        "På fredag",
    ],
)
def test_l02_words_that_fit_only_today_are_named(case, words):
    one = found(own(case, "unacceptable", f"Det skete {words}, da du kom."))["L-02"]
    assert words.lower() in one.text and not one.stops and one.anchor == "block-A2"


def test_l02_a_full_date_is_fine(case):
    assert "L-02" not in found(own(case, "unacceptable", "Det skete fredag den 5. februar 2027, da du kom."))


def test_l03_a_situation_without_a_date(case):
    assert "L-03" in found(own(case, "unacceptable", "Du råbte ad de ansatte.", block="A1"))


@pytest.mark.parametrize(
    "words",
    [
        "Malene Medarbejder blev bange.",
        "Malene blev bange.",
        "Det gik ud over Medarbejder.",
        "Kaj Kollega hørte det.",
        "Anna Amr så det.",
        "Vera så det.",
        "Ring til 22 33 44 55.",
    ],
)
def test_l04_names_and_numbers_of_those_who_took_part_are_seen(case, words):
    Witness.objects.create(
        incident=case.incident, name="Vera Vidne", phone="22 33 44 55", added_by=case.leader, added_at=MONDAY
    )
    one = found(own(case, "unacceptable", words))["L-04"]
    assert "medmindre" in one.text and not one.stops


def test_l04_the_leader_and_the_contact_may_be_named(case):
    assert "L-04" not in found(own(case, "unacceptable", "Ring til Lene Leder eller Anders Holm."))


@pytest.mark.parametrize(
    "words",
    [
        "Du må ikke komme på biblioteket.",
        "Du kan kun ringe til os om mandagen.",
        "Du får adgangsforbud.",
        "Jeg forbyder dig at komme her.",
    ],
)
def test_l05_a_measure_that_nobody_approved_stops_the_letter(case, words):
    letter = own(case, "unacceptable", words)
    assert found(letter)["L-05"].stops
    with pytest.raises(Exception, match="ikke er godkendt"):
        verbs.approve(letter, by=case.leader, edit=letter.edit)


def test_l05_a_ban_letter_needs_its_ban(case):
    letter = case.letter(
        "access_ban",
        fra="2027-02-08",
        til="2027-05-08",
        omfang="Borgerservice",
        vurdering_dato="2027-03-01",
        begrundelse="Det er sket før.",
        mindre_indgreb="Intet andet er nok.",
    )
    assert found(letter)["L-05"].stops
    with_ban = case.letter("access_ban", sanction=case.decide("access_ban"))
    assert "L-05" not in found(with_ban)


def test_l05_a_lifted_sanction_carries_no_letter(case):
    letter = case.letter("written_warning", sanction=case.decide("written_warning"))
    assert "L-05" not in found(letter)
    Sanction.objects.update(state="lifted")
    assert "L-05" in found(verbs.load(letter.pk))


def test_l06_nobody_to_call(case):
    assert "L-06" in found(case.letter("unacceptable", kontakt_telefon=""))
    assert "L-06" in found(own(case, "unacceptable", "Spørg endelig.", block="K6"))


def test_l07_no_end(case):
    assert "L-07" in found(case.letter("ban_hearing", til=""))
    assert "L-07" not in found(case.letter("ban_hearing"))


def test_l08_a_decision_without_hearing_stops_and_without_guidance_warns(case):
    ban = case.decide("access_ban")
    letter = case.letter("access_ban", sanction=ban)
    assert "L-08" not in found(letter)
    letter.sanction.heard_on = None
    assert found(letter)["L-08"].stops
    letter = verbs.save(
        verbs.load(letter.pk),
        by=case.leader,
        edit=letter.edit,
        to_several=False,
        blocks=[{"code": "F4", "on": True, "text": "Sådan er det."}],
        fields=letter.fields | {"begrundelse": ""},
    )
    assert not found(letter)["L-08"].stops


def test_l08_a_hearing_letter_that_was_sent_counts(case):
    ban = case.decide("access_ban")
    hearing = case.approved("ban_hearing")
    verbs.mark_sent(verbs.print_pdf(hearing, by=case.leader), by=case.leader, on=date(2027, 2, 8), how="digital_post")
    ban.heard_on = None
    assert checks.is_heard(ban)


def test_warnings_let_the_leader_go_on(case):
    letter = own(case, "unacceptable", "Det skete i går, og Malene blev bange.")
    assert {"L-02", "L-04"} <= set(found(letter))
    assert verbs.approve(letter, by=case.leader, edit=letter.edit).state == "approved"


def test_the_page_shows_them_with_links_to_the_place(case, client):
    letter = own(case, "unacceptable", "Det skete i går.")
    client.force_login(case.leader)
    page = client.get(f"/incidents/letters/{letter.pk}/").content.decode()
    assert 'href="#block-A2"' in page and "Ordet »i går« passer kun i dag." in page and 'id="block-A2"' in page
