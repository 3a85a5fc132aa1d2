"""What is done so that the way back is good (INC-55, R-19). Nothing about illness."""

from django.db import transaction

from core import audit
from incidents import steps
from incidents.actions.ground import begin, once
from incidents.models import ReturnInitiative


@transaction.atomic
def add_initiative(incident, *, by, initiative, starts_on, responsible, ends_on=None, follow_up_on=None):
    """Note one agreement about the way back; completes the step. Returns (ReturnInitiative, is new)."""
    incident = begin(incident, "incidents.manage", by=by)
    found, is_new = once(
        ReturnInitiative,
        incident,
        by=by,
        initiative=initiative,
        starts_on=starts_on,
        responsible=responsible,
        ends_on=ends_on,
        follow_up_on=follow_up_on,
    )
    if is_new:
        audit.record("incidents.return_initiative_added", incident, by=by, initiative=found.pk)
        steps.done(incident, "incidents.return_to_work", by=by)
    return found, is_new


@transaction.atomic
def record_follow_up(incident, *, by, note=""):
    """Note that the way back was talked over again; completes the follow-up."""
    incident = begin(incident, "incidents.manage", by=by)
    audit.record("incidents.return_followed_up", incident, by=by)
    return steps.done(incident, "incidents.return_follow_up", by=by, note=note)
