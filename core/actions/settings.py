"""A workplace's own numbers and texts, and the wording of notices (GEN-05, GEN-10, GEN-11)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, calendar, notices
from core.actions.ground import change_fields
from core.models import SettingValue
from core.permissions import require
from core.texts import error


def require_for(person, setting, unit):
    """Refuse whoever may not say what a setting is for a unit, or with None for the whole municipality."""
    if unit is None:
        require(person, "core.change_setting", setting)
    else:
        require(person, "core.change_unit_setting", unit)


@transaction.atomic
def set_value(setting, *, by, unit, value):
    """Give a workplace (None: the whole municipality) its own value; who writes it has looked at it."""
    require_for(by, setting, unit)
    row = SettingValue.objects.select_for_update().filter(setting=setting, unit=unit).first()
    before = row.value if row else None
    SettingValue.objects.update_or_create(
        setting=setting,
        unit=unit,
        defaults={
            "value": value,
            "changed_at": calendar.now(),
            "checked_on": calendar.today(),
            "checked_by": by,
        },
    )
    if before != value:
        audit.record("core.setting_changed", setting, by=by, unit=unit.pk if unit else None, before=before, after=value)


@transaction.atomic
def clear_value(setting, *, by, unit):
    """Let a workplace follow what holds above it again."""
    require_for(by, setting, unit)
    row = SettingValue.objects.filter(setting=setting, unit=unit).first()
    if row:
        audit.record("core.setting_cleared", setting, by=by, unit=unit.pk if unit else None, before=row.value)
        row.delete()


@transaction.atomic
def check(row, *, by):
    """Say that a value is right."""
    require_for(by, row.setting, row.unit)
    SettingValue.objects.filter(pk=row.pk).update(checked_on=calendar.today(), checked_by=by)
    audit.record("core.checked", row.setting, by=by, unit=row.unit_id)


def placeholders(text):
    """Return the placeholders of a notice's text."""
    return {a or b for a, b in notices.PLACEHOLDER.findall(text or "")}


@transaction.atomic
def change_notice(notice, *, by, values, allowed):
    """Change the wording of a notice; only words that the notice's senders fill may stand in it (E-16)."""
    require(by, "core.change_notice_text", notice)
    faults = {}
    for name in ("subject", "body"):
        unknown = sorted(placeholders(values[name]) - set(allowed))
        if unknown:
            faults[name] = error("E-16", felt="{" + unknown[0] + "}")
    if faults:
        raise ValidationError(faults)
    changed = change_fields(notice, values)
    if changed:
        audit.record("core.notice_changed", notice, by=by, fields=changed)
    return notice
