"""What a planner ought to look at before a schedule is used: clashes, absences, days that are too full (ONB-05, ONB-31)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import calendar
from onboarding import words

HOURS_A_DAY = 5


@dataclass(frozen=True)
class Warning:
    """One thing to look at. `kind` is clash, away, full, nobody, past or load; `codes` are the rows it is about."""

    kind: str
    text: str
    day: object = None
    codes: tuple = ()


def _span(row):
    """Return when a row begins and ends on its day."""
    begins = datetime.combine(row.day, row.clock)
    return begins, begins + timedelta(minutes=row.minutes or 30)


def of(rows, *, away=lambda role, day: "", limit=HOURS_A_DAY):
    """Return the Warnings of rows that have a day.

    `away(role, day)` names the person who is away then, or is empty. `limit` is how many hours of a day may be booked.
    """
    by_day = defaultdict(list)
    for row in rows:
        for day in row.days or ((row.day,) if row.day else ()):
            by_day[day].append(row)
    found, seen = [], set()
    for day, some in sorted(by_day.items()):
        timed = sorted((row for row in some if row.clock), key=lambda row: (row.clock, row.code))
        for place, row in enumerate(timed):
            for other in timed[place + 1 :]:
                ends = (datetime.combine(day, row.clock) + timedelta(minutes=row.minutes or 30)).time()
                if other.clock < ends:
                    found.append(
                        Warning(
                            "clash",
                            _("{day} kl. {time}: »{one}« og »{other}« ligger oven i hinanden.").format(
                                day=calendar.short_date(day).capitalize(),
                                time=calendar.clock(other.clock),
                                one=row.topic,
                                other=other.topic,
                            ),
                            day,
                            (row.code, other.code),
                        )
                    )
        booked = sum(row.minutes for row in timed)
        if booked > limit * 60:
            hours = -(-booked // 60)
            found.append(
                Warning(
                    "full",
                    ngettext(
                        "{day} har mere end {n} time i skemaet. Flyt noget, så der er luft.",
                        "{day} har mere end {n} timer i skemaet ({hours}). Flyt noget, så der er luft.",
                        limit,
                    ).format(day=calendar.short_date(day).capitalize(), n=limit, hours=hours),
                    day,
                    tuple(row.code for row in timed),
                )
            )
        for row in some:
            for role in row.roles:
                name = away(role, day)
                if name and (role, day) not in seen:
                    seen.add((role, day))
                    found.append(
                        Warning(
                            "away",
                            _("{day}: {name} er ikke på arbejde ({role}).").format(
                                day=calendar.short_date(day).capitalize(), name=name, role=words.ROLES.get(role, role)
                            ),
                            day,
                            (row.code,),
                        )
                    )
    return found
