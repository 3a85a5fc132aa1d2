"""Periods, legal holds and the job that deletes (GEN-16)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, retention
from core.actions.ground import change_fields
from core.models import LegalHold, RetentionRule
from core.permissions import require, require_add


@transaction.atomic
def place_hold(code, row, *, by, reason):
    """Keep a record beyond its period until the hold is lifted."""
    require_add(by, "core.place_hold")
    subject_type, subject_id = retention.KINDS[code].subject(row)
    if not type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).exists():
        raise ValidationError(_("Den er allerede slettet."))
    hold, made = LegalHold.objects.get_or_create(
        subject_type=subject_type,
        subject_id=subject_id,
        lifted_at=None,
        defaults={"reason": reason, "placed_at": calendar.now(), "placed_by": by},
    )
    if not made:
        raise ValidationError(_("Den bliver allerede holdt tilbage."))
    audit.record("core.hold_placed", (subject_type, subject_id), by=by, reason=reason)
    return hold


@transaction.atomic
def lift_hold(hold, *, by, reason):
    """Let a record go when its period is over; False if somebody was first."""
    require_add(by, "core.place_hold")
    changed = LegalHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(
        lifted_at=calendar.now(), lifted_by=by
    )
    if changed:
        audit.record("core.hold_lifted", hold.subject, by=by, reason=reason)
    return bool(changed)


@transaction.atomic
def change_period(rule, *, by, period, source):
    """Change how long a kind of record is kept, and say who decided it."""
    require(by, "core.change_retention", rule)
    rule = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    before = rule.period
    if change_fields(rule, {"period": period, "source": source}):
        audit.record("core.retention_changed", rule, by=by, reason=source, before=before, after=period)
    return rule
