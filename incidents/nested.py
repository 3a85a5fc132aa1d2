"""Papers of areas that lie within each other: nothing that one hides can be worked out by laying others beside it (INC-71).

An office's paper and its chief's share most of their incidents, and everybody may read both. So a new paper is compared
with the latest ones of the areas above and below, and with what is left of one above when its other parts are taken
away; the whole municipality counts as an area above, because its numbers stand on a page of their own.
"""

from core import calendar
from incidents.models import AgendaProposal

KIND = "statistics"
KEPT = 24  # months: as far back as a paper counts


def to_keep(tables):
    """Return what tables show, as JSON: {name: [[row, column, n]]}."""
    return {name: [[row, column, n] for (row, column), n in shown.items()] for name, shown in tables.items()}


def _read(kept):
    """Return what was kept as {name: {(row, column): n}}."""
    return {name: {(row, column): n for row, column, n in rows} for name, rows in kept.items()}


def beside(unit, whole):
    """Return [{name: {(row, column): n}}] of all that readers can lay beside a paper of the unit's area. One query.

    `whole` is what the whole municipality's numbers show. Papers of the same unit count too: of AMR's area, or of last week.
    """
    since = calendar.at(calendar.add_months(calendar.today(), -KEPT), calendar.parse_time("0"))
    kept = AgendaProposal.objects.filter(kind=KIND, offered_at__gte=since, unit__isnull=False)
    rows = [(row.unit.path, _read(row.shown)) for row in kept.select_related("unit").order_by("offered_at")]
    path = unit.path if unit else ""
    related = [shown for other, shown in rows if path and (path.startswith(other) or other.startswith(path))]
    latest = {other: shown for other, shown in rows if other != path}
    above = {other: shown for other, shown in latest.items() if path.startswith(other)} | {"": whole}
    below = {other: shown for other, shown in latest.items() if path and other.startswith(path)}
    found = [whole, *related]
    if len(below) > 1:
        found.append(_sum(_tops(below)))
    for over, shown in above.items():
        parts = {other: one for other, one in latest.items() if other not in above and other not in below}
        parts = {other: one for other, one in parts.items() if other.startswith(over)}
        if parts:
            found.append(_less(shown, _sum(_tops(parts))))
    return found


def _tops(papers):
    """Return the papers that lie in no other one of them."""
    return [
        shown for path, shown in papers.items() if not any(path != other and path.startswith(other) for other in papers)
    ]


def _sum(papers):
    """Return the sum of the cells that every paper shows."""
    return _combined(papers, lambda counts: sum(counts))


def _less(whole, parts):
    """Return what is left of the cells that both show."""
    return _combined([whole, parts], lambda counts: counts[0] - counts[1])


def _combined(papers, work_out):
    names = set.intersection(*(set(paper) for paper in papers))
    return {
        name: {
            key: work_out([paper[name][key] for paper in papers])
            for key in set.intersection(*(set(paper[name]) for paper in papers))
        }
        for name in names
    }
