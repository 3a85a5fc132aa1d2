"""What the administration's verbs share: change fields and say which, mark as checked."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import audit, calendar
from core.texts import error


def change_fields(obj, values):
    """Set the values that differ and save those fields; return their names."""
    changed = [name for name, value in values.items() if getattr(obj, name) != value]
    for name in changed:
        setattr(obj, name, values[name])
    if changed:
        obj.save(update_fields=changed)
    return changed


def before_and_after(obj, values):
    """Return {field: [before, after]} of what will change, for facts that are nobody's private matter."""
    return {
        name: [_plain(getattr(obj, name)), _plain(value)]
        for name, value in values.items()
        if getattr(obj, name) != value
    }


def _plain(value):
    return getattr(value, "pk", value if isinstance(value, (str, int, bool, list, dict, type(None))) else str(value))


def once(field, name, write):
    """Run `write`; a row that is there already becomes E-15 by the field instead of a fault."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as fault:
        raise ValidationError({field: error("E-15", navn=name)}) from fault


def stamp(obj, *, by, subject=None, **details):
    """Write that `by` has looked at the row today and found it right."""
    type(obj)._default_manager.filter(pk=obj.pk).update(checked_on=calendar.today(), checked_by=by)
    audit.record("core.checked", subject or obj, by=by, **details)
