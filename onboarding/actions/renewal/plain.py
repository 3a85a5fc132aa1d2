"""Goals, topics, cases, aids and what is brought: a row of the course for each line of the template."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core import calendar
from onboarding.actions import aids, building
from onboarding.actions.renewal.part import Part, still
from onboarding.models import Aid, CaseLoad, Contribution, Goal, Topic
from onboarding.rules import templates


@dataclass(frozen=True)
class Plain:
    """A list of a course with a row for each line of the template."""

    model: type
    related: str
    key_of_line: Callable
    key_of_row: Callable
    values: Callable  # (course, line) → the fields that the template decides
    used: Callable = lambda row: False  # somebody has done something with it
    marks: Callable = lambda line: {}  # fields that only a new row gets
    live: dict = field(default_factory=dict)


PLAIN = {
    "goals": Plain(
        Goal,
        "goals",
        lambda line: line["code"],
        lambda row: row.code,
        lambda course, line: {
            "title": line["title"],
            "knowledge": line.get("knowledge", ""),
            "need": line["need"],
            "method": line["method"],
            "due_on": building.goal_day(course, line),
        },
        used=lambda row: bool(row.own_rating or row.mentor_rating),
        marks=lambda line: {"code": line["code"]},
        live={"dropped_at": None},
    ),
    "topics": Plain(
        Topic,
        "topics",
        lambda line: line["code"],
        lambda row: row.code,
        lambda course, line: {"title": line["title"], "category": line["category"]},
        used=lambda row: bool(row.introduced_at or row.person_id or row.remark),
        marks=lambda line: {"code": line["code"]},
    ),
    "loads": Plain(
        CaseLoad,
        "loads",
        lambda line: templates.code_of("loads", line),
        lambda row: row.period,
        lambda course, line: templates.load_of(line),
    ),
    "aids": Plain(
        Aid,
        "aids",
        lambda line: line["title"],
        lambda row: row.title,
        lambda course, line: aids.values_of(line),
    ),
    "activities": Plain(
        Contribution,
        "contributions",
        lambda line: line["topic"],
        lambda row: row.topic,
        lambda course, line: {"topic": line["topic"]},
        used=lambda row: bool(row.meeting or row.day),
    ),
}


def _is_used(kind, course, row, line):
    """Tell whether somebody has done something with a row, or has written it anew."""
    return kind.used(row) or any(getattr(row, name) != value for name, value in kind.values(course, line).items())


def _renew(course, kind, fresh, gone, changed):
    """Add, take out and change rows of a plain list."""
    if kind.model is Topic:
        last = course.topics.order_by("-number").values_list("number", flat=True).first() or 0
        for number, row in enumerate(fresh, last + 1):
            row.number = number
    kind.model.objects.bulk_create(fresh)
    rows = kind.model.objects.filter(pk__in=[row.pk for row in gone])
    if kind.model is Goal:
        rows.update(dropped_at=calendar.now())
    else:
        rows.delete()
    for row, values in changed:
        kind.model.objects.filter(pk=row.pk).update(**values)


def plain_part(course, name, found):
    """Return what changes in a list: what somebody has used or written stays. `found`: (added, removed, changed)."""
    part, (added, removed, changed) = Part(name), found
    kind = PLAIN[name]
    here = {kind.key_of_row(row): row for row in getattr(course, kind.related).filter(**kind.live)}
    fresh, gone, work = [], [], []
    for line in added:
        if kind.key_of_line(line) in here:
            part.stay.append((line, _("Står her allerede.")))
        else:
            part.add.append(line)
            values = kind.values(course, line)
            part.when[templates.code_of(name, line)] = values.get("due_on")
            fresh.append(kind.model(course=course, **values, **kind.marks(line)))
    for line in removed:
        row = here.get(kind.key_of_line(line))
        if row is not None and not _is_used(kind, course, row, line):
            part.drop.append(line)
            gone.append(row)
        elif row is not None:
            part.stay.append((line, _("Er brugt eller rettet her.")))
    for old, line in changed:
        row = here.get(kind.key_of_line(old))
        if row is None:
            continue
        values = {} if kind.used(row) else still(row, *(kind.values(course, one) for one in (old, line)))
        if values:
            part.change.append((old, line))
            part.when[templates.code_of(name, line)] = values.get("due_on")
            work.append((row, values))
        else:
            part.stay.append((old, _("Er brugt eller rettet her.")))
    part.act = lambda by: _renew(course, kind, fresh, gone, work)
    return part
