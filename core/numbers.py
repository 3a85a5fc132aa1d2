"""Anonymous numbers that one app shows on another's pages, without either knowing the other.

    numbers.source("incidents", function)   # at start-up: function(question) -> [Numbers]
    numbers.of(question)                     # a page of a committee: everything the house can count

Whoever registers hides small numbers first (core/smallcells.py); a hidden number is None.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """What is asked: the year, the places it is about (none: the whole municipality), who will read it."""

    person: object
    year: int
    site_ids: frozenset = frozenset()
    unit_ids: frozenset = frozenset()
    limit: int = 5


@dataclass(frozen=True)
class Numbers:
    """One table: headings, lines [(label, numbers or None)], perhaps a picture of it, and where to read more."""

    title: str
    headings: tuple
    lines: tuple
    note: str = ""
    chart: str = ""
    url: str = ""

    @property
    def hides(self):
        """Tell whether a number is left out because it is small."""
        return any(value is None for _label, values in self.lines for value in values)


_sources: dict[str, Callable] = {}


def source(code, function):
    """Register `function(question) -> [Numbers]`."""
    _sources[code] = function


def of(question):
    """Return what all sources say to the question."""
    return [found for function in _sources.values() for found in function(question)]
