"""Numbers as tables and charts, compared from period to period; small groups are never shown (MED-14, Q50)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import charts
from core.settings_values import Settings
from med.choices import FigureKind
from med.models import Figure

PERIODS = 3  # that many periods beside each other, as the chart has three colours


@dataclass
class Series:
    """One kind of number: a table of units by period, and its chart."""

    kind: str
    title: str
    periods: list
    rows: list  # [(unit name, [value or None or ""])]
    notes: list
    chart: str
    hides: bool


def limit_for(body):
    """Return the smallest group whose number is shown."""
    return Settings(body.unit).number("small_cell_limit") or 5


def label(figure):
    """Return a period in words."""
    if figure.quarter:
        return _("%(quarter)s. kvartal %(year)s") % {"quarter": figure.quarter, "year": figure.year}
    return str(figure.year)


def series(body, kinds=FigureKind.values, limit=None, *, until=None):
    """Return the numbers of a body, kind by kind; two queries. `until`: no period that was first known after that moment."""
    limit = limit_for(body) if limit is None else limit
    by_kind: dict = {}
    for row in Figure.objects.filter(body=body, kind__in=kinds).select_related("unit"):
        by_kind.setdefault(row.kind, []).append(row)
    if until is not None:
        by_kind = {kind: found for kind, rows in by_kind.items() if (found := _known(rows, until))}
    return [_one(kind, by_kind[kind], limit) for kind in kinds if kind in by_kind]


def at_meeting(meeting, kinds=FigureKind.values):
    """Return the numbers that a meeting had before it: what comes later doesn't change minutes that were sent."""
    return series(meeting.body, kinds, until=meeting.minutes_sent_at)


def _known(rows, until):
    """Return the rows up to the newest period that was known then; an older one that was put right later stays."""
    newest = max((_period(row) for row in rows if row.entered_at <= until), default=None)
    return [row for row in rows if newest and _period(row) <= newest]


def _period(row):
    return row.year, row.quarter or 0


def of_place(body, kinds=FigureKind.values, *, limit):
    """Return the numbers that committees keep of a body's unit and what lies below it; one query.

    A TRIO keeps none of its own: it reads those of the committee.
    """
    if body.unit_id is None:
        return []
    rows = Figure.objects.filter(unit__path__startswith=body.unit.path, kind__in=kinds).select_related("unit", "body")
    newest: dict = {}
    for row in rows.order_by("entered_at"):
        newest[row.kind, row.unit_id, row.year, row.quarter] = row
    by_kind: dict = {}
    for row in newest.values():
        by_kind.setdefault(row.kind, []).append(row)
    return [_one(kind, by_kind[kind], limit) for kind in kinds if kind in by_kind]


def _one(kind, rows, limit):
    """Return the Series of one kind: its newest periods."""
    order = sorted({_period(row): label(row) for row in rows}.items())[-PERIODS:]
    periods, names = [key for key, _name in order], [name for _key, name in order]
    units: dict = {}
    notes, hides = [], False
    for row in rows:
        key = _period(row)
        if key not in periods:
            continue
        small = row.kind == FigureKind.SICKNESS and (row.group_size is None or row.group_size < limit)
        hides = hides or small
        line = units.setdefault(row.unit.name, [""] * len(periods))
        line[periods.index(key)] = None if small else row.percent
        if row.note and not small:
            notes.append(f"{row.unit.name}, {label(row)}: {row.note}")
        if row.amount is not None:
            notes.append(
                _("%(unit)s, %(period)s: %(amount)s kr. %(way)s")
                % {
                    "unit": row.unit.name,
                    "period": label(row),
                    "amount": f"{abs(row.amount) * 1000:,}".replace(",", "."),
                    "way": _("mindreforbrug") if row.amount < 0 else _("merforbrug"),
                }
            )
    shown = [(unit, values) for unit, values in units.items() if any(value not in ("", None) for value in values)]
    chart = ""
    if shown:
        chart = charts.column_chart(
            [unit for unit, _values in shown],
            [(name, [_plain(values[place]) for _unit, values in shown]) for place, name in enumerate(names)],
            title=FigureKind(kind).label,
        )
    return Series(kind, FigureKind(kind).label, names, list(units.items()), notes, chart, hides)


def _plain(value):
    """Return a number for the chart; nothing entered draws nothing."""
    return None if value in ("", None) else float(value)
