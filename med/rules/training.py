"""What training a function asks for, by when, and which days lapse (GEN-25 to GEN-29). Each answer has its reason.

Function years are counted from the day of first election; »must be offered« and »must be completed« are different things.
The numbers are dated reference data (`rules/training_figures.py`). What two functions of one person both ask for is asked
for once, by the one held longest: a course is taken by a person, not by a function.
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from core import calendar
from med.choices import Represents
from med.models import CourseOffer, JoinedYears, TrainingRecord
from med.models.training import CourseKind, FigureCode
from med.rules.training_figures import read_figures, said

NONE = Decimal(0)
BASIC = (CourseKind.MED_BASIC, CourseKind.SAFETY_BASIC)
SOON = {CourseKind.MED_EXTRA: 180, CourseKind.SAFETY_EXTRA: 90}  # days before days lapse; a basic course has 60


@dataclass
class Demand:
    """One thing that a function asks for."""

    kind: str
    title: str
    due_on: date | None
    days: Decimal
    used: Decimal
    is_done: bool
    offered_on: date | None = None
    state: str = "open"  # done, late, soon, open
    reasons: list = field(default_factory=list)
    joined: object = None  # the agreement that holds for the year, JoinedYears


@dataclass
class Standing:
    """Everything about one function on a day."""

    record: object
    year: int  # the function year
    year_ends_on: date
    demands: list
    med_days_left: Decimal
    safety_days_left: Decimal
    elsewhere: object = None  # the function of the same person under which shared demands stand
    offers: list = field(default_factory=list)
    joined: list = field(default_factory=list)
    figures: object = None

    @property
    def days_left(self):
        """Return the supplementary days that can still be taken."""
        return self.med_days_left + self.safety_days_left


@dataclass(frozen=True)
class Joined:
    """A wish or an agreement to take a year's days together with the next year's, as a page shows it."""

    function_year: int
    agreed_on: date | None = None
    agreed_by: str = ""
    is_wished: bool = False
    paper: str = ""
    paper_key: str = ""

    @classmethod
    def read(cls, row):
        """Return it from what the database answered."""
        agreed_on = row["agreed_on"] and date.fromisoformat(row["agreed_on"])
        is_wished = row["wished_at"] is not None
        return cls(
            row["year"], agreed_on, row["agreed_by"] or "", is_wished, row["paper"] or "", row["paper_key"] or ""
        )

    @property
    def next_year(self):
        """Return the second of the two years."""
        return self.function_year + 1


JOINED = (
    JoinedYears.objects.filter(record=OuterRef("pk"))
    .order_by("-function_year")
    .values(
        row=JSONObject(
            year="function_year",
            agreed_on="agreed_on",
            wished_at="wished_at",
            agreed_by=F("agreed_by__name"),
            paper=F("paper__original_name"),
            paper_key=F("paper__key"),
        )
    )
)


@dataclass
class Case:
    """A function with what the answer rests on. `siblings` are the same person's other functions, ended ones too."""

    record: object
    offers: list
    figures: object
    today: date
    siblings: list = field(default_factory=list)
    shared: list = field(default_factory=list)  # offers made under the siblings
    joined: list = field(default_factory=list)

    @cached_property
    def all_offers(self):
        """Return every offer made to the person, those under another function in the function years of this one."""
        found = list(self.offers)
        for offer in self.shared:
            day = offer.offered_on or offer.completed_on
            if day:
                offer = copy(offer)
                offer.function_year = year_of(self.record, day)
                found.append(offer)
        return found

    def bearer(self, flag):
        """Return the running function of the person that has been held longest among those with the flag."""
        running = [one for one in (self.record, *self.siblings) if getattr(one, flag) and is_running(one, self.today)]
        return min(running or [self.record], key=lambda one: (one.began_on, one.pk or 0))


def is_running(record, day):
    """Tell whether the function has not ended before the day."""
    return record.ended_on is None or record.ended_on >= day


def function_year(record, today):
    """Return (number, last day) of the function year that the day lies in."""
    start = record.began_on
    number = max(1, today.year - start.year)
    if number < 60 and calendar.add_months(start, 12 * number) <= today:
        number += 1
    return number, calendar.add_months(start, 12 * number) - timedelta(days=1)


def year_of(record, day):
    """Return the number of the function year that a day lies in."""
    return function_year(record, day)[0]


def year_began(record, number):
    """Return the first day of a function year."""
    return calendar.add_months(record.began_on, 12 * (number - 1))


