"""What leaders and AMR look at: open cases with their next deadline, restrictions in force, and trends without names.

Trends count the incidents of the places the person answers for. Small cells are hidden on screen and on paper alike.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import ExtractHour, TruncQuarter
from django.utils.translation import gettext as _

from core import calendar
from core.models import Todo, Unit
from core.smallcells import hide
from core.subjects import key_of
from incidents import choices
from incidents.models import Incident, Sanction, Talk
from incidents.models.sanctions import MEASURES

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
def open_cases(person, limit=25):
    """Return [Row] of the open cases the person may see in their area, the most urgent first. Two queries.

    Each incident knows how many there are: `in_all`, `with_late`, `without_leader`.
    """
    now, kind = calendar.now(), key_of(Incident(pk=0))[0]
    waiting = Todo.objects.open().filter(subject_type=kind, due_at__isnull=False).order_by("due_at", "order")
    found = list(
        Incident.objects.visible_to(person)
        .open()
        .filter(area_of(person))
        .annotate(next_due=Subquery(waiting.filter(subject_id=OuterRef("pk")).values("due_at")[:1]))
        .annotate(
            in_all=Window(Count("pk")),
            with_late=Window(Count("pk", filter=Q(next_due__lt=now))),
            without_leader=Window(Count("pk", filter=Q(responsible__isnull=True))),
        )
        .select_related("site", "responsible")
        .only("number", "state", "kinds", "place", "site__name", "responsible__name")
        .order_by(F("next_due").asc(nulls_last=True), "submitted_at")[:limit]
    )
    by_case = defaultdict(list)
    for todo in waiting.filter(subject_id__in=[row.pk for row in found]).only("subject_id", "title", "due_at"):
        by_case[todo.subject_id].append(todo)
    return [
        Row(row, next(iter(by_case[row.pk]), None), sum(todo.due_at < now for todo in by_case[row.pk])) for row in found
    ]


def restrictions(person, limit=10):
    """Return the restrictions in force that the person may see, those that lapse first on top. One query.

    Each knows how many there are: `in_all`, and `lapsing` within SOON.
    """
    soon = calendar.today() + SOON
    return list(
        Sanction.objects.filter(pk__in=Subquery(Sanction.objects.visible_to(person).in_force().values("pk")))
        .select_related("site", "incident__responsible")
        .only("measure", "ends_on", "site__name", "incident__responsible__name")
        .annotate(in_all=Window(Count("pk")), lapsing=Window(Count("pk", filter=Q(ends_on__lte=soon))))
        .order_by("ends_on")[:limit]
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
    shown: dict  # {name: {(row, column): n}} of every cell that is shown


def quarters_until(today):
    """Return [(first day, label)] of the last eight quarters."""
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    starts = [calendar.add_months(first, -3 * back) for back in reversed(range(QUARTERS))]
    return [(day, _("%(q)s. kvartal %(year)s") % {"q": (day.month + 2) // 3, "year": day.year}) for day in starts]


def band_of(hour):
    """Return the place in the day."""
    return next(place for place, (start, end) in enumerate(BANDS) if start <= hour < end)


def whole(today):
    """Return the quarters of the whole municipality, which a page of their own shows, as `trends` names its cells. One query."""
    since = quarters_until(today)[0][0]
    rows = (
        _lettered(Incident.objects.submitted().filter(occurred_at__gte=calendar.at(since, calendar.parse_time("0"))))
        .values_list("quarter", "letter")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counts = {(calendar.local_date(quarter).isoformat(), letter): n for quarter, letter, n in rows}
    days = [day.isoformat() for day, _label in quarters_until(today)]
    return {"quarters": hide(counts, days, list(choices.Category.values), 1).shown()}


def trends(area, today, limit, beside=()):
    """Return the Trends of an area in one query whose answer has a few hundred rows, whatever the number of incidents.

    `beside` holds what readers see of other areas (incidents/nested.py); nothing small can be worked out from both.
    """
    spans = quarters_until(today)
    counted, medians = _counted(area, calendar.at(spans[0][0], calendar.parse_time("0")))
    letters, days = list(choices.Category.values), [day.isoformat() for day, _label in spans]
    hours: Counter = Counter()
    for (hour, _none), n in counted["hour"].items():
        hours[band_of(int(hour))] += n
    kinds, channels, measures = (
        {key: n for (key, _none), n in counted[what].items()} for what in ("kind", "channel", "measure")
    )
    bands = {band: hours[place] for place, band in enumerate(BANDS)}
    names = [_("kl. %(a)02d–%(b)02d") % {"a": start, "b": end} for start, end in BANDS]
    per_site = Counter(counted["site"])
    sites = sorted({site for site, _category in per_site})

    def others(name):
        return [one[name] for one in beside if name in one]

    def listed(name, counts):
        return hide({(key, "n"): n for key, n in counts.items()}, list(counts), ["n"], limit, others(name))

    table = hide(Counter(counted["quarter"]), days, letters, limit, others("quarters"))
    tables = {
        "quarters": table,
        "sites": hide(per_site, sites, letters, limit, others("sites")),
        "hours": listed("hours", dict(zip(names, bands.values(), strict=True))),
        "kinds": listed("kinds", _in_order(kinds, choices.TILES)),
        "channels": listed("channels", _in_order(channels, choices.CHANNELS)),
        "sanctions": listed("sanctions", _in_order(measures, MEASURES)),
    }
    return Trends(
        since=spans[0][0],
        limit=limit,
        quarters=[label for _day, label in spans],
        by_category=table,
        by_site=tables["sites"],
        kinds=_named(tables["kinds"], choices.TILES),
        channels=_named(tables["channels"], choices.CHANNELS),
        hours=[(name, cells[0]) for name, cells in zip(names, tables["hours"].cells, strict=True)],
        sanctions=_named(tables["sanctions"], MEASURES),
        contact=[(label, _shown(medians.get(day.isoformat()), limit)) for day, label in spans],
        total=table.total,
        shown={name: one.shown() for name, one in tables.items()},
    )


# What is counted of the same incidents, which are read once: rows of (what, key, second key, how many, the middle one).
COUNTS = """
    WITH found ({columns}) AS MATERIALIZED ({found})
    SELECT CASE WHEN GROUPING(quarter) = 0 THEN 'quarter' WHEN GROUPING(site) = 0 THEN 'site'
                WHEN GROUPING(hour) = 0 THEN 'hour' ELSE 'channel' END,
           CASE WHEN GROUPING(quarter) = 0 THEN quarter::date::text WHEN GROUPING(site) = 0 THEN site
                WHEN GROUPING(hour) = 0 THEN hour::text ELSE channel END,
           letter, count(*), NULL::float
    FROM found GROUP BY GROUPING SETS ((quarter, letter), (site, letter), (hour), (channel))
    UNION ALL
    SELECT 'kind', kind, NULL, count(*), NULL FROM found, unnest(found.kinds) AS kind GROUP BY kind
    UNION ALL
    SELECT 'measure', measure, NULL, count(*), NULL FROM {sanctions} JOIN found ON found.pk = incident_id
    WHERE state NOT IN ('proposed', 'rejected') AND decided_at >= %s GROUP BY measure
    UNION ALL
    SELECT 'contact', quarter::date::text, NULL, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(
               epoch FROM least(taken_over, care_taken, talk.held_at) - submitted))
    FROM found LEFT JOIN {talks} AS talk ON talk.incident_id = found.pk AND talk.kind = 'first'
    WHERE submitted IS NOT NULL AND least(taken_over, care_taken, talk.held_at) IS NOT NULL GROUP BY quarter
