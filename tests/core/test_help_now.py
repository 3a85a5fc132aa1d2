"""»Hjælp nu« is there for everybody, at every hour, light, right, and on one sheet of paper."""

import gzip
import re
from datetime import date

import pytest
import time_machine
from django.contrib.staticfiles import finders

from core import hotlines
from core.models import Alarm, Defibrillator, GuidancePage, Hotline, Site, Unit
from tests.core.workplace import MONDAY, Workplace, at, away, person, role
from tests.pdfs import assert_archival, page_count, text_of

HELP = "/help/"


@pytest.fixture
def place(no_reference):
    """The workplace with alarms, hotlines and advice, on a Monday at nine."""
    with time_machine.travel(MONDAY, tick=False):
        found = Workplace()
        for number, one in enumerate((found.director, found.chief, found.leader, found.deputy, found.rep), 1):
            one.phone = f"102030{number}0"
            one.save()
        Alarm.objects.create(site=found.site, kind="fixed", placement="skranken", receivers="serviceteamet")
        Defibrillator.objects.create(site=found.site, placement="forhallen")
        Hotline.objects.create(firm="Altid Åben", phone="70102030", kind="free", order=2)
        Hotline.objects.create(
            firm="Kun Hverdage", phone="70102040", kind="acute", days="12345", opens="08:00", closes="20:00", order=1
        )
        for code in ("G-03", "G-06"):
            GuidancePage.objects.create(
                code=code, slug=code.lower(), title=code, audience="employee", phase="during", source="x",
                items=["Bevæg dig roligt.", "Søg mod udgangen."],
            )  # fmt: skip
        yield found


