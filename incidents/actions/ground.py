"""What the verbs of the response share: an open incident under lock, and one row per act."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import calendar, todos
from core.permissions import require
from incidents import steps

TWICE = timedelta(minutes=10)  # the same words by the same person within this are one press too many (E-47)


def begin(incident, action, *, by):
    """Return the fresh incident under lock if the person may do the action and somebody is still to act on it.

    Raises Http404 or Forbidden (permission) and ValidationError (closed). Call inside a transaction.
    """
    require(by, action, incident)
    fresh = steps.hold(incident)
    if not fresh.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    return fresh


def once(model, incident, *, by, **values):
    """Write one row about the incident, unless the same person just wrote the same: (row, is new).

    The incident is locked.
    """
    now = calendar.now()
    for row in model.objects.filter(incident=incident, by=by, at__gte=now - TWICE):
        if all(getattr(row, name) == value for name, value in values.items()):
            return row, False
    row = model(incident=incident, by=by, at=now, **values)
    row.save(force_insert=True)
    return row, True


def move(incident, code, due_at, *, by, reason):
    """Give a waiting step another deadline, if the plan has the step."""
    todo = steps.find(incident, code)
    if todo is not None and todo.state == "open" and not todo.is_law:
        todos.move_due(todo, due_at=due_at, by=by, reason=reason)
