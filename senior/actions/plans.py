"""Development plans: written, followed up after a year (GEN-35, R-62)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, events, todos
from core.models import Person
from core.permissions import require, require_add
from senior.actions.ground import close, own_leader, save_words
from senior.models import DevelopmentPlan


@transaction.atomic
def begin(person, *, by, **values):
    """Write a new plan; return the DevelopmentPlan. The same words once more on the same day are a second press."""
    require(by, "senior.talk_with", person)
    leader = by if by.pk != person.pk else (own_leader(person) or by)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    today = DevelopmentPlan.objects.filter(person=person, leader=leader, written_on=calendar.today())
    newest = today.order_by("-pk").first()
    if newest and all(getattr(newest, name) == value for name, value in values.items()):
        return newest
    row = DevelopmentPlan(person=person, leader=leader, unit=person.unit, written_on=calendar.today(), **values)
    row.save(force_insert=True)
    audit.record("senior.plan_written", row, by=by)
    events.development_planned.send(sender=DevelopmentPlan, person=person, by=by)
    return row


@transaction.atomic
def begin_for_group(people, *, by, **values):
    """Write a plan that a group shares: each may read and write it. Returns the DevelopmentPlan."""
    require_add(by, "senior.write_group_plan")
    people = list(people)
    if len(people) < 2:
        raise ValidationError({"people": _("Vælg mindst to.")}, code="group")
    for person in people:
        require(by, "senior.talk_with", person)
    row = DevelopmentPlan(leader=by, unit=people[0].unit, is_for_team=True, written_on=calendar.today(), **values)
    row.save(force_insert=True)
    row.members.set(people)
    audit.record("senior.plan_written", row, by=by, people=len(people))
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
