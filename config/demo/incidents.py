"""Two years of incidents: those that are over, told in a row each, and those that are open in every state."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.demo import open_cases, past
from config.demo.cases import Case
from config.demo.people import read
from core import calendar
from incidents.actions import sanctions
from incidents.models import Sanction

LIVED = 80  # days: what was closed before is written in bulk


def fill(staff):
    """Write the incidents of long ago; return the events of those closed lately and of the open ones."""
    rows = read("incidents")
    told = [(row, rows["stories"][row["story"]]) for row in rows["cases"]]
    past.write([past.Past(staff, row, story, _times(row, story)) for row, story in told if row["days_ago"] > LIVED])
    events = []
    for row, story in told:
        if row["days_ago"] <= LIVED:
            events += _course(Case(staff, row, story), _times(row, story))
    events += [(moment, _lapse) for moment in _months()]
    return events + open_cases.events(staff, rows["stories"])


def _months():
    """Return a moment each month, when what has ended lapses."""
    now = calendar.now()
    return [now - timedelta(days=days) for days in range(0, 720, 30)]


def _lapse():
    """Let measures begin and lapse, and settle what was asked about their end."""
    sanctions.lapse()
    for one in Sanction.objects.filter(
        state="expired", ends_on__gte=calendar.today() - timedelta(days=31)
    ).select_related("incident__responsible"):
        sanctions.settle_end(one, by=one.incident.responsible, note="Borgeren ved fra brevet, hvornår det sluttede.")


@dataclass
class Times:
    """When it happened, was told and was taken over."""

    day: date
    start: datetime
    told: datetime
    taken: datetime

    def after(self, days, clock):
        """Return a moment so many working days later."""
        return calendar.at(calendar.add_working_days(self.day, days), calendar.parse_time(clock))


def _times(row, story):
    """Return the Times of a row."""
    day = calendar.next_working_day(calendar.today() - timedelta(days=row["days_ago"]))
    start = calendar.at(day, calendar.parse_time(row["time"]))
    minutes = {"A": 1, "B": 3, "C": 4}[story["category"]] * row["delay"]
    told = start + timedelta(minutes=18)
    taken = told + timedelta(minutes=min(minutes, {"A": 14, "B": 55, "C": 180}[story["category"]]))
    return Times(day, start, told, taken)


def _course(case, times):
    """Return the events of a case that is over."""
    row, story = case.row, case.story
    start, told, taken, after = times.start, times.told, times.taken, times.after

    def first_hour():
        case.categorise()
        case.care()
        if story["category"] == "A":
            case.order_help()

    def third_day():
        case.sanction()
        if row["course"] in ("letter", "warning", "restriction"):
            case.send_letter(LETTERS[row["course"]])

    def week_after():
        if row["course"] == "injury":
            case.report_of_events()
        else:
            case.skip_report_of_events()

    def learned():
        if story["category"] != "A" and row["days_ago"] % 2:
            return case.skip_learning()
        return case.learn()

    def second_day():
        case.next_day()
        case.gather_department()
        if row["course"] == "injury":
            case.injury()
        else:
            case.skip_injury()

    events = [
        (told, lambda: case.report(start)),
        (taken, case.take_over),
        (taken + timedelta(minutes=20), first_hour),
        (after(1, "9.20"), second_day),
        (after(1, "10.05"), case.police),
        (after(2, "14.10"), third_day),
        (after(3, "9.10"), case.help_held),
        (after(4, "13.40"), week_after),
        (after(8, "10.30"), learned),
        (after(17, "11.15"), case.close),
    ]
    if row["days_ago"] % 3:
        events.append((after(19, "8.50"), case.answer))
    return events


LETTERS = {"letter": "offensive_communication", "warning": "written_warning", "restriction": "threats"}
