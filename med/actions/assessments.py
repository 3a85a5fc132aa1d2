"""APV, well-being surveys and their action plans (GEN-54 to GEN-56)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, documents
from core.permissions import require
from core.settings_values import Settings
from core.texts import error
from med import papers
from med.models import Assessment, PlanMeasure
from med.models.duties import Phase

LONGEST = "36mo"  # at least every third year (Q32)
INTERVALS = {"apv": "med_apv_interval", "survey": "med_survey_interval"}


def next_due(body, values, today):
    """Return when the next one is due: the workplace's interval after the last, at most three years; sooner where a
    larger change calls for a new APV (GEN-54, GEN-55). One that isn't finished puts nothing off.
    """
    day = values.get("completed_on")
    if day is None:
        return None
    settings = Settings(body.unit)
    last = calendar.Offset.parse(LONGEST).apply_to_date(day)
    wanted = calendar.Offset.parse(settings.text(INTERVALS[values["kind"]]) or LONGEST).apply_to_date(day)
    found = min(last, wanted)
    if values.get("change_trigger") and values["kind"] == "apv":
        soon = calendar.Offset.parse(settings.text("med_apv_after_change") or "3mo").apply_to_date(today)
        return min(found, soon)
    return found


@transaction.atomic
def write(body, *, by, assessment=None, **values):
    """Write an assessment, new or known; return it."""
    require(by, "med.make_plan", body) if assessment is None else require(by, "med.write_assessment", assessment)
    phase, completed_on = values.get("phase"), values.get("completed_on")
    if phase == Phase.DONE and not completed_on:
        raise ValidationError({"completed_on": _("Skriv, hvornår den blev afsluttet.")})
    for name in ("started_on", "completed_on"):
        if values.get(name) and values[name] > calendar.today():
            raise ValidationError({name: error("E-22")})
    known = assessment is not None and (assessment.change_trigger, assessment.completed_on)
    if not values.get("change_trigger") or known != (values["change_trigger"], completed_on):
        values["next_due_on"] = next_due(body, values, calendar.today())  # a known change keeps the day it was given
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
def correct_measure(line, *, by, **values):
    """Word a line anew, or give it another owner or date; return it. Its to-do follows."""
    require(by, "med.write_assessment", line.assessment)
    before = {name: getattr(line, name) for name in values}
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if changed:
        PlanMeasure.objects.filter(pk=line.pk).update(**values)
        line.refresh_from_db()
        audit.record("med.measure_corrected", line.assessment, by=by, measure=line.pk, fields=changed)
    return line


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


@transaction.atomic
def print_plan(assessment, *, by):
    """Freeze the action plan as it stands (P-38); return the Document."""
    require(by, "med.write_assessment", assessment)
    number = documents.take_number()
    content = papers.action_plan(assessment, lines_of(assessment), number)
    title = _("Handlingsplan: %(title)s") % {"title": assessment.title}
    return documents.freeze("P-38", title, assessment, content, by=by, number=number)


def lines_of(assessment):
    """Return the lines of the action plan in the order of their dates."""
    return list(assessment.measures.select_related("owner").order_by("state", "due_on"))
