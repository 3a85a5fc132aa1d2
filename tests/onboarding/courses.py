"""Courses for the tests: Amalie (nyansat) begins on Monday 1 March 2027 in Mette's office, with Peter as mentor."""

from datetime import date, datetime

from core.models import Person
from onboarding.actions import courses
from onboarding.models import Course, Pack
from onboarding.rules import templates
from tests.cast import ZONE

START = date(2027, 3, 1)
WEEK = [1, 2, 3, 4, 5]


def at(text):
    """Return a Danish moment: »2027-03-01 09:00«."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def versions(experience="newly_hired", terms="ordinary", also=()):
    """Return the newest versions that suit a newcomer."""
    pairs = Pack.in_use()
    codes = {*templates.chosen([pack.data_of(version) for pack, version in pairs], experience, terms), *also}
    return [version for pack, version in pairs if pack.code in codes]


def begins(cast, name="nyansat", on=START):
    """Let somebody of the cast begin on a day."""
    Person.objects.filter(pk=getattr(cast, name).pk).update(active_from=on)
    return cast[name]


def make(cast, *, by="hr", mentor="mentor", start=START, weekdays=WEEK, private="amalie@privat.example", **values):
    """Make Amalie's course as HR or her leader would."""
    person = begins(cast, on=start)
    known = {
        "unit": cast.office,
        "site": cast.site,
        "start_on": start,
        "weekdays": weekdays,
        "experience": "newly_hired",
        "terms": "ordinary",
        "versions": versions(values.get("experience", "newly_hired"), values.get("terms", "ordinary")),
        "mentor": cast[mentor] if mentor else None,
        "private_address": private,
    }
    return courses.create(person, by=cast[by], **known | values)


def fresh(course):
    """Return the course as it stands in the database."""
    return Course.objects.select_related("person", "unit", "site", "leader", "mentor", "contact").get(pk=course.pk)
