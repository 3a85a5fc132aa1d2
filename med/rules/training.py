"""What training a function asks for, by when, and which days lapse (GEN-25 to GEN-29). Each answer has its reason.

Function years are counted from the day of election; »must be offered« and »must be completed« are different things.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from core import calendar
from med.choices import Represents
from med.models.training import CourseKind

MED_BASIC_MONTHS, SAFETY_MONTHS = 12, 3
FIRST_YEAR_OFFER, LATER_OFFER = Decimal("2"), Decimal("1.5")


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


@dataclass
class Standing:
    """Everything about one function on a day."""

    record: object
    year: int  # the function year
    year_ends_on: date
    demands: list
    med_days_left: Decimal
    safety_days_left: Decimal

    @property
    def days_left(self):
        """Return the supplementary days that can still be taken."""
        return self.med_days_left + self.safety_days_left


def function_year(record, today):
    """Return (number, last day) of the function year that the day lies in."""
    number, start = 1, record.first_elected_on or record.elected_on
    while calendar.add_months(start, 12 * number) <= today and number < 60:
        number += 1
    return number, calendar.add_months(start, 12 * number) - timedelta(days=1)


def year_of(record, day):
    """Return the number of the function year that a day lies in."""
    return function_year(record, day)[0]


def standing(record, offers, today):
    """Return what a function asks for; `offers` are its CourseOffers."""
    year, ends = function_year(record, today)
    is_first = record.first_elected_on is None or record.first_elected_on == record.elected_on
    demands = []
    if record.in_med and is_first:
        days = Decimal(2 if record.med_handles_safety else 1)
        demands.append(
            _basic(
                CourseKind.MED_BASIC,
                offers,
                days,
                calendar.add_months(record.elected_on, MED_BASIC_MONTHS),
                record.has_basic_before,
                today,
                _("Skal være gennemført i det første funktionsår."),
            )
        )
    if record.in_safety and is_first:
        demands.append(
            _basic(
                CourseKind.SAFETY_BASIC,
                offers,
                Decimal(3),
                calendar.add_months(record.elected_on, SAFETY_MONTHS),
                record.has_basic_before,
                today,
                _("Skal være gennemført inden tre måneder efter valget eller udpegningen."),
            )
        )
    safety_left = Decimal(0)
    if record.in_safety:
        right = FIRST_YEAR_OFFER if year == 1 else LATER_OFFER
        used = _used(offers, CourseKind.SAFETY_EXTRA, year)
        if any(
            one.kind == CourseKind.SAFETY_EXTRA and one.function_year == year - 1 and one.answer == "pooled"
            for one in offers
        ):  # joined with last year's by written agreement; never the first year's two days
            right += LATER_OFFER if year > 2 else 0
        offered = [
            one
            for one in offers
            if one.kind == CourseKind.SAFETY_EXTRA and one.function_year == year and one.offered_on
        ]
        safety_left = max(Decimal(0), right - used)
        demands.append(
            Demand(
                CourseKind.SAFETY_EXTRA,
                str(CourseKind.SAFETY_EXTRA.label),
                ends,
                right,
                used,
                not safety_left,
                offered[0].offered_on if offered else None,
                "done" if not safety_left else "soon" if ends - timedelta(days=90) <= today else "open",
                [
                    _(
                        "Skal tilbydes hvert funktionsår: 2 dage det første år, 1½ dag de næste. Bortfalder ved årets slutning."
                    )
                ],
            )
        )
    med_left = Decimal(0)
    if record.in_med:
        both = record.in_safety and record.function == Represents.UNION_REP
        began = year_of(record, record.elected_on)  # days are saved within the period of function, not beyond it
        earned = sum(Decimal(1) + (Decimal(1) if both and 2 <= n <= 4 else 0) for n in range(began, year + 1))
        used = sum(
            (
                one.days
                for one in offers
                if one.kind == CourseKind.MED_EXTRA and one.completed_on and one.completed_on >= record.elected_on
            ),
            Decimal(0),
        )
        med_left = max(Decimal(0), earned - used)
        end = record.period_ends_on
        demands.append(
            Demand(
                CourseKind.MED_EXTRA,
                str(CourseKind.MED_EXTRA.label),
                end,
                earned,
                used,
                not med_left,
                None,
                "done" if not med_left else "soon" if end and end - timedelta(days=180) <= today else "open",
                [_("Én dag for hvert funktionsår. Dagene kan gemmes i perioden og bortfalder, når den slutter.")],
            )
        )
    return Standing(record, year, ends, demands, med_left, safety_left)


def _used(offers, kind, year=None):
    """Return the days of a kind that were taken (in one function year)."""
    return sum(
        (
            one.days
            for one in offers
            if one.kind == kind and one.completed_on and (year is None or one.function_year == year)
        ),
        Decimal(0),
    )


def _basic(kind, offers, days, due, has_before, today, why):
    """Return the demand of a basic course."""
    used = _used(offers, kind)
    done = has_before or used >= days
    state = "done" if done else "late" if due < today else "soon" if due - timedelta(days=60) <= today else "open"
    offered = next((one.offered_on for one in offers if one.kind == kind and one.offered_on), None)
    reasons = [why] + ([_("Har grunduddannelsen i forvejen.")] if has_before else [])
    return Demand(kind, str(CourseKind(kind).label), due, days, used, done, offered, state, reasons)
