"""An agenda arranged with the pointer, and minutes that two write in the same room while the network comes and goes."""

from med.models import Meeting, Treatment
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fits
from tests.browser.test_med_meetings import prepared


def saved(page, item):
    """Wait until the item's text has been saved by itself."""
    page.wait_for_function(
        "pk => { const form = document.querySelector(`#item-${pk} [data-text-form]`), field = form.querySelector('textarea');"
        "return Number(form.elements.version.value) > 1 && field.value === field.defaultValue }",
        arg=item.pk,
    )


def test_an_item_is_dragged_to_its_place_and_the_arrows_do_the_same(open_page, cast):
    med, meeting = prepared(cast)
    first, second = (med.treatment(meeting, title, order=n) for n, title in ((100, "Støj"), (200, "Lys")))
    page = open_page(f"/med/meetings/{meeting.pk}/", person=cast["tr"])
    page.locator(f"#item-{second.pk} .no").drag_to(page.locator(f"#item-{first.pk}"), target_position={"x": 40, "y": 3})
    page.wait_for_url(f"**#item-{second.pk}")
    titles = list(meeting.treatments.filter(part="B").order_by("order", "pk").values_list("title", flat=True))
    assert titles == ["Hjemmearbejde", "Lys", "Støj", "Eventuelt"]
    with page.expect_navigation():
        page.get_by_role("button", name="Flyt Lys ned").press("Enter")
    order = list(meeting.treatments.filter(pk__in=[first.pk, second.pk]).order_by("order").values_list("pk", flat=True))
    assert order == [first.pk, second.pk]
    assert_accessible(page)


def test_two_see_each_other_and_every_text_saves_itself(open_page, cast):
    med, meeting = prepared(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="under_way")
    item = Treatment.objects.get(title="Hjemmearbejde")
    address = f"/med/meetings/{meeting.pk}/write/"
    mine = open_page(address, person=cast["referent"])
    other = open_page(address, person=cast["leder"], size="phone")
    fits(other)
    field = mine.locator(f"#item-{item.pk} textarea")
    field.click()
    field.press_sequentially("Udvalget ønsker en fælles linje.")
    mine.get_by_role("button", name="Punktet blev udsat til næste møde.").click()
    saved(mine, item)
    item.refresh_from_db()
    assert item.text == "Udvalget ønsker en fælles linje. Punktet blev udsat til næste møde."
    other.locator(f"#item-{item.pk}").get_by_text("skriver her").wait_for()
    other.wait_for_function(
        "pk => document.querySelector(`#item-${pk} textarea`).value.startsWith('Udvalget ønsker')", arg=item.pk
    )
    assert_accessible(mine)
    assert_accessible(other)


def test_the_network_drops_while_somebody_writes_and_comes_back(open_page, cast):
    _med, meeting = prepared(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="under_way")
    item = Treatment.objects.get(title="Hjemmearbejde")
    page = open_page(f"/med/meetings/{meeting.pk}/write/", person=cast["referent"])
    field = page.locator(f"#item-{item.pk} textarea")
    page.context.set_offline(True)
    field.click()
    field.press_sequentially("Skrevet uden net")
    page.wait_for_timeout(4000)
    assert field.input_value() == "Skrevet uden net"
    assert Treatment.objects.get(pk=item.pk).text == ""
    page.context.set_offline(False)
    field.press_sequentially(", og videre.")
    saved(page, item)
    assert Treatment.objects.get(pk=item.pk).text == "Skrevet uden net, og videre."


def test_a_browser_closed_mid_sentence_loses_nothing(open_page, cast):
    _med, meeting = prepared(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="under_way")
    item = Treatment.objects.get(title="Hjemmearbejde")
    address = f"/med/meetings/{meeting.pk}/write/"
    page = open_page(address, person=cast["referent"])
    page.locator(f"#item-{item.pk} textarea").fill("Midt i en sætning, der")
    page.wait_for_timeout(1800)  # the draft is kept after a second and a half; the text itself after two and a half
    page.close()
    again = open_page(address, person=cast["referent"])
    assert again.locator(f"#item-{item.pk} textarea").input_value() == "Midt i en sætning, der"
