"""States as data. A step is one conditional UPDATE with permission and audit in the caller's transaction.

    INCIDENT = Machine(Incident, "state", [Step("close", ("in_progress", "awaiting_follow_up"), "closed", "incidents.close", _("Luk hændelse"))])
    INCIDENT.take("close", incident, by=person, closed_at=now())

The same table yields the buttons a person sees, the drawing in the docs and the test matrix. Two clicks can't both win:
the second raises StepRefused, whose text says what the row is now (E-50).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.permissions import actions_on, require


@dataclass(frozen=True)
class Step:
    """One possible step: from which states, to which, who may (an action of the permission table), and its button."""

    name: str
    before: tuple
    after: str
    action: str
    label: str
    needs_reason: bool = False


class StepRefused(Exception):
    """The row has moved on; `current` is its state now, `obj` the fresh row."""

    def __init__(self, step, obj, message):
        super().__init__(message)
        self.step, self.obj, self.message = step, obj, message

    @property
    def current(self):
        """Return the state the row has now."""
        return self.obj.state


class Machine:
    """The life of one model."""

    def __init__(self, model, steps, field="state"):
        self.model, self.field = model, field
        self.steps = {step.name: step for step in steps}

    def possible(self, obj):
        """Return the steps that the row's state allows, whoever asks."""
        return [step for step in self.steps.values() if getattr(obj, self.field) in step.before]

    def offered(self, obj, person):
        """Return the steps that this person may take now, with one query."""
        possible = self.possible(obj)
        allowed = actions_on(person, obj, list({step.action for step in possible})) if possible else set()
        return [step for step in possible if step.action in allowed]

    @transaction.atomic
    def take(self, name, obj, *, by, where=None, details=None, logged_as="", **values):
        """Take the step on the row, write the values with it, and return the fresh row.

        Words from a case (`reason=…`) are values of the row, never of the log. `by` None means the clock, which
        needs no permission. `where` adds conditions to the UPDATE. `logged_as` puts this word into the log and leaves
        the states out, where they would tell what somebody answered. Raises Http404 or Forbidden (permission),
        StepRefused (somebody was first, or the state doesn't allow it).
        """
        step = self.steps[name]
        if by is not None:
            require(by, step.action, obj)
        before = getattr(obj, self.field)
        changed = self.model._base_manager.filter(
            pk=obj.pk, **{f"{self.field}__in": step.before}, **(where or {})
        ).update(**{self.field: step.after}, **values)
        obj.refresh_from_db()
        if not changed:
            label = getattr(obj, f"get_{self.field}_display")()
            raise StepRefused(step, obj, _("Det er allerede gjort: Tilstanden er nu »%(state)s«.") % {"state": label})
        states = {} if logged_as else {"from": str(before), "to": str(step.after)}
        audit.record(logged_as or f"{self.model._meta.app_label}.{name}", obj, by=by, **states, **(details or {}))
        return obj
