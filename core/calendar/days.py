"""Days: working days, public holidays, months and ages."""

from datetime import date, datetime, timedelta
from functools import cache

import holidays

from core.calendar.clock import at, local, local_date


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
