"""A decision ends: lifted, replaced, or by itself when its last day has passed (INC-37, R-16)."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import can, require
from core.texts import error
from core.todos import require_sentence
from incidents.actions.sanctions.deciding import decide
from incidents.actions.sanctions.ground import END, NOON, REVIEW, OwnCase, locked_any
from incidents.models import Sanction, StaffMessage
from incidents.models.sanctions import Measure
from incidents.rules import measures
from incidents.states import SANCTION


def require_ender(sanction, *, by):
    """Whoever may decide may end: the responsible leader always, for a ban the leader's leader too."""
    incident = locked_any(sanction.incident_id)
    if by.pk in measures.shut_out_of(incident) and can(by, "incidents.view", incident):
        raise OwnCase(error("E-42", navn=measures.decider_for_affected(incident)), code="own")
    if not (
        can(by, "incidents.decide_sanction", incident)
        or (sanction.measure == Measure.ACCESS_BAN and can(by, "incidents.decide_ban", incident))
    ):
        require(by, "incidents.decide_sanction", incident)
    return incident


@transaction.atomic
def lift(sanction, *, by, reason):
    """Lift a restriction before its time, with a reason; staff messages about it end at once. Returns the Sanction."""
    incident = require_ender(sanction, by=by)
    reason = require_sentence(reason)
    found = SANCTION.take("lift", sanction, by=by, ended_by=by, ended_at=calendar.now(), end_reason=reason)
    after_end(incident, found, by=by)
    return found


@transaction.atomic
def replace(sanction, *, by, measure, values):
    """Replace a decided measure by a new decision; return the new Sanction. The old one stays as it was decided."""
    incident = require_ender(sanction, by=by)
    SANCTION.take(
        "replace", sanction, by=by, ended_by=by, ended_at=calendar.now(), end_reason=_("Erstattet af en ny beslutning.")
    )
    after_end(incident, sanction, by=by, letter=False)
    return decide(incident, by=by, measure=measure, values=values, replaces=sanction)


def after_end(incident, sanction, *, by, letter=True):
    """Withdraw what the staff were told.

    Keep the to-do so that somebody considers a letter, due now when it ended early.
    """
    StaffMessage.objects.filter(sanction=sanction, withdrawn_at__isnull=True).update(withdrawn_at=calendar.now())
    todos.withdraw(sanction, [REVIEW], by=by)
    waiting = Todo.objects.about(sanction).open().filter(code=END)
    for todo in waiting:
        if letter and sanction.state == "lifted":
            todos.move_due(
                todo,
                due_at=calendar.at(calendar.add_working_days(calendar.today(), 1), NOON),
                by=by,
                reason=_("Begrænsningen er ophævet før tid."),
            )
        else:
            todos.complete(todo, by=by)


@transaction.atomic
def settle_end(sanction, *, by, note):
    """Say that no letter is sent about the end, with a reason; completes the reminder."""
    require_ender(sanction, by=by)
    note = require_sentence(note)
    for todo in Todo.objects.about(sanction).open().filter(code=END):
        todos.complete(todo, by=by, note=note)
    audit.record("incidents.restriction_end_settled", sanction, by=by)


@transaction.atomic
def review(sanction, *, by, note):
    """Note that a restriction was looked at again and is still needed, with a reason; True if that was waited for."""
    require_ender(sanction, by=by)
    note = require_sentence(note)
    waiting = list(Todo.objects.about(sanction).open().filter(code=REVIEW))
    if sum(todos.complete(todo, by=by, note=note) for todo in waiting) == 0:
        return False
    audit.record("incidents.restriction_reviewed", sanction, by=by)
    return True


def lapse(on=None):
    """Let sanctions begin on their first day and lapse the day after their last; return (begun, lapsed).

    May run twice.
    """
    on = on or calendar.today()
    begun = _each(Sanction.objects.filter(state="approved", starts_on__lte=on, ends_on__gte=on), "begin")
    lapsed = _each(
        Sanction.objects.filter(state__in=["approved", "in_force"], ends_on__lt=on), "expire", ended_at=calendar.now()
    )
    return begun, lapsed


def _each(rows, step, **values):
    """Take a step on each row for itself, so that one that has moved on stops no other."""
    from core.states import StepRefused

    count = 0
    for sanction in rows:
        try:
            SANCTION.take(step, sanction, by=None, **values)
            if step == "expire":
                todos.withdraw(sanction, [REVIEW], by=None)
            count += 1
        except StepRefused:
            continue
    return count