# -- many at once ----------------------------------------------------------------------------------------------------
def standings(records, today):
    """Return a Standing for each function, in their order, with its `offers`, `joined` and `figures`; three queries."""
    records = list(records)
    by_person, offers, joined = defaultdict(list), defaultdict(list), {}
    people = {record.person_id for record in records}
    for one in TrainingRecord.objects.filter(person__in=people).annotate(years=ArraySubquery(JOINED)).order_by("pk"):
        by_person[one.person_id].append(one)
        joined[one.pk] = [Joined.read(row) for row in one.years]
    for offer in CourseOffer.objects.filter(record__person__in=people):
        offers[offer.record_id].append(offer)
    figures = read_figures()
    found = []
    for record in records:
        siblings = [one for one in by_person[record.person_id] if one.pk != record.pk]
        shared = [offer for one in siblings for offer in offers[one.pk]]
        case = Case(record, offers[record.pk], figures, today, siblings, shared, joined[record.pk])
        line = _work_out(case)
        line.offers, line.joined, line.figures = case.offers, case.joined, figures
        found.append(line)
    return found


def standing(record, offers, today, *, figures=None, siblings=(), shared=(), joined=()):
    """Return what a function asks for; `offers` are its CourseOffers."""
    return _work_out(
        Case(record, list(offers), figures or read_figures(), today, list(siblings), list(shared), list(joined))
    )


def _work_out(case):
    """Return the Standing of a case."""
    record = case.record
    year, ends = function_year(record, case.today)
    demands: list = []
    left = {CourseKind.MED_EXTRA: NONE, CourseKind.SAFETY_EXTRA: NONE}
    elsewhere = None
    for flag, kinds in (("in_med", _med(case)), ("in_safety", _safety(case, year, ends))):
        if not getattr(record, flag) or not is_running(record, case.today):
            continue  # a function that is over asks for nothing
        bearer = case.bearer(flag)
        if bearer is not record and bearer.pk != record.pk:
            elsewhere = elsewhere or bearer
            continue
        for demand in kinds:
            demands.append(demand)
            if demand.kind in left:
                left[demand.kind] = max(NONE, demand.days - demand.used)
    return Standing(record, year, ends, demands, left[CourseKind.MED_EXTRA], left[CourseKind.SAFETY_EXTRA], elsewhere)


# -- what must be completed ------------------------------------------------------------------------------------------
def _basic(case, kind, code, had_before):
    """Yield the demand of a basic course: in the first period of function, and later as long as it was never taken."""
    record = case.record
    figure = case.figures.on(code, record.began_on)
    if figure is None:
        return
    used = _used(case.all_offers, kind)
    known = any(getattr(one, had_before) for one in (record, *case.siblings))
    is_done = known or used >= figure.days
    is_first = record.began_on == record.elected_on
    if is_done and not is_first:
        return
    due = calendar.add_months(record.began_on, figure.months or 12)
    if is_done:
        state = "done"
    elif due < case.today:
        state = "late"
    else:
        state = "soon" if due - timedelta(days=60) <= case.today else "open"
    reasons = [
        _("Skal være gennemført senest %(n)s måneder efter, at funktionen begyndte.") % {"n": figure.months or 12},
        said(figure),
    ]
    if known:
        reasons.append(_("Har uddannelsen i forvejen."))
    elif not is_first:
        reasons.append(_("Er genvalgt uden at have taget den."))
    yield Demand(
        kind, str(kind.label), due, figure.days, used, is_done, _offered(case.all_offers, kind), state, reasons
    )


def _med(case):
    """Yield what MED asks for: the basic course, and the days of the card."""
    with_safety = case.record.med_handles_safety
    code = FigureCode.MED_BASIC if with_safety else FigureCode.MED_BASIC_ALONE
    yield from _basic(case, CourseKind.MED_BASIC, code, "has_basic_before")
    yield _card(case)


def _safety(case, year, ends):
    """Yield what the working environment asks for: the obligatory course, and the days to be offered."""
    yield from _basic(case, CourseKind.SAFETY_BASIC, FigureCode.SAFETY_BASIC, "has_safety_before")
    yield from _yearly(case, year, ends)


# -- what must be offered, what lapses -------------------------------------------------------------------------------
def joined_from(case, year):
    """Return the agreement in force that takes a year together with the next, or None."""
    return next((one for one in case.joined if one.function_year == year and one.agreed_on), None)


