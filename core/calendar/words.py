"""Moments, days and lengths of time as Danes say them."""

from datetime import datetime, timedelta

from django.utils.translation import ngettext

from core.calendar.clock import elapsed, local, local_date, now
from core.calendar.names import MONTHS, SHORT_WEEKDAYS, WEEKDAYS


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


def at_clock(value):
    """Return »kl. 09.00« with a space where no line breaks: the hour never stands alone on the next line."""
    return f"kl.\N{NO-BREAK SPACE}{clock(value)}"


def long_moment(moment):
    """Return »torsdag den 4. februar 2027 kl. 12.00«."""
    return f"{long_date(moment)} {at_clock(moment)}"


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
    return f"{said} {at_clock(moment)}" if isinstance(moment, datetime) else said


def time_range(start, end):
    """Return »kl. 09.00–10.30«."""
    return f"{at_clock(start)}–{clock(end)}"


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
    left = elapsed(seen_from, until)
    return _length(left) if left >= timedelta(0) else f"{_length(-left)} over"


def left_share(start, until, seen_from=None):
    """Return how much of the time is left, 0–100, for the clock's arc."""
    whole = elapsed(start, until).total_seconds()
    return 0.0 if whole <= 0 else max(0.0, min(100.0, 100 * elapsed(seen_from or now(), until).total_seconds() / whole))
