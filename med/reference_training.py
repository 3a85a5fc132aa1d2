"""What MED loads about training: the numbers of the agreements, each with its source and days (GEN-26 to GEN-29)."""

from datetime import date
from decimal import Decimal

from core.reference import loader, put, read
from med.models import TrainingFigure


def released():
    """Return the rows of the released file as unsaved figures."""
    return [
        TrainingFigure(code=row["code"], valid_from=date.fromisoformat(row["valid_from"]), **_values(row))
        for row in read("med_training")
    ]


def _values(row):
    """Return what is not part of a figure's natural key."""
    return {
        **{name: row[name] for name in ("months", "from_year", "to_year", "may_join", "source", "note")},
        "days": Decimal(row["days"]),
        **{name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_to", "checked_on")},
    }


@loader
def training_figures(refresh):
    """Load the figures; a number that the workplace has changed is a row of its own and stays."""
    return sum(
        put(
            TrainingFigure,
            {"code": row["code"], "valid_from": date.fromisoformat(row["valid_from"])},
            _values(row),
            False,  # the day on which an older number ends is the workplace's
        )
        for row in read("med_training")
    )
