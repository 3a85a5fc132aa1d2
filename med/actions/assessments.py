"""APV, well-being surveys and their action plans (GEN-54 to GEN-56)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from med.models import Assessment, PlanMeasure

YEARS = 3  # at least every third year


def next_due(values):
    """Return when the next one is due: three years after the last, at once where a change calls for a new one."""
    day = values.get("completed_on") or values["started_on"]
    return calendar.add_months(day, 12 * YEARS)


@transaction.atomic
def write(body, *, by, assessment=None, **values):
    """Write an assessment, new or known; return it."""
    require(by, "med.make_plan", body) if assessment is None else require(by, "med.write_assessment", assessment)
    values["next_due_on"] = next_due(values)
    if assessment is None:
        assessment = Assessment.objects.create(body=body, written_by=by, written_at=calendar.now(), **values)
    else:
        Assessment.objects.filter(pk=assessment.pk).update(**values)
        assessment.refresh_from_db()
    audit.record("med.assessment_written", assessment, by=by)
    return assessment


@transaction.atomic
def add_measure(assessment, *, by, **values):
    """Add a line to the action plan; return it."""
    require(by, "med.write_assessment", assessment)
    measure = PlanMeasure.objects.create(assessment=assessment, **values)
    audit.record("med.measure_added", assessment, by=by, measure=measure.pk)
    return measure


@transaction.atomic
def change_measure(measure, *, by, state, effect="", checked_on=None):
    """Say how a measure stands and whether it helped; return it."""
    require(by, "med.change_plan_measure", measure)
    done_on = calendar.today() if state == "done" else None
    if state == "done" and measure.done_on:
        done_on = measure.done_on
    PlanMeasure.objects.filter(pk=measure.pk).update(state=state, effect=effect, checked_on=checked_on, done_on=done_on)
    measure.refresh_from_db()
    audit.record("med.measure_changed", measure.assessment, by=by, measure=measure.pk, state=state)
    return measure
