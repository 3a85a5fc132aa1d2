"""Who may be asked to be a mentor or a knowledge person, offered by one app and asked for by another (SEN-21).

    @mentors.source
    def of_agreements(on): …                    # at start-up: function(day) -> [Candidate]

    mentors.possible(calendar.today())          # whoever sets up a course: everybody, the nearest first is the caller's

A candidate says who, as what and until when; never why somebody has the time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """One person who has agreed to be asked. `function` is »mentor« or »knowledge_person«; open ends are None."""

    person: object
    function: str
    starts_on: date | None = None
    ends_on: date | None = None


_sources: list[Callable] = []


def source(function):
    """Register `function(day) -> [Candidate]`, in a fixed number of queries."""
    _sources.append(function)
    return function


def possible(on, function=""):
    """Return the candidates on a day, by name; narrowed to one function if it is given."""
    found = {
        (one.person.pk, one.function): one
        for ask in _sources
        for one in ask(on)
        if not function or one.function == function
    }
    return sorted(found.values(), key=lambda one: one.person.name)