def _yearly(case, year, ends):
    """Yield the supplementary days of this function year, with those carried over by written agreement."""
    began = year_began(case.record, year)
    figure = case.figures.safety_extra(began, year)
    if figure is None:
        return
    kind, offers = CourseKind.SAFETY_EXTRA, case.all_offers
    right, used = figure.days, _used(offers, kind, year)
    reasons = [
        _("Skal tilbydes i %(year)s. funktionsår: %(days)s dage.") % {"year": year, "days": _number(figure.days)},
        said(figure),
    ]
    before = joined_from(case, year - 1)
    if before:
        earlier = case.figures.safety_extra(year_began(case.record, year - 1), year - 1)
        taken_then = _used(offers, kind, year - 1, until=began - timedelta(days=1))
        carried = max(NONE, (earlier.days if earlier else NONE) - taken_then)
        right += carried
        used += _used(offers, kind, year - 1, since=began)
        reasons.append(
            _("%(days)s dage er ført over fra året før efter aftale %(day)s.")
            % {"days": _number(carried), "day": calendar.short_date(before.agreed_on)}
        )
    onward = joined_from(case, year)
    lapses = calendar.add_months(case.record.began_on, 12 * (year + 1)) - timedelta(days=1) if onward else ends
    if onward:
        reasons.append(
            _("Samles med næste års dage efter skriftlig aftale %(day)s.")
            % {"day": calendar.short_date(onward.agreed_on)}
        )
    else:
        reasons.append(_("Bortfalder ved funktionsårets slutning, medmindre I aftaler andet skriftligt."))
    yield Demand(
        kind,
        str(kind.label),
        lapses,
        right,
        used,
        used >= right,
        _offered(offers, kind, year),
        _state(kind, used >= right, lapses, case.today),
        reasons,
        onward,
    )


def _card(case):
    """Return the days of supplementary MED training: earned by year, saved within the period of function, not beyond it."""
    record, kind = case.record, CourseKind.MED_EXTRA
    period = record.elected_on if record.elected_on <= case.today else record.began_on
    first, last = year_of(record, period), year_of(record, case.today)
    earned = NONE
    for year in range(first, last + 1):
        began = year_began(record, year)
        earned += case.figures.days(FigureCode.MED_EXTRA, began, year)
        if _has_both(case, began, calendar.add_months(began, 12) - timedelta(days=1)):
            earned += case.figures.days(FigureCode.MED_EXTRA_BOTH, began, year)
    used = sum(
        (one.days for one in case.all_offers if one.kind == kind and one.completed_on and one.completed_on >= period),
        NONE,
    )
    figure = case.figures.on(FigureCode.MED_EXTRA, year_began(record, last), last)
    reasons = [_("Dagene kan gemmes i perioden og bortfalder, når den slutter.")]
    if figure:
        reasons.insert(0, _("%(days)s dag for hvert funktionsår.") % {"days": _number(figure.days)})
        reasons.append(said(figure))
    end = record.period_ends_on
    return Demand(
        kind,
        str(kind.label),
        end,
        earned,
        used,
        used >= earned,
        _offered(case.all_offers, kind),
        _state(kind, used >= earned, end, case.today),
        reasons,
    )


def _has_both(case, began, ended):
    """Tell whether the person is TR and has a function in the working environment at some time between two days."""
    held = [
        one
        for one in (case.record, *case.siblings)
        if one.began_on <= min(ended, case.today) and (one.ended_on is None or one.ended_on >= began)
    ]
    return any(one.function == Represents.UNION_REP for one in held) and any(
        one.in_safety and one.function in (Represents.UNION_REP, Represents.SAFETY_REP) for one in held
    )


# -- small answers ---------------------------------------------------------------------------------------------------
def _state(kind, is_done, due, today):
    """Return the state of days that lapse: they are never late, they are gone."""
    if is_done:
        return "done"
    return "soon" if due and due - timedelta(days=SOON[kind]) <= today else "open"


def _offered(offers, kind, year=None):
    """Return the day on which a kind was first offered (for a function year), or None."""
    days = [
        one.offered_on
        for one in offers
        if one.kind == kind and one.offered_on and (year is None or one.function_year == year)
    ]
    return min(days, default=None)


def _used(offers, kind, year=None, since=None, until=None):
    """Return the days of a kind that were taken (of one function year, between two days)."""
    return sum(
        (
            one.days
            for one in offers
            if one.kind == kind
            and one.completed_on
            and (year is None or one.function_year == year)
            and (since is None or one.completed_on >= since)
            and (until is None or one.completed_on <= until)
        ),
        NONE,
    )


def _number(days):
    """Write a number of days as Danes do: 2, 1,5."""
    return f"{days.normalize():f}".replace(".", ",")
