"""Strain: days with high emotional demands that are not violence, and how it goes afterwards (INC-11, INC-12)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Site, Unit
from incidents.models.incident import Incident
from incidents.queries import StrainLogQuerySet

HIGHEST = 10


def strain_field(label, **options):
    """Return a number from 0 to 10."""
    return models.PositiveSmallIntegerField(label, validators=[MaxValueValidator(HIGHEST)], **options)


class StrainLog(models.Model):
    """One day of one person: how strained, and the episodes behind it. The person alone reads it, until they share it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="strain_logs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("afdeling"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("arbejdssted"))
    day = models.DateField(_("dag"))
    strain = strain_field(_("hvor belastet"))
    counts_in_team = models.BooleanField(_("tæller med i teamets tal"), default=False)
    shared_with_leader_at = models.DateTimeField(_("delt med lederen"), null=True)
    follow_up = models.BooleanField(_("følges op"), default=True)  # a newer day takes the following up over
    written_at = models.DateTimeField()
    token = models.UUIDField(unique=True, editable=False)  # the form it was typed in: sent twice, kept once

    objects = StrainLogQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["person", "-day"]), models.Index(fields=["unit", "day"])]
        constraints = [models.CheckConstraint(condition=Q(strain__lte=HIGHEST), name="strain_is_0_to_10")]

    def __str__(self):
        return f"Belastning {self.day}"


class StrainEpisode(models.Model):
    """One small episode of the day, which may become an incident."""

    log = models.ForeignKey(StrainLog, on_delete=models.CASCADE, related_name="episodes")
    at = models.TimeField(_("klokken"), null=True, blank=True)
    demands = ArrayField(models.CharField(max_length=16), default=list, verbose_name=_("hvad krævede det"))
    text = EncryptedTextField(_("med egne ord"), max_length=4000, blank=True)
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class StrainMoment(models.TextChoices):
    """When it is asked again."""

    DAYS = "3d", _("efter 3 dage")
    WEEKS = "21d", _("efter 3 uger")
    MONTHS = "3mo", _("efter 3 måneder")


class StrainAnswer(models.Model):
    """How strained the person is at one of the moments."""

    log = models.ForeignKey(StrainLog, on_delete=models.CASCADE, related_name="answers")
    moment = models.CharField(max_length=4, choices=StrainMoment.choices)
    strain = strain_field(_("hvor belastet nu"))
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["log", "moment"], name="strain_answered_once"),
            models.CheckConstraint(condition=Q(strain__lte=HIGHEST), name="strain_answer_is_0_to_10"),
        ]
