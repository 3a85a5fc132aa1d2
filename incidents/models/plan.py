"""The contingency plan: who owns it, which version, what changed; and that new colleagues were shown it (INC-66–68)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Document, Person, Unit
from core.models.base import Checked


class ContingencyPlan(Checked):
    """The plan of one workplace. Its text sections live in versions; the rest is live data."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="contingency_plan", verbose_name=_("arbejdsplads"))
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
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class PlanIntroduction(models.Model):
    """That AMR has shown a new employee the plan, alarm, defibrillator and escape routes (R-28)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="plan_introduction")
    shown_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shown_on = models.DateField(_("vist den"), null=True)
    confirmed_at = models.DateTimeField(_("bekræftet"), null=True)
