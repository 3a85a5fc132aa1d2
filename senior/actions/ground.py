"""What the verbs share: the own leader, opening and closing to-dos, two people writing at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import calendar, todos
from core.directory import Directory
from core.models import Todo
from core.texts import error
from senior.notices import link

NOON = calendar.parse_time("12")


class Stale(ValidationError):
    """Somebody else has written meanwhile; `fresh` is the row as it stands, for the page to show both (E-48)."""

    def __init__(self, fresh):
        super().__init__(error("E-49"), code="stale")
        self.fresh = fresh


def noon(day):
    """Return twelve o'clock on a day, the hour of deadlines that are days."""
    return calendar.at(day, NOON)


def own_leader(person, on=None):
    """Return the person's own leader on a day, or None. Two queries where the unit is at hand."""
    if person.unit_id is None:
        return None
    unit = person.unit
    return Directory(on, unit_ids=unit.ancestor_ids, units=[unit]).own_leader(person)


def save_words(row, version, **values):
    """Write values to a row if nobody has written since `version`; return the fresh row. Raises Stale otherwise."""
    changed = type(row)._base_manager.filter(pk=row.pk, version=version).update(version=version + 1, **values)
    fresh = type(row)._base_manager.get(pk=row.pk)
    if not changed:
        raise Stale(fresh)
    return fresh


def open_for(row, code, title, *, owner, due, by, button, rule="", round=1, about=None, help="", reasons=(), order=0):
    """Open a to-do about a row for one person; its title names nobody."""
    return todos.open_todo(
        row,
        code,
        title=title,
        by=by,
        owner=owner,
        unit=row.unit if hasattr(row, "unit_id") else None,
        about=about or getattr(row, "person", None),
        due_at=noon(due) if due else None,
        link=link(row),
        button=button,
        kind="page",
        rule=rule,
        round=round,
        help=help,
        context=str(_("Samtaler")),
        reasons=list(reasons),
    )


def close(row, *codes, by):
    """Complete the waiting to-dos of a row with the codes."""
    for todo in Todo.objects.about(row).open().filter(code__in=codes):
        todos.complete(todo, by=by)
