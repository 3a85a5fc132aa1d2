"""Numbers that come back from meeting to meeting: economy and sickness absence (MED-13, 14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Person, Unit
from med.choices import FigureKind
from med.models.bodies import Body
from med.queries import FigureQuerySet


class Figure(models.Model):
    """One unit's number for one period. Percent with one decimal; an amount in thousands of kroner beside it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("slags"), max_length=10, choices=FigureKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("afdeling"))
    year = models.PositiveSmallIntegerField(_("år"))
    quarter = models.PositiveSmallIntegerField(_("kvartal"), null=True, blank=True)  # empty: the whole year
    percent = models.DecimalField(_("procent"), max_digits=5, decimal_places=1)
    amount = models.IntegerField(_("beløb i 1.000 kr."), null=True, blank=True)  # below zero: spent less
    group_size = models.PositiveIntegerField(_("antal ansatte"), null=True, blank=True)
    note = models.CharField(_("forklaring"), max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "unit__name", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "unit", "year", "quarter"], name="figure_once", nulls_distinct=False
            )
        ]
