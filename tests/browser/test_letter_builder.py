"""The letter builder's preview follows what is typed, and never takes a press away."""

import pytest

from incidents.actions import letters, taking_over
from incidents.models import LetterType
from tests.browser.pages import button, open_around, see, settled
from tests.incidents.reported import send


@pytest.fixture
def builder(open_page, cast):
    """Return the page of a letter that has just been begun."""
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    made = letters.create(
        incident, by=cast["leder"], type=LetterType.objects.get(code="threats"), to_several=False, sanction=None
    )
    return open_page(f"/incidents/letters/{made.pk}/", person=cast["leder"], expect={422})


def type_into(page, name, words):
    """Type into a field of a closed block."""
    field = page.locator(f"[name='f_{name}']")
    open_around(field)
    field.fill(words)


class SlowServer:
    """Hold the answers with previews back until `answer`."""

    def __init__(self, page):
        self.page, self.held, self.is_slow = page, [], True
        page.route("**/preview/", lambda route: self.held.append(route) if self.is_slow else route.continue_())

    def is_asked(self):
        """Wait until the page has asked for a preview."""
        while not self.held:
            self.page.wait_for_timeout(20)

    def answer(self):
        """Answer what was asked, and everything from now on at once; return when the page has had time to show it."""
        self.is_slow = False
        with self.page.expect_response("**/preview/"):
            for route in self.held:
                route.continue_()
        self.page.wait_for_timeout(300)


def test_the_preview_shows_the_last_words_also_when_the_server_is_slow(builder):
    server = SlowServer(builder)
    type_into(builder, "handling", "Du råbte.")
    server.is_asked()
    for words in (
        "Du råbte og",
        "Du råbte og slog",
        "Du råbte og slog i bordet.",
    ):  # each asks anew, none is answered yet
        builder.locator("[name='f_handling']").fill(words)
        builder.wait_for_timeout(800)
    server.answer()
    settled(builder)
    assert "Du råbte og slog i bordet." in builder.locator("#preview").inner_text()


def test_a_press_counts_though_the_preview_comes_while_the_button_is_down(builder):
    type_into(builder, "handling", "Du slog i bordet.")
    settled(builder)
    missing = builder.locator("#checks li").count()
    server = SlowServer(builder)
    builder.locator("[name='f_handling']").fill("")  # a line more above the button, once the preview is there
    server.is_asked()
    approve = button(builder, "Godkend brev")
    approve.scroll_into_view_if_needed()
    place = approve.bounding_box()
    builder.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    builder.mouse.down()
    server.answer()
    assert builder.locator("#checks li").count() == missing
    assert abs(approve.bounding_box()["y"] - place["y"]) < 4  # a button that is down sinks by a pixel
    with builder.expect_request(lambda request: request.url == builder.url and request.method == "POST") as sent:
        builder.mouse.up()
    assert "do=approve" in sent.value.post_data
    see(builder, "Gør brevet færdigt")


def test_what_came_while_the_button_was_down_is_shown_when_it_is_let_go(builder):
    server = SlowServer(builder)
    type_into(builder, "handling", "Du slog i bordet.")
    server.is_asked()
    builder.mouse.move(2, 2)
    builder.mouse.down()
    server.answer()
    assert "Du slog i bordet." not in builder.locator("#preview").inner_text()
    builder.mouse.up()  # nothing was pressed
    see(builder.locator("#preview"), "Du slog i bordet.")
    settled(builder)
