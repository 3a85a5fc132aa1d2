"""Mark a step done, not relevant, or waiting again (INC-09, INC-22, INC-33).

Each verb asks for the right on this very step, under the lock: a stale page or a second tab must never silence a clock.
A step that needs more than a line is completed by the verb of its own page, never by a tick.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import todos
from core.permissions import Forbidden, actions_on, require, who_may
from incidents import doing, steps


@transaction.atomic
def tick(incident, code, *, by, note=""):
    """Mark a step done; True if it waited. ValidationError for a step that has a page of its own or needs a line."""
    incident, todo = _held(incident, code, doing.may_do, by=by)
    if todo is None:
        return False
    if not doing.is_ticked(todo):
        raise ValidationError(_("»%(step)s« bliver udført på sin egen side.") % {"step": todo.title}, code="own_page")
    if doing.needs_note(todo) and not note.strip():
        raise ValidationError(_("Skriv, hvad der er gjort."), code="note")
    return todos.complete(todo, by=by, note=note)


@transaction.atomic
def not_relevant(incident, code, *, by, reason):
    """Mark a step not relevant with a reason (E-05); True if it waited. Who takes the case over is always relevant."""
    if code in (steps.TAKE_OVER, steps.CATEGORY):
        raise ValidationError(_("Det skridt kan ikke springes over."), code="always")
    incident, todo = _held(incident, code, doing.may_skip, by=by)
    return todo is not None and todos.mark_not_relevant(todo, by=by, reason=reason)


@transaction.atomic
def undo(incident, code, *, by):
    """Make a step wait again; True if it was done or not relevant."""
    if code in (steps.TAKE_OVER, steps.CATEGORY):
        raise ValidationError(_("Det kan ikke fortrydes her."), code="always")
    incident, todo = _held(incident, code, doing.may_undo, by=by)
    if not incident.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    return todo is not None and todos.reopen(todo, by=by)


def _held(incident, code, rule, *, by):
    """Return (the incident under lock, its to-do of the step or None) if the rule lets the person; else 404 or 403."""
    may = actions_on(by, incident, doing.ACTIONS)
    if not may:
        require(by, "incidents.view", incident)
    incident = steps.hold(incident)
    todo = steps.find(incident, code)
    if todo is not None and not rule(todo, by.pk, may):
        require(by, "incidents.view", incident)
        raise Forbidden("incidents.manage", who_may("incidents.manage"))
    return incident, todo
