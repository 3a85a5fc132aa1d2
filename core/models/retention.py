"""How long things are kept, what is held back, and what is left when they are gone (GEN-16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import About


class RetentionRule(models.Model):
    """The period for one kind of record. The code is registered in core.retention by the app that owns the kind."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("hvad"), max_length=120)
    period = models.CharField(_("hvor længe"), max_length=8)  # an Offset: "24mo"
    starts_at = models.CharField(_("regnet fra"), max_length=120)
    source = models.CharField(_("kilde"), max_length=200, blank=True)

    class Meta:
        ordering = ["title"]


class LegalHold(About):
    """A stop for deletion of one record, with a reason."""

    reason = models.CharField(_("begrundelse"), max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_hold_at_a_time",
            ),
        ]


class Tombstone(About):
    """What is left of a deleted record: kind, dates and a label without personal data."""

    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    erased_at = models.DateTimeField()
    kept_from = models.DateField(null=True)
    facts = models.JSONField(default=dict)  # anonymous counts for statistics

    class Meta:
        ordering = ["-erased_at"]
        constraints = [models.UniqueConstraint(fields=["code", "subject_type", "subject_id"], name="one_tombstone")]
