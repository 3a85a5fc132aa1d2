"""Who knows what, what they were trained as, which courses they took, and what they want to learn (ONB-10, GEN-70)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from core.models import Person
from onboarding import words
from onboarding.choices import CompetenceKind, Education
from onboarding.queries import BackgroundQuerySet, CompetenceQuerySet, NeedsQuerySet, TrainingQuerySet


class Competence(models.Model):
    """Who knows what, and helps with it (ONB-10, GEN-70). Looked at again once a year."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="competences", verbose_name=_("person"))
    topic = models.CharField(_("emne"), max_length=120)
    category = models.CharField(_("område"), max_length=16, choices=list(words.CATEGORIES.items()))
    level = models.CharField(
        _("hvor godt"),
        max_length=8,
        choices=[("knows", _("Kender til det")), ("uses", _("Bruger det tit")), ("teaches", _("Kan lære andre det"))],
    )
    kind = models.CharField(_("slags"), max_length=12, choices=CompetenceKind.choices, default=CompetenceKind.KNOWLEDGE)
    helps = models.BooleanField(_("hjælper gerne"), default=True)
    substitute = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("afløser")
    )
    how = models.CharField(_("sådan får du fat i mig"), max_length=120, blank=True)
    confirmed_on = models.DateField(_("bekræftet"))

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        ordering = ["category", "topic", "person__name"]
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="competence_once")]


class Background(models.Model):
    """What somebody was trained as."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="background")
    education = models.CharField(_("grunduddannelse"), max_length=16, choices=Education.choices)
    other = models.CharField(_("hvilken"), max_length=120, blank=True)
    saved_at = models.DateTimeField()

    objects = BackgroundQuerySet.as_manager()


class Training(models.Model):
    """One course that somebody took, in the house or elsewhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("kursus"), max_length=160)
    place = models.CharField(
        _("hvor"), max_length=8, choices=[("internal", _("Internt")), ("external", _("Eksternt"))], default="internal"
    )
    year = models.PositiveSmallIntegerField(_("år"))

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title"]
        constraints = [models.UniqueConstraint(fields=["person", "title", "year"], name="training_once")]


class Needs(models.Model):
    """What somebody wants to learn in the next two to five years. The words are for the leader; of the kinds, numbers."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="needs")
    answers = EncryptedJSONField(default=dict)  # {question: text}
    kinds = ArrayField(models.CharField(max_length=12), default=list)
    written_at = models.DateTimeField()

    objects = NeedsQuerySet.as_manager()
