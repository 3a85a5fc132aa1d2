"""What the pages of numbers beside the case share: whose numbers a page shows."""

from core.models import Unit
from core.permissions import Forbidden, rows, who_may


def own_units(request, action, pk=None):
    """Return (the units of the person for an action, the chosen one); Forbidden where there is none, or not that one."""
    units = list(rows(request.user, action, Unit.objects.in_use()).order_by("path"))
    unit = next((one for one in units if pk in (None, one.pk)), None)
    if unit is None:
        raise Forbidden(action, who_may(action))
    return units, unit
