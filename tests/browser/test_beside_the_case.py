"""What stands beside the case, done in a browser: strain, statements, lone work, a walk, the press, the overview."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from PIL import Image

from core import reminders
from core.models import Attachment, Mail
from incidents.models import (
    AgendaProposal,
    Incident,
    LoneWork,
    MediaCase,
    PlanFavourite,
    Statement,
    StrainLog,
    WalkRound,
)
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import choose, fill, fits, press, see
from tests.cast import NOW
from tests.incidents.test_overview import published
from tests.situation import make_incident

pytestmark = pytest.mark.django_db(transaction=True)
PICTURE = io.BytesIO()
Image.new("RGB", (30, 20), "navy").save(PICTURE, "PNG")
PHOTO = {"name": "foto.png", "mimeType": "image/png", "buffer": PICTURE.getvalue()}


def test_a_hard_day_is_one_number_and_an_episode_becomes_an_incident(open_page, cast):
    page = open_page("/incidents/strain/new/", person=cast["kollega"], size="phone", expect=[422])
    assert_accessible(page)
    fits(page)
    press(page, "Gem dag")
    see(page, "Vælg et tal fra 0 til 10.")
    choose(page, "strain", "7")
    page.locator("details", has_text="Episode 1").first.evaluate("block => block.open = true")
    fill(page, **{"row-0-text": "En samtale, der blev ved."})
    press(page, "Gem dag")
    see(page, "Dagen er gemt")
    assert_accessible(page)
    press(page, "Gør til hændelse")
    see(page, "En samtale, der blev ved.")
    assert StrainLog.objects.get().strain == 7 and Incident.objects.get().state == "draft"


def test_a_colleague_signs_what_they_saw_and_adds_to_it(open_page, cast):
    case = make_incident(cast)
    leader = open_page(f"/incidents/{case.pk}/statements/ask/", person=cast["leder"])
    fill(leader, colleague=cast.senior.name)
    press(leader, "Bed om forklaring")
    see(leader, cast.senior.name)
    row = Statement.objects.get()
    page = open_page(f"/incidents/statements/{row.pk}/", person=cast["senior"], size="phone")
    assert_accessible(page)
    fill(page, text="Jeg så ham slå i bordet.")
    press(page, "Skriv under")
    see(page, "Den kan ikke ændres.")
    fill(page, text="Han råbte også.")
    press(page, "Tilføj")
    see(page, "Han råbte også.")
    leader.goto(f"/incidents/statements/{row.pk}/")
    see(leader, "Jeg så ham slå i bordet.")


def test_somebody_alone_reports_back_and_the_watcher_is_told_when_they_do_not(open_page, cast):
    page = open_page("/incidents/prevention/alone/", person=cast["kollega"], size="phone")
    fill(page, where="MK, Havnegade", watcher=cast.medarbejder.name)
    press(page, "Lav aftale")
    see(page, "Meld dig tilbage")
    assert_accessible(page)
    row = LoneWork.objects.get()
    reminders.sweep(row.check_in_at + timedelta(minutes=1))
    assert Mail.objects.filter(notice="I-04", receiver=cast.medarbejder).count() == 1
    watcher = open_page(f"/incidents/prevention/alone/{row.pk}/", person=cast["medarbejder"], size="phone")
    see(watcher, "Ring til din kollega")
    assert_accessible(watcher)
    press(page, "Jeg er tilbage")
    see(page, "Alt er vel")


def test_a_walk_through_the_site_on_a_phone_with_a_photo(open_page, cast):
    page = open_page(f"/incidents/prevention/sites/{cast.site.pk}/walks/", person=cast["amr"], size="phone")
    press(page, "Begynd rundgang")
    assert_accessible(page)
    walk = WalkRound.objects.get()
    for place, row in enumerate(walk.answers.order_by("point__order")):
        block = page.locator(f"#point-{row.pk}")
        block.evaluate("block => block.open = true")
        if place == 0:
            block.locator("input[value=fault]").check()
            block.locator(f"[name=p{row.pk}-note]").fill("Kasser foran døren")
            block.locator("input[type=file]").set_input_files(PHOTO)
            block.locator("button.btn", has_text="Gem og næste").click()  # a form with files is answered in place
            see(page, "1 af 12 punkter er set")
            continue
        block.locator("input[value=ok]").check()
        press(page, block.locator("button.btn", has_text="Gem og næste"))
    press(page, "Afslut rundgang")
    see(page, "Kasser foran døren")
    assert_accessible(page)
    fits(page)
    assert Attachment.objects.count() == 1 and AgendaProposal.objects.get().kind == "walk_round"


def test_named_on_the_net_evidence_first(open_page, cast):
    page = open_page("/incidents/online/", person=cast["kollega"], size="phone")
    page.locator("input[type=file]").set_input_files(PHOTO)
    fill(page, account="En vred far")
    page.locator("select[name=medium]").select_option("facebook")
    choose(page, "how", "named")
    page.locator("label[for=id_tell]").click()
    press(page, "Send til min leder")
    see(page, re.compile("Sendt til"))
    naming = Incident.objects.get().naming
    office = open_page(f"/incidents/naming/{naming.pk}/", person=cast["kommunikation"])
    see(office, "En vred far")
    assert_accessible(office)


def test_a_matter_in_the_press_from_warning_to_news(open_page, cast):
    page = open_page("/incidents/media/new/", person=cast["medarbejder"])
    fill(page, title="Spørgsmål om ventetid")
    press(page, "Sig det til min leder")
    case = MediaCase.objects.get()
    leader = open_page(f"/incidents/media/{case.pk}/", person=cast["leder"])
    assert_accessible(leader)
    press(leader, leader.locator("button[name=code]:visible").first)
    see(leader, "Gjort")
    leader.locator("summary", has_text="Lov nyt til et tidspunkt").click()
    fill(leader, to_whom="Pressen", due_at_date="08.02.2027", due_at_time="12.00")
    press(leader, "Lov nyt")
    see(leader, "Pressen")
    press(leader, "Nyt er givet")
    see(leader, "Givet")


def test_the_overview_goes_to_lokalmed_with_one_click(open_page, cast):
    make_incident(cast, occurred_at=NOW - timedelta(days=3))
    page = open_page("/incidents/overview/", person=cast["leder"])
    assert_accessible(page)
    press(page, "Foreslå til LokalMED")
    see(page, "Vold og trusler i tal")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Hent PDF")).first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_the_plan_is_searched_marked_and_printed_as_cards(open_page, cast):
    call_command("load_reference", verbosity=0)
    plan = published(cast)
    page = open_page("/incidents/plan/", person=cast["medarbejder"])
    page.locator("#q").fill("lommyen")
    press(page, page.locator("form[role=search] button", has_text="Søg").last)
    see(page, "»lommyen« i planen")
    press(page, "Gør til favorit")
    see(page, "Din favorit")
    assert PlanFavourite.objects.get().plan == plan
    with page.expect_download():
        page.get_by_role("link", name=re.compile("Medarbejder.*PDF")).first.click()
