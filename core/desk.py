"""What »Min side« shows: what waits for me, what comes, what is new. Apps add the two last by registering a function.

desk.upcoming(lambda person, until: [Item(...)])
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from core import calendar, subjects, todos
from core.models import Todo
from core.written import Written

GROUPS = {"today": 8, "week": 5, "later": 3}  # each with how many of it Min side shows

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
class Group:
    """The to-dos of a stretch of time: those that are shown, and how many there are."""

    name: str  # "today" (with what is late), "week" or "later"
    todos: list
    count: int


@dataclass(frozen=True)
class Desk:
    """The to-dos of a person in groups, and the one to begin with."""

    next: Todo | None
    groups: list  # those that are not empty
    count: int  # how many wait in all, also beyond those that are shown
    counts: dict  # the same for each group


def upcoming(function):
    """Register `function(person, until) -> [Item]`: what comes next."""
    _upcoming.append(function)
    return function


def news(function):
    """Register `function(person, since) -> [Item]`: what is new."""
    _news.append(function)
    return function


def of(person):
    """Return the desk of a person with the first of each group: one query for the to-dos, one per kind of subject that
    shuts people out. The one to begin with stands in no group."""
    found = _read(person, list(GROUPS), 0, max(GROUPS.values()) + 1, 3)
    waiting = _may_hear(person, found)
    in_all = dict.fromkeys(GROUPS, 0) | {todo.group: todo.in_group for todo in found}
    for todo in found:
        in_all[todo.group] -= todo not in waiting
    today = [todo for todo in waiting if todo.group == "today"]
    first = min(today, key=lambda todo: todo.urgency) if today else next(iter(waiting), None)
    groups = [
        Group(
            name,
            [todo for todo in waiting if todo.group == name and todo != first][:limit],
            in_all[name] - (first is not None and first.group == name),
        )
        for name, limit in GROUPS.items()
    ]
    return Desk(
        next=first, groups=[group for group in groups if group.todos], count=sum(in_all.values()), counts=in_all
    )


def group_of(person, name, number=1, length=50):
    """Return a page of one group in full, in as many queries; the first page where there is no such page."""
    found = _read(person, [name], (number - 1) * length, number * length, 0)
    if not found and number > 1:
        return group_of(person, name)
    waiting = _may_hear(person, found)
    return Group(name, waiting, found[0].in_group - len(found) + len(waiting) if found else 0)


def _read(person, names, after, until, urgent):
    """Return the to-dos at some places of some groups, the most urgent first, and the first by urgency."""
    now, today = calendar.now(), calendar.today()
    shape, values = todos.places_of(person)
    return _written(shape)(
        names=names,
        after=after,
        until=until,
        urgent=urgent,
        now=now,
        tomorrow=calendar.at(today + timedelta(days=1), time()),
        later=calendar.at(today + timedelta(days=8), time()),
        fresh=now - timedelta(days=3),
        **values,
    )


@lru_cache(maxsize=256)
def _written(shape):
    """Return the question for the to-dos that wait where a shape of `todos.places_of` says."""
    kinds = {"names": list} | dict.fromkeys(("after", "until", "urgent"), int)
    moments = dict.fromkeys(("now", "tomorrow", "later", "fresh"), datetime)

    def make(names, after, until, urgent, now, tomorrow, later, fresh, **places):
        group = Case(
            When(due_at__lt=tomorrow, then=Value("today")),
            When(due_at__lt=later, then=Value("week")),
            default=Value("later"),
        )
        # First a clock of minutes, then what opened these days, then what has long been late. What was late already when
        # it opened (a duty of last year, found today) has no clock of minutes.
        minutes = Q(due_at__gte=F("opened_at"), due_at__lte=F("opened_at") + timedelta(hours=1))
        kind = Case(When(minutes, then=0), When(opened_at__gte=fresh, due_at__gte=F("opened_at"), then=1), default=2)
        order = (F("due_at").asc(nulls_last=True), "order", "pk")
        waiting = Todo.objects.open().filter(todos.waits_at(shape, **places), opened_at__lte=now)
        return (
            waiting.annotate(group=group, kind_of_hurry=kind)
            .filter(group__any_of=names)
            .annotate(
                in_group=Window(Count("pk"), partition_by="group"),
                place=Window(RowNumber(), partition_by="group", order_by=order),
                urgency=Window(RowNumber(), partition_by="group", order_by=("kind_of_hurry", *order)),
            )
            .filter(Q(place__gt=after, place__lte=until) | Q(urgency__lte=urgent))
            .defer("note", "facts", "reasons")
            .order_by(*order)
        )

    return Written(make, **kinds, **moments, **todos.kinds_of(shape))


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
