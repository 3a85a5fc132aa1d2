"""Read a workplace's settings: the nearest unit upwards wins, then the municipality, then the default (GEN-11)."""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Found:
    """One setting's value and where it comes from."""

    value: str
    checked_on: object
    source: str


class Settings:
    """All settings as they hold for one unit, in two queries."""

    def __init__(self, unit=None):
        from core.models import Setting, SettingValue

        ids = unit.ancestor_ids if unit else []
        values = SettingValue.objects.filter(Q(unit__isnull=True) | Q(unit__in=ids)).select_related("setting")
        rank = {pk: len(ids) - place for place, pk in enumerate(ids)}
        best: dict[str, tuple] = {}
        for row in values:
            score = rank.get(row.unit_id, 0)
            if score >= best.get(row.setting.key, (-1, None))[0]:
                best[row.setting.key] = (score, row)
        self.known = {}
        for setting in Setting.objects.all():
            row = best.get(setting.key, (0, None))[1]
            self.known[setting.key] = (
                Found(row.value, row.checked_on, setting.source)
                if row
                else Found(setting.default, None, setting.source)
            )

    def text(self, key):
        """Return the value as text."""
        return self.known[key].value if key in self.known else ""

    def number(self, key):
        """Return the value as a whole number; 0 when empty."""
        return int(self.text(key) or 0)

    def flag(self, key):
        """Return the value as yes or no."""
        return self.text(key).lower() in {"1", "true", "ja", "yes"}
