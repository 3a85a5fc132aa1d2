"""The municipality's own sign-in (OpenID Connect): it leads to people who are here, and never makes one."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import clear_url_caches

from core import signin
from core.models import Person
from tests.core.oidc_server import CLIENT, SECRET, OidcServer
from tests.core.signing import person, words  # noqa: F401  (fixtures)
from tests.core.workplace import role

# ruff: noqa: F811 (a fixture is imported, then named as an argument)


def arrives(person=None, *, request_user=None):
    """Ask the adapter about somebody who comes from the municipality's sign-in."""

    request = RequestFactory().get("/")
    request.user = request_user or AnonymousUser()
    login = SocialLogin(user=person or Person(email="ny@fjordby.example"), account=SocialAccount(provider="kommunen"))
    return signin.SocialAccountAdapter(request).pre_social_login(request, login)


def test_the_municipalitys_sign_in_lets_in_who_is_here_and_never_makes_a_person(person):

    arrives(person)
    for stranger in (None, Person(email="ny@fjordby.example")):
        with pytest.raises(ImmediateHttpResponse) as refused:
            arrives(stranger)
        assert refused.value.response.status_code == 403
        assert "Vi kender ikke kontoen" in words(refused.value.response)
    assert not signin.SocialAccountAdapter().is_open_for_signup(None, None)
    assert not Person.objects.filter(email="ny@fjordby.example").exists()


def test_the_municipalitys_sign_in_refuses_the_departed_and_another_account(person):

    other = Person.objects.exclude(pk=person.pk).first()
    with pytest.raises(ImmediateHttpResponse):
        arrives(person, request_user=other)
    Person.objects.filter(pk=person.pk).update(active_to="2020-01-31")
    person.refresh_from_db()
    with pytest.raises(ImmediateHttpResponse):
        arrives(person)


# -- the whole way, against a server on this machine -----------------------------------------------------------------
@pytest.fixture
def server():
    made = OidcServer()
    yield made
    made.close()


@pytest.fixture
def connected(settings, server, db):
    """Connect the product to the server, as OIDC_SERVER_URL and the other settings would."""
    settings.ROOT_URLCONF = "tests.core.oidc_urls"
    app = {"provider_id": "kommunen", "name": "Fjordby Kommune", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": {"server_url": server.url, "verified_email": False}}]}
    }
    clear_url_caches()
    yield server
    settings.ROOT_URLCONF = "config.urls"
    clear_url_caches()


def go(client, server, *, next="/profile/", **claims):
    """Press »Log ind med Fjordby Kommune«, sign in there as the account of the claims, and come back."""
    server.claims = {"sub": "abc-1"} | claims
    there = client.post(f"/account/oidc/kommunen/login/?process=login&next={next}")
    asked = parse_qs(urlsplit(there.url).query)
    assert there.url.startswith(f"{server.url}/authorize?") and asked["client_id"] == [CLIENT]
    back = f"/account/oidc/kommunen/login/callback/?code={server.code()}&state={asked['state'][0]}"
    return client.get(back)


def test_who_is_here_comes_in_by_a_verified_address_and_lands_where_they_were_going(client, person, connected):
    answer = go(client, connected, email=person.email, email_verified=True, name="Et andet navn")
    assert (answer.status_code, answer.url) == (302, "/profile/")
    assert client.get("/profile/").status_code == 200
    assert {"/.well-known/openid-configuration", "/token"} <= set(connected.asked)
    person.refresh_from_db()
    assert person.name != "Et andet navn"  # the administration keeps names
    assert SocialAccount.objects.get().user == person
    client.logout()  # and again, now known by the other side's number, whatever its address is called by then
    assert go(client, connected, email="nyt.navn@fjordby.example", email_verified=True).url == "/profile/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "fremmed@fjordby.example", "email_verified": True},
        {"email_verified": True},
        {"email": "PERSON", "email_verified": False},
        {"email": "PERSON"},
    ],
)
def test_strangers_and_unverified_addresses_get_one_danish_page_and_no_account(client, person, connected, claims):
    claims = {name: person.email if value == "PERSON" else value for name, value in claims.items()}
    before = Person.objects.count()
    answer = go(client, connected, **claims)
    assert answer.status_code == 403 and "Vi kender ikke kontoen" in words(answer)
    assert client.get("/profile/").status_code == 302
    assert Person.objects.count() == before and not SocialAccount.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"active_to": "2020-01-31"}])
def test_the_blocked_and_the_departed_get_the_same_page(client, person, connected, change):
    assert go(client, connected, email=person.email, email_verified=True).status_code == 302
    client.logout()
    Person.objects.filter(pk=person.pk).update(**change)
    answer = go(client, connected, email=person.email, email_verified=True)
    assert answer.status_code == 403 and "Vi kender ikke kontoen" in words(answer)
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize("path", ["/token", "/userinfo"])
def test_a_server_that_fails_gets_a_danish_page_and_lets_nobody_in(client, person, connected, path):
    connected.broken = path
    answer = go(client, connected, email=person.email, email_verified=True)
    assert answer.status_code < 500
    page = words(answer if answer.status_code != 302 else client.get(answer.url))
    assert "Log ind" in page or "logge ind" in page or "Prøv igen" in page
    for english in ("Third-Party", "An error occurred", "Login Failure"):
        assert english not in page
    assert client.get("/profile/").status_code == 302


def test_a_token_of_another_audience_lets_nobody_in(client, person, connected):
    answer = go(client, connected, email=person.email, email_verified=True, aud="en anden")
    assert answer.status_code < 500 and client.get("/profile/").status_code == 302


def test_an_answer_that_nobody_asked_for_is_refused(client, person, connected):
    connected.claims = {"sub": "abc-1", "email": person.email, "email_verified": True}
    answer = client.get(f"/account/oidc/kommunen/login/callback/?code={connected.code()}&state=gaettet")
    assert answer.status_code < 500 and client.get("/profile/").status_code == 302


def test_who_comes_from_there_is_not_asked_for_a_second_step_here(client, person, connected, settings):
    settings.SECOND_STEP_FOR = ["hr"]
    role(person, "hr")
    go(client, connected, email=person.email, email_verified=True)
    assert client.get("/profile/").status_code == 200


def test_the_way_back_stays_in_this_house(client, person, connected):
    answer = go(client, connected, next="https://evil.example/", email=person.email, email_verified=True)
    assert answer.status_code == 302 and answer.url.startswith("/")
