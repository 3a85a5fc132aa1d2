"""From a start date, the weekdays worked and a template to every date, each with its reasons (ONB-04, -05, -06, -08).

Pure: asks no database and no clock. How the days are found:

- A day counts when the newcomer works on that weekday and it is no public holiday.
- Week 1 begins on the first such day. The template's first, second … day are the first, second … day worked; what would
  lie beyond the end of the week is done on its last day. When fewer than three days are left of the week, week 1 is the
  first five days worked, into the next week.
- Weeks 2–4 are the calendar weeks that follow. A row keeps its weekday; when that day doesn't count, the next one of the
  same week is taken, else the one before.
- Month 2 and 3 begin one and two months after the start; the third lasts until the end, with a length of two months from the
  middle of month 2. »Monday« is the first Monday in them.
- A phase's window ends a month, the length of the introduction or a year after the start; its lines are due on the last day worked in it.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from core import calendar

WEEK, DAY = timedelta(days=7), timedelta(days=1)
ENOUGH, WHOLE_WEEK = 3, 5  # days left that make a first week; days of one that is counted out
LETTER_AHEAD = timedelta(days=7)
LENGTH, SHORTEST, LONGEST = 3, 2, 12  # months an introduction lasts: the usual, the fewest, the most
MONTHS = ("first_month", "three_months", "first_year")  # phases that end on a date, whatever weekday that is
LONGEST_SEARCH = 60  # days; nobody works on fewer than one of them


class Days:
    """The days a newcomer works."""

    def __init__(self, weekdays):
        self.weekdays = frozenset(weekdays)
        if not self.weekdays or not self.weekdays <= frozenset(range(1, 8)):
            raise ValueError(_("Vælg mindst én ugedag fra 1 (mandag) til 7 (søndag)."))

    def count(self, day):
        """Tell whether the day is worked."""
        return day.isoweekday() in self.weekdays and not calendar.holiday_name(day)

    def first(self, day):
        """Return the day itself or the next one worked."""
        return next(one for n in range(LONGEST_SEARCH) if self.count(one := day + n * DAY))

    def last(self, day):
        """Return the day itself or the one worked before it."""
        return next(one for n in range(LONGEST_SEARCH) if self.count(one := day - n * DAY))

    def after(self, day, count):
        """Return the day so many worked days later."""
        for _n in range(count):
            day = self.first(day + DAY)
        return day

    def of_week(self, monday, begins=None):
        """Return the days worked from Monday to Sunday, perhaps from a day on."""
        return [one for n in range(7) if self.count(one := monday + n * DAY) and (begins is None or one >= begins)]


def monday_of(day):
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def holiday(day):
    """Return the name of the public holiday as it stands within a sentence, or an empty text."""
    name = calendar.holiday_name(day)
    return name if name.startswith("Kristi") else name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Planned:
    """One row of the schedule on its day. `every` is »daily« or »weekly«; `latest` says that the day is the last possible."""

    code: str
    block: str
    topic: str
    roles: tuple
    day: date | None
    until: date | None
    clock: time | None
    minutes: int
    every: str = ""
    latest: bool = False
    days: tuple = ()
    source: dict = field(default_factory=dict, compare=False)
    reasons: tuple = ()


@dataclass(frozen=True)
class Meeting:
    """One status meeting of a series; without a clock time it is the daily dialogue."""

    series: str
    day: date
    clock: time | None
    minutes: int
    reasons: tuple = ()


@dataclass(frozen=True)
class Plan:
    """Every date of a course."""

    start: date
    first_day: date
    phases: dict  # phase → the last day of its window
    deadlines: dict  # phase → the day its lines are due: one that is worked
    schedule: list
    meetings: list
    letter_on: date
    months: dict  # block → (from, until)
    reasons: dict


class Planner:
    """Work out the dates of one start."""

    def __init__(self, start, weekdays, length=LENGTH):
        if not SHORTEST <= length <= LONGEST:
            raise ValueError(_("Introduktionen varer fra {a} til {b} måneder.").format(a=SHORTEST, b=LONGEST))
        self.start, self.days, self.length = start, Days(weekdays), length
        self.first_day, self.end = self.days.first(start), calendar.add_months(start, length)
        monday = monday_of(self.first_day)
        left = self.days.of_week(monday, self.first_day)
        self.is_short = len(left) < ENOUGH
        if self.is_short:
            left = [self.days.after(self.first_day, n) for n in range(WHOLE_WEEK)]
        self.week_1 = left
        self.mondays = {f"w{n}": monday_of(left[-1]) + (n - 1) * WEEK for n in (2, 3, 4)}
        self.months = self._months()

    def _months(self):
        """Return the periods of month 2 and 3; month 2 waits until week 4 is over."""
        begins, end = [calendar.add_months(self.start, n) for n in range(3)], self.end
        over = self.mondays["w4"] + WEEK
        second = max(begins[1], over) if over < begins[2] else begins[1]
        third = begins[2] if self.length > SHORTEST else second + timedelta(days=(end - second).days // 2)
        return {"m2": (second, third - DAY), "m3": (third, end - DAY)}

    # -- one day ---------------------------------------------------------------------------------------------------
    def in_week_1(self, number):
        """Return (day, reasons) of the template's first, second … day."""
        place = min(number, len(self.week_1)) - 1
        day = self.week_1[place]
        reasons = [_("Introduktionens dag {n} i den første uge.").format(n=number)]
        if day.isoweekday() != number or number > len(self.week_1):
            reasons.append(
                _("Ugen har {n} arbejdsdage, så det ligger på den sidste.").format(n=len(self.week_1))
                if number > len(self.week_1)
                else _("Dag {n} regnes fra den første arbejdsdag, {first}.").format(
                    n=number, first=calendar.long_date(self.first_day)
                )
            )
        if self.is_short:
            reasons.append(
                _("Der er mindre end tre arbejdsdage tilbage af ugen, så den første uge fortsætter i den næste.")
            )
        return day, reasons

    def in_week(self, wanted):
        """Return (day, reasons): the day itself, the next one worked in its week, else the one before."""
        if self.days.count(wanted):
            return wanted, []
        week = self.days.of_week(monday_of(wanted))
        why = holiday(wanted)
        reason = (
            _("{day} er {holiday}, så det er flyttet.").format(day=calendar.long_date(wanted).capitalize(), holiday=why)
            if why
            else _("Der arbejdes ikke på ugens {day}, så det er flyttet.").format(
                day=calendar.WEEKDAYS[wanted.weekday()]
            )
        )
        day = next((one for one in week if one > wanted), None) or next(
            (one for one in reversed(week) if one < wanted), None
        )
        return day or self.days.first(wanted), [reason]

    def on_weekday(self, block, number):
        """Return (day, reasons) of a weekday in a block."""
        if block == "w1":
            return self.in_week_1(number)
        if block in self.mondays:
            day, moved = self.in_week(self.mondays[block] + (number - 1) * DAY)
            return day, [
                _("{weekday} i introduktionens {n}. uge.").format(
                    weekday=calendar.WEEKDAYS[number - 1].capitalize(), n=block[1]
                ),
                *moved,
            ]
        begins = self.months[block][0]
        wanted = begins + timedelta(days=(number - 1 - begins.weekday()) % 7)
        day, moved = self.in_week(wanted)
        return day, [
            _("Den første {weekday} i {n}. måned, som begynder {begins}.").format(
                weekday=calendar.WEEKDAYS[number - 1], n=block[1], begins=calendar.long_date(begins)
            ),
            *moved,
        ]

    # -- many days -------------------------------------------------------------------------------------------------
    def daily(self, block):
        """Return the days worked in a week."""
        return list(self.week_1) if block == "w1" else self.days.of_week(self.mondays[block])

    def weekly(self, block, number):
        """Return [(day, reasons)] of each week whose weekday lies in the block."""
        if block in self.mondays or block == "w1":
            return [self.on_weekday(block, number)]
        begins, until = self.months[block]
        wanted = begins + timedelta(days=(number - 1 - begins.weekday()) % 7)
        found = []
        while wanted <= until:
            found.append(self.in_week(wanted))
            wanted += WEEK
        return found

    # -- rows ------------------------------------------------------------------------------------------------------
    def row(self, row):
        """Return the Planned row of a template's row."""
        block, day = row["block"], row["day"]
        clock = time.fromisoformat(row["time"]) if row.get("time") else None
        values = {
            "code": row["code"],
            "block": block,
            "topic": row["topic"],
            "roles": tuple(row["roles"]),
            "clock": clock,
            "minutes": row.get("minutes") or 0,
            "source": row,
        }
        if day == "daily":
            days = self.daily(block) or [self.days.first(self.mondays[block])]
            return Planned(
                **values,
                day=days[0],
                until=days[-1],
                every="daily",
                days=tuple(days),
                reasons=(_("Hver arbejdsdag i introduktionens {n}. uge.").format(n=block[1]),),
            )
        if isinstance(day, str) and day.startswith("weekly"):
            found = self.weekly(block, int(day[-1]))
            days = [one for one, _why in found]
            reasons = [_("Hver {weekday} i perioden.").format(weekday=calendar.WEEKDAYS[int(day[-1]) - 1])]
            reasons += [why for _day, moved in found for why in moved]
            return Planned(
                **values,
                day=days[0] if days else None,
                until=days[-1] if days else None,
                every="weekly",
                days=tuple(days),
                reasons=tuple(dict.fromkeys(reasons)),
            )
        begins, until = self.period(block)
        if day == "any":
            return Planned(
                **values,
                day=None,
                until=until,
                reasons=(
                    _("Tiden finder I selv mellem {begins} og {until}.").format(
                        begins=calendar.long_date(begins), until=calendar.long_date(until)
                    ),
                ),
            )
        if day == "latest":
            last = self.days.last(until)
            return Planned(
                **values,
                day=last,
                until=last,
                latest=True,
                reasons=(
                    _("Senest den sidste arbejdsdag, før introduktionen er slut.")
                    if block == "m3" and self.length != LENGTH
                    else _("Senest den sidste arbejdsdag, før {n}. måned er gået.").format(n=block[1]),
                ),
            )
        found, reasons = self.on_weekday(block, int(day))
        return Planned(**values, day=found, until=found, days=(found,), reasons=tuple(reasons))

    def period(self, block):
        """Return the first and last day of a part of the schedule."""
        if block == "w1":
            return self.week_1[0], self.week_1[-1]
        if block in self.mondays:
            return self.mondays[block], self.mondays[block] + 6 * DAY
        return self.months[block]

    def block_of(self, day):
        """Return the part of the schedule that a day lies in; the days between two parts belong to the earlier."""
        begins = {**self.mondays, **{block: days[0] for block, days in self.months.items()}}
        return next((block for block in reversed(begins) if day >= begins[block]), "w1")

    # -- meetings, phases, letter ----------------------------------------------------------------------------------
    def meetings(self, series):
        """Return the Meetings of one line of the meeting rule."""
        clock = time.fromisoformat(series["time"]) if series.get("time") else None
        found = {}
        for block in series["blocks"]:
            pairs = (
                [(day, []) for day in self.daily(block)]
                if series["every"] == "daily"
                else self.weekly(block, int(series["every"][-1]))
            )
            found |= dict(pairs)
        rule = {
            "dialogue": _("Dialog hver arbejdsdag i de første tre uger, uden klokkeslæt."),
            "daily": _("Statusmøde hver arbejdsdag i 4. uge."),
        }.get(series["series"], _("Statusmøde en gang om ugen."))
        return [
            Meeting(series["series"], day, clock, series.get("minutes") or 0, (rule, *reasons))
            for day, reasons in sorted(found.items())
        ]

    def phases(self):
        """Return {phase: (last day, reason)} (ONB-04)."""
        first, usual = self.first_day, _("Tre måneder efter startdatoen.")
        adapted = _("{n} måneder efter startdatoen, fordi introduktionens længde er tilpasset.")
        return {
            "before_start": (calendar.add_working_days(first, -1), _("Senest arbejdsdagen før den første dag.")),
            "first_day": (first, _("Den første arbejdsdag.")),
            "first_week": (self.days.after(first, 4), _("Fire arbejdsdage efter den første.")),
            "first_month": (calendar.add_months(self.start, 1), _("En måned efter startdatoen.")),
            "three_months": (self.end, usual if self.length == LENGTH else adapted.format(n=self.length)),
            "first_year": (calendar.add_months(self.start, 12), _("Et år efter startdatoen.")),
        }

    def deadline(self, until, why):
        """Return (day, reasons) on which what ends on a day is due: that day, or the last one worked before it."""
        day = self.days.last(until)
        if day == until:
            return day, [why]
        why_not = holiday(until)
        moved = (
            _("{day} er {holiday}, så fristen er den sidste arbejdsdag før.")
            if why_not
            else _("Der arbejdes ikke {day}, så fristen er den sidste arbejdsdag før.")
        )
        text = calendar.long_date(until)
        return day, [why, moved.format(day=text.capitalize() if why_not else text, holiday=why_not)]

    def letter(self):
        """Return (day, reasons) on which the welcome letter goes: a week before, or the working day before that."""
        wanted = self.start - LETTER_AHEAD
        day = wanted
        while not calendar.is_working_day(day):
            day -= DAY
        reasons = [_("Brevet sendes en uge før start.")]
        if day != wanted:
            reasons.append(
                _("{day} er ikke en arbejdsdag, så brevet sendes dagen før.").format(
                    day=calendar.long_date(wanted).capitalize()
                )
            )
        return day, reasons


