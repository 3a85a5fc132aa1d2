"""The register of courses, and each member's plan of what they need to learn (GEN-30, GEN-31)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require, require_add
from med.actions import training
from med.models import CompetenceNeed, Course, CourseOffer


@transaction.atomic
def write_course(*, by, course=None, **values):
    """Write a course, new or known; return it."""
    if course is None:
        require_add(by, "med.keep_course")
        course = Course.objects.create(**values)
    else:
        require(by, "med.keep_course", course)
        Course.objects.filter(pk=course.pk).update(**values)
        course.refresh_from_db()
    audit.record("med.course_written", course, by=by)
    return course


@transaction.atomic
def cancel_course(course, *, by):
    """Call a course off; offers that nobody has completed are answered anew by another offer."""
    require(by, "med.keep_course", course)
    if not Course.objects.filter(pk=course.pk, cancelled_on__isnull=True).update(cancelled_on=calendar.today()):
        raise ValidationError(_("Kurset er allerede aflyst."), code="cancelled")
    audit.record("med.course_cancelled", course, by=by)


@transaction.atomic
def offer_course(course, *, by, records):
    """Offer a course to several at once, each once; return how many were offered it."""
    require(by, "med.keep_course", course)
    if not Course.objects.filter(pk=course.pk, cancelled_on__isnull=True).exists():
        raise ValidationError(_("Kurset er aflyst."), code="cancelled")
    there = set(CourseOffer.objects.filter(course=course).values_list("record_id", flat=True))
    fresh = [record for record in records if record.pk not in there]
    for record in fresh:
        training.offer(record, by=by, kind=course.kind, days=course.days, provider=course.provider, course=course)
    return len(fresh)


@transaction.atomic
def add_need(record, *, by, year, need, course=None):
    """Write what a member needs to learn in a year; return the line."""
    require(by, "med.plan_competence", record)
    line = CompetenceNeed.objects.create(record=record, year=year, need=need, course=course)
    audit.record("med.need_written", record, by=by, need=line.pk)
    return line


@transaction.atomic
def meet_need(line, *, by):
    """Say that a need is met; False if that was said before."""
    require(by, "med.plan_competence", line.record)
    changed = CompetenceNeed.objects.filter(pk=line.pk, is_met=False).update(is_met=True)
    if changed:
        audit.record("med.need_met", line.record, by=by, need=line.pk)
    return bool(changed)
