"""The only source of time, and everything Danish about it: working days, offsets, and how a moment is said.

Public holidays come from the `holidays` library (helligdagslovgivningen; store bededag is gone from 2024). Only they
and weekends are left out of working days: Grundlovsdag, 24 and 31 December are days off in many agreements but not
public holidays, so a deadline may fall on them. Dates are said as »onsdag den 3. februar 2027 kl. 09.00«
(docs/calendar.md).

`clock` now and Danish time · `days` working days and ages · `offsets` lengths of time and opening hours ·
`words` how a moment is said · `typed` what people type · `names` weekdays and months
"""

from datetime import time

from core.calendar.clock import ZONE, as_at, at, elapsed, local, local_date, now, real_now, today
from core.calendar.days import (
    add_months,
    add_working_days,
    age_on,
    holiday_name,
    is_working_day,
    next_working_day,
    working_days_between,
)
from core.calendar.names import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from core.calendar.offsets import Offset, OpeningHours
from core.calendar.typed import LONGEST_TYPED, moment, parse_date, parse_time
from core.calendar.words import (
    at_clock,
    clock,
    left_share,
    long_date,
    long_moment,
    near_moment,
    short_date,
    time_left,
    time_range,
    week_label,
)

END_OF_DAY = time(16)  # a deadline counted in working days from a date falls at the end of the working day

__all__ = [
    "END_OF_DAY",
    "LONGEST_TYPED",
    "MONTHS",
    "Offset",
    "OpeningHours",
    "SHORT_WEEKDAYS",
    "WEEKDAYS",
    "ZONE",
    "add_months",
    "add_working_days",
    "age_on",
    "as_at",
    "at",
    "at_clock",
    "clock",
    "elapsed",
    "holiday_name",
    "is_working_day",
    "left_share",
    "local",
    "local_date",
    "long_date",
    "long_moment",
    "moment",
    "near_moment",
    "next_working_day",
    "now",
    "parse_date",
    "parse_time",
    "real_now",
    "short_date",
    "time_left",
    "time_range",
    "today",
    "week_label",
    "working_days_between",
]
