"""Development plans: written, followed up after a year (GEN-35, R-62)."""

from django.db import transaction

from core import audit, calendar, todos
from core.permissions import require
from senior.actions.ground import close, own_leader, save_words
from senior.models import DevelopmentPlan


@transaction.atomic
def begin(person, *, by, **values):
    """Write a new plan; return the DevelopmentPlan."""
    require(by, "senior.talk_with", person)
    leader = by if by.pk != person.pk else (own_leader(person) or by)
    row = DevelopmentPlan(person=person, leader=leader, unit=person.unit, written_on=calendar.today(), **values)
    row.save(force_insert=True)
    audit.record("senior.plan_written", row, by=by)
    return row


@transaction.atomic
def change(plan, *, by, version, **values):
    """Change a plan; return the fresh row. Raises Stale when the other has written meanwhile."""
    require(by, "senior.write_plan", plan)
    moved = values.get("follow_up_on") and values["follow_up_on"] != plan.follow_up_on
    fresh = save_words(plan, version, **values)
    audit.record("senior.plan_saved", plan, by=by, version=fresh.version)
    if moved:
        todos.withdraw(plan, by=by)
    return fresh


@transaction.atomic
def follow_up(plan, *, by, version, follow_up, next_on):
    """Write how it went and when to look again; return the fresh row."""
    require(by, "senior.write_plan", plan)
    fresh = save_words(plan, version, follow_up=follow_up, followed_up_on=calendar.today(), follow_up_on=next_on)
    audit.record("senior.plan_followed_up", plan, by=by)
    close(plan, "senior.plan_follow_up", by=by)
    return fresh


def default_follow_up(on=None):
    """Return the day a year from now."""
    return calendar.add_months(on or calendar.today(), 12)
