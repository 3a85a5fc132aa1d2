"""Every main page of onboarding asks the same number of questions whatever the data, and at most ten."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import Person
from onboarding.actions import competences, courses, learning, meetings
from onboarding.models import Course
from tests.cast import NOW, START
from tests.onboarding.courses import WEEK, versions
from tests.onboarding.situation import laid, situation  # noqa: F401  (fixtures)

# ruff: noqa: F811
pytestmark = pytest.mark.django_db
BUDGET = 10
PAGES = {
    "hr": "list course schedule knowledge packs pack results competences competences_of competence_numbers roles",
    "leder": "list course schedule goals letter_pdf roles move length aids",
    "mentor": "mentor course schedule meetings meeting questions goals knowledge row item guide",
    "nyansat": "mine schedule meetings meeting questions goals knowledge journal",
    "sfk": "mentor row competences",
    "kollega": "competences_of",
}


def asked(person, address):
    """Return the questions of a page as they are sent, without savepoints."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code in (200, 302)
    return [one["sql"] for one in found if not re.match(r"(RELEASE )?SAVEPOINT|ROLLBACK", one["sql"])]


def grow(situation, number):
    """Give the mentor and the office more courses, and Amalie's more of everything."""
    cast = situation.cast
    for n in range(number):
        person = Person.objects.create(
            email=f"ny{n}@fjordby.example", name=f"Ny Kollega {n}", unit=cast.office, site=cast.site, active_from=START
        )
        courses.create(
            person,
            by=cast["hr"],
            unit=cast.office,
            site=cast.site,
            start_on=NOW.date(),
            weekdays=WEEK,
            experience="newly_hired",
            terms="ordinary",
            versions=versions(),
            mentor=cast["mentor"],
        )
        learning.ask(situation.course, by=cast["nyansat"], text=f"Spørgsmål {n}")
        meetings.raise_point(situation.course, by=cast["mentor"], text=f"Punkt {n}")
        competences.save_competence(
            cast["kollega"], by=cast["kollega"], topic=f"Emne {n}", category="tools", level="knows", helps=True
        )


def test_pages_ask_the_same_with_more_data_and_at_most_ten(situation):
    with time_machine.travel(NOW, tick=False):
        pages = [(person, f"onboarding:{name}") for person, names in PAGES.items() for name in names.split()]
        few = {page: len(asked(situation.cast[page[0]], situation.address(page[1]))) for page in pages}
        grow(situation, 3)
        many = {page: len(asked(situation.cast[page[0]], situation.address(page[1]))) for page in pages}
    assert Course.objects.count() == 4
    assert {page: (few[page], many[page]) for page in pages if many[page] > few[page]} == {}
    assert {page: n for page, n in many.items() if n > BUDGET} == {}
