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
from core.smallcells import hide, hide_one
from incidents import choices
from incidents.models import Incident, Sanction
from incidents.models.sanctions import Measure


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
    """Return the numbers of a calendar year in four queries, whatever the number of incidents."""
    begin, end = (calendar.at(date(y, 1, 1), time()) for y in (year, year + 1))
    reported = Incident.objects.submitted().filter(occurred_at__gte=begin, occurred_at__lt=end)
    grouped = (
        reported.annotate(quarter=ExtractQuarter("occurred_at", tzinfo=calendar.ZONE))
        .values_list("quarter", "category", "category_suggested", "channel", "site__name")
        .annotate(n=Count("pk"))
        .order_by()
    )
    quarters, sites, channels = Counter(), Counter(), Counter()
    for quarter, decided, suggested, channel, site, n in grouped:
        category = decided or suggested or "?"
        quarters[quarter, category] += n
        sites[site, category] += n
        channels[channel] += n
    kinds = Counter(
        dict(
            reported.annotate(kind=Func(F("kinds"), function="unnest"))
            .values_list("kind")
            .annotate(n=Count("pk"))
            .order_by()
        )
    )
    sanctions = Counter(
        dict(
            Sanction.objects.exclude(state__in=["proposed", "rejected"])
            .filter(decided_at__gte=begin, decided_at__lt=end)
            .values_list("measure")
            .annotate(n=Count("pk"))
            .order_by()
        )
    )
    wait = ExpressionWrapper(F("taken_over_at") - F("submitted_at"), output_field=fields.DurationField())
    waiting = reported.filter(taken_over_at__isnull=False).annotate(
        wait=Func(
            wait, function="EXTRACT", template="EXTRACT(EPOCH FROM %(expressions)s)", output_field=fields.FloatField()
        )
    )
    medians = {
        category: (n, median)
        for category, n, median in waiting.values_list("category")
        .annotate(n=Count("pk"), median=Median("wait"))
        .order_by()
    }
    letters = list(choices.Category.values)
    names = sorted({site for site, _category in sites})
    return Numbers(
        year=year,
        limit=limit,
        quarters=hide(quarters, [1, 2, 3, 4], letters, limit),
        sites=hide(sites, names, letters, limit),
        kinds=_named(kinds, choices.Kind, limit),
        channels=_named(channels, choices.Channel, limit),
        sanctions=_named(sanctions, Measure, limit),
        waiting=[
            (letter, round(medians[letter][1] / 60) if medians.get(letter, (0, 0))[0] >= limit else None)
            for letter in letters
        ],
        total=hide(quarters, [1, 2, 3, 4], letters, limit).total,
    )


def _named(counts, kind, limit):
    """Return [(Danish label, count or None)] in the list's own order, without the labels nobody used."""
    rows, _total = hide_one({value: counts[value] for value in kind.values if counts[value]}, limit)
    return [(str(kind(value).label).capitalize(), n) for value, n in rows]


def quarter_label(quarter):
    """Return »1. kvartal«."""
    return _("%(n)s. kvartal") % {"n": quarter}
