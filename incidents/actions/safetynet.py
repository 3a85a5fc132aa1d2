"""That the incident stands in Safetynet too (INC-42)."""

from django.db import transaction

from core import audit, calendar
from incidents import steps
from incidents.actions.ground import begin
from incidents.models import SafetynetEntry


@transaction.atomic
def record_entry(incident, *, by, number, entered_on, helped_by_safety_rep=False):
    """Note the number from Safetynet; completes the step and may be corrected. Returns the SafetynetEntry."""
    incident = begin(incident, "incidents.help_safetynet", by=by)
    entry, _made = SafetynetEntry.objects.update_or_create(
        incident=incident,
        defaults={
            "number": number,
            "entered_on": entered_on,
            "helped_by_safety_rep": helped_by_safety_rep,
            "by": by,
            "at": calendar.now(),
        },
    )
    audit.record("incidents.safetynet_recorded", incident, by=by)
    steps.done(incident, "incidents.safetynet", by=by)
    return entry
