"""Who is told what of a meeting, how and when; how many were reached, never who (MED-50 to MED-52)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from med.models import Dissemination, Reached


@transaction.atomic
def plan(treatment, *, by, row=None, **values):
    """Decide who is told what of an item; return the row."""
    require(by, "med.plan_dissemination", treatment)
    if row is None:
        row = Dissemination.objects.create(treatment=treatment, **values)
    else:
        Dissemination.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    audit.record("med.dissemination_planned", treatment.meeting, by=by, row=row.pk)
    return row


@transaction.atomic
def finish(row, *, by, note="", counts=()):
    """Say that it was told, and how many of each team were reached ([(unit, n)]); False if that was said before."""
    require(by, "med.finish_dissemination", row)
    done = Dissemination.objects.filter(pk=row.pk, done_on__isnull=True).update(done_on=calendar.today(), note=note)
    if not done:
        return False
    for unit, count in counts:
        Reached.objects.update_or_create(dissemination=row, unit=unit, defaults={"count": count})
    audit.record("med.dissemination_done", row.treatment.meeting, by=by, row=row.pk)
    return True
