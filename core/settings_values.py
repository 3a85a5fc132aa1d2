"""Read a workplace's settings: the nearest unit upwards wins, then the municipality, then the default (GEN-11)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject

from core.written import Written


@dataclass(frozen=True)
class Found:
    """One setting's value and where it comes from."""

    value: str
    checked_on: object
    source: str


def _found(default, source, row):
    """Return what holds: the nearest row, given as JSON, or the default."""
    if row is None:
        return Found(default, None, source)
    return Found(row["value"], row["checked"] and date.fromisoformat(row["checked"]), source)


@lru_cache(maxsize=16)
def _known_at(depth):
    """Return the question for a unit so far from the top, put into words once: every setting with its nearest value."""
    from core.models import Setting, SettingValue

    def make(**units):
        ids = list(units.values())
        nearest = [Case(*(When(unit=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))] if ids else []
        own = (
            SettingValue.objects.filter(Q(unit__isnull=True) | Q(unit__in=ids), setting=OuterRef("pk"))
            .order_by(*nearest, "pk")
            .values(row=JSONObject(value="value", checked="checked_on"))
        )
        return Setting.objects.order_by().values_list("key", "default", "source", Subquery(own[:1]))

    return Written(make, **{f"unit{n}": int for n in range(depth)})


class Settings:
    """All settings as they hold for one unit, in one query."""

    def __init__(self, unit=None):
        ids = unit.ancestor_ids if unit else []
        rows = _known_at(len(ids))(**{f"unit{n}": pk for n, pk in enumerate(ids)})
        self.known = {key: _found(default, source, row) for key, default, source, row in rows}

    def text(self, key):
        """Return the value as text."""
        return self.known[key].value if key in self.known else ""

    def number(self, key):
        """Return the value as a whole number; 0 when empty."""
        return int(self.text(key) or 0)

    def flag(self, key):
        """Return the value as yes or no."""
        return self.text(key).lower() in {"1", "true", "ja", "yes"}
