"""A real browser against a real server: pages at two sizes, and no test passes over a console error.

def test_front_page_shows_what_waits(open_page, cast):
    page = open_page("/", person=cast["leder"], size="phone")
    assert_accessible(page)      # from tests.browser.accessibility
"""

import os
import threading
import time
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client

from tests.cast import NOW, Cast

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
PATIENCE = 45_000  # milliseconds; a machine that is busy with other tests is slow, and nothing here waits in vain
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser():
    """Return one Chromium for the browser tests of this process; it is gone before other tests begin."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous API keeps an event loop in this thread, which makes Django refuse its database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            # A PDF made in this process points fontconfig at our own faces; the browser needs the system's.
            env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=FLAGS,
        )
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Traffic:
    """Know whether the server is answering somebody."""

    def __init__(self):
        self.lock, self.running, self.last = threading.Lock(), 0, 0.0
        request_started.connect(self.started)
        request_finished.connect(self.finished)

    def started(self, **kwargs):
        """Count a request in."""
        with self.lock:
            self.running, self.last = self.running + 1, time.monotonic()

    def finished(self, **kwargs):
        """Count a request out."""
        with self.lock:
            self.running, self.last = self.running - 1, time.monotonic()

    def wait_for_rest(self, quiet=0.15, patience=20):
        """Return when nothing has run for a moment: a page that closes may still save what was typed."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.running <= 0 and time.monotonic() - self.last > quiet:
                return
            time.sleep(0.02)


@pytest.fixture(scope="session")
def traffic():
    """Return what is known about the server's requests."""
    return Traffic()


@pytest.fixture
def open_page(browser, live_server, traffic):
    """Return a function that opens a path as a person at a size.

    `expect` names status codes of 400 and above that the test means to see; every other one, every console error,
    broken script, blocked resource and CSP violation fails the test when it ends.
    """
    faults, contexts = [], []

    def opener(path="/", *, person=None, size="desktop", expect=(), **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=SIZES[size],
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            reduced_motion="reduce",  # colours that are still on their way have the wrong contrast
            has_touch=size == "phone",
            is_mobile=size == "phone",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, faults, expect)
        if person is not None:
            sign_in(page, person, live_server.url)
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    traffic.wait_for_rest()  # a save on its way would write into the next test
    assert not faults, "The browser complained:\n" + "\n".join(faults)


def watch(page, faults, expect):
    """Collect in FAULTS whatever the browser or the server finds wrong on PAGE."""

    def heard(message):
        if message.type == "error" and "Failed to load resource" not in message.text:  # counted by status below
            faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def answered(response):
        if response.status >= 400 and response.status not in expect:
            faults.append(f"{response.status}: {response.url}")

    def failed(request):
        # ABORTED: left the page while something was loading; DISCONNECTED: the test took the network away
        if request.failure not in ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"):
            faults.append(f"not loaded: {request.url} ({request.failure})")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("response", answered)
    page.on("requestfailed", failed)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => "
        "console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
    )


def sign_in(page, person, url):
    """Sign PERSON in on PAGE, for the server at URL, without the form."""
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": url,
            }
        ]
    )


@pytest.fixture
def cast(transactional_db, settings):
    """Return the cast on a Friday at 14.05: the product's clock is moved, the browser's and the session's are real."""
    settings.CLOCK_OFFSET = NOW - datetime.now(UTC)
    return Cast()
