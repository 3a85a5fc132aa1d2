"""Which local MED agreement holds today, and whether it lets a committee leave a duty aside (MED-04)."""

from django.db.models import Q

from core import calendar
from med.models import MedAgreement


def in_force(on=None):
    """Return the newest agreement that holds on the day, or None."""
    day = on or calendar.today()
    return (
        MedAgreement.objects.filter(starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .order_by("-starts_on", "-pk")
        .first()
    )


def forbids_deviation(on=None):
    """Tell whether an agreement is written down and doesn't let committees leave duties aside."""
    row = in_force(on)
    return row is not None and not row.may_deviate
