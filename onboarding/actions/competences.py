"""Who knows what: competences, basic education, courses taken, and what somebody wants to learn (ONB-10, GEN-70)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from onboarding.models import Background, Competence, Needs, Training


@transaction.atomic
def save_competence(person, *, by, topic, category, level, helps, kind="knowledge", substitute=None, how=""):
    """Write what somebody knows and helps with, confirmed today; return it."""
    probe = Competence.objects.filter(person=person, topic__iexact=topic).first()
    if by != person:
        require(by, "onboarding.edit_competence", probe or Competence(person=person))
    values = {
        "category": category,
        "kind": kind,
        "level": level,
        "helps": helps,
        "substitute": substitute,
        "how": how,
        "confirmed_on": calendar.today(),
    }
    if substitute == person:
        raise ValidationError({"substitute": _("Vælg en anden end dig selv.")}, code="self")
    if probe is None:
        probe = Competence.objects.create(person=person, topic=topic, **values)
    else:
        Competence.objects.filter(pk=probe.pk).update(**values)
        probe.refresh_from_db()
    audit.record("onboarding.competence_saved", person, by=by, competence=probe.pk)
    return probe


@transaction.atomic
def confirm_competence(competence, *, by):
    """Say that it still holds; return it."""
    require(by, "onboarding.edit_competence", competence)
    Competence.objects.filter(pk=competence.pk).update(confirmed_on=calendar.today())
    competence.refresh_from_db()
    return competence


@transaction.atomic
def remove_competence(competence, *, by):
    """Take a line out."""
    require(by, "onboarding.edit_competence", competence)
    audit.record("onboarding.competence_removed", competence.person, by=by, competence=competence.pk)
    competence.delete()


@transaction.atomic
def save_background(person, *, by, education, other=""):
    """Write what somebody was trained as; return it."""
    require(by, "onboarding.edit_background", person)
    values = {"education": education, "other": other if education == "other" else "", "saved_at": calendar.now()}
    row, _new = Background.objects.update_or_create(person=person, defaults=values)
    audit.record("onboarding.background_saved", person, by=by)
    return row


@transaction.atomic
def add_training(person, *, by, title, place, year):
    """Write a course that somebody took, once; return it."""
    require(by, "onboarding.edit_background", person)
    row, is_new = Training.objects.get_or_create(person=person, title=title, year=year, defaults={"place": place})
    if not is_new:
        raise ValidationError({"title": _("Kurset står der allerede.")}, code="twice")
    audit.record("onboarding.training_added", person, by=by, training=row.pk)
    return row


@transaction.atomic
def remove_training(training, *, by):
    """Take a course out."""
    require(by, "onboarding.edit_background", training.person)
    audit.record("onboarding.training_removed", training.person, by=by, training=training.pk)
    training.delete()


@transaction.atomic
def write_needs(person, *, by, answers, kinds):
    """Write what somebody wants to learn in the next two to five years; nothing at all takes it away. Return the row or None."""
    require(by, "onboarding.edit_needs", person)
    answers = {code: text for code, text in answers.items() if text}
    audit.record("onboarding.needs_written", person, by=by)
    if not answers and not kinds:
        Needs.objects.filter(person=person).delete()
        return None
    values = {"answers": answers, "kinds": list(kinds), "written_at": calendar.now()}
    return Needs.objects.update_or_create(person=person, defaults=values)[0]
