"""The only source of time, and everything Danish about it: working days, offsets, and how a moment is said.

Public holidays come from the `holidays` library (helligdagslovgivningen; store bededag is gone from 2024). Only they
and weekends are left out of working days: Grundlovsdag, 24 and 31 December are days off in many agreements but not
public holidays, so a deadline may fall on them. Dates are said as »onsdag den 3. februar 2027 kl. 09.00«
(docs/calendar.md).
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

ZONE = ZoneInfo("Europe/Copenhagen")
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SHORT_WEEKDAYS = ("man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn.")
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
END_OF_DAY = time(16)  # a deadline counted in working days from a date falls at the end of the working day


# -- now -----------------------------------------------------------------------------------------------------------
_as_at: ContextVar[datetime | None] = ContextVar("as_at", default=None)


def now():
    """Return the product's present moment: the real one, moved in the demo by CLOCK_OFFSET."""
    return _as_at.get() or local(timezone.now() + settings.CLOCK_OFFSET)


@contextmanager
def as_at(moment):
    """Let now() be `moment` inside the block: for loading the demo's history and for tests, never for a request."""
    token = _as_at.set(local(moment))
    try:
        yield
    finally:
        _as_at.reset(token)


def real_now():
    """Return the real moment, also where the demo lives at another: for sessions, which real people sit behind."""
    return local(timezone.now())


def today():
    """Return the Danish date of now()."""
    return now().date()


def local(moment):
    """Return an aware moment in Danish time."""
    return moment.astimezone(ZONE)


def local_date(value):
    """Return the Danish date of a moment or a date."""
    return local(value).date() if isinstance(value, datetime) else value


def at(day, clock_time):
    """Return the aware moment of a date and a clock time in Denmark.

    A time that the change to summer time skips becomes the one an hour later; of a time that comes twice in autumn it
    is the first.
    """
    return local(datetime.combine(day, clock_time, ZONE).astimezone(UTC))


# -- working days --------------------------------------------------------------------------------------------------
@cache
def _year(year):
    """Return the public holidays of one year."""
    return holidays.country_holidays("DK", years=year, language="da")


def holiday_name(day):
    """Return the name of the public holiday, or an empty text."""
    return _year(day.year).get(day) or ""


def is_working_day(day):
    """Tell whether the day is Monday to Friday and no public holiday."""
    return day.isoweekday() <= 5 and not holiday_name(day)


def add_working_days(start, count):
    """Return the date or moment `count` working days later (earlier if negative); a moment keeps its clock time."""
    day, step = local_date(start), 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        if is_working_day(day):
            left -= 1
    return at(day, local(start).time()) if isinstance(start, datetime) else day


def working_days_between(start, end):
    """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
    start, end = local_date(start), local_date(end)
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def next_working_day(day):
    """Return the day itself if it is a working day, else the next one."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_months(value, count):
    """Return the same day `count` months later, or the last day of a shorter month."""
    day = local_date(value)
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    moved = day.replace(year=year, month=month, day=min(day.day, last))
    return at(moved, local(value).time()) if isinstance(value, datetime) else moved


def age_on(born, day):
    """Return the age in whole years. Born on 29 February means 1 March in common years (requirements Q49)."""
    birthday = (born.month, born.day)
    return (
        day.year - born.year - ((day.month, day.day) < (birthday if birthday != (2, 29) or _leap(day.year) else (3, 1)))
    )


def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


# -- opening hours and offsets ---------------------------------------------------------------------------------------
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
            room = _elapsed(begins, span[1])
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
            room = _elapsed(span[0], ends)
            if length <= room:
                return local(ends.astimezone(UTC) - length)
            length -= room
        return moment - length


def _elapsed(begin, end):
    """Return the real time between two moments, right also over a change to summer time."""
    return end.astimezone(UTC) - begin.astimezone(UTC)


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


# -- saying it in Danish ---------------------------------------------------------------------------------------------
def long_date(value):
    """Return »onsdag den 17. januar 2024«."""
    day = local_date(value)
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(value):
    """Return »ons. 17.01.2024«."""
    day = local_date(value)
    return f"{SHORT_WEEKDAYS[day.weekday()]} {day:%d.%m.%Y}"


def clock(value):
    """Return »09.00« of a moment or a clock time."""
    return f"{local(value) if isinstance(value, datetime) else value:%H.%M}"


