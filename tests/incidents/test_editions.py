"""Letters, steps and the agenda as editions: what is under way keeps its words, what begins takes the new ones."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import calendar, editions
from core.actions import editions as verbs
from core.editions import State, row_of
from core.models import Template, Todo
from incidents import steps
from incidents.actions import letters
from incidents.letters import building
from incidents.rules import plan_steps
from tests.cast import NOW, Cast
from tests.incidents.lettercases import LetterCase
from tests.situation import make_incident

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def state(code):
    row = Template.objects.get(code=code)
    return State(row, list(row.editions.all()))


def publish(code, by):
    draft = state(code).draft
    template = Template.objects.get(code=code)
    seen = editions.digest(draft.content)
    verbs.publish(template, by=by, valid_from=calendar.today(), what_changed="Nye ord", seen=seen)
    editions.forget()


# -- steps ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        made = Cast()
        verbs.set_owner(Template.objects.get(code="steps"), by=made["admin"], role="hr")
        yield made


def put(cast, code, **values):
    return verbs.put_row(Template.objects.get(code="steps"), by=cast["hr"], code=code, values=values)


OWN = {
    "title": "Ring til vagtselskabet",
    "help": "",
    "categories": ["A"],
    "owner": "leader",
    "due": "4h",
    "anchor": "reported",
    "condition": "",
    "is_obligatory": True,
}


def test_a_case_keeps_its_steps_and_the_next_one_gets_the_new(cast):
    old = make_incident(cast, number="2027-0800")
    steps.lay(old, by=None)
    with time_machine.travel(LATER, tick=False):
        put(cast, "incidents.safetynet/ABC", title="Skriv det i Safetynet sammen")
        put(cast, "", **OWN)
        publish("steps", cast["hr"])
        new = make_incident(cast, number="2027-0801", submitted_at=LATER)
        for case in (old, new):
            steps.lay(case, by=None)
        titles = {case.pk: set(Todo.objects.about(case).values_list("title", flat=True)) for case in (old, new)}
    assert "Skriv det i Safetynet sammen" in titles[new.pk] and "Ring til vagtselskabet" in titles[new.pk]
    assert not {"Skriv det i Safetynet sammen", "Ring til vagtselskabet"} & titles[old.pk]
    assert Todo.objects.about(new).get(title="Ring til vagtselskabet").code == "incidents.own_1"


def test_the_page_of_a_case_shows_and_ticks_a_step_of_ones_own(cast, client):
    put(cast, "", **OWN)
    publish("steps", cast["hr"])
    case = make_incident(cast, number="2027-0802")
    steps.lay(case, by=None)
    client.force_login(cast["leder"])
    assert "Ring til vagtselskabet" in client.get(reverse("incidents:incident", args=[case.pk])).content.decode()
    assert steps.done(case, "incidents.own_1", by=cast["leder"], note="Ringet kl. 15")


def test_a_step_from_a_law_is_left_out_only_with_a_reason_and_never_later(cast, client):
    template = Template.objects.get(code="steps")
    with pytest.raises(ValidationError, match="hel sætning"):
        verbs.drop_row(template, by=cast["hr"], code="incidents.police/A", reason="")
    client.force_login(cast["hr"])
    address = reverse("core:settings_template_row", args=[template.pk, "incidents.police/A"])
    answer = client.post(address, {"title": "Politi", "help": "", "number": "96", "measure": "h", "anchor": "occurred"})
    assert answer.status_code == 422 and "Fristen kommer fra en lov" in answer.content.decode()
    assert (
        client.post(
            address, {"title": "Politi", "help": "", "number": "24", "measure": "h", "anchor": "occurred"}
        ).status_code
        == 302
    )
    verbs.drop_row(template, by=cast["hr"], code="incidents.police/A", reason="Direktionen anmelder samlet for alle.")
    publish("steps", cast["hr"])
    assert "incidents.police" not in {one.code for one in plan_steps.templates()}
    assert state("steps").current.content["left_out"][0]["reason"] == "Direktionen anmelder samlet for alle."


@pytest.mark.parametrize("code", ["incidents.take_over/A", "incidents.category/ABC"])
def test_the_steps_that_all_else_stands_on_stay(cast, code):
    with pytest.raises(ValidationError, match="bygger på"):
        verbs.drop_row(Template.objects.get(code="steps"), by=cast["hr"], code=code, reason="Det vil vi ikke have med.")


def test_a_step_stands_once_in_each_category(cast):
    put(cast, "incidents.talk/C", categories=["A", "C"])
    with pytest.raises(ValidationError, match="to gange i kategori A"):
        publish("steps", cast["hr"])


def test_the_released_steps_are_those_that_hold():
    assert plan_steps.templates() == plan_steps.of({"rows": plan_steps.released()})


# -- letters -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield LetterCase()


def reword(by, words="Det finder vi os ikke i."):
    values = {"one": words, "several": words}
    verbs.put_row(Template.objects.get(code="unacceptable"), by=by, code="A2", values=values)
    publish("unacceptable", by)


@pytest.fixture
def writer(case):
    from tests.core.workplace import person, role

    made = person("Sofie Faglig", case.department)
    role(made, "consultant", case.department)
    return made


def text(letter):
    return building.Composition(letters.load(letter.pk)).text()


def test_a_draft_keeps_its_words_until_the_leader_asks_for_the_new(case, writer, client):
    letter = case.letter("unacceptable")
    before = text(letter)
    with time_machine.travel(LATER, tick=False):
        reword(writer)
        assert text(letter) == before
        client.force_login(case.leader)
        page = client.get(reverse("incidents:letter", args=[letter.pk])).content.decode()
        assert "Hent de nye ord" in page
        sent = client.post(reverse("incidents:letter_texts", args=[letter.pk]), {"edit": letters.load(letter.pk).edit})
        assert sent.status_code == 302
        assert "Det finder vi os ikke i." in text(letter)
        assert "Hent de nye ord" not in client.get(reverse("incidents:letter", args=[letter.pk])).content.decode()
        assert "Det finder vi os ikke i." in text(case.letter("unacceptable"))  # a new one begins with them


def test_new_words_are_not_taken_over_what_somebody_saved_meanwhile(case, writer):
    letter = case.letter("unacceptable")
    with time_machine.travel(LATER, tick=False):
        reword(writer)
        with pytest.raises(letters.Stale):
            letters.take_new_texts(letter, by=case.leader, edit=letters.load(letter.pk).edit - 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"one": "Hej {fremmed}"}, "{fremmed} er ikke et flettefelt"),
        ({"one": "Hej {7*7}"}, "{7*7} er ikke et flettefelt"),
        ({"one": ""}, "Skriv teksten til én."),
        ({"one": "x" * 3001}, "3000"),
        ({"one": "010190-1234"}, "CPR"),
    ],
)
def test_words_that_no_letter_can_fill_are_refused_by_the_field(case, writer, client, values, words):
    client.force_login(writer)
    address = reverse("core:settings_template_row", args=[Template.objects.get(code="unacceptable").pk, "A2"])
    answer = client.post(address, {"name": "Grænse", "one": "Nej.", "several": "Nej."} | values)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_block_that_the_letter_is_built_on_keeps_its_placeholders_and_its_place(case, writer, client):
    client.force_login(writer)
    shared = Template.objects.get(code="shared")
    address = reverse("core:settings_template_row", args=[shared.pk, "K1"])
    answer = client.post(address, {"name": "Hilsen", "one": "Goddag", "several": "Goddag"})
    assert answer.status_code == 422 and "{modtager}" in answer.content.decode()
    with pytest.raises(ValidationError):
        verbs.drop_row(shared, by=writer, code="K1")
    with pytest.raises(ValidationError, match="Tag det ud af brevene først"):
        verbs.drop_row(shared, by=writer, code="K2")


def test_a_new_block_is_offered_in_its_letter_and_the_order_is_typed(case, writer, client):
    template = Template.objects.get(code="unacceptable")
    values = {
        "name": "Invitation",
        "one": "Kom og tal.",
        "several": "Kom og tal.",
        "needs_lawyer": False,
        "alternatives": [],
    }
    code = verbs.put_row(template, by=writer, code="", values=values)
    assert {"block": code, "optional": True} in state("unacceptable").draft.content["order"]
    client.force_login(writer)
    address = reverse("core:settings_template_fields", args=[template.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        f"use_{code}": "always",
        f"place_{code}": "2",
        "place_A1": "3",
    }
    assert client.post(address, data | {f"place_{code}": "mange"}).status_code == 422
    assert client.post(address, data).status_code == 302
    publish("unacceptable", writer)
    order = [entry.get("block") for entry in state("unacceptable").current.content["order"]]
    assert order.index(code) == 1
    assert "Kom og tal." in text(case.letter("unacceptable"))
    verbs.drop_row(template, by=writer, code=code)
    assert code not in str(state("unacceptable").draft.content)


@pytest.mark.parametrize("code", ["threats", "access_ban", "end_of_restriction", "shared", "contact_restriction"])
def test_the_preview_is_a_whole_letter_with_examples(case, writer, client, code):
    client.force_login(writer)
    page = client.get(reverse("core:settings_template_preview", args=[Template.objects.get(code=code).pk]))
    assert page.status_code == 200 and "{" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert row_of(state(code).current.content, "K1") is None or "Kim Lindgaard" in page.content.decode()