"""


def _lettered(incidents):
    """Say of each its quarter and its category, the suggested one until a leader has decided."""
    return incidents.annotate(
        quarter=TruncQuarter("occurred_at", tzinfo=calendar.ZONE),
        letter=Case(
            When(category__gt="", then="category"),
            When(category_suggested__gt="", then="category_suggested"),
            default=Value("?"),
        ),
    )


def _counted(area, since):
    """Return ({what: {(key, second key): number}}, {quarter: (number, middle number of minutes to a human being)})."""
    found = (
        _lettered(Incident.objects.submitted().filter(area, occurred_at__gte=since))
        .annotate(hour=ExtractHour("occurred_at", tzinfo=calendar.ZONE))
        .values_list(
            "pk",
            "quarter",
            "hour",
            "letter",
            "channel",
            "kinds",
            "site__name",
            "submitted_at",
            "taken_over_at",
            "care_taken_at",
        )
        .order_by()
    )
    sql, parameters = found.query.sql_with_params()
    counted, medians = defaultdict(dict), {}
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTS.format(
                columns="pk, quarter, hour, letter, channel, kinds, site, submitted, taken_over, care_taken",
                found=sql,
                sanctions=Sanction._meta.db_table,
                talks=Talk._meta.db_table,
            ),
            [*parameters, since],
        )
        for what, key, second, n, middle in cursor.fetchall():
            if what == "contact":
                medians[key] = (n, max(0, round(middle / 60)))
            else:
                counted[what][key, second] = n
    return counted, medians


def _shown(median, limit):
    """Return the middle number of minutes, None where too few stand behind it."""
    return median[1] if median and median[0] >= limit else None


def _in_order(counts, options):
    """Return the counts in the list's own order, without the values nobody used."""
    return {value: counts[value] for value in options.labels() if counts.get(value)}


def _named(table, options):
    """Return [(Danish label, count or None)] of a list."""
    labels = options.labels()
    return [(labels[value].capitalize(), cells[0]) for value, cells in zip(table.rows, table.cells, strict=True)]