def long_moment(moment):
    """Return »torsdag den 4. februar 2027 kl. 12.00«."""
    return f"{long_date(moment)} kl. {clock(moment)}"


def near_moment(moment, seen_from=None):
    """Return a moment as people say it: »i dag kl. 13.20«, »fredag kl. 14.00« within the week, else the whole date."""
    seen_from = seen_from or now()
    day = local_date(moment)
    days = (day - local_date(seen_from)).days
    if days in (-1, 0, 1):
        said = ("i går", "i dag", "i morgen")[days + 1]
    elif 1 < days < 7:
        said = WEEKDAYS[day.weekday()]
    else:
        said = f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]}" + (
            f" {day.year}" if day.year != local_date(seen_from).year else ""
        )
    return f"{said} kl. {clock(moment)}" if isinstance(moment, datetime) else said


def time_range(start, end):
    """Return »kl. 09.00–10.30«."""
    return f"kl. {clock(start)}–{clock(end)}"


def week_label(value):
    """Return »uge 5, 2027« (ISO week)."""
    year, week, _day = local_date(value).isocalendar()
    return f"uge {week}, {year}"


def _length(length):
    """Say a length of time: minutes, hours and minutes under a day, whole days from then on."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)s minut", "%(n)s minutter", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} t {rest} min" if rest else ngettext("%(n)s time", "%(n)s timer", hours) % {"n": hours}
    return ngettext("%(n)s dag", "%(n)s dage", minutes // 1440) % {"n": minutes // 1440}


def time_left(until, seen_from=None):
    """Return how long there is to a moment, or how long it is over: »4 t 15 min«, »3 dage over«."""
    seen_from = seen_from or now()
    left = _elapsed(seen_from, until)
    return _length(left) if left >= timedelta(0) else f"{_length(-left)} over"


def left_share(start, until, seen_from=None):
    """Return how much of the time is left, 0–100, for the clock's arc."""
    whole = _elapsed(start, until).total_seconds()
    return (
        0.0 if whole <= 0 else max(0.0, min(100.0, 100 * _elapsed(seen_from or now(), until).total_seconds() / whole))
    )


# -- reading what people type ----------------------------------------------------------------------------------------
LONGEST_TYPED = 40  # letters of a typed date or time; more is not one, and must not keep the patterns busy


@lru_cache(maxsize=256)
def parse_date(text):
    """Return the date of »03.02.2027«, »3/2 2027«, »3. februar 2027«, »03022027« or ISO; ValueError with E-20 or E-21.

    Eight digits in a row are taken because a phone's number keys have no full stop.
    """
    from core.texts import error

    text = str(text).strip().lower()
    if len(text) > LONGEST_TYPED:
        raise ValueError(error("E-20"))
    text = re.sub(rf"^(?:{'|'.join(name[:3] for name in WEEKDAYS)})[a-zæøå.]*\s+(?:den\s+)?", "", text)
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if found:
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        found = re.fullmatch(r"(\d{1,2})[.\-/ ]+\s*(\d{1,2}|[a-zæøå]{3,9})\.?[.\-/ ,]+\s*(\d{4}|\d{2})", text)
        if not found:
            raise ValueError(error("E-20"))
        day, year = int(found[1]), int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        names = [place for place, name in enumerate(MONTHS, 1) if not found[2].isdigit() and name.startswith(found[2])]
        month = int(found[2]) if found[2].isdigit() else names[0] if names else 0
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise ValueError(error("E-20"))
    last = (add_months(date(year, month, 1), 1) - timedelta(days=1)).day
    if not 1 <= day <= last:
        raise ValueError(error("E-21", maaned=MONTHS[month - 1], antal=last))
    return date(year, month, day)


def parse_time(text):
    """Return the clock time of »9«, »9.30«, »09:30«, »0930« or »kl. 9.30«; ValueError with E-24."""
    from core.texts import error

    text = str(text).strip().lower()
    found = len(text) <= LONGEST_TYPED and re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(error("E-24"))
    return time(int(found[1]), int(found[2] or 0))


def moment(day, clock_time):
    """Return the moment of a day and a clock time; ValueError with E-31 for an hour that summer time skips."""
    from core.texts import error

    found = at(day, clock_time)
    if found.time() != clock_time:
        raise ValueError(error("E-31", tid=clock(clock_time)))
    return found
