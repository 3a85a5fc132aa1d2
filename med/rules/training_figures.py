"""The numbers of the agreements about training on a day (GEN-26 to GEN-29): which row holds, and its source.

Rows are dated reference data (`TrainingFigure`); the released file answers for a number that isn't loaded.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from core import calendar
from med.models import TrainingFigure
from med.models.training import FigureCode


class Figures:
    """The rows, read once; each question is about one day."""

    def __init__(self, rows):
        self.rows = sorted(rows, key=lambda one: one.valid_from, reverse=True)

    def on(self, code, day, year=1):
        """Return the row that holds on the day for a function year, or None."""
        return next(
            (
                one
                for one in self.rows
                if one.code == code
                and one.valid_from <= day
                and (one.valid_to is None or day <= one.valid_to)
                and one.from_year <= year
                and (one.to_year is None or year <= one.to_year)
            ),
            None,
        )

    def days(self, code, day, year=1):
        """Return the days that hold on the day for a function year; nought where no row holds."""
        row = self.on(code, day, year)
        return row.days if row else Decimal(0)

    def safety_extra(self, day, year):
        """Return the row of the supplementary working-environment days of a function year, or None."""
        return self.on(FigureCode.SAFETY_FIRST, day, year) or self.on(FigureCode.SAFETY_LATER, day, year)


def read_figures():
    """Return the workplace's figures; one query."""
    from med.reference_training import released

    rows = list(TrainingFigure.objects.all())
    loaded = {one.code for one in rows}
    return Figures([*rows, *(one for one in released() if one.code not in loaded)])


def said(row):
    """Return where a number comes from and from when it holds."""
    return _("%(source)s, gælder fra %(day)s.") % {"source": row.source, "day": calendar.short_date(row.valid_from)}
