"""A plan owner sets up a second workplace from the pages alone, and everything works for it: site, alarm, defibrillator,
room, chain, crisis numbers, EAN, plan; then a report there, and what follows.
"""

import re

import pytest

from core.models import Role, Site
from incidents.models import Incident
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import choose, fill, press, see
from tests.cast import START

pytestmark = pytest.mark.django_db(transaction=True)
EAN = "5790000000012"


def set_up_the_site(page):
    """Make the site with opening hours, alarm, defibrillator and room."""
    press(page, "Arbejdssteder og alarmer")
    press(page, "Opret arbejdssted")
    assert_accessible(page)
    fill(page, name="Pakhuset", address="Kajen 4, 9998 Strandlev", phone="10203060", escape_routes="Porten mod kajen")
    for day in "12345":
        fill(page, **{f"hours_{day}_opens": "9.00", f"hours_{day}_closes": "15.00"})
    press(page, "Opret arbejdssted")
    see(page, "Pakhuset er oprettet")
    press(page, "Tilføj alarm")
    choose(page, "kind", "fixed")
    fill(page, placement="skranken i Pakhuset", receivers="havnevagten og politiet")
    press(page, "Tilføj alarm")
    press(page, "Tilføj hjertestarter")
    fill(page, placement="Ved porten")
    press(page, "Tilføj hjertestarter")
    press(page, "Tilføj rum")
    assert_accessible(page)
    choose(page, "kind", "talk")
    fill(page, name="Krydset", suits="Samtaler, hvor du er i tvivl", way_out="Døren mod kajen")
    page.locator("select[name=alarm]").select_option(index=1)
    press(page, "Tilføj rum")
    see(page, "Krydset")
    assert_accessible(page)
    press(page, "Markér kontrolleret")


def set_up_chain_and_numbers(page, cast):
    """Give the workplace a chain, crisis numbers and an EAN number of its own."""
    page.goto("/settings/")
    press(page, "Lederkæder")
    page.locator("tr", has_text="Ungemyndighed").get_by_role("link", name=re.compile("Se lederkæden")).click()
    see(page, "Sådan ville der blive ringet nu")
    fill(page, label="leder på havnen", person=cast.sfk.email)
    press(page, page.locator("form", has=page.locator("[name=label]")).locator("button.btn"))
    see(page, cast.sfk.name)
    page.goto("/settings/")
    press(page, "Numre til krisehjælp")
    page.locator("select[name=unit]").select_option(value=str(cast.other_office.pk))
    press(page, "Giv egne numre")
    see(page, "Ungemyndighed har nu egne numre")
    assert_accessible(page)
    own = page.locator("section", has=page.get_by_role("heading", name="Ungemyndighed", exact=True))
    press(page, own.get_by_role("link").filter(has_text="Akut").first)
    fill(page, firm="Havnens Krisehjælp", phone="10203070")
    press(page, "Gem nummer")
    see(page, "Havnens Krisehjælp")
    page.goto(f"/settings/values/unit/{cast.other_office.pk}/")
    page.get_by_role("link", name=re.compile("EAN")).first.click()
    fill(page, value=EAN)
    press(page, page.locator("form button.btn").filter(has_text=re.compile("Gem")).first)


def write_the_plan(page, cast):
    """Begin the plan, write one section and publish it."""
    page.goto("/incidents/plan/new/")
    assert_accessible(page)
    page.locator("select[name=unit]").select_option(value=str(cast.other_office.pk))
    press(page, "Begynd en plan")
    for place, area in enumerate(page.locator("textarea:visible").all()[:4], start=1):
        area.fill(f"Sådan gør vi på havnen, del {place}.")
    press(page, "Gem, og se den igennem")
    assert_accessible(page)
    fill(page, what_changed="Vores første plan.")
    press(page, "Udgiv plan")


def test_a_second_workplace_is_set_up_from_the_pages_and_everything_works_for_it(open_page, cast):
    Role.objects.create(person=cast.mentor, kind="plan_owner", unit=cast.other_office, starts_on=START)
    owner = open_page("/settings/", person=cast["mentor"])
    set_up_the_site(owner)
    set_up_chain_and_numbers(owner, cast)
    write_the_plan(owner, cast)
    site = Site.objects.get(name="Pakhuset")
    assert site.unit == cast.other_office and site.opening_hours["1"] == ["09:00", "15:00"]
    for words in ("havnevagten", "Krydset", "Døren mod kajen", "leder på havnen", "Havnens Krisehjælp", "5 790 000"):
        see(owner, words)
    for link in (
        owner.get_by_role("link", name="Hent hele planen som PDF"),
        owner.locator("div.sheet", has_text="Pakhuset").get_by_role("link", name=re.compile("Reception")),
    ):
        answer = owner.request.get(link.get_attribute("href"))
        assert answer.ok and answer.headers["content-type"] == "application/pdf"

    # HR lets somebody work there, and AMR is elected for the place
    office = open_page(f"/settings/people/{cast.andenmedarbejder.pk}/edit/", person=cast["hr"])
    office.locator("select[name=site]").select_option(value=str(site.pk))
    press(office, "Gem")
    Role.objects.create(person=cast.senior, kind="safety_rep", site=site, starts_on=START)

    # who works there finds the place's own alarm, chain and numbers
    page = open_page("/help/", person=cast["andenmedarbejder"], size="phone")
    for words in ("skranken i Pakhuset", cast.sfk.name, "Havnens Krisehjælp", "Ved porten"):
        see(page, re.compile(words, re.IGNORECASE))
    assert_accessible(page)

    # a report goes to the place's leader, and the order of crisis help has the place's EAN
    page.goto("/incidents/report/")
    choose(page, "kinds", "threat")
    choose(page, "perpetrator", "citizen")
    choose(page, "place", "desk")
    choose(page, "wellbeing", "shaken")
    fill(page, time="13.40")
    press(page, "Send til")
    case = Incident.objects.get()
    assert case.site == site and {row.person for row in case.alerts.filter(kind="chain")} == {cast.andenleder}
    assert {row.person for row in case.alerts.filter(kind="care")} == {cast.senior}
    leader = open_page(f"/incidents/{case.pk}/", person=cast["andenleder"])
    press(leader, "Overtag hændelse")
    leader.goto(f"/incidents/{case.pk}/crisis/")
    see(leader, "Havnens Krisehjælp")
    see(leader, "5 790 000 000 012")

    # AMR tests the alarm and walks through the house
    safety = open_page("/incidents/prevention/alarms/", person=cast["senior"], size="phone")
    see(safety, "skranken i Pakhuset")
    safety.goto(f"/incidents/prevention/sites/{site.pk}/walks/")
    press(safety, "Begynd rundgang")
    see(safety, "Pakhuset")
