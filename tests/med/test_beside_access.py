"""Every address beside agenda and minutes × every person: who gets in, who is told no, for whom it isn't there."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.med.beside_access import EVERYONE, OPEN, PAGES, POST_ONLY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    from tests.situation import taken_back

    with django_db_blocker.unblock(), taken_back(), time_machine.travel(NOW, tick=False):
        yield Beside(Cast()).lay_rows()


@pytest.fixture
def med(laid, db):
    with time_machine.travel(NOW, tick=False):
        yield laid


def ask(med, name, address, how="get"):
    client = Client()
    if name:
        client.force_login(med.cast[name])
    return getattr(client, how)(address).status_code


def address_of(med, name):
    row, *_people = PAGES[name]
    return reverse(name, args=numbers(med, row))


def numbers(med, words):
    """Return the numbers of some rows of Beside."""
    return [word[1:] if word.startswith(":") else getattr(med, word).pk for word in words.split()]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_exactly_these_people_get_in(med, name):
    _row, allowed, told_no = PAGES[name]
    allowed = set(med.cast.names) if allowed == "*" else set(allowed.split())
    told_no = set(med.cast.names) if told_no == "*" else set(told_no.split())
    found = {person: ask(med, person, address_of(med, name)) for person in med.cast.names}
    for person, status in found.items():
        if person in allowed:
            assert status in (200, 302), (person, status)
        else:
            assert status == (403 if person in told_no else 404), (person, status)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_opens_without_sign_in(med, name):
    assert ask(med, None, address_of(med, name)) == 302


@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_everybody_has_a_page_of_their_own(med, name):
    assert ask(med, None, reverse(name)) == 302
    assert {ask(med, person, reverse(name)) for person in ("leder", "andenmedarbejder", "nyansat")} <= {200, 302}


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_is_no_link(med, name):
    address = reverse(name, args=numbers(med, POST_ONLY[name]))
    assert ask(med, "leder", address) == 405
    assert ask(med, "andenmedarbejder", address, "post") in (403, 404), name


def test_a_secret_that_nobody_has_opens_nothing(med):
    assert {"med:feed"} == OPEN
    assert ask(med, None, reverse("med:feed", args=["nothing"])) == 404
