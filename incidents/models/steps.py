"""The plan's steps as data: which, for which category, whose, by when (INC-33; fixtures/reference/steps.json)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepTemplate(models.Model):
    """One step. Deadlines are offsets; those from a law carry source and validity."""

    code = models.CharField(max_length=60)  # several rows when deadline or duty differs by category
    title = models.CharField(_("skridt"), max_length=160)
    help = models.CharField(max_length=400, blank=True)
    categories = models.JSONField(default=list)
    owner = models.CharField(max_length=20, default="leader")
    due = models.CharField(_("frist"), max_length=8, blank=True)  # empty: an attitude, not a task
    anchor = models.CharField(max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_obligatory = models.BooleanField(default=True)
    condition = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=30, default="simple")
    rule = models.CharField(max_length=8, blank=True)
    link_label = models.CharField(max_length=40, blank=True)
    hint_done = models.CharField(max_length=200, blank=True)
    is_law = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)

    class Meta:
        ordering = ["order", "code", "pk"]
        constraints = [models.UniqueConstraint(fields=["code", "categories"], name="step_once_per_categories")]
