"""What the browser is told to refuse, on every kind of page."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.core.workplace import Workplace

OPEN_PAGES = ["/account/login/", "/account/password/reset/", "/help/", "/accessibility/", "/healthz", "/findes-ikke/"]
WITHOUT_SIGN_IN = {
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn", "account_logout",
    "account_leave",  # signs out; pressed once more it leads to the neutral page again
    "feed", "way_in", "welcome", "welcome_pdf", "welcome_file",  # behind a secret of their own: a calendar, a newcomer's first pages
    "account_reauthenticate", "mfa_reauthenticate", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_cancelled", "socialaccount_login_error",
    "healthz", "readyz", "help_now", "help_now_at", "help_now_sheet", "accessibility", "draft", "demo_sign_in",
    # closed: a name without a page
    "account_signup", "account_inactive", "account_email_verification_sent", "account_set_password",
    "account_confirm_login_code", "socialaccount_signup", "socialaccount_connections",
}  # fmt: skip


@pytest.fixture
def person(db):
    """Somebody who works here."""
    return Workplace().employee


def pages(client, person):
    """Return an answer of each kind: open, private, refused, lost, redirected."""
    found = {path: client.get(path) for path in OPEN_PAGES}
    found["redirect"] = client.get("/profile/")
    client.force_login(person)
    found |= {path: client.get(path) for path in ("/", "/profile/", "/contacts/", "/account/2fa/", "/heller-ikke/")}
    found["refused"] = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    return found


def test_every_answer_is_narrow(client, person):
    for path, response in pages(client, person).items():
        policy = dict(
            part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if " " in part.strip()
        )
        assert policy["default-src"] == "'none'", path
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", path
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'", path
        words = response["Content-Security-Policy"].replace("'", " ").replace(";", " ").split()
        assert not {"unsafe-inline", "unsafe-eval", "*"} & set(words), path
        assert response["X-Content-Type-Options"] == "nosniff", path
        assert response["X-Frame-Options"] == "DENY", path
        assert response["Referrer-Policy"] == "same-origin", path
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert "camera=()" in response["Permissions-Policy"], path
        assert "Server" not in response and "X-Powered-By" not in response, path


def test_pages_of_signed_in_people_stay_in_no_cache(client, person):
    client.force_login(person)
    for path in ("/", "/profile/", "/contacts/", "/help/", "/findes-ikke/", "/account/2fa/"):
        assert "no-store" in client.get(path)["Cache-Control"], path


def test_pages_hold_no_inline_script_style_or_handler(client, person):
    import re

    for path, response in pages(client, person).items():
        if not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        for script in re.findall(r"<script\b[^>]*>", html):
            assert "src=" in script or 'type="application/json"' in script, (path, script)
        assert not re.search(r"<style\b|\sstyle=|\son(click|load|error|submit|change|input)=|javascript:", html), path


def test_everything_else_asks_for_sign_in():
    def views(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from views(pattern.url_patterns)
            else:
                yield pattern.name, pattern.callback

    open_ones = {name for name, view in views(get_resolver().url_patterns) if not getattr(view, "login_required", True)}
    assert open_ones <= WITHOUT_SIGN_IN, open_ones - WITHOUT_SIGN_IN
    assert {"account_login", "healthz", "help_now", "accessibility"} <= open_ones


def test_a_request_keeps_a_harmless_id_and_no_other(client, db):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345678"})["X-Request-ID"] == "abc-12345678"
    for bad in ("kort", "x" * 41, "linje\nto-linjer", "<script>alert</script>", "æøåæøåæøå", "ab cd ef gh ij"):
        given = client.get("/healthz", HTTP_X_REQUEST_ID=bad)["X-Request-ID"]
        assert given != bad and given.isalnum() and len(given) == 12


def test_health_needs_no_database_and_says_nothing_of_people(client, person, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json() == {"ok": True, "database": True, "migrated": True}
    assert "no-store" in client.get("/readyz")["Cache-Control"] and not client.get("/readyz").cookies


def test_not_ready_is_told_without_details(client, db):
    from unittest import mock

    from django.db import OperationalError

    with mock.patch("core.views.health.connection.cursor", side_effect=OperationalError("password=hemmelig")):
        response = client.get("/readyz")
    assert response.status_code == 503 and b"hemmelig" not in response.content
    with mock.patch("core.views.health._is_migrated", return_value=False):
        assert client.get("/readyz").status_code == 503


def test_cookies_are_for_the_server_alone_and_go_with_the_browser(client, person, settings):
    person.set_password("en lang sætning om havet")
    person.save()
    answer = client.post("/account/login/", {"login": person.email, "password": "en lang sætning om havet"})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["domain"] and not cookie["max-age"] and not cookie["expires"]
    assert client.get("/account/logout/").cookies[settings.CSRF_COOKIE_NAME]["httponly"]


def test_with_https_cookies_are_bound_to_the_host():
    import json
    import os
    import subprocess
    import sys

    from django.conf import settings

    code = (
        "import json; from config import settings as s; print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000]))"
    )
    surroundings = {**os.environ, "BASE_URL": "https://intranet.kommune.example", "DEMO": "no", "DEBUG": "no"}
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, env=surroundings, cwd=settings.ROOT, capture_output=True, check=True)
    assert json.loads(found.stdout) == ["__Host-session", "__Host-csrf", True, True, True, True]


def test_deploy_check_is_clean():
    import os
    import subprocess
    import sys

    from django.conf import settings

    surroundings = {
        **os.environ,
        "BASE_URL": "https://intranet.kommune.dk",
        "ALLOWED_HOSTS": "intranet.kommune.dk",
        "DEMO": "no",
        "DEBUG": "no",
        "SECRET_KEY": "k9#hG2!pQ7zX4vB8nM1cL6jR3tY5wE0aSdFgHjKlZxCvBnM-UiOp",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    surroundings.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set by browser tests in the same process
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(command, env=surroundings, cwd=settings.ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr


def test_every_test_that_the_threat_table_names_exists():
    import re

    from django.conf import settings

    page = (settings.ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", page)
    assert len(named) > 60
    for file, function in named:
        path = (
            settings.ROOT / ("" if file.startswith("core/") and not file.startswith("core/test_") else "tests") / file
        )
        assert path.is_file(), file
        assert not function or f"def {function}(" in path.read_text(encoding="utf-8"), f"{file}::{function}"
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)] == list(range(1, 46))