def plan(start, weekdays, template, length=LENGTH):
    """Return the Plan of a start date, the weekdays worked (1 Monday – 7 Sunday), a Template and a length in months."""
    planner = Planner(start, weekdays, length)
    phases = planner.phases()
    deadlines = {
        code: planner.deadline(day, why) if code in MONTHS else (day, [why]) for code, (day, why) in phases.items()
    }
    letter_on, letter_why = planner.letter()
    first_why = []
    if planner.first_day != start:
        name = holiday(start)
        first_why.append(
            _("{day} er {holiday}. Den første arbejdsdag er {first}.").format(
                day=calendar.long_date(start).capitalize(), holiday=name, first=calendar.long_date(planner.first_day)
            )
            if name
            else _("Der arbejdes ikke {day}. Den første arbejdsdag er {first}.").format(
                day=calendar.long_date(start), first=calendar.long_date(planner.first_day)
            )
        )
    return Plan(
        start=start,
        first_day=planner.first_day,
        phases={code: day for code, (day, _why) in phases.items()},
        deadlines={code: day for code, (day, _why) in deadlines.items()},
        schedule=[planner.row(row) for row in template.rows],
        meetings=sorted(
            (one for series in template.meetings for one in planner.meetings(series)),
            key=lambda one: (one.day, one.clock or time(0)),
        ),
        letter_on=letter_on,
        months=planner.months,
        reasons={
            "first_day": first_why,
            "letter_on": letter_why,
            "phases": {code: why for code, (_day, why) in phases.items()},
            "deadlines": {code: why for code, (_day, why) in deadlines.items()},
        },
    )
