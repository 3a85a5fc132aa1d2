"""Lengths of time as the rules write them, and the hours in which a site is open."""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta

from django.utils.translation import ngettext

from core.calendar.clock import at, elapsed, local
from core.calendar.days import add_months, add_working_days, holiday_name
from core.calendar.typed import parse_time


class OpeningHours:
    """When a site is open: ISO weekday → (opens, closes), from the site's JSON {"1": ["09:00", "15:00"]}."""

    def __init__(self, hours):
        self.hours = {
            int(day): tuple(parse_time(clock) for clock in span)
            for day, span in (hours or {}).items()
            if span and len(span) == 2
        }

    def __bool__(self):
        return bool(self.hours)

    def on(self, day):
        """Return the opening and closing moment of a day, or None; closed on public holidays."""
        span = self.hours.get(day.isoweekday())
        return (at(day, span[0]), at(day, span[1])) if span and not holiday_name(day) else None

    def closes(self, day):
        """Return when the site closes on a day, or None."""
        span = self.on(day)
        return span[1] if span else None

    def add(self, moment, length):
        """Return the moment when the site has been open for `length` since `moment`; plain time if it has no hours."""
        if not self:
            return moment + length
        moment = local(moment)
        for ahead in range(370):
            span = self.on(moment.date() + timedelta(days=ahead))
            if not span or span[1] <= moment:
                continue
            begins = max(moment, span[0])
            room = elapsed(begins, span[1])
            if length <= room:
                return local(begins.astimezone(UTC) + length)
            length -= room
        return moment + length

    def subtract(self, moment, length):
        """Return the moment from which the site has been open for `length` until `moment`; the other way of `add`."""
        if not self:
            return moment - length
        moment = local(moment)
        for back in range(370):
            span = self.on(moment.date() - timedelta(days=back))
            if not span or span[0] >= moment:
                continue
            ends = min(moment, span[1])
            room = elapsed(span[0], ends)
            if length <= room:
                return local(ends.astimezone(UTC) - length)
            length -= room
        return moment - length


@dataclass(frozen=True)
class Offset:
    """A length of time as the rules write it: »15m«, »72h«, »-14d«, »3wd«, »3mo«, »4oh« (opening hours)."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text):
        """Return the offset of a text; ValueError for anything else."""
        match = re.fullmatch(r"(-?\d{1,5})(m|h|d|wd|mo|oh)", str(text).strip(), re.ASCII)
        if not match:
            raise ValueError(f"Not an offset: {text!r}")
        return cls(int(match[1]), match[2])

    def apply(self, moment, hours=None):
        """Return the moment moved by the offset: hours and minutes in real time, days and months by the clock."""
        if self.unit in "mh":
            length = timedelta(minutes=self.count) if self.unit == "m" else timedelta(hours=self.count)
            return local(moment.astimezone(UTC) + length)
        if self.unit == "oh":
            hours, length = hours or OpeningHours({}), timedelta(hours=abs(self.count))
            return hours.add(moment, length) if self.count >= 0 else hours.subtract(moment, length)
        if self.unit == "wd":
            return add_working_days(moment, self.count)
        if self.unit == "mo":
            return add_months(moment, self.count)
        moved = local(moment)
        return at(moved.date() + timedelta(days=self.count), moved.time())

    def apply_to_date(self, day):
        """Return the date moved by the offset; hours are counted as whole days."""
        if self.unit == "wd":
            return add_working_days(day, self.count)
        if self.unit == "mo":
            return add_months(day, self.count)
        return day + timedelta(
            days=self.count if self.unit == "d" else round(self.count / 24) if self.unit in ("h", "oh") else 0
        )

    def words(self):
        """Return the offset in Danish, without sign: »72 timer«."""
        n = abs(self.count)
        one = {
            "m": ngettext("%(n)s minut", "%(n)s minutter", n),
            "h": ngettext("%(n)s time", "%(n)s timer", n),
            "d": ngettext("%(n)s dag", "%(n)s dage", n),
            "wd": ngettext("%(n)s arbejdsdag", "%(n)s arbejdsdage", n),
            "mo": ngettext("%(n)s måned", "%(n)s måneder", n),
            "oh": ngettext("%(n)s time i åbningstiden", "%(n)s timer i åbningstiden", n),
        }
        return one[self.unit] % {"n": n}
