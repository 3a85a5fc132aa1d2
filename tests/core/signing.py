"""A person with a password, and how they sign in; for the tests of everything around sign-in."""

import re

import pytest
from django.core import mail

from core import signin
from tests.core.workplace import Workplace

PASSWORD = "en lang sætning om havet"
LOGIN, RESET = "/account/login/", "/account/password/reset/"


@pytest.fixture
def person(db):
    """Somebody with a password."""
    found = Workplace().employee
    found.set_password(PASSWORD)
    found.save()
    return found


@pytest.fixture
def sent(monkeypatch):
    """Send mails about sign-in at once."""
    monkeypatch.setattr("core.tasks.send_sign_in_mail.delay", signin.send_mail)
    return mail.outbox


def log_in(client, email, password=PASSWORD, **options):
    """Send the form."""
    return client.post(LOGIN, {"login": email, "password": password}, **options)


def words(response):
    """Return a page's text."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
