"""The gathering of the department: what happened, what is done, room for questions (INC-60)."""

from django.db import transaction

from core import audit
from incidents import steps
from incidents.actions.ground import begin, once
from incidents.models import Briefing


@transaction.atomic
def record_briefing(incident, *, by, held_at, held_by, present, points=""):
    """Note a briefing; completes the step. Returns (Briefing, is new)."""
    incident = begin(incident, "incidents.manage", by=by)
    briefing, is_new = once(Briefing, incident, by=by, held_at=held_at, held_by=held_by, present=present, points=points)
    if is_new:
        audit.record("incidents.department_briefed", incident, by=by, briefing=briefing.pk, present=present)
        steps.done(incident, "incidents.briefing", by=by)
    return briefing, is_new
