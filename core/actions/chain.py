"""The leader chain of a workplace: who is called when the nearest leader doesn't answer (INC-24)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.directory import Directory
from core.models import ChainStep, Unit
from core.permissions import require


def own_steps(unit):
    """Return the unit's own steps in order."""
    return list(ChainStep.objects.filter(unit=unit).select_related("person", "led_unit", "checked_by"))


@transaction.atomic
def add(unit, *, by, label, person=None, led_unit=None):
    """Put a link at the end."""
    require(by, "core.change_chain", unit)
    _locked(unit)
    if (person is None) == (led_unit is None):
        raise ValidationError({"person": _("Vælg enten en person eller en afdeling, hvis leder der skal ringes til.")})
    steps = own_steps(unit)
    if any((person and s.person_id == person.pk) or (led_unit and s.led_unit_id == led_unit.pk) for s in steps):
        raise ValidationError({"person" if person else "led_unit": _("Leddet står allerede i kæden.")})
    step = ChainStep.objects.create(
        unit=unit,
        order=len(steps) + 1,
        label=label,
        person=person,
        led_unit=led_unit,
        checked_on=calendar.today(),
        checked_by=by,
    )
    _renumber(steps + [step])
    audit.record("core.chain_changed", unit, by=by, what="added", chain=_facts(unit))
    return step


@transaction.atomic
def remove(step, *, by):
    """Take a link out."""
    require(by, "core.change_chain", step.unit)
    _locked(step.unit)
    step.delete()
    _renumber(own_steps(step.unit))
    audit.record("core.chain_changed", step.unit, by=by, what="removed", chain=_facts(step.unit))


@transaction.atomic
def move(step, *, by, up):
    """Move a link one place up or down."""
    require(by, "core.change_chain", step.unit)
    _locked(step.unit)
    steps = own_steps(step.unit)
    place = next((n for n, one in enumerate(steps) if one.pk == step.pk), None)
    if place is None:
        return
    target = place + (-1 if up else 1)
    if 0 <= target < len(steps):
        steps[place], steps[target] = steps[target], steps[place]
        _renumber(steps)
        audit.record("core.chain_changed", step.unit, by=by, what="moved", chain=_facts(step.unit))


@transaction.atomic
def copy_from_above(unit, *, by):
    """Give a unit a chain of its own, beginning as the one that holds for it now."""
    require(by, "core.change_chain", unit)
    _locked(unit)
    source, steps = Directory.near(unit).steps_for(unit.pk)
    if source is not None and source.pk != unit.pk:
        ChainStep.objects.bulk_create(
            ChainStep(unit=unit, order=n, label=s.label, person_id=s.person_id, led_unit_id=s.led_unit_id)
            for n, s in enumerate(steps, 1)
        )
        audit.record("core.chain_changed", unit, by=by, what="copied", chain=_facts(unit))


@transaction.atomic
def check(unit, *, by):
    """Say that the unit's chain is right."""
    require(by, "core.change_chain", unit)
    ChainStep.objects.filter(unit=unit).update(checked_on=calendar.today(), checked_by=by)
    audit.record("core.checked", unit, by=by, what="chain")


def _locked(unit):
    """Let one person at a time change the chain of a unit."""
    Unit.objects.select_for_update().get(pk=unit.pk)


def _renumber(steps):
    for number, step in enumerate(steps, 1):
        if step.order != number:
            ChainStep.objects.filter(pk=step.pk).update(order=number)


def _facts(unit):
    """Return the chain as ids, for the log."""
    return [[s.person_id, s.led_unit_id] for s in own_steps(unit)]
