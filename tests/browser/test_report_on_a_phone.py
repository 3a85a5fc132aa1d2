"""The first minutes: help without login, a report in few taps, and nothing lost on the way. On a phone."""

import io
import re

import pytest
from django.contrib.sessions.models import Session
from PIL import Image

from core.models import Attachment, Draft
from incidents.models import Incident
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import button, choose, fits
from tests.cast import NOW

STORY = "Borgeren slog i bordet og sagde, at det ville få følger."
SCREENSHOT = io.BytesIO()
Image.new("RGB", (30, 20), "navy").save(SCREENSHOT, "PNG")


def answer(page):
    """Give the four answers: what, when (today, as it stands), where, and how it is."""
    choose(page, "kinds", "threat")
    choose(page, "place", "desk")
    choose(page, "wellbeing", "shaken")


def wait_for_save(page):
    """Wait until the page says that it has saved."""
    page.locator("[data-draft-status]", has_text=re.compile(r"Gemt kl\. \d\d\.\d\d")).wait_for()


def test_help_now_comes_before_any_sign_in(open_page, cast):
    page = open_page(f"/help/{cast.site.pk}/", size="phone")
    assert page.locator("a[href='tel:112']").first.is_visible()
    assert "erviceteamet og politiet" in page.locator("section:has(#alarm)").inner_text()
    page.locator("section:has(#leaders) summary", has_text="Børnemyndighed").click()
    links = page.locator("section:has(#leaders) details:has(summary:text('Børnemyndighed')) a[href^='tel:']")
    names = links.locator("b").all_inner_texts()
    assert names[0] == cast["leder"].name and len(names) >= 3  # the chain of her own department, in its order
    states = page.locator("section:has(#talk) .call .open").all_inner_texts()
    is_open = ["Åben nu" in one for one in states]
    assert True in is_open and is_open == sorted(is_open, reverse=True)  # those that answer now stand first
    assert_accessible(page)
    fits(page)
    button(page, "Meld hændelse").click()
    page.wait_for_url("**/account/login/**")
    assert_accessible(page)
    page.get_by_role("button", name=cast["medarbejder"].name).click()
    page.wait_for_url("**/incidents/report/")  # on to where she was going


def test_report_in_few_taps_and_follow_it(open_page, cast):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone")
    assert_accessible(page)
    answer(page)
    button(page, f"Send til {cast['leder'].name}").dblclick()
    page.wait_for_url("**/receipt/")
    heading = page.get_by_role("heading", level=1).inner_text()  # a slow machine needs a minute or two to get here
    assert re.fullmatch(rf"Sendt til {cast['leder'].name} kl\. {NOW:%H}\.0\d", heading)
    assert Incident.objects.count() == 1  # two presses, one incident
    assert_accessible(page)
    fits(page)

    page.go_back()  # the form that was sent can't be sent once more
    if page.locator("form.questions").count():
        page.reload()
    assert page.locator("input[name='kinds']:checked").count() == 0
    page.go_forward()

    button(page, "Følg hændelse").click()
    course = page.locator("section:has(#course)").inner_text()
    assert f"besked til {cast['leder'].name}" in course
    assert_accessible(page)
    fits(page)
    page.fill("textarea[name='text']", "Vi stod to kolleger ved skranken.")
    button(page, "Tilføj oplysninger").last.click()
    page.get_by_text("Vi stod to kolleger ved skranken.").wait_for()


def test_text_survives_a_session_that_ends_while_typing(open_page, cast):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone", expect={401})
    choose(page, "kinds", "threat")
    page.fill("textarea[name='narrative']", STORY)
    wait_for_save(page)
    Session.objects.all().delete()
    page.locator("textarea[name='narrative']").press_sequentially(" Så gik han.")
    page.get_by_text("Du er logget ud, fordi der er gået lang tid.").wait_for()
    assert page.input_value("textarea[name='narrative']").endswith("Så gik han.")  # it stands where it was typed
    button(page, "Send til").click()
    page.wait_for_url("**/account/login/**")
    assert "Din tekst er gemt. Log ind, så fortsætter du, hvor du slap." in page.locator("main").inner_text()
    page.get_by_role("button", name=cast["medarbejder"].name).click()
    page.wait_for_url("**/incidents/report/")
    assert page.input_value("textarea[name='narrative']") == STORY + " Så gik han."
    assert page.locator("input[name='kinds'][value='threat']").is_checked()
    choose(page, "place", "desk")
    choose(page, "wellbeing", "shaken")
    button(page, "Send til").click()
    page.wait_for_url("**/receipt/")
    assert Incident.objects.get().narrative == STORY + " Så gik han."


def test_nothing_is_lost_without_a_connection(open_page, cast):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone")
    page.context.set_offline(True)
    page.fill("textarea[name='narrative']", STORY)
    page.get_by_text("Der er ingen forbindelse. Bliv på siden").wait_for()
    assert page.input_value("textarea[name='narrative']") == STORY
    assert not Incident.objects.exists()
    page.context.set_offline(False)  # it saves itself when the signal is back
    wait_for_save(page)
    assert Incident.objects.get().draft["narrative"] == STORY


def test_files_are_confirmed_or_refused_in_words(open_page, cast):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone", expect={422})
    page.fill("textarea[name='narrative']", STORY)
    page.set_input_files(
        "input[type='file']", {"name": "besked.png", "mimeType": "image/png", "buffer": SCREENSHOT.getvalue()}
    )
    button(page, "Vedhæft fil").click()
    page.get_by_text("besked.png er modtaget").wait_for()
    assert re.search(r"\d+ (B|byte|kB) · forseglet kl\. 14\.0\d", page.locator(".upload-ok").inner_text())

    page.set_input_files(
        "input[type='file']",
        {"name": "trussel.png", "mimeType": "image/png", "buffer": b"<!doctype html><script>alert(1)</script>"},
    )
    button(page, "Vedhæft fil").click()
    page.locator("#files").get_by_text("Filen er noget andet, end navnet siger.").wait_for()
    assert page.input_value("textarea[name='narrative']") == STORY
    assert_accessible(page)
    assert [one.original_name for one in Attachment.objects.all()] == ["besked.png"]
    assert page.locator(".upload-ok").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_what_a_colleague_did_is_not_kept(open_page, cast, javascript):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone", java_script_enabled=javascript)
    page.fill("textarea[name='narrative']", STORY)
    choose(page, "perpetrator", "colleague")
    button(page, "Send").click()
    page.get_by_role("heading", name="Dem kan du gå til").wait_for()
    assert page.locator("#own-text").inner_text() == STORY
    assert cast["amr"].name in page.locator("main").inner_text()
    if javascript:
        assert_accessible(page)
        fits(page)
    assert not Incident.objects.exists() and not Draft.objects.exists()
