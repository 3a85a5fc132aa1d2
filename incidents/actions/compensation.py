"""Claims after an incident: what was damaged, to whom it was sent, how it went (INC-44)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from incidents import steps
from incidents.models import Compensation


@transaction.atomic
def add(incident, *, by, **values):
    """Note a claim; return (Compensation, is new)."""
    require(by, "incidents.manage", incident)
    steps.hold(incident)
    for row in Compensation.objects.filter(incident=incident, kind=values["kind"]):
        if row.what == values["what"]:
            return row, False
    row = Compensation.objects.create(incident=incident, by=by, at=calendar.now(), **values)
    audit.record("incidents.compensation_noted", incident, by=by, claim=row.pk)
    return row, True


@transaction.atomic
def answer(claim, *, by, result, answered_on):
    """Note how the claim went; return it."""
    require(by, "incidents.manage", claim.incident)
    Compensation.objects.filter(pk=claim.pk).update(result=result, answered_on=answered_on)
    claim.refresh_from_db()
    audit.record("incidents.compensation_answered", claim.incident, by=by, claim=claim.pk)
    return claim
