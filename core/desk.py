"""What »Min side« shows: what waits for me, what comes, what is new. Apps add the two last by registering a function.

desk.upcoming(lambda person, until: [Item(...)])
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Window

from core import calendar, subjects, todos
from core.models import Todo

_upcoming: list[Callable] = []
_news: list[Callable] = []


@dataclass(frozen=True)
class Item:
    """One line that an app puts on the desk: neutral title, a moment, where it leads."""

    title: str
    url: str
    at: object = None
    context: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Desk:
    """The to-dos of a person in groups, and the one to begin with."""

    next: Todo | None
    today: list  # late and today's
    week: list  # the next seven days
    later: list
    waiting: int = 0  # how many wait in all, also beyond those that are shown

    @property
    def count(self):
        """Return how many to-dos wait."""
        return len(self.today) + len(self.week) + len(self.later)

    @property
    def groups(self):
        """Return (name, to-dos) of the groups that are not empty."""
        return [
            (name, found)
            for name, found in (("today", self.today), ("week", self.week), ("later", self.later))
            if found
        ]


def upcoming(function):
    """Register `function(person, until) -> [Item]`: what comes next."""
    _upcoming.append(function)
    return function


def news(function):
    """Register `function(person, since) -> [Item]`: what is new."""
    _news.append(function)
    return function


def of(person, limit=200):
    """Return the desk of a person: one query for the to-dos, one per kind of subject that shuts people out."""
    found = list(todos.mine(person).annotate(in_all=Window(Count("pk")))[:limit])
    waiting = _may_hear(person, found)
    today = calendar.today()
    groups: dict[str, list] = {"today": [], "week": [], "later": []}
    for todo in waiting:
        day = calendar.local_date(todo.due_at) if todo.due_at else None
        groups[
            "later" if day is None or day > today + timedelta(days=7) else "week" if day > today else "today"
        ].append(todo)
    first = _first(groups["today"]) or (waiting[0] if waiting else None)
    in_all = found[0].in_all if found else 0
    return Desk(next=first, waiting=in_all - len(found) + len(waiting), **groups)


def _first(today):
    """Return what to begin with: a clock of minutes, then what opened these days, then what has long been late."""
    fresh = calendar.now() - timedelta(days=3)

    def urgency(todo):
        return todo.due_at - todo.opened_at > timedelta(hours=1), todo.opened_at < fresh, todo.due_at

    return min(today, key=urgency, default=None)


def upcoming_for(person, until):
    """Return what the apps say comes next, the nearest first."""
    return sorted(
        (item for function in _upcoming for item in function(person, until)),
        key=lambda item: (item.at is None, item.at),
    )


def news_for(person, since, limit=10):
    """Return what the apps say is new, the newest first."""
    found = [item for function in _news for item in function(person, since)]
    return sorted(found, key=lambda item: item.at, reverse=True)[:limit]


def _may_hear(person, waiting):
    """Leave out to-dos about subjects that the person is shut out from, whatever brought them here."""
    ids = defaultdict(set)
    for todo in waiting:
        ids[todo.subject_type].add(todo.subject_id)
    barred = {
        (kind, pk)
        for kind, some in ids.items()
        for pk, people in subjects.shut_out(kind, some).items()
        if person.pk in people
    }
    return [todo for todo in waiting if todo.subject not in barred]
