"""Dates and clock times as people type them."""

import re
from datetime import date, time, timedelta
from functools import lru_cache

from core.calendar.clock import at
from core.calendar.days import add_months
from core.calendar.names import MONTHS, WEEKDAYS

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
        raise ValueError(error("E-31", tid=f"{clock_time:%H.%M}"))
    return found
