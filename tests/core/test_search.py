"""Search finds what I may see, and nothing of what I typed stands in an address."""

import pytest

from core import search
from core.models import GuidancePage
from core.search import Hit
from tests.core.workplace import Workplace, person

SEARCH = "/search/"


@pytest.fixture
def place(db):
    """The workplace."""
    return Workplace()


@pytest.fixture
def mine(place, client):
    """The employee's browser."""
    client.force_login(place.employee)
    return client


def found(client, text):
    """Return the page after a search."""
    response = client.post(SEARCH, {"q": text})
    assert response.status_code == 200
    return response.content.decode()


def test_colleagues_places_and_advice_are_found_by_any_word(place, mine):
    GuidancePage.objects.create(
        code="G-1",
        slug="ro",
        title="Bevar roen",
        audience="employee",
        phase="before",
        source="x",
        items=["Tal dæmpet."],
    )
    assert place.leader.name in found(mine, "lene")
    assert place.leader.name in found(mine, "leder lene")
    assert "Havnegade 1" in found(mine, "havne")
    assert "Bevar roen" in found(mine, "dæmpet")


def test_every_word_must_be_met(place, mine):
    assert place.leader.name not in found(mine, "lene medarbejder")
    assert "Vi fandt ikke noget om »findesikke«" in found(mine, "findesikke")


def test_the_departed_are_not_found(place, mine):
    person("Gunnar Gået", place.team, active_to="2020-01-31")
    assert "Gunnar" not in found(mine, "gunnar").replace("»gunnar«", "")


@pytest.mark.parametrize("text", ["", " ", "a", "æ"])
def test_a_search_too_short_says_what_to_write(mine, text):
    assert "Skriv mindst 2 bogstaver." in found(mine, text)


def test_the_words_travel_by_post_and_stand_in_no_address(place, mine):
    assert 'method="post"' in mine.get(SEARCH).content.decode()
    assert place.leader.name not in mine.get(f"{SEARCH}?q=lene").content.decode()
    assert "Søg" in found(mine, "lene").split("<title>")[1].split("</title>")[0]
    assert "lene" not in found(mine, "lene").split("<title>")[1].split("</title>")[0]


@pytest.mark.parametrize(
    "text",
    [
        "%%",
        "__",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "\\\\",
        "a" * 5000,
        "ord " * 400,
        "\x00\x00ab",
        "{{ 7*7 }}",
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(place, mine, text):
    page = found(mine, text)
    assert "<script>alert" not in page and "»49«" not in page
    assert place.leader.name not in page.split("<main")[1]


def test_a_stranger_signs_in_first(client, db):
    assert client.post(SEARCH, {"q": "lene"}).status_code == 302


def test_an_app_offers_its_own_rows_and_decides_what_i_may_see(place, mine, monkeypatch):
    def mine_only(person, words):
        return [Hit("Hændelse 2027-0001", "", "/x/")] if person == place.employee and words == ["2027-0001"] else []

    monkeypatch.setattr(search, "PROVIDERS", [*search.PROVIDERS, (10, "Hændelser", mine_only)])
    assert "Hændelse 2027-0001" in found(mine, "2027-0001")
    mine.force_login(place.colleague)
    assert "Hændelse 2027-0001" not in found(mine, "2027-0001")


def test_one_question_to_the_database_per_kind(place, mine, django_assert_max_num_queries):
    found(mine, "lene")
    with django_assert_max_num_queries(5 + len(search.PROVIDERS)):
        found(mine, "le ne")


def test_each_kind_gives_at_most_twenty(place):
    for number in range(30):
        person(f"Kopi {number}", place.team)
    ((_title, hits),) = [group for group in search.find(place.employee, "kopi") if group[1]]
    assert len(hits) == search.LIMIT
