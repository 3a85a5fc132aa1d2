"""What stands about a case in other systems: which, under which reference, since when, noted by whom (GEN-24)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from incidents.models import SystemReference


@transaction.atomic
def note(incident, *, by, system, reference, on):
    """Note that something of the case stands in another system; the same note twice is kept once."""
    require(by, "incidents.manage", incident)
    row, is_new = SystemReference.objects.get_or_create(
        incident=incident, system=system, reference=reference, on=on, defaults={"by": by, "at": calendar.now()}
    )
    if is_new:
        audit.record("incidents.system_noted", incident, by=by, system=system, row=row.pk)
    return row


@transaction.atomic
def remove(row, *, by):
    """Take a note away that was wrong."""
    require(by, "incidents.manage", row.incident)
    audit.record("incidents.system_note_removed", row.incident, by=by, system=row.system, row=row.pk)
    row.delete()
