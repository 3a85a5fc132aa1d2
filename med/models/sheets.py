"""What an item is asked point by point (MED-15 to 17, 26, 39 to 41, 44, 45, 53); the questions stand in med/sheets.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from med.choices import LEVELS
from med.models.base import by_whom
from med.models.meetings import Treatment


class ItemSheet(models.Model):
    """The answers to one sheet at one meeting. They belong to the treatment, so the record keeps what was known then."""

    treatment = models.OneToOneField(Treatment, on_delete=models.CASCADE, related_name="sheet")
    code = models.CharField(_("skema"), max_length=20)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)  # of saves, for two people writing
    written_by = by_whom()
    written_at = models.DateTimeField()


class Level(models.Model):
    """Who decides an item: influence is sought where the leader can decide (MED-03)."""

    treatment = models.OneToOneField(Treatment, on_delete=models.CASCADE, related_name="level")
    level = models.CharField(_("afgøres i"), max_length=16, choices=LEVELS)
    set_by = by_whom()
