"""The numbers of strain: for a team by quarter, without names, and only from those who let their days count."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from incidents.choices import DEMANDS
from incidents.models import StrainLog

HIGH = 7  # from here on a day counts as a heavy one


@dataclass(frozen=True)
class Quarter:
    """One team's quarter. Everything is None where fewer people than the limit stand behind it."""

    year: int
    quarter: int
    days: int | None
    middle: int | None
    heavy: int | None


def quarter_of(day):
    """Return (year, quarter)."""
    return day.year, (day.month + 2) // 3


def of_unit(unit, since, limit):
    """Return ([Quarter], [(demand, days)]) of a unit and everything below it; two queries.

    A number is shown when at least `limit` people stand behind it, and behind what is left of it when the numbers of
    the parts below are taken away, so that no day can be led back to somebody.
    """
    logs = StrainLog.objects.filter(unit__path__startswith=unit.path, counts_in_team=True, day__gte=since)
    by_quarter, by_demand = defaultdict(list), defaultdict(list)
    for log in logs.select_related("unit").prefetch_related("episodes"):
        by_quarter[quarter_of(log.day)].append(log)
        for code in {code for episode in log.episodes.all() for code in episode.demands}:
            by_demand[code].append(log)
    quarters = []
    for (year, quarter), found in sorted(by_quarter.items()):
        enough = _is_shown(found, unit.path, limit)
        heavy = [log for log in found if log.strain >= HIGH]
        heavy_enough = not heavy or _is_shown(heavy, unit.path, limit)
        quarters.append(
            Quarter(
                year,
                quarter,
                len(found) if enough else None,
                round(median(log.strain for log in found)) if enough else None,
                len(heavy) if enough and heavy_enough else None,
            )
        )
    demands = [
        (str(label), len(by_demand[code]))
        for code, label in DEMANDS.labels().items()
        if _is_shown(by_demand[code], unit.path, limit)
    ]
    return quarters, sorted(demands, key=lambda pair: -pair[1])


def _is_shown(logs, path, limit):
    """Tell whether a unit's number over these days may be shown beside the numbers of its parts."""
    left = _left(logs, path, limit)
    return len({log.person_id for log in logs}) >= limit and (not left or len(left) >= limit)


def _left(logs, path, limit):
    """Return the people behind what is left of a unit's number when all that is shown of its parts is taken away.

    The unit's own people, without the units below, are such a part: the TRIO gets their number.
    """
    parts, left = defaultdict(list), set()
    for log in logs:
        parts[log.unit.path[len(path) :].strip("/").split("/")[0]].append(log)
    for step, found in parts.items():
        people = {log.person_id for log in found}
        if not step:
            left |= people if len(people) < limit else set()
        elif not _is_shown(found, f"{path}{step}/", limit):
            left |= _left(found, f"{path}{step}/", limit)
    return left


def counted_days(units, since):
    """Return the question for the days of units that count: (unit, person, strain)."""
    days = StrainLog.objects.filter(unit__in=units, counts_in_team=True, day__gte=since)
    return days.order_by().values_list("unit_id", "person_id", "strain")


def running(days, limit):
    """Return {unit id: (days, middle)} of those units of `counted_days` that have enough people behind them."""
    found = defaultdict(list)
    for unit_id, person_id, strain in days:
        found[unit_id].append((person_id, strain))
    return {
        unit_id: (len(rows), round(median(strain for _person, strain in rows)))
        for unit_id, rows in found.items()
        if len({person for person, _strain in rows}) >= limit
    }
