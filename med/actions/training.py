"""Training of representatives and leaders: functions, offers, answers, what was completed (GEN-25 to GEN-31)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.models import Person
from core.permissions import require, require_add
from med.models import CourseOffer, TrainingRecord
from med.models.training import CourseKind
from med.rules import training


@transaction.atomic
def add_record(*, by, person, **values):
    """Write a person's function; return it."""
    require_add(by, "med.keep_training")
    record = TrainingRecord.objects.create(person=person, **values)
    audit.record("med.function_written", record, by=by)
    return record


@transaction.atomic
def offer(record, *, by, kind, days, offered_on=None, provider="", course=None):
    """Write a dated offer of training; return it."""
    require(by, "med.keep_training", record)
    day = offered_on or calendar.today()
    year, _ends = training.function_year(record, day)
    row = CourseOffer.objects.create(
        record=record,
        course=course,
        kind=kind,
        days=days,
        offered_on=day,
        offered_by=by,
        function_year=year,
        provider=provider,
    )
    audit.record("med.training_offered", record, by=by, kind=kind)
    return row


@transaction.atomic
def answer(row, *, by, said):
    """Answer an offer: yes, no, or joined with next year's."""
    require(by, "med.answer_offer", row.record)
    if said not in ("accepted", "declined", "pooled"):
        raise ValidationError(_("Vælg et svar."), code="choice")
    if said == "pooled" and (row.kind != CourseKind.SAFETY_EXTRA or row.function_year == 1):
        raise ValidationError(
            _("Kun halvanden dag fra et senere funktionsår kan samles med næste års, og kun efter skriftlig aftale."),
            code="pool",
        )
    if not CourseOffer.objects.filter(pk=row.pk, completed_on__isnull=True).update(
        answer=said, answered_on=calendar.today()
    ):
        raise ValidationError(_("Uddannelsen er allerede gennemført."), code="over")
    audit.record("med.training_answered", row.record, by=by, answer=said)


@transaction.atomic
def complete(row, *, by, completed_on):
    """Write that it was completed."""
    require(by, "med.keep_training", row.record)
    CourseOffer.objects.filter(pk=row.pk).update(completed_on=completed_on, answer="accepted")
    audit.record("med.training_completed", row.record, by=by, kind=row.kind)


def candidates():
    """Return the people who can have a function."""
    return Person.objects.working().order_by("name")
