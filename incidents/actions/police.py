"""The decision about a police report, and what came of it (INC-40, Q4). The leader decides; the affected is heard."""

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit, calendar
from core.texts import error
from core.todos import require_sentence
from incidents import steps
from incidents.actions.ground import begin
from incidents.models import PoliceReport
from incidents.states import POLICE

CODE = "incidents.police"


def report_of(incident):
    """Return the incident's police report, made at the first asking. Call with the incident locked."""
    return PoliceReport.objects.get_or_create(incident=incident)[0]


@transaction.atomic
def decide(incident, *, by, report, reason="", affected_view=""):
    """Decide whether it is reported; return the PoliceReport.

    »No« in category A needs a reason of a sentence (E-54), and completes the step. »Yes« leaves it waiting
    until it is reported.
    """
    incident = begin(incident, "incidents.manage", by=by)
    values = {"affected_view": affected_view, "decided_by": by, "decided_at": calendar.now(), "reason": reason.strip()}
    if not report:
        if incident.working_category == "A":
            if not values["reason"]:
                raise ValidationError({"reason": error("E-54")})
            try:
                values["reason"] = require_sentence(values["reason"])
            except ValidationError as problem:
                raise ValidationError({"reason": problem.messages}) from problem
        found = POLICE.take("leave", report_of(incident), by=by, **values)
        steps.done(incident, CODE, by=by)
    else:
        found = POLICE.take("will_report", report_of(incident), by=by, **values)
    audit.record("incidents.police_decided", incident, by=by, decision=found.state)
    return found


@transaction.atomic
def record_report(
    incident,
    *,
    by,
    reported_at,
    reported_by,
    district="",
    journal_number="",
    charge="",
    note_received_on=None,
    affected_view="",
):
    """Note that it is reported, and what the police gave; completes the step and may be corrected later.

    Returns the PoliceReport.
    """
    incident = begin(incident, "incidents.manage", by=by)
    found = report_of(incident)
    values = {
        "reported_at": reported_at,
        "reported_by": reported_by,
        "district": district,
        "journal_number": journal_number,
        "charge": charge,
        "note_received_on": note_received_on,
    }
    if affected_view:
        values["affected_view"] = affected_view
    if found.decided_at is None or found.state == "not_reported":
        values |= {"decided_by": by, "decided_at": calendar.now()}
    found = POLICE.take("report", found, by=by, **values)
    audit.record("incidents.police_reported", incident, by=by)
    steps.done(incident, CODE, by=by)
    return found


@transaction.atomic
def state_view(incident, *, by, view):
    """Note what the affected thinks; the leader decides (Q28)."""
    incident = begin(incident, "incidents.state_view", by=by)
    found = report_of(incident)
    PoliceReport.objects.filter(pk=found.pk).update(affected_view=view)
    found.refresh_from_db()
    audit.record("incidents.police_view_stated", incident, by=by)
    return found
