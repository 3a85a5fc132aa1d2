"""Templates and lists: a draft row by row, published from a day, with a history; the release never writes over people's words."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import calendar, editions
from core.actions import editions as verbs
from core.editions import State, differences, merged, row_of
from core.models import AuditEntry, Edition, Template
from core.permissions import Forbidden, can
from incidents.choices import PLACES, TILES, TYPES
from tests.cast import NOW, Cast
from tests.races import together

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_five_past_two():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return Cast()


def template(code="incidents.place"):
    return Template.objects.get(code=code)


def state(code="incidents.place"):
    row = template(code)
    return State(row, list(row.editions.all()))


def put(cast, code, values, who="hr", of="incidents.place"):
    return verbs.put_row(template(of), by=cast[who], code=code, values=values)


def publish(cast, who="hr", of="incidents.place", on=None, words="Nyt ord"):
    draft = state(of).draft
    made = verbs.publish(
        template(of),
        by=cast[who],
        valid_from=on or calendar.today(),
        what_changed=words,
        seen=editions.digest(draft.content),
    )
    editions.forget()
    return made


# -- who ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "owner"),
    [("incidents.place", "hr"), ("threats", "sfk"), ("shared", "sfk"), ("lokal_med", "hr")],
)
def test_the_owner_words_a_template_and_nobody_else_does(cast, code, owner):
    row = template(code)
    assert {name for name in cast.names if can(cast[name], "core.edit_template", row)} == {owner}
    with pytest.raises(Forbidden):
        verbs.put_row(
            row, by=cast["admin"], code=row.editions.first().content["rows"][0]["code"], values={"label": "x"}
        )


def test_the_administrator_says_who_owns_and_the_right_moves(cast):
    verbs.set_owner(template("steps"), by=cast["admin"], role="hr")
    assert can(cast["hr"], "core.edit_template", template("steps"))
    with pytest.raises(ValidationError):
        verbs.set_owner(template("steps"), by=cast["admin"], role="mentor")
    with pytest.raises(Forbidden):
        verbs.set_owner(template("steps"), by=cast["hr"], role="hr")


# -- the draft and its editions ----------------------------------------------------------------------------------------
def test_a_draft_changes_nothing_until_it_is_published(cast):
    put(cast, "desk", {"label": "Ekspedition", "phrase": "i ekspeditionen"})
    assert PLACES.label("desk") == "Skranke"
    made = publish(cast)
    assert (made.number, PLACES.label("desk"), PLACES.phrase("desk")) == (2, "Ekspedition", "i ekspeditionen")
    entry = AuditEntry.objects.get(action="core.template_published")
    assert entry.details["edition"] == 2 and entry.details["rows"] == ["changed: Ekspedition"]


def test_an_edition_holds_from_its_day_and_not_before(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast, on=calendar.today() + timedelta(days=10))
    assert PLACES.label("desk") == "Skranke"
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        editions.forget()
        assert PLACES.label("desk") == "Ekspedition"
        assert editions.contents("core.options", at=NOW)["incidents.place"] == state().published[-1].content


def test_what_is_planned_can_be_taken_back_and_what_holds_cannot(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast, on=calendar.today() + timedelta(days=10))
    verbs.withdraw(template(), by=cast["hr"])
    assert state().draft.number == 2 and state().newest.number == 1
    publish(cast)
    with pytest.raises(ValidationError):
        verbs.withdraw(template(), by=cast["hr"])


def test_an_edition_is_not_put_before_the_newest_or_on_a_day_that_is_gone(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    with pytest.raises(ValidationError, match="Den dag er gået"):
        publish(cast, on=calendar.today() - timedelta(days=1))
    publish(cast, on=calendar.today() + timedelta(days=10))
    put(cast, "hall", {"label": "Gangen"})
    with pytest.raises(ValidationError, match="Udgave 2 gælder først fra"):
        publish(cast)


def test_a_draft_that_says_the_same_goes_by_itself_and_one_is_thrown_away(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    put(cast, "desk", {"label": "Skranke"})
    assert state().draft is None
    put(cast, "desk", {"label": "Ekspedition"})
    verbs.discard(template(), by=cast["hr"])
    assert state().draft is None and len(state().editions) == 1


def test_going_back_is_a_new_edition_and_the_history_stays(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast)
    verbs.go_back(template(), by=cast["hr"], number=1)
    publish(cast, words="Tilbage")
    assert PLACES.label("desk") == "Skranke"
    assert [one.number for one in state().published] == [3, 2, 1]
    with pytest.raises(ValidationError):
        verbs.go_back(template(), by=cast["hr"], number=1)


def test_nobody_publishes_what_they_have_not_read(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    read = editions.digest(state().draft.content)
    put(cast, "hall", {"label": "Gangen"})
    with pytest.raises(ValidationError):
        verbs.publish(template(), by=cast["hr"], valid_from=calendar.today(), what_changed="x", seen=read)


# -- rows ----------------------------------------------------------------------------------------------------------------
def test_an_added_option_can_be_chosen_and_a_retired_one_keeps_its_label(cast):
    code = put(cast, "", {"label": "Parkeringsplads", "phrase": "på parkeringspladsen"})
    verbs.drop_row(template(), by=cast["hr"], code="library")
    publish(cast)
    chosen = dict(PLACES.pairs())
    assert chosen[code] == "Parkeringsplads" and "library" not in chosen
    assert PLACES.label("library") == "Bibliotek" and dict(PLACES.pairs("library"))["library"] == "Bibliotek"
    verbs.use_row_again(template(), by=cast["hr"], code="library")
    publish(cast)
    assert "library" in dict(PLACES.pairs())


def test_an_option_that_was_never_published_goes_altogether(cast):
    code = put(cast, "", {"label": "Parkeringsplads", "phrase": "på parkeringspladsen"})
    verbs.drop_row(template(), by=cast["hr"], code=code)
    assert state().draft is None


@pytest.mark.parametrize(
    ("of", "code"),
    [("incidents.kind", "threat"), ("incidents.violence_type", "verbal_threat"), ("incidents.measure", "access_ban")],
)
def test_what_a_rule_knows_is_renamed_and_never_taken_out(cast, of, code):
    verbs.put_row(template(of), by=cast["hr"], code=code, values={"label": "Et andet ord"})
    with pytest.raises(ValidationError, match="hører til en regel"):
        verbs.drop_row(template(of), by=cast["hr"], code=code)


def test_a_type_of_physical_violence_that_hr_adds_counts_as_one(cast):
    from incidents.rules import category

    code = put(cast, "", {"label": "skub", "group": "physical"}, of="incidents.violence_type")
    publish(cast, of="incidents.violence_type")
    assert category.suggest([code]).category == "A"
    assert code in dict(dict(TYPES.grouped())["Fysisk vold"])


def test_rows_move_within_their_heading(cast):
    first = [code for code, _label in TYPES.of("psychological")]
    verbs.move_row(template("incidents.violence_type"), by=cast["hr"], code=first[1], up=True)
    publish(cast, of="incidents.violence_type")
    assert [code for code, _label in TYPES.of("psychological")][:2] == [first[1], first[0]]


def test_two_options_of_one_name_are_not_published(cast):
    put(cast, "desk", {"label": "reception"})
    with pytest.raises(ValidationError, match="står to gange"):
        publish(cast)


# -- two who write -------------------------------------------------------------------------------------------------------
def test_two_who_write_different_rows_do_not_meet_and_the_same_row_shows_both(cast, client):
    seen = editions.digest(row_of(state().newest.content, "desk"))
    put(cast, "hall", {"label": "Gangen", "phrase": "på gangen"})
    verbs.put_row(template(), by=cast["hr"], code="desk", values={"label": "Ekspedition"}, seen=seen)
    with pytest.raises(verbs.Stale):
        verbs.put_row(template(), by=cast["hr"], code="desk", values={"label": "Disken"}, seen=seen)
    client.force_login(cast["hr"])
    address = reverse("core:settings_template_row", args=[template().pk, "desk"])
    answer = client.post(address, {"label": "Disken", "phrase": "ved disken", "seen": seen})
    words = answer.content.decode()
    assert answer.status_code == 409 and "Ekspedition" in words and "Disken" in words
    again = client.post(
        address, {"label": "Disken", "phrase": "ved disken", "seen": answer.context["form"]["seen"].value()}
    )
    assert again.status_code == 302 and row_of(state().draft.content, "desk")["label"] == "Disken"


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_begin_a_draft_at_once_begin_one_and_lose_nothing():
    cast = Cast()
    codes = [row["code"] for row in state().newest.content["rows"]][:8]
    together(*[lambda code=code: put(cast, code, {"label": f"Nyt {code}"}) for code in codes])
    assert Edition.objects.filter(template=template(), published_at__isnull=True).count() == 1
    assert {row["label"] for row in state().draft.content["rows"]} >= {f"Nyt {code}" for code in codes}


# -- the release -----------------------------------------------------------------------------------------------------------
def released(monkeypatch, change):
    """Let the product be released with other words of the places."""
    content = editions.released("core.options")["incidents.place"]
    rows = change([dict(row) for row in content["rows"]])
    every = editions.released("core.options") | {"incidents.place": {"rows": rows}}
    monkeypatch.setattr(editions, "released", lambda name: every if name == "core.options" else {})
    verbs.load()


def renamed(code, label):
    return lambda rows: [row | {"label": label} if row["code"] == code else row for row in rows]


def test_loading_again_changes_nothing(cast):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast)
    before = list(Edition.objects.values_list("pk", "content"))
    assert verbs.load() == 0
    assert list(Edition.objects.values_list("pk", "content")) == before


def test_what_nobody_has_edited_follows_the_release(monkeypatch):
    released(monkeypatch, renamed("desk", "Disk"))
    assert [one.number for one in state().published] == [2, 1]
    assert row_of(state().newest.content, "desk")["label"] == "Disk"
    assert not state().has_news


def test_what_somebody_has_edited_is_left_and_the_difference_is_offered(cast, monkeypatch):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast)
    released(monkeypatch, lambda rows: renamed("desk", "Disk")(renamed("hall", "Korridor")(rows)))
    assert state().has_news and row_of(state().newest.content, "desk")["label"] == "Ekspedition"
    clashes = verbs.take_news(template(), by=cast["hr"])
    draft = state().draft.content
    assert (row_of(draft, "desk")["label"], row_of(draft, "hall")["label"]) == ("Ekspedition", "Korridor")
    assert clashes == ["Ekspedition"] and not state().has_news
    verbs.discard(template(), by=cast["hr"])
    assert state().has_news  # what was thrown away is offered again


def test_news_can_be_passed_over(cast, monkeypatch):
    put(cast, "desk", {"label": "Ekspedition"})
    publish(cast)
    released(monkeypatch, renamed("hall", "Korridor"))
    verbs.pass_over_news(template(), by=cast["hr"])
    assert not state().has_news and row_of(state().newest.content, "hall")["label"] == "Gang"


def test_changes_of_both_sides_meet_value_by_value():
    base = {"rows": [{"code": "a", "one": "1", "two": "2"}, {"code": "b", "one": "1"}, {"code": "c", "one": "1"}]}
    theirs = {"rows": [{"code": "a", "one": "9", "two": "2"}, {"code": "new", "one": "n"}, {"code": "c", "one": "1"}]}
    mine = {"rows": [{"code": "a", "one": "1", "two": "8"}, {"code": "b", "one": "mine"}]}
    found, clashes = merged(base, theirs, mine)
    assert found["rows"] == [
        {"code": "a", "one": "9", "two": "8"},
        {"code": "new", "one": "n"},
        {"code": "b", "one": "mine"},
    ]
    assert clashes == ["b"]


def test_differences_name_what_is_new_changed_moved_and_gone():
    kind = editions.KINDS["core.options"]
    before = {"rows": [{"code": code, "label": code} for code in "abcd"]}
    after = {"rows": [{"code": code, "label": label} for code, label in ("cc", "aa", "dD", "ee")]}
    assert [(one.what, one.title) for one in differences(kind, before, after)] == [
        ("moved", "a"),
        ("changed", "D"),
        ("added", "e"),
        ("removed", "b"),
    ]


# -- pages ---------------------------------------------------------------------------------------------------------------
def test_from_the_overview_to_a_published_edition(cast, client):
    client.force_login(cast["hr"])
    page = client.get(reverse("core:settings_templates")).content.decode()
    assert "Hvor det skete" in page and "Brev om truende adfærd og trusler" in page and "(dig)" in page
    row = reverse("core:settings_template_row_add", args=[template().pk])
    assert client.post(row, {"label": "Kantine", "phrase": "i kantinen"}).status_code == 302
    address = reverse("core:settings_template_publish", args=[template().pk])
    shown = client.get(address)
    assert "Ny: Kantine" in shown.content.decode()
    wrong = client.post(address, {"valid_from": "i går", "what_changed": "", "seen": shown.context["seen"]})
    assert wrong.status_code == 422 and "Skriv kort, hvad der er nyt." in wrong.content.decode()
    sent = {"valid_from": "05.02.2027", "what_changed": "Kantinen er med", "seen": shown.context["seen"]}
    assert client.post(address, sent).status_code == 302
    editions.forget()
    assert "Kantine" in dict(PLACES.pairs()).values()
    assert "Kantinen er med" in client.get(reverse("core:settings_template", args=[template().pk])).content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 100_000, "\x00", "<script>alert(1)</script>", "{{ 7*7 }}", "010190-1234"])
def test_nonsense_gets_an_answer_by_the_field_and_runs_nothing(cast, client, typed):
    client.force_login(cast["hr"])
    address = reverse("core:settings_template_row", args=[template().pk, "desk"])
    answer = client.post(address, {"label": typed, "phrase": "ved skranken"})
    assert answer.status_code in (302, 422)
    page = client.get(reverse("core:settings_template", args=[template().pk])).content.decode()
    assert "<script>alert(1)" not in page and "49" not in TILES.label("threat")


def test_a_row_or_an_edition_that_is_not_there_is_not_found(cast, client):
    client.force_login(cast["hr"])
    pk = template().pk
    for name, rest in (("row", ["nowhere"]), ("row_drop", ["nowhere"]), ("edition", [99]), ("fields", [])):
        assert client.get(reverse(f"core:settings_template_{name}", args=[pk, *rest])).status_code == 404
    for do in ("", "x", "back", "withdraw", "news"):
        assert (
            client.post(reverse("core:settings_template_do", args=[pk]), {"do": do, "number": "9" * 40}).status_code
            == 302
        )
