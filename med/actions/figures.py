"""Numbers that come back from meeting to meeting (MED-13, MED-14)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from med.models import Figure


@transaction.atomic
def enter_figure(body, *, by, kind, unit, year, percent, quarter=None, amount=None, group_size=None, note=""):
    """Enter a unit's number for a period, or correct it; return the Figure."""
    require(by, "med.write_figures", body)
    row, made = Figure.objects.update_or_create(
        body=body,
        kind=kind,
        unit=unit,
        year=year,
        quarter=quarter,
        defaults={
            "percent": percent,
            "amount": amount,
            "group_size": group_size,
            "note": note,
            "entered_by": by,
            "entered_at": calendar.now(),
        },
    )
    audit.record("med.figure_entered", body, by=by, figure=row.pk, kind=str(kind), new=made)
    return row
