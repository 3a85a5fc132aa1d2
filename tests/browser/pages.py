"""What the browser tests do with every page."""

import re


def choose(page, name, *values):
    """Tick the named choices of a question."""
    for value in values:
        page.locator(f"input[name='{name}'][value='{value}']").check()


def button(page, words):
    """Return the visible button or link with these words, hidden explanations aside."""
    pattern = re.compile(rf"^\s*{re.escape(words)}")
    return page.locator("button:visible, a:visible").filter(has_text=pattern).first


def fits(page):
    """Fail when the page is wider than the screen."""
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] :
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
            && getComputedStyle(e).position !== 'fixed').slice(0, 6).map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`)"""
    )
    assert not wide, f"{page.url} is wider than {page.viewport_size['width']} px:\n" + "\n".join(wide)
