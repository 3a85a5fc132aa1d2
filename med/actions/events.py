"""Dates in the calendar of events: write, change, call off (MED-63). What is over or called off stays as it was."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require, require_add
from core.texts import error
from med.models import Event


@transaction.atomic
def add_event(*, by, **values):
    """Put an event in the calendar; return it."""
    require_add(by, "med.add_event")
    event = Event.objects.create(made_by=by, made_at=calendar.now(), **values)
    audit.record("med.event_added", event, by=by)
    return event


@transaction.atomic
def change_event(event, *, by, version, **values):
    """Write a coming event anew, once for each version that was shown; return it as it stands now."""
    require(by, "med.change_event", event)
    coming = Event.objects.coming().filter(pk=event.pk, cancelled_at__isnull=True)
    if not coming.filter(sequence=version).update(sequence=F("sequence") + 1, **values):
        raise _refusal(event) or ValidationError(error("E-49"), code="stale")
    audit.record("med.event_changed", event, by=by)
    event.refresh_from_db()
    return event


@transaction.atomic
def cancel_event(event, *, by):
    """Call a coming event off, once. It stays in the calendar, marked, so that nobody turns up."""
    require(by, "med.change_event", event)
    coming = Event.objects.coming().filter(pk=event.pk, cancelled_at__isnull=True)
    if not coming.update(cancelled_at=calendar.now(), sequence=F("sequence") + 1):
        raise _refusal(event)
    audit.record("med.event_cancelled", event, by=by)


def _refusal(event):
    """Return why nothing can be done to the event any more, None if it can."""
    event.refresh_from_db()
    if event.cancelled_at:
        return ValidationError(_("Arrangementet er allerede aflyst."), code="cancelled")
    if event.is_over:
        return ValidationError(_("Arrangementet er holdt og kan ikke ændres."), code="over")
    return None
