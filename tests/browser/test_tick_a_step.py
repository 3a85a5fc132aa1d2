"""A step is ticked on its row: the page stays, what is typed elsewhere stays, and the focus is on what was done."""

from tests.browser.accessibility import assert_accessible
from tests.browser.pages import button, fill, see
from tests.browser.test_leader_handles_a_threat import in_hand


def test_a_step_is_ticked_where_it_stands(open_page, cast):
    incident = in_hand(cast)
    page = open_page(f"/incidents/{incident.pk}/", person=cast["stedfortraeder"], expect={422})
    page.evaluate("window.stays = true")
    fill(page, text="Ikke gemt endnu")
    later = page.locator("details.later > summary", has_text="der kan vente")
    if later.count():
        later.click()
    row = page.locator("li.step:has(details.tick)").first
    place = row.get_attribute("id")
    row = page.locator(f"#{place}")
    row.locator("details.tick > summary").click()
    row.locator("textarea").fill("Se 010190-1234.")
    row.locator("details.tick button").click()
    row.locator(".error").wait_for()
    assert row.locator("textarea").input_value() == "Se 010190-1234."
    row.locator("textarea").fill("Aftalt.")
    row.locator("details.tick button").click()
    page.locator(f"#{place}.step-done").wait_for()
    see(page, "er markeret udført.")
    assert page.evaluate("document.activeElement.id") == place
    assert_accessible(page)
    button(page.locator(f"#{place}"), "Fortryd").click()
    page.locator(f"#{place}:not(.step-done)").wait_for()
    assert page.evaluate("window.stays") and page.locator("textarea[name='text']").input_value() == "Ikke gemt endnu"
