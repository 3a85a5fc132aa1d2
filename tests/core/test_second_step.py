"""The second step: whoever has one is asked for it, and whose role reads sensitive cases must have one."""

import os
import re
import subprocess
import sys
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as house
from django.urls import reverse

from core import calendar
from core.models import Draft, Mail, Person
from tests.core.signing import PASSWORD, log_in, person, sent, words  # noqa: F401  (fixtures)
from tests.core.workplace import away, role

# ruff: noqa: F811 (a fixture is imported, then named as an argument)


def with_code(person, secret="JBSWY3DPEHPK3PXP"):
    """Give somebody a code from an app."""
    totp.TOTP.activate(person, secret)
    return secret


def code_of(secret):
    """Return the code the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_with_a_code_the_password_alone_does_not_let_in(client, person):
    secret = with_code(person)
    response = log_in(client, person.email)
    assert response.url == "/account/2fa/authenticate/"
    assert client.get("/").status_code == 302
    page = words(client.get(response.url))
    assert "Koden" in page or "koden" in page
    for left_over in ("Two-Factor", "Sign In", "authenticator", "Cancel"):
        assert left_over not in page
    wrong = client.post(response.url, {"code": "000000"})
    assert "Koden passer ikke" in words(wrong)
    assert client.post(response.url, {"code": code_of(secret)}).url == "/"
    assert client.get("/profile/").status_code == 200


def test_the_secret_of_the_app_stands_encrypted(person):
    with_code(person)
    stored = Authenticator.objects.get(user=person).data
    assert "JBSWY3DPEHPK3PXP" not in str(stored)


def test_a_code_can_be_switched_on_with_a_picture_that_the_csp_allows(
    client, person, sent, django_capture_on_commit_callbacks
):
    log_in(client, person.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "data:" in page["Content-Security-Policy"].split("img-src")[1].split(";")[0]
    secret = page.context["form"].secret
    right = mock.patch("allauth.mfa.totp.forms.auth.validate_totp_code", return_value=True)
    with right, django_capture_on_commit_callbacks(execute=True):
        response = client.post("/account/2fa/totp/activate/", {"code": "123456"}, follow=True)
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert "reservekoder" in words(response).lower()
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert [message.subject for message in sent][:1] == ["Dit to-trins-login er ændret"]


MFA_PAGES = ["mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
ENGLISH = re.compile(
    r"\b(the|your|you|Authenticator|Security|Recovery|codes|Password|Submit|Cancel|Edit|Remove|Add|Name)\b"
)


@pytest.mark.parametrize("name", [*MFA_PAGES, "account_change_password", "account_reset_password", "account_logout"])
def test_the_pages_of_sign_in_are_danish(client, person, name):
    with_code(person) if name == "mfa_generate_recovery_codes" else None
    client.force_login(person)
    with mock.patch("allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", return_value=True):
        response = client.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.findall(words(response).replace("Microsoft Authenticator", ""))


def test_changing_the_second_step_asks_for_the_password_again(client, person):
    client.force_login(person)
    response = client.get("/account/2fa/totp/activate/")
    assert response.status_code == 302 and response.url.startswith("/account/reauthenticate/")
    page = words(client.get(response.url))
    assert "Bekræft, at det er dig" in page
    wrong = client.post(response.url, {"password": "forkert"})
    assert "Adgangskoden passer ikke" in words(wrong)
    assert client.post(response.url, {"password": PASSWORD}).status_code == 302


def test_blocked_people_are_refused_after_the_second_step_too(client, person):
    secret = with_code(person)
    log_in(client, person.email)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    response = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert response.status_code in (302, 403)
    assert client.get("/").status_code == 302


# -- those who must ------------------------------------------------------------------------------------------------
@pytest.fixture
def asked(settings):
    """Ask a second step of leaders and HR, as outside the demo."""
    settings.SECOND_STEP_FOR = ["leader", "hr"]


def test_a_leader_without_a_second_step_comes_no_further_than_the_page_where_it_is_made(client, person, asked):
    role(person, "leader", person.unit)
    log_in(client, person.email)
    for path in ("/", "/incidents/", "/profile/"):
        assert client.get(path).headers["Location"] == "/account/2fa/"
    page = words(client.get("/account/2fa/"))
    assert "Du skal have et trin mere" in page
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    assert client.get("/help/").status_code == 200 and client.get("/account/logout/").status_code == 200
    part = client.get("/", headers={"HX-Request": "true"})
    assert (part.status_code, part["X-Login"]) == (401, "/account/2fa/")
    with_code(person)
    assert client.get("/profile/").status_code == 200
    assert "Du skal have et trin mere" not in words(client.get("/account/2fa/"))


def test_others_and_the_demo_are_left_to_choose(client, person, settings, asked):
    log_in(client, person.email)
    assert client.get("/profile/").status_code == 200
    role(person, "leader", person.unit)
    settings.SECOND_STEP_FOR = []
    assert client.get("/profile/").status_code == 200


def test_a_deputy_of_a_leader_is_asked_too(client, person, asked):
    leader = Person.objects.filter(roles__kind="leader").first()
    away(leader, person, calendar.today())
    log_in(client, person.email)
    assert client.get("/").headers["Location"] == "/account/2fa/"


def test_the_last_second_step_is_kept_by_whoever_must_have_one(client, person, asked):
    role(person, "hr")
    secret = with_code(person)
    log_in(client, person.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/profile/").status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_what_a_form_brought_is_kept_while_the_step_is_made(client, person, asked):
    role(person, "hr")
    log_in(client, person.email)
    answer = client.post("/profile/name/", {"name_shown_as": "full"})
    assert answer.headers["Location"] == "/account/2fa/"
    assert Draft.objects.count() <= 1  # a form with a draft's token is kept; this one holds nothing to lose


def test_the_default_asks_outside_the_demo_and_not_in_it():
    code = "from config import settings; print(','.join(settings.SECOND_STEP_FOR))"
    for demo, expected in (("yes", ""), ("no", "leader,safety_rep,union_rep,hr,data_protection,auditor,admin")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"DEMO": demo},
            cwd=house.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == expected


def test_spare_codes_are_given_as_a_file_with_a_danish_name(client, person):
    secret = with_code(person)
    RecoveryCodes.activate(person)
    log_in(client, person.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    with mock.patch("allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", return_value=True):
        answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"] == 'attachment; filename="reservekoder.txt"'


def test_the_demo_shows_mails_about_sign_in_and_stores_them_nowhere_else(client, person, sent, settings):
    client.post("/account/password/reset/", {"email": person.email})
    row = Mail.objects.get(notice="SIGN-IN")
    assert "/account/password/reset/key/" in row.body and len(sent) == 1
    log_in(client, person.email)
    assert "Vælg en ny adgangskode" in words(client.get("/settings/outbox/"))
    settings.DEMO = False
    client.logout()
    client.post("/account/password/reset/", {"email": person.email})
    assert Mail.objects.filter(notice="SIGN-IN").count() == 1 and len(sent) == 2
