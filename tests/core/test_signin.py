"""Who gets in and how; nothing tells a stranger more than a colleague would."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse

from core import calendar, checks
from core.models import Person
from core.texts import error
from tests.core.signing import LOGIN, PASSWORD, RESET, log_in, person, sent, words  # noqa: F401  (fixtures)

# ruff: noqa: F811 (a fixture is imported, then named as an argument)


# -- mail and password ---------------------------------------------------------------------------------------------
def test_the_right_password_leads_to_min_side(client, person):
    response = log_in(client, person.email)
    assert response.status_code == 302 and response.url == "/"
    assert client.session["begun"]


def test_the_address_may_be_written_in_capitals(client, person):
    assert log_in(client, person.email.upper()).status_code == 302


CLOSED = [{"is_active": False}, {"active_to": "2020-01-31"}, {"active_from": "2099-01-01"}]


@pytest.mark.parametrize("change", [{}, *CLOSED])
def test_a_wrong_password_reads_the_same_for_known_blocked_departed_and_unknown(client, person, change):
    Person.objects.filter(pk=person.pk).update(**change)
    known = log_in(client, person.email, "forkert")
    unknown = log_in(client, "ingen@fjordby.example", "forkert")
    for response in (known, unknown):
        assert response.status_code == 200
        assert error("E-62") in words(response)
        assert "_auth_user_id" not in client.session
    assert words(known).replace(person.email, "") == words(unknown).replace("ingen@fjordby.example", "")


@pytest.mark.parametrize("change", CLOSED)
def test_the_blocked_and_the_departed_stay_out_with_the_right_password_too(client, person, change):
    Person.objects.filter(pk=person.pk).update(**change)
    response = log_in(client, person.email)
    assert response.status_code == 403 and "Du kan ikke logge ind her" in words(response)
    assert client.get("/").status_code == 302


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(client, person):
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    counts = []
    for email in (person.email, "ingen@fjordby.example"):
        with mock.patch(hasher, return_value="md5$x$y") as encode:
            log_in(client, email, "forkert")
        counts.append(encode.call_count)
    assert counts[0] == counts[1] >= 1


def test_after_five_wrong_tries_the_account_waits_and_says_until_when(client, person):
    for _try in range(5):
        log_in(client, person.email, "forkert")
    response = log_in(client, person.email)
    assert re.search(r"Der har været for mange forsøg\. Prøv igen kl\. \d\d\.\d\d\.", words(response))
    assert "_auth_user_id" not in client.session
    cache.clear()
    assert log_in(client, person.email).status_code == 302


def test_the_session_gets_a_new_key_at_sign_in(client, person):
    client.get(LOGIN)
    client.session.save()
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    log_in(client, person.email)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "address",
    ["https://ond.example/", "//ond.example/", "/\\ond.example/", "\\\\ond.example", "javascript:alert(1)",
     "https:ond.example", "///ond.example", "/\t/ond.example", "http://testserver@ond.example/"],
)  # fmt: skip
def test_sign_in_never_leads_to_another_site(client, person, address):
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD, "next": address})
    assert response.status_code == 302 and "ond.example" not in response.url and "javascript" not in response.url
    assert client.post("/demo/sign-in/", {"person": "x", "next": address}).status_code == 404


def test_sign_in_leads_on_to_a_page_of_our_own(client, person):
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD, "next": "/contacts/?rolle=leader"})
    assert response.url == "/contacts/?rolle=leader"


def test_the_login_page_is_danish_and_asks_once_whether_the_password_is_forgotten(client, db):
    page = words(client.get(LOGIN))
    assert page.lower().count("glemt") == 1
    for left_over in ("Password", "Sign In", "Forgot", "Remember", "E-mail"):
        assert left_over not in page
    assert "no-store" in client.get(LOGIN)["Cache-Control"]


# -- closed doors --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/", "3rdparty/",
     "3rdparty/signup/", "social/signup/", "inactive/", "closed/", "2fa/webauthn/signup/", "sessions/"],
)  # fmt: skip
def test_what_we_do_not_offer_is_not_there(client, person, path):
    assert client.get(f"/account/{path}").status_code in (302, 404)
    client.force_login(person)
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}", {"email": "ny@fjordby.example", "password1": PASSWORD}).status_code == 404
    assert not Person.objects.filter(email="ny@fjordby.example").exists()


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "mfa_index", "mfa_activate_totp"])
def test_what_we_offer_is_there(client, person, name):
    client.force_login(person)
    assert client.get(reverse(name)).status_code in (200, 302)


# -- forgotten password --------------------------------------------------------------------------------------------
def link_of(message):
    """Return the path of the link in a mail."""
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_a_reset_link_leads_to_a_new_password_once(client, person, sent):
    assert client.post(RESET, {"email": person.email}).url == "/account/password/reset/done/"
    (message,) = sent
    assert message.subject == "Vælg en ny adgangskode" and message.to == [person.email]
    path = link_of(message)
    form = client.get(path, follow=True)
    new = "en anden lang sætning"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert done.status_code == 200
    client.logout()
    assert log_in(client, person.email, new).status_code == 302
    client.logout()
    assert error("E-64") in words(client.get(path, follow=True))


def test_the_reset_link_is_built_from_the_configured_address_whatever_the_host_says(client, person, sent, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": person.email}, headers={"Host": "ond.example", "X-Forwarded-Host": "ond.example"})
    assert "ond.example" not in sent[0].body
    assert f"{settings.BASE_URL}/account/password/reset/key/" in sent[0].body


def test_another_host_is_refused(client, db):
    assert client.get(LOGIN, headers={"Host": "ond.example"}).status_code == 400


@pytest.mark.parametrize("change", [{"is_active": False}, {"active_to": "2020-01-31"}, None])
def test_asking_for_a_link_reads_the_same_for_those_who_get_none(client, person, sent, change):
    email = person.email if change else "ingen@fjordby.example"
    if change:
        Person.objects.filter(pk=person.pk).update(**change)
    response = client.post(RESET, {"email": email})
    assert response.status_code == 302 and response.url == "/account/password/reset/done/"
    assert sent == []


def test_a_reset_link_works_for_one_hour(client, person, sent, settings):
    import time_machine

    from core import calendar

    client.post(RESET, {"email": person.email})
    later = calendar.real_now().timestamp() + settings.PASSWORD_RESET_TIMEOUT + 60
    with time_machine.travel(later):
        assert error("E-64") in words(client.get(link_of(sent[0]), follow=True))


def test_a_password_must_be_long_and_unlike_the_person(client, person):
    client.force_login(person)
    for poor in ("kort", "malene.medarbejder", "password1234"):
        response = client.post(
            "/account/password/change/", {"oldpassword": PASSWORD, "password1": poor, "password2": poor}
        )
        assert response.status_code in (200, 302)
        if response.status_code == 200:
            person.refresh_from_db()
            assert person.check_password(PASSWORD)


def test_a_new_password_is_told_by_mail_and_ends_other_sessions(client, person, sent):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(person)
    log_in(client, person.email)
    new = "en anden lang sætning"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200
    assert [message.subject for message in sent] == ["Din adgangskode er ændret"]


# -- the demo ------------------------------------------------------------------------------------------------------
def test_one_click_sign_in_is_for_invented_people_only(client, person):
    with mock.patch("core.cast.emails", return_value={person.email}):
        assert client.post("/demo/sign-in/", {"person": person.email}).status_code == 302
        assert client.get("/").status_code == 200
    client.logout()
    assert client.post("/demo/sign-in/", {"person": person.email}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405


def test_somebody_who_begins_later_is_told_when(client, person):
    Person.objects.filter(pk=person.pk).update(active_from=calendar.today() + timedelta(days=12))
    with mock.patch("core.cast.emails", return_value={person.email}):
        answer = client.post("/demo/sign-in/", {"person": person.email}, follow=True)
    assert "begynder først" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_outside_the_demo_there_is_no_one_click_sign_in(client, person, settings):
    import importlib

    from core import urls

    settings.DEMO = False
    with mock.patch("core.cast.emails", return_value={person.email}):
        assert client.post("/demo/sign-in/", {"person": person.email}).status_code == 404
    try:
        assert "demo_sign_in" not in {path.name for path in importlib.reload(urls).urlpatterns}
    finally:
        settings.DEMO = True
        importlib.reload(urls)
    settings.DEMO = False
    page = client.get(LOGIN).content.decode()
    assert "demo/sign-in" not in page and 'name="person"' not in page and "Demo" not in page


@pytest.mark.parametrize(
    "values, refused",
    [
        ({"DEMO": True, "BASE_URL": "https://arbejdspladsen.kommune.dk"}, True),
        ({"DEMO": True, "BASE_URL": "http://localhost:8000"}, False),
        ({"DEMO": False, "DEBUG": True, "BASE_URL": "https://arbejdspladsen.kommune.dk"}, True),
        (
            {"DEMO": False, "DEBUG": True, "BASE_URL": "http://localhost", "ALLOWED_HOSTS": ["intranet.kommune.dk"]},
            True,
        ),
        ({"DEMO": False, "DEBUG": False, "BASE_URL": "https://arbejdspladsen.kommune.dk"}, False),
        ({"DEMO": True, "BASE_URL": "http://192.168.1.4:8000"}, False),
        ({"DEMO": True, "ALLOWED_HOSTS": ["*"]}, True),
    ],
)
def test_demo_and_debug_refuse_to_start_where_strangers_come(settings, values, refused):
    for name, value in values.items():
        setattr(settings, name, value)
    assert [fault.id for fault in checks.the_demo_stays_at_home()] == (["core.E001"] if refused else [])
    if refused:
        with pytest.raises(ImproperlyConfigured):
            checks.refuse_unsafe_start()


def test_names_that_allauth_asks_for_lead_nowhere(client, db):
    for name in ("account_signup", "socialaccount_connections"):
        try:
            assert client.get(reverse(name)).status_code == 404
        except NoReverseMatch:
            pass
