"""What the rounds share: the hour of a day's deadline, neutral words, who has a function."""

from datetime import time

from core import calendar
from med.models import Seat

NOON, EVENING = time(12), time(16)


def noon(day):
    """Return the hour of deadlines that are days."""
    return calendar.at(day, NOON)


def facts(body, day=None):
    """Return the neutral words of a to-do."""
    found = {"udvalg": str(body)[:120]}
    if day:
        found["frist"] = calendar.long_date(day)
    return found


def first_of(function, bodies):
    """Return {body id: person} of who has the function first today; one query."""
    found: dict = {}
    rows = Seat.objects.held().filter(body__in=bodies, function=function).select_related("person").order_by("pk")
    for seat in rows:
        found.setdefault(seat.body_id, seat.person)
    return found


def who_has(person, instead, day):
    """Return who has what a person took on: the person, or whoever it falls back to once they have left."""
    return person if person.is_active and person.works_on(day) else instead or person
