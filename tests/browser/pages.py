"""What the browser tests do with every page."""

import re

from playwright.sync_api import TimeoutError


def choose(page, name, *values):
    """Tick the named choices of a question."""
    for value in values:
        page.locator(f"input[name='{name}'][value='{value}']").check()


def button(page, words):
    """Return the visible button or link with these words, hidden explanations aside."""
    pattern = re.compile(rf"^\s*{re.escape(words)}")
    return page.locator("button:visible, a:visible").filter(has_text=pattern).first


def press(page, target):
    """Press a button that sends its form (by its words, or the button itself); return when the page that answers is there."""
    with page.expect_navigation():
        (button(page, target) if isinstance(target, str) else target).click()


def fits(page):
    """Fail when the page is wider than the screen."""
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] :
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
            && getComputedStyle(e).position !== 'fixed').slice(0, 6).map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`)"""
    )
    assert not wide, f"{page.url} is wider than {page.viewport_size['width']} px:\n" + "\n".join(wide)


def fill(page, /, **values):
    """Type into the named fields that can be seen."""
    for name, value in values.items():
        page.locator(f"[name='{name}']:visible").first.fill(value)


def see(page, words):
    """Wait until the words can be seen on the page."""
    try:
        page.get_by_text(words).locator("visible=true").first.wait_for()
    except TimeoutError as late:
        place = page if hasattr(page, "url") else page.page
        raise AssertionError(
            f"{place.url} doesn't say »{words}«:\n{place.locator('main').inner_text()[:2000]}"
        ) from late


def settled(page):
    """Wait until the letter's preview and checks show what is typed, so that nothing moves any more."""
    page.locator("#preview:not([aria-busy])").wait_for()


def open_around(field):
    """Open the closed blocks around a field."""
    field.evaluate(
        "field => { for (let part = field; part; part = part.parentElement?.closest('details')) if (part.tagName === 'DETAILS') part.open = true }"
    )
