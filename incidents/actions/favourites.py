"""Which plan somebody wants first (INC-69)."""

from django.db import transaction

from core.permissions import require
from incidents.models import PlanFavourite


@transaction.atomic
def mark(plan, *, by):
    """Want this plan first; or no longer, when it was marked before. Return whether it is marked now."""
    require(by, "incidents.view_plan", plan)
    gone, _rows = PlanFavourite.objects.filter(person=by, plan=plan).delete()
    if gone:
        return False
    PlanFavourite.objects.update_or_create(person=by, defaults={"plan": plan})
    return True
