"""Change when and whom a rule reminds: a new dated row, never another past (GEN-05)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import ReminderRule
from core.permissions import require
from core.texts import error

COPIED = (
    "code",
    "todo",
    "level",
    "category",
    "anchor",
    "offset",
    "receivers",
    "notice",
    "speed",
    "is_on",
    "is_law",
    "source",
    "note",
)
ALARMS: set = set()  # codes of to-dos that call for help; apps add theirs. Their reminders are never switched off
MINUTES = {"m": 1, "h": 60, "oh": 60, "d": 1440, "wd": 1440, "mo": 43200}


def minutes(offset):
    """Return about how many minutes an offset is, with its sign, to compare moments from the same anchor."""
    found = calendar.Offset.parse(offset)
    return found.count * MINUTES[found.unit]


def require_for(person, rule, unit):
    """Refuse whoever may not say how a rule holds for a unit, or with None for the whole municipality."""
    if unit is None:
        require(person, "core.change_rule", rule)
    else:
        require(person, "core.change_unit_rule", unit)


@transaction.atomic
def change(rule, *, by, unit, offset, receivers, is_on, starts_on):
    """Let a rule hold otherwise from a day on, for the whole municipality or a unit and all below; returns the new row.

    What comes from a law can be made to remind earlier and to tell more people, never later, fewer or not at all.
    """
    require_for(by, rule, unit)
    rule = ReminderRule.objects.select_for_update().get(pk=rule.pk)
    if starts_on < calendar.today():
        raise ValidationError({"starts_on": error("E-23")})
    if rule.ends_on and rule.ends_on < starts_on:
        raise ValidationError(_("Reglen gælder ikke længere. Ret den, der har afløst den."), code="stale")
    if rule.unit_id and unit != rule.unit:
        raise ValidationError({"unit": _("Reglen er lavet for én afdeling. Vælg den samme.")})
    if rule.is_law:
        _keeps_the_law(rule, offset, receivers, is_on)
    if rule.todo in ALARMS:
        _keeps_the_alarm(rule, receivers, is_on)
    if not receivers and rule.receivers:
        raise ValidationError({"receivers": _("Vælg mindst én, eller slå reglen fra.")})
    own = unit is not None and rule.unit_id is None
    for sibling in _siblings(rule, starts_on) if own else []:
        _copy(sibling, unit=unit, starts_on=starts_on)
    made = _copy(
        rule, unit=unit, starts_on=starts_on, ends_on=rule.ends_on, offset=offset, receivers=receivers, is_on=is_on
    )
    if not own:
        ReminderRule.objects.filter(pk=rule.pk).update(ends_on=starts_on - timedelta(days=1))
    audit.record(
        "core.rule_changed",
        ("core.reminderrule", 0),
        by=by,
        rule=rule.code,
        before=_facts(rule),
        after=_facts(made),
    )
    todos.relay(rule.code, by=by)
    return made


def _keeps_the_alarm(rule, receivers, is_on):
    """Refuse what would let somebody wait for help without anybody being told (INC-24); when is the workplace's choice."""
    if not is_on:
        raise ValidationError({"is_on": _("Reglen er en alarm, der går straks, og den kan ikke slås fra.")})
    if set(rule.receivers) - set(receivers):
        raise ValidationError({"receivers": _("Reglen er en alarm. Du kan tilføje modtagere, men ikke fjerne nogen.")})


def _keeps_the_law(rule, offset, receivers, is_on):
    """Refuse what would make less of a law."""
    if not is_on:
        raise ValidationError({"is_on": _("Reglen kommer fra en lov og kan ikke slås fra.")})
    if minutes(offset) > minutes(rule.offset):
        raise ValidationError({"number": _("Reglen kommer fra en lov. Den kan minde tidligere, men ikke senere.")})
    if set(rule.receivers) - set(receivers):
        raise ValidationError(
            {"receivers": _("Reglen kommer fra en lov. Du kan tilføje modtagere, men ikke fjerne nogen.")}
        )


def _siblings(rule, on):
    """Return the general rows that stand and fall with this one: a unit's row of a step replaces all of them there."""
    found = ReminderRule.objects.filter(
        ReminderRule.in_force(on),
        code=rule.code,
        todo=rule.todo,
        level=rule.level,
        notice=rule.notice,
        unit__isnull=True,
    )
    return found.exclude(pk=rule.pk)


def _copy(rule, **changes):
    """Write a row like this one with some fields changed."""
    return ReminderRule.objects.create(**{name: getattr(rule, name) for name in COPIED} | changes)


def _facts(rule):
    """Return what the log keeps of a rule."""
    return {
        "row": rule.pk,
        "offset": rule.offset,
        "receivers": rule.receivers,
        "is_on": rule.is_on,
        "unit": rule.unit_id,
        "from": rule.starts_on.isoformat(),
    }


@transaction.atomic
def follow_general(rule, *, by):
    """Let a unit follow the municipality's rule again: all its own rows of this step end today."""
    require_for(by, rule, rule.unit)
    if rule.unit_id is None:
        raise ValidationError(_("Reglen gælder for hele kommunen."))
    yesterday = calendar.today() - timedelta(days=1)
    own = ReminderRule.objects.filter(
        code=rule.code, todo=rule.todo, level=rule.level, notice=rule.notice, unit=rule.unit
    )
    changed = own.exclude(ends_on__lte=yesterday).update(ends_on=yesterday)
    audit.record("core.rule_followed", ("core.reminderrule", 0), by=by, rule=rule.code, unit=rule.unit_id, rows=changed)
    todos.relay(rule.code, by=by)
