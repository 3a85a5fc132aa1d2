"""A leader's staff in rows: what each has had and what is missing, in six queries whatever the number of people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core import calendar
from core.settings_values import Settings
from senior.actions.clock_talks import quarter_of
from senior.models import Conversation, DevelopmentPlan, SeniorAgreement, SeniorOffer, SeniorTalk


@dataclass
class Row:
    """One member of staff as the leader sees it: dates and states, never an age or a word of a talk."""

    person: object
    one_to_one: object = None  # the Conversation of this quarter, held or planned
    mus: object = None  # this year's
    plan: object = None
    plan_is_missing: bool = False
    offer: object = None
    talk: object = None
    agreement: object = None

    @property
    def offer_is_due(self):
        """Tell whether an offer is to be given."""
        return bool(self.offer and self.offer.state == "to_be_offered")


def _first(found, key=lambda row: row.person_id):
    """Return {person id: the first row}."""
    known = {}
    for row in found:
        known.setdefault(key(row), row)
    return known


def _whose(row):
    """Return whose talk or plan a row is: one's own, or as a member of a group."""
    return row.whose


def _day(talk):
    """Return the day a talk was held, or is to be."""
    return talk.held_on or calendar.local_date(talk.planned_at)


def staff_rows(leader, people, today):
    """Return the rows of some people."""
    ids = [person.pk for person in people]
    _number, first, last = quarter_of(today)
    year = (date(today.year, 1, 1), date(today.year, 12, 31))
    within = Q(held_on__range=year) | Q(held_on__isnull=True, planned_at__date__range=year)
    talks = Conversation.objects.filter(within, cancelled_at__isnull=True).by_person(ids)
    talks = list(talks.order_by("held_on", "planned_at"))
    mus = _first((one for one in talks if one.kind == "development_talk"), _whose)
    ones = _first((one for one in talks if one.kind == "one_to_one" and first <= _day(one) <= last), _whose)
    plans = _first(DevelopmentPlan.objects.by_person(ids).order_by("-written_on"), _whose)
    offers = _first(SeniorOffer.objects.filter(person__in=ids, year=today.year).exclude(state="over"))
    senior = _first(SeniorTalk.objects.filter(person__in=ids).open())
    agreements = _first(SeniorAgreement.objects.filter(person__in=ids).open())
    limit = calendar.Offset.parse(f"-{Settings().text('development_plan_after') or '12mo'}").apply_to_date(today)
    return [
        Row(
            person,
            ones.get(person.pk),
            mus.get(person.pk),
            plans.get(person.pk),
            person.pk not in plans and (person.active_from is None or person.active_from <= limit),
            offers.get(person.pk),
            senior.get(person.pk),
            agreements.get(person.pk),
        )
        for person in people
    ]
