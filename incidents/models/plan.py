"""The contingency plan: who owns it, which version, what changed; and that new colleagues were shown it (INC-66–68)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Document, Person, Unit
from core.models.base import Checked


class ContingencyPlan(Checked):
    """The plan of one workplace. Its text sections live in versions; the rest is live data."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="contingency_plan", verbose_name=_("arbejdsplads")
    )
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("ejer"))
    next_revision_on = models.DateField(_("næste revision"))

    def __str__(self):
        return f"Beredskabsplan for {self.unit}"


class PlanVersion(models.Model):
    """One version of the written part. `sections` is [{"title", "text"}]."""

    plan = models.ForeignKey(ContingencyPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    sections = models.JSONField(default=list)
    what_changed = models.CharField(_("hvad er nyt"), max_length=400, blank=True)
    was_reviewed = models.BooleanField(_("hele planen er set igennem"), default=False)
    edit = models.PositiveIntegerField(default=1)  # counts saves of a draft, for two people writing
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)  # null: the draft, at most one
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(published_at__isnull=True), name="one_plan_draft"
            ),
        ]


class Point(models.TextChoices):
    """What a new employee is shown (INC-68)."""

    PLAN = "plan", _("Beredskabsplanen")
    WHERE = "where", _("Hvor planen og »Hjælp nu« er")
    DEFIBRILLATOR = "defibrillator", _("Den nærmeste hjertestarter")
    ALARM = "alarm", _("Alarmen, og hvad den gør")
    ESCAPE_ROUTES = "escape_routes", _("Flugtveje og mødested")
    NEXT_OF_KIN = "next_of_kin", _("Pårørendelisten på Min profil")


class PlanIntroduction(models.Model):
    """That AMR has shown a new employee the plan, alarm, defibrillator and escape routes (R-28)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="plan_introduction")
    points = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("vist"))
    shown_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shown_on = models.DateField(_("vist den"), null=True)
    confirmed_at = models.DateTimeField(_("bekræftet"), null=True)

    @property
    def missing(self):
        """Return the points that have not been shown yet, in their order."""
        return [point for point in Point if point.value not in self.points]


class PlanFavourite(models.Model):
    """That somebody wants this plan first (INC-69)."""

    plan = models.ForeignKey(ContingencyPlan, on_delete=models.CASCADE, related_name="favourites")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="favourite_plan")
