"""How many complaints a team carries, and what supports it (INC-78). Numbers only."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from incidents.models import ComplaintCount


@transaction.atomic
def count(unit, *, by, month, number, causes, support):
    """Note a month's open complaints of a team; a second time corrects the first."""
    require(by, "incidents.count_complaints", unit)
    row, _made = ComplaintCount.objects.update_or_create(
        unit=unit,
        month=month.replace(day=1),
        defaults={
            "number": number,
            "causes": causes,
            "support": support,
            "written_by": by,
            "written_at": calendar.now(),
        },
    )
    audit.record("incidents.complaints_counted", unit, by=by, month=f"{month:%Y-%m}")
    return row
