"""Absence of a leader or representative, with a deputy (GEN-04). The reason is nobody's business and isn't stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Dated


class Absence(Dated):
    """A person is away from a day to a day; the deputy acts in the person's roles meanwhile."""

    person = models.ForeignKey(
        "core.Person", on_delete=models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    deputy = models.ForeignKey(
        "core.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputises",
        verbose_name=_("stedfortræder"),
    )
    note = models.CharField(
        _("aftalt om opgaver"), max_length=300, blank=True, help_text=_("Skriv ikke, hvorfor personen er væk.")
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_start",
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("deputy")), name="nobody_deputises_for_self"),
        ]
