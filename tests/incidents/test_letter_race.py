"""Two people and one letter: approve A while B edits, two saves, sixteen clicks (design: two people writing)."""

import pytest
import time_machine

from core.states import StepRefused
from incidents.actions import letters as verbs
from incidents.models import Letter
from tests.incidents.lettercases import MONDAY, LetterCase
from tests.races import together

ONE_DATABASE = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db):
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


@ONE_DATABASE
def test_what_is_approved_is_what_was_read_even_when_somebody_edits_at_that_moment(case):
    for round_number in range(5):
        letter = case.letter("unacceptable")
        new_words = letter.fields | {"handling": f"Du truede med en kniv, {round_number}."}
        approved, saved = together(
            lambda letter=letter: verbs.approve(verbs.load(letter.pk), by=case.leader, edit=letter.edit),
            lambda letter=letter, new_words=new_words: verbs.save(
                verbs.load(letter.pk), by=case.leader, edit=letter.edit, to_several=False, blocks=[], fields=new_words
            ),
        )
        now = verbs.load(letter.pk)
        if now.state == "approved":
            assert "kniv" not in now.approved_html and isinstance(saved, StepRefused), saved
            verbs.verify(now)
        else:
            assert now.state == "draft" and isinstance(approved, verbs.Stale | StepRefused), approved
            assert now.fields["handling"] == new_words["handling"] and not now.approved_html


@ONE_DATABASE
def test_sixteen_clicks_on_approve_give_one_approval(case):
    letter = case.letter("unacceptable")
    results = together(*[lambda: verbs.approve(verbs.load(letter.pk), by=case.leader, edit=letter.edit)] * 16)
    assert sum(isinstance(one, Letter) for one in results) == 1
    assert all(isinstance(one, Letter | StepRefused) for one in results), results


@ONE_DATABASE
def test_two_saves_from_the_same_page_keep_the_first_and_show_the_second_both(case, client):
    letter = case.letter("unacceptable")
    page = f"/incidents/letters/{letter.pk}/"
    base = {"edit": letter.edit, "f_modtager": "Kim Lindgaard", "f_anledning": "et møde"}
    client.force_login(case.leader)
    assert client.post(page, base | {"f_handling": "Du råbte ad os."}).status_code == 302
    answer = client.post(page, base | {"f_handling": "Du slog i bordet."})
    shown = answer.content.decode()
    assert (
        answer.status_code == 409
        and "Du råbte ad os." in shown
        and "Du slog i bordet." in shown
        and "Behold begge" in shown
    )
    kept = client.post(page, base | {"edit": letter.edit + 1, "f_handling": "Du slog i bordet.", "do": "both"})
    assert kept.status_code == 302
    assert verbs.load(letter.pk).fields["handling"] == "Du råbte ad os.\n\nDu slog i bordet."


@ONE_DATABASE
def test_whoever_writes_while_it_is_approved_loses_nothing(case, client):
    letter = case.letter("unacceptable")
    client.force_login(case.leader)
    verbs.approve(letter, by=case.leader, edit=letter.edit)
    typed = {
        "edit": letter.edit,
        "f_modtager": "Kim Lindgaard",
        "f_handling": "Du slog i bordet.",
        "f_anledning": "et møde",
    }
    answer = client.post(f"/incidents/letters/{letter.pk}/", typed)
    assert (
        answer.status_code == 409
        and "Du slog i bordet." in answer.content.decode()
        and "Lav ny version" in answer.content.decode()
    )
    client.post(f"/incidents/letters/{letter.pk}/new-version/", typed)
    draft = Letter.objects.get(previous=letter)
    assert (draft.state, draft.version, draft.fields["handling"]) == ("draft", 2, "Du slog i bordet.")
