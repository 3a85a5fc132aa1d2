"""The work-injury report in EASY: tracked here, made there (INC-41). The 14 days run from the first day of absence."""

from django.db import transaction

from core import audit, todos
from incidents import steps
from incidents.actions.ground import begin
from incidents.models import Incident, InjuryReport
from incidents.rules import deadlines

CODE = deadlines.EASY


def report_of(incident):
    """Return the incident's injury report, made at the first asking. Call with the incident locked."""
    return InjuryReport.objects.get_or_create(incident=incident)[0]


@transaction.atomic
def set_first_absence(incident, *, by, day):
    """Set (or correct) the first day of absence and count the 14 days anew from it; return the incident."""
    incident = begin(incident, "incidents.report_injury", by=by)
    if incident.first_absence_on == day:
        return incident
    before = incident.first_absence_on
    Incident.objects.filter(pk=incident.pk).update(first_absence_on=day)
    incident.first_absence_on = day
    audit.record(
        "incidents.first_absence_set",
        incident,
        by=by,
        before=before.isoformat() if before else None,
        after=day.isoformat() if day else None,
    )
    steps.open_when(incident, "absence", by=by)
    todo, clock = steps.find(incident, CODE), deadlines.clock_of(incident, CODE)
    if todo and clock:
        todos.recount_due(todo, due_at=clock["due_at"], reasons=deadlines.sentences(clock["reasons"]), by=by)
    return incident


@transaction.atomic
def save_facts(incident, *, by, insurance_told_on=None, doctor_seen_on=None):
    """Note when the employee was told about the insurance and has seen a doctor; return the InjuryReport."""
    incident = begin(incident, "incidents.report_injury", by=by)
    found = report_of(incident)
    InjuryReport.objects.filter(pk=found.pk).update(insurance_told_on=insurance_told_on, doctor_seen_on=doctor_seen_on)
    found.refresh_from_db()
    audit.record("incidents.injury_facts_saved", incident, by=by)
    if doctor_seen_on:
        steps.done(incident, "incidents.doctor", by=by)
    return found


@transaction.atomic
def record_report(incident, *, by, reported_on, receipt):
    """Note that the injury is reported in EASY, with the receipt's number; completes the step.

    Returns the InjuryReport.
    """
    incident = begin(incident, "incidents.report_injury", by=by)
    found = report_of(incident)
    InjuryReport.objects.filter(pk=found.pk).update(reported_on=reported_on, receipt=receipt, reported_by=by)
    found.refresh_from_db()
    audit.record("incidents.injury_reported", incident, by=by)
    steps.done(incident, CODE, by=by)
    return found
