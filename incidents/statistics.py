"""Anonymous numbers for leaders, MED and TRIO (INC-71). Small cells are hidden here, so that no page or export forgets.

The only choice is the calendar year: periods that overlap, or a filter on one site, could be subtracted from each other.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Aggregate, Count, ExpressionWrapper, F, Func, fields
from django.db.models.functions import ExtractQuarter
from django.utils.translation import gettext as _

from core import calendar
from core.models import Site, Tombstone
from core.smallcells import hide, hide_one
from core.together import together
from incidents import choices
from incidents.models import Incident, Sanction
from incidents.models.sanctions import MEASURES


class Median(Aggregate):
    """The middle value, worked out by the database."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Numbers:
    """One year: tables with small cells hidden, and waiting times where enough incidents stand behind them."""

    year: int
    limit: int
    quarters: object  # Table: quarter × category
    sites: object  # Table: site × category
    kinds: list  # [(label, n or None)]
    channels: list
    sanctions: list
    waiting: list  # [(category, minutes or None)]
    total: int | None


def of_year(year, limit):
    """Return the numbers of a calendar year in one query, whatever the number of incidents; two where some are deleted
    by now and count by what is left of them.
    """
    begin, end = (calendar.at(date(y, 1, 1), time()) for y in (year, year + 1))
    reported = Incident.objects.submitted().filter(occurred_at__gte=begin, occurred_at__lt=end)
    grouped = (
        reported.annotate(quarter=ExtractQuarter("occurred_at", tzinfo=calendar.ZONE))
        .values_list("quarter", "category", "category_suggested", "channel", "site__name")
        .annotate(n=Count("pk"))
        .order_by()
    )
    by_kind = (
        reported.annotate(kind=Func(F("kinds"), function="unnest"))
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by()
    )
    by_measure = (
        Sanction.objects.exclude(state__in=["proposed", "rejected"])
        .filter(decided_at__gte=begin, decided_at__lt=end)
        .values_list("measure")
        .annotate(n=Count("pk"))
        .order_by()
    )
    wait = ExpressionWrapper(F("taken_over_at") - F("submitted_at"), output_field=fields.DurationField())
    waiting = reported.filter(taken_over_at__isnull=False).annotate(
        wait=Func(
            wait, function="EXTRACT", template="EXTRACT(EPOCH FROM %(expressions)s)", output_field=fields.FloatField()
        )
    )
    by_category = waiting.values_list("category").annotate(n=Count("pk"), median=Median("wait")).order_by()
    left = Tombstone.objects.filter(
        code__in=["incidents.incident", "incidents.sanction"], facts__month__gte=f"{year - 1}-01"
    )
    grouped, by_kind, by_measure, by_category, left = together(
        grouped, by_kind, by_measure, by_category, left.values_list("code", "facts")
    )
    quarters, sites, channels = Counter(), Counter(), Counter()
    for quarter, decided, suggested, channel, site, n in grouped:
        category = decided or suggested or "?"
        quarters[quarter, category] += n
        sites[site, category] += n
        channels[channel] += n
    kinds, sanctions = Counter(dict(by_kind)), Counter(dict(by_measure))
    _count_deleted(left, year, quarters, sites, channels, kinds, sanctions)
    medians = {category: (n, median) for category, n, median in by_category}
    letters = list(choices.Category.values)
    names = sorted({site for site, _category in sites})
    return Numbers(
        year=year,
        limit=limit,
        quarters=hide(quarters, [1, 2, 3, 4], letters, limit),
        sites=hide(sites, names, letters, limit),
        kinds=_named(kinds, choices.TILES, limit),
        channels=_named(channels, choices.CHANNELS, limit),
        sanctions=_named(sanctions, MEASURES, limit),
        waiting=[
            (letter, round(medians[letter][1] / 60) if medians.get(letter, (0, 0))[0] >= limit else None)
            for letter in letters
        ],
        total=hide(quarters, [1, 2, 3, 4], letters, limit).total,
    )


def _count_deleted(rows, year, quarters, sites, channels, kinds, sanctions):
    """Add what retention has deleted, from the codes that were left (incidents/retention.py)."""
    if not rows:
        return
    names, of_the_year = dict(Site.objects.values_list("pk", "name")), f"{year}-"
    for code, facts in rows:
        sanctions.update(measure for measure, month in facts.get("decided", ()) if month.startswith(of_the_year))
        if code == "incidents.incident" and facts["month"].startswith(of_the_year):
            category = facts.get("category") or "?"
            quarters[(int(facts["month"][5:7]) + 2) // 3, category] += 1
            sites[names.get(facts.get("site"), "?"), category] += 1
            channels[facts.get("channel") or ""] += 1
            kinds.update(facts.get("kinds", ()))


def _named(counts, options, limit):
    """Return [(Danish label, count or None)] in the list's own order, without the labels nobody used."""
    labels = options.labels()
    rows, _total = hide_one({value: counts[value] for value in labels if counts.get(value)}, limit)
    return [(labels[value].capitalize(), n) for value, n in rows]


def quarter_label(quarter):
    """Return »1. kvartal«."""
    return _("%(n)s. kvartal") % {"n": quarter}