def page(client, path=HELP):
    """Return the page's text."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


# -- without and with sign-in ---------------------------------------------------------------------------------------
def test_it_needs_no_sign_in_and_names_112_first(place, client):
    text = page(client)
    assert text.index('href="tel:112"') < text.index("<h2")
    assert place.leader.name not in text  # no place chosen: the page doesn't guess
    assert "Vælg, hvor du er" in text


def test_without_a_place_it_never_says_that_there_is_no_alarm(place, client):
    assert "Her er ingen alarm" not in page(client)
    place.site.alarms.all().delete()
    assert "Her er ingen alarm" in page(client, f"{HELP}{place.site.pk}/")


def test_the_place_that_was_chosen_is_there_the_next_time_also_without_sign_in(place, client):
    page(client, f"{HELP}{place.site.pk}/")
    assert "skranken" in page(client)
    client.cookies["place"] = "nonsense"
    assert "Vælg, hvor du er" in page(client)


def test_all_advice_can_be_read_without_sign_in(place, client):
    GuidancePage.objects.filter(code="G-03").update(items=[f"Råd nummer {number}." for number in range(12)])
    text = page(client)
    assert all(f"Råd nummer {number}." in text for number in range(12))


def test_a_site_shows_its_alarm_its_defibrillator_and_its_leaders(place, client):
    text = page(client, f"{HELP}{place.site.pk}/")
    for shown in ("skranken", "serviceteamet".capitalize(), "forhallen", place.leader.name, 'href="tel:10203030"'):
        assert shown in text.replace("serviceteamet", "Serviceteamet")


def test_signed_in_it_knows_where_i_work_and_leaves_me_out_of_my_own_chain(place, client):
    client.force_login(place.leader)
    place.leader.site = place.site
    place.leader.save()
    text = page(client)
    links = text.split('class="call-list"')[1].split("</ol>")[0]
    assert place.leader.name not in links and place.chief.name in links


def test_an_absent_leader_is_replaced_by_the_deputy_at_once(place, client):
    away(place.leader, deputy=place.deputy)
    links = page(client, f"{HELP}{place.site.pk}/").split('class="call-list"')[1].split("</ol>")[0]
    assert place.deputy.name in links
    assert f"Tager over for {place.leader.name}" in links
    assert 'href="tel:10203030"' not in links


def test_an_absent_leader_without_a_deputy_is_left_out_and_the_next_stands_first(place, client):
    away(place.leader)
    links = page(client, f"{HELP}{place.site.pk}/").split('class="call-list"')[1].split("</ol>")[0]
    assert place.leader.name not in links and place.chief.name in links


def test_a_leader_without_a_number_is_shown_but_is_no_button_that_calls_nobody(place, client):
    place.leader.phone = ""
    place.leader.save()
    text = page(client, f"{HELP}{place.site.pk}/")
    assert place.leader.name in text and "Nummeret mangler" in text
    assert 'href="tel:"' not in text


def test_without_any_leader_the_safety_rep_is_named(place, client):
    for one in (place.leader, place.chief, place.director):
        away(one)
    text = page(client, f"{HELP}{place.site.pk}/")
    assert "arbejdsmiljørepræsentanten (AMR)" in text and place.rep.name in text


@pytest.mark.parametrize("path", ["999/", "999/sheet/"])
def test_a_site_that_is_not_there_is_404(place, client, path):
    assert client.get(f"{HELP}{path}").status_code == 404


def test_a_closed_site_is_gone(place, client):
    Site.objects.filter(pk=place.site.pk).update(closed_on=date(2027, 1, 1))
    assert client.get(f"{HELP}{place.site.pk}/sheet/").status_code == 404


def test_it_takes_no_posts_and_holds_no_form(place, client):
    assert client.post(HELP).status_code == 405
    assert "<form" not in page(client, f"{HELP}{place.site.pk}/")


# -- light ---------------------------------------------------------------------------------------------------------
def test_it_asks_few_questions_of_the_database(place, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page(client, f"{HELP}{place.site.pk}/")
    client.force_login(place.employee)
    page(client)
    with django_assert_max_num_queries(10):
        page(client)


def test_more_units_sites_and_lines_ask_no_more(place, client, django_assert_max_num_queries):
    for number in range(20):
        unit = Unit.objects.create(name=f"Team {number}", parent=place.top, path="")
        unit.path = f"{place.top.path}{unit.pk}/"
        unit.save()
        role(person(f"Leder {number}", unit), "leader", unit)
        person(f"Ansat {number}", unit, site=place.site)
        Site.objects.create(pk=100 + number, name=f"Sted {number}")
        Hotline.objects.create(firm=f"Linje {number}", phone="70102030", kind="free")
    with django_assert_max_num_queries(9):
        page(client, f"{HELP}{place.site.pk}/")


def test_the_first_load_is_at_most_30_kilobytes_with_everything(place, client):
    text = page(client, f"{HELP}{place.site.pk}/")
    assert "<script" not in text
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', text))
    sizes = {"page": len(gzip.compress(text.encode()))}
    for name in files:
        content = open(finders.find(name), "rb").read()  # noqa: SIM115
        sizes[name] = len(gzip.compress(content))
        for inner in re.findall(rb'url\("?\.\./(fonts/[^")]+)', content):
            if inner == b"fonts/public-sans-da.woff2":  # the others are fetched only for letters outside Danish
                sizes[inner.decode()] = len(open(finders.find(inner.decode()), "rb").read())  # noqa: SIM115
    assert sum(sizes.values()) <= 30 * 1024, sizes


def test_it_is_never_kept_in_a_cache_with_somebodys_place_in_it(place, client):
    client.force_login(place.employee)
    assert "no-store" in client.get(HELP)["Cache-Control"]


# -- hours ---------------------------------------------------------------------------------------------------------
WORKDAYS = {"days": "12345", "opens": "08:00", "closes": "20:00"}
NIGHTS = {"days": "1234567", "opens": "20:00", "closes": "02:00"}
WEEKEND_NIGHTS = {"days": "56", "opens": "22:00", "closes": "26:00"}


@pytest.mark.parametrize(
    "hours, moment, is_open, words",
    [
        (WORKDAYS, "2027-03-01 07:59", False, "mandag"),
        (WORKDAYS, "2027-03-01 08:00", True, "20.00"),
        (WORKDAYS, "2027-03-01 19:59", True, "20.00"),
        (WORKDAYS, "2027-03-01 20:00", False, "tirsdag"),
        (WORKDAYS, "2027-03-06 12:00", False, "mandag"),
        (WORKDAYS, "2027-03-25 12:00", False, "tirsdag"),  # Easter: shut from Thursday to Tuesday
        (NIGHTS, "2027-03-01 21:00", True, "02.00"),
        (NIGHTS, "2027-03-02 01:59", True, "02.00"),
        (NIGHTS, "2027-03-02 02:00", False, "tirsdag"),
        (NIGHTS, "2027-03-02 19:59", False, "tirsdag"),
        (WEEKEND_NIGHTS, "2027-03-07 01:00", True, "02.00"),  # Saturday's night goes on into Sunday
        (WEEKEND_NIGHTS, "2027-03-07 23:00", False, "fredag"),
    ],
)
def test_a_line_is_open_when_it_says_also_over_midnight_and_on_holidays(db, hours, moment, is_open, words):
    with time_machine.travel(at(moment), tick=False):
        card = hotlines.card(Hotline(firm="x", phone="1", kind="free", **hours))
    assert (
        (card.is_open, words in card.words) == (True, True)
        if is_open
        else (card.is_open is False and words in card.words)
    )


def test_a_line_that_is_always_open_says_so_and_open_ones_stand_first(place):
    cards = hotlines.cards(at=at("2027-03-01 23:00"))
    assert [card.hotline.firm for card in cards] == ["Altid Åben", "Kun Hverdage"]
    assert [card.is_open for card in cards] == [True, False]
    assert "Hele døgnet" in cards[0].hours
    assert [card.hotline.firm for card in hotlines.cards(at=at("2027-03-01 12:00"))] == ["Kun Hverdage", "Altid Åben"]


def test_a_firm_that_answers_two_things_at_one_number_stands_once(place, client):
    line = Hotline.objects.first()
    Hotline.objects.create(firm=line.firm, phone=line.phone, kind="free" if line.kind == "acute" else "acute")
    (both,) = [one for one in hotlines.numbers(hotlines.cards()) if one.firm == line.firm]
    assert {card.hotline.kind for card in both.cards} == {"acute", "free"}
    text = page(client)
    assert text.count(f">{line.firm}</b>") == 1 and "Akut bestilling" in text and "Gratis rådgivning" in text


def test_a_number_that_nobody_has_checked_says_so(place, client):
    assert "kontrol" in page(client).lower()
    Hotline.objects.update(checked_on=date(2027, 2, 1))
    card = hotlines.cards()[0]
    assert card.checked == ""
    Hotline.objects.update(checked_on=date(2026, 8, 1))
    assert "1. august 2026" in hotlines.cards()[0].checked


# -- on paper ------------------------------------------------------------------------------------------------------
def test_it_prints_on_one_sheet(place, client):
    for number in range(3):
        Alarm.objects.create(site=place.site, kind="portable", placement=f"gang {number}", receivers="vagten")
    response = client.get(f"{HELP}{place.site.pk}/sheet/")
    assert response["Content-Type"] == "application/pdf" and response["Content-Disposition"].startswith("inline")
    assert page_count(response.content) == 1
    assert_archival(response.content, title=f"Hjælp nu, {place.site.name}")
    text = text_of(response.content)
    for shown in ("112", "skranken", "forhallen", place.leader.name, "10 20 30 30", "Altid Åben", "70 10 20 30"):
        assert shown in text
    assert "Åben nu" not in text  # not true tomorrow


@pytest.mark.parametrize("units", [9, 24, 40])
def test_a_large_house_prints_on_one_sheet_too(place, client, units):
    for number in range(units):
        unit = Unit.objects.create(name=f"Afdeling for noget med nummer {number}", parent=place.top, path="")
        unit.path = f"{place.top.path}{unit.pk}/"
        unit.save()
        role(person(f"Leder Efternavnsen {number}", unit, phone="10203040"), "leader", unit)
        person(f"Ansat {number}", unit, site=place.site)
    content = client.get(f"{HELP}{place.site.pk}/sheet/").content
    assert page_count(content) == 1
    assert "Afdeling for noget med nummer 0" in text_of(content)
    assert_archival(content)
