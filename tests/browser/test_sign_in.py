"""Signing in as a person does, in a browser: password, passkey, and back to the page one asked for."""

import pytest

from tests.browser.accessibility import assert_accessible
from tests.browser.pages import see
from tests.cast import Cast

PASSWORD = "en lang sætning om havet"


@pytest.fixture
def person(transactional_db):
    """Signe, with a password."""
    found = Cast().medarbejder
    found.set_password(PASSWORD)
    found.save()
    return found


def with_authenticator(page):
    """Give the browser a key that says yes by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = kind | {"isUserVerified": True, "automaticPresenceSimulation": True}
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def by_password(page, person, password=PASSWORD):
    """Send the form."""
    page.fill("#id_login", person.email)
    page.fill("#id_password", password)
    page.get_by_role("button", name="Log ind", exact=True).click()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_wrong_password_is_told_and_the_right_one_leads_on(open_page, person, size):
    page = open_page("/profile/", size=size)
    assert "/account/login/?next=/profile/" in page.url
    assert_accessible(page)
    by_password(page, person, "forkert adgangskode")
    see(page, "Mailadresse og adgangskode passer ikke sammen")
    assert page.input_value("#id_login") == person.email
    assert_accessible(page)
    by_password(page, person)
    page.wait_for_url("**/profile/")


def test_a_passkey_is_added_and_then_enough(open_page, person, live_server):
    url = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to an address
    page = open_page(f"{url}/account/2fa/")
    devtools, key = with_authenticator(page)
    by_password(page, person)
    page.get_by_role("link", name="Tilføj adgangsnøgle").click()
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Bekræft").click()
    assert_accessible(page)
    page.get_by_role("button", name="Tilføj adgangsnøgle").click()
    page.get_by_role("heading", name="Reservekoder").wait_for()
    assert_accessible(page)

    page.goto(f"{url}/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Log ud").click()
    page.goto(f"{url}/account/login/?next=/profile/")
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    page.get_by_role("heading", name="Min profil").wait_for()

    page.goto(f"{url}/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Log ud").click()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    page.get_by_text("Nøglen blev ikke brugt").wait_for()
    assert "/account/login/" in page.url
