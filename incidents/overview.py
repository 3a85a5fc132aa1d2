"""What leaders and AMR look at: open cases with their next deadline, restrictions in force, and trends without names.

Trends count the incidents of the places the person answers for. Small cells are hidden on screen and on paper alike.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, ExpressionWrapper, F, FilteredRelation, Func, Q, Subquery, fields
from django.db.models.functions import ExtractHour, Least, TruncQuarter
from django.utils.translation import gettext as _

from core import calendar
from core.models import Todo, Unit
from core.smallcells import hide, hide_one
from core.subjects import key_of
from incidents import choices
from incidents.models import Incident, Sanction
from incidents.models.sanctions import MEASURES
from incidents.statistics import Median

QUARTERS = 8
BANDS = ((0, 8), (8, 10), (10, 12), (12, 14), (14, 16), (16, 24))
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One open case: the incident, its next to-do, and how it stands."""

    incident: Incident
    next: Todo | None
    late: int


def area_of(person):
    """Return the condition on incidents of the places a leader or AMR answers for."""
    condition = Q(pk__in=[])
    standing = person.standing
    for kind in ("leader", "safety_rep"):
        below = standing.units_below(kind)
        if below is None:
            return Q()
        if standing.has(kind):
            condition |= Q(unit__in=Subquery(Unit.objects.filter(below).values("pk")))
            condition |= Q(site__in=standing.sites(kind))
    return condition


# -- now -----------------------------------------------------------------------------------------------------------
def open_cases(person, limit=100):
    """Return [Row] of the open cases the person may see in their area, the most urgent first. Two queries."""
    found = list(
        Incident.objects.visible_to(person)
        .open()
        .filter(area_of(person))
        .select_related("site", "unit", "responsible", "affected")
        .order_by("submitted_at")[:limit]
    )
    now, by_case = calendar.now(), defaultdict(list)
    kind = key_of(Incident(pk=0))[0]
    waiting = Todo.objects.open().filter(
        subject_type=kind, subject_id__in=[row.pk for row in found], due_at__isnull=False
    )
    for todo in waiting.order_by("due_at", "order"):
        by_case[todo.subject_id].append(todo)
    rows = [
        Row(row, next(iter(by_case[row.pk]), None), sum(todo.due_at < now for todo in by_case[row.pk])) for row in found
    ]
    return sorted(rows, key=lambda row: (row.next is None, row.next.due_at if row.next else now))


def restrictions(person):
    """Return the restrictions in force that the person may see, those that lapse first on top. One query."""
    return (
        Sanction.objects.filter(pk__in=Subquery(Sanction.objects.visible_to(person).in_force().values("pk")))
        .select_related("site", "incident__responsible")
        .order_by("ends_on")
    )


# -- trends ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Trends:
    """Counts of two years, with hidden cells as None."""

    since: object
    limit: int
    quarters: list  # labels
    by_category: object  # Table
    by_site: object  # Table
    kinds: list
    channels: list
    hours: list
    sanctions: list
    contact: list  # (quarter label, median minutes or None)
    total: int | None


def quarters_until(today):
    """Return [(first day, label)] of the last eight quarters."""
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    starts = [calendar.add_months(first, -3 * back) for back in reversed(range(QUARTERS))]
    return [(day, _("%(q)s. kvartal %(year)s") % {"q": (day.month + 2) // 3, "year": day.year}) for day in starts]


def band_of(hour):
    """Return the place in the day."""
    return next(place for place, (start, end) in enumerate(BANDS) if start <= hour < end)


def trends(area, today, limit):
    """Return the Trends of an area in four queries, whatever the number of incidents."""
    spans = quarters_until(today)
    since = calendar.at(spans[0][0], calendar.parse_time("0"))
    found = Incident.objects.submitted().filter(area, occurred_at__gte=since)
    grouped = (
        found.annotate(
            quarter=TruncQuarter("occurred_at", tzinfo=calendar.ZONE),
            hour=ExtractHour("occurred_at", tzinfo=calendar.ZONE),
        )
        .values_list("quarter", "category", "category_suggested", "channel", "site__name", "hour")
        .annotate(n=Count("pk"))
        .order_by()
    )
    per_category, per_site, channels, hours = Counter(), Counter(), Counter(), Counter()
    for quarter, decided, suggested, channel, site, hour, n in grouped:
        category = decided or suggested or "?"
        per_category[calendar.local_date(quarter), category] += n
        per_site[site, category] += n
        channels[channel] += n
        hours[band_of(hour)] += n
    kinds = dict(
        found.annotate(kind=Func(F("kinds"), function="unnest")).values_list("kind").annotate(n=Count("pk")).order_by()
    )
    measures = dict(
        Sanction.objects.exclude(state__in=["proposed", "rejected"])
        .filter(incident__in=found.values("pk"), decided_at__gte=since)
        .values_list("measure")
        .annotate(n=Count("pk"))
        .order_by()
    )
    letters, days = list(choices.Category.values), [day for day, _label in spans]
    table = hide(per_category, days, letters, limit)
    return Trends(
        since=spans[0][0],
        limit=limit,
        quarters=[label for _day, label in spans],
        by_category=table,
        by_site=hide(per_site, sorted({site for site, _category in per_site}), letters, limit),
        kinds=_named(kinds, choices.TILES, limit),
        channels=_named(channels, choices.CHANNELS, limit),
        hours=hide_one(
            {_("kl. %(a)02d–%(b)02d") % {"a": a, "b": b}: hours[i] for i, (a, b) in enumerate(BANDS)}, limit
        )[0],
        sanctions=_named(measures, MEASURES, limit),
        contact=_contact(found, spans, limit),
        total=table.total,
    )


def _named(counts, options, limit):
    """Return [(Danish label, count or None)] in the list's own order, without the labels nobody used."""
    labels = options.labels()
    rows, _total = hide_one({value: counts[value] for value in labels if counts.get(value)}, limit)
    return [(labels[value].capitalize(), n) for value, n in rows]


def _contact(found, spans, limit):
    """Return [(quarter, median minutes from the report to the first human being)]: a leader, AMR or a talk. One query."""
    waited = ExpressionWrapper(F("reached") - F("submitted_at"), output_field=fields.DurationField())
    waits = (
        found.filter(submitted_at__isnull=False)
        .annotate(
            quarter=TruncQuarter("occurred_at", tzinfo=calendar.ZONE),
            first=FilteredRelation("talks", condition=Q(talks__kind="first")),  # a join: a subquery is asked per row
            reached=Least("taken_over_at", "care_taken_at", "first__held_at"),
        )
        .filter(reached__isnull=False)
        .annotate(
            waited=Func(
                waited,
                function="EXTRACT",
                template="EXTRACT(EPOCH FROM %(expressions)s)",
                output_field=fields.FloatField(),
            )
        )
        .values_list("quarter")
        .annotate(n=Count("pk"), middle=Median("waited"))
        .order_by()
    )
    medians = {
        calendar.local_date(quarter): max(0, round(middle / 60)) if n >= limit else None for quarter, n, middle in waits
    }
    return [(label, medians.get(day)) for day, label in spans]
