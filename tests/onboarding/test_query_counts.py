"""Every address of onboarding that shows something asks the same number of questions whatever the data, and at most ten."""

import pytest
from django.test import Client

from core.models import Person
from onboarding.actions import competences, courses, learning, meetings
from onboarding.models import Course
from tests.cast import NOW, START
from tests.counting import asked, first, said
from tests.onboarding.courses import WEEK, versions
from tests.onboarding.situation import laid, situation  # noqa: F401  (fixtures)
from tests.onboarding.test_url_access import EVERYONE, HIDDEN, ROLE
from tests.situation import taken_back

# ruff: noqa: F811
pytestmark = pytest.mark.django_db
BUDGET = 10
ASKERS = ("hr", "leder", "mentor", "nyansat")  # in the order of who sees most
PAGES = {  # these too, beside the one who sees most of each
    "leder": "list course schedule goals letter_pdf roles move length aids",
    "mentor": "mentor course schedule meetings meeting questions goals knowledge row item guide evaluation",
    "nyansat": "mine schedule meetings meeting questions goals knowledge journal evaluation",
    "sfk": "mentor row competences",
    "kollega": "competences_of",
}
SHOWN = HIDDEN | ROLE | dict.fromkeys(EVERYONE, "*")


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
    cast = situation.cast
    pages = {(first(through, ASKERS, cast.names), name) for name, through in SHOWN.items()}
    pages |= {(person, f"onboarding:{name}") for person, names in PAGES.items() for name in names.split()}
    askers = {name: Client() for name in cast.names}
    for name, client in askers.items():
        client.force_login(cast[name], backend="core.signin.PersonBackend")

    def all_of_them(warm):
        found = {}
        for person, name in sorted(pages):
            with taken_back():
                found[person, name] = asked(askers[person], situation.address(name), warm=warm)
        return found

    few = all_of_them(warm=True)
    grow(situation, 3)
    many = all_of_them(warm=False)
    assert Course.objects.count() == 4
    grown = {page: asked for page, (asked, _is_page) in many.items() if len(asked) != len(few[page][0])}
    assert {page: said(asked) for page, asked in grown.items()} == {}
    over = {page: asked for page, (asked, is_page) in many.items() if is_page and len(asked) > BUDGET}
    assert {page: (len(asked), said(asked)) for page, asked in over.items()} == {}
