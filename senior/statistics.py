"""A year's numbers by unit for HR and LokalMED (SEN-07, -22, Q45). Small cells are hidden here, so that no page forgets.

The only choice is the calendar year: filters that overlap could be subtracted from each other.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core import calendar
from core.models import Tombstone, Unit
from core.smallcells import hide_one
from senior.choices import Option, Outcome
from senior.models import Conversation, SeniorAgreement, SeniorOffer, SeniorTalk, TalkOption

MEASURES = ("offers", "talks", "agreements", "refusals")


def measure_labels():
    """Return the names of the columns."""
    return {
        "offers": _("Tilbud givet"),
        "talks": _("Samtaler holdt"),
        "agreements": _("Aftaler"),
        "refusals": _("Afslag"),
    }


@dataclass(frozen=True)
class Numbers:
    """One year, with small cells hidden."""

    year: int
    limit: int
    units: list  # [(unit, counts in the order of MEASURES)]; each measure is hidden by itself, no sums across them
    options: list  # [(label, counts in the order of Outcome)]
    totals: list  # [(label, n or None)]
    conversations: list  # [(label, n or None)] 1:1 and MUS held
    to_be_offered: int | None


def of_year(year, limit):
    """Return a year's numbers in a fixed number of queries."""
    units = Counter()

    waiting = 0
    by_unit = SeniorOffer.objects.filter(year=year).values_list("unit__name").order_by()
    for unit, given, due in by_unit.annotate(
        given=Count("pk", filter=Q(offered_at__isnull=False)), due=Count("pk", filter=Q(state="to_be_offered"))
    ):
        units[unit or "?", "offers"] += given
        waiting += due
    held = SeniorTalk.objects.filter(held_on__year=year, state__in=["held", "confirmed"])
    for unit, n in held.values_list("unit__name").annotate(n=Count("pk")).order_by():
        units[unit or "?", "talks"] += n
    by_unit = SeniorAgreement.objects.values_list("unit__name").order_by()
    for unit, agreed, refused in by_unit.annotate(
        agreed=Count("pk", filter=Q(agreed_at__year=year)),
        refused=Count("pk", filter=Q(state="refused", ended_on__year=year)),
    ):
        units[unit or "?", "agreements"] += agreed
        units[unit or "?", "refusals"] += refused
    outcomes = Counter()
    found = TalkOption.objects.filter(decided_at__year=year).values_list("option", "outcome", "talk__unit__name")
    for option, outcome, unit, n in found.annotate(n=Count("pk")).order_by():
        outcomes[option, outcome] += n
        if outcome == Outcome.REFUSED:
            units[unit or "?", "refusals"] += n
    talks = Counter(
        dict(Conversation.objects.filter(held_on__year=year).values_list("kind").annotate(n=Count("pk")).order_by())
    )
    _count_deleted(year, units, outcomes, talks)
    names = sorted({unit for unit, _measure in +units})
    labels = measure_labels()
    # Refusals of options stand in a table of their own: what is left of all refusals must not be a small number either.
    of_options = {(None, "n"): sum(outcomes[option, Outcome.REFUSED] for option in Option.values)}
    by_measure = {
        measure: hide_one(
            {name: units[name, measure] for name in names}, limit, [of_options] if measure == "refusals" else ()
        )
        for measure in MEASURES
    }
    by_outcome = {
        outcome: dict(hide_one({option: outcomes[option, outcome] for option in Option.values}, limit)[0])
        for outcome in Outcome.values
    }
    return Numbers(
        year=year,
        limit=limit,
        units=[(name, [dict(by_measure[measure][0])[name] for measure in MEASURES]) for name in names],
        options=[
            (Option(option).label, [by_outcome[outcome][option] for outcome in Outcome.values])
            for option in Option.values
        ],
        totals=[(labels[measure], by_measure[measure][1]) for measure in MEASURES],
        conversations=hide_one(
            {
                str(_("1 til 1-samtaler")): talks["one_to_one"],
                str(_("MUS")): talks["development_talk"],
            },
            limit,
        )[0],
        to_be_offered=None if 0 < waiting < limit else waiting,
    )


COUNTED = {"senior.offer": "offers", "senior.talk": "talks", "senior.agreement": "agreements"}


def _count_deleted(year, units, outcomes, talks):
    """Add what retention has deleted, from the codes that were left."""
    codes = [*COUNTED, "senior.conversation"]
    # an option may have been answered in the year after its talk
    left = list(Tombstone.objects.filter(code__in=codes, facts__year__in=[year, year - 1]).values_list("code", "facts"))
    if not left:
        return
    names = dict(Unit.objects.values_list("pk", "name"))
    for code, facts in left:
        if facts["year"] != year or facts.get("counts") is False:  # an offer never given, a talk called off
            continue
        if code == "senior.conversation":
            talks[facts.get("kind", "")] += 1
            continue
        measure = "refusals" if facts.get("state") == "refused" else COUNTED[code]
        units[names.get(facts.get("unit"), "?"), measure] += 1
    for _code, facts in left:
        for option, outcome, decided in facts.get("options", ()):
            if decided == year:
                outcomes[option, outcome] += 1
                if outcome == Outcome.REFUSED:
                    units[names.get(facts.get("unit"), "?"), "refusals"] += 1


def years(back=4):
    """Return the years one can choose."""
    this = calendar.today().year
    return range(this, this - back - 1, -1)
