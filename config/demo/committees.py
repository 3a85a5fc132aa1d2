"""The demo's committees: who sits where, and when they meet.

A LokalMED meets every eighth week, Hoved-MED every thirteenth, a TRIO every fourth; all days are counted from today and
moved to the same weekday, so that nobody meets on a Sunday or between Christmas and New Year.
"""

from datetime import timedelta

from config.demo.people import HOUSE_OPENED
from core import calendar
from med.models import Attendance, Body, Meeting, Release, Seat

MORNING = calendar.parse_time("9")
LONG, SHORT = timedelta(minutes=150), timedelta(minutes=60)
EVERY = 56  # days between two meetings of a LokalMED
SUBSTITUTES = {"kollega": "medarbejder"}


class Committees:
    """The bodies with their people and meetings, gathered row by row."""

    def __init__(self, staff, told):
        self.staff, self.told, self.today = staff, told, calendar.today()
        self.bodies, self.topics, self.templates = {}, {}, {}
        self.meetings, self.treatments, self.outcomes, self.actions = [], [], [], []
        self.attendances, self.releases = [], []
        self.numbers, self.log = {}, []

    def write_bodies(self):
        """Write bodies and seats, as HR would have set them up."""
        opened = self.today - HOUSE_OPENED
        for row in self.told["bodies"]:
            is_trio = row["kind"] == "trio"
            body = Body(
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                unit=self.staff.units[row["unit"]],
                site=self.staff.sites[row["site"]] if "site" in row else None,
                parent=self.bodies.get(row.get("parent")),
                meetings_a_year=row.get("meetings_a_year", 4),
                joint_release=not is_trio,
                approves_minutes=not is_trio,
                publishes=not is_trio,
                starts_on=opened,
            )
            body.save(force_insert=True)
            self.bodies[row["key"]] = body
            body.people = [(self.staff[name], *rest) for name, *rest in row["seats"]]
            seats = {
                name: Seat(
                    body=body, person=self.staff[name], side=side, function=work, represents=as_what, starts_on=opened
                )
                for name, side, work, as_what in row["seats"]
            }
            Seat.objects.bulk_create(seats.values())
            for name, whom in SUBSTITUTES.items():
                if name in seats and whom in seats:
                    Seat.objects.filter(pk=seats[name].pk).update(substitute_for=seats[whom])
            self.log.append({"action": "med.body_added", "subject": body, "by": self.staff["hr"], "source": "import"})

    def meeting(self, body, days, state, length=LONG, weekday=1):
        """Make a meeting about so many days from now, on the same weekday each time."""
        day = self.today + timedelta(days=days)
        day += timedelta(days=weekday - day.weekday())
        if length == LONG and day.month == 7:  # nobody plans a committee in the holidays
            day -= timedelta(days=28)
        elif length == LONG and (day.month, day.day) > (12, 20):
            day -= timedelta(days=14)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
        starts = calendar.at(day, MORNING)
        key = body.pk, day.year
        self.numbers[key] = self.numbers.get(key, 0) + 1
        taker = next((person for person, _side, work, _as in body.people if work == "minute_taker"), None)
        is_over, is_public = state not in ("planned", "agenda_open"), state == "published"
        made = Meeting(
            body=body,
            year=day.year,
            number=self.numbers[key],
            state=state,
            starts_at=starts,
            ends_at=starts + length,
            place="mødelokale Havnen",
            minute_taker=taker,
            planned_by=body.people[0][0],
            released_at=starts - timedelta(days=9) if is_over else None,
            began_at=starts if is_over else None,
            ended_at=starts + length - timedelta(minutes=5) if is_over else None,
            minutes_sent_at=starts + timedelta(days=4) if is_over else None,
            comments_until=day + timedelta(days=11) if is_over and body.approves_minutes else None,
            approved_at=starts + timedelta(days=EVERY) if is_public else starts if state == "approved" else None,
            published_at=starts + timedelta(days=EVERY + 1) if is_public else None,
            published_by=taker if is_public else None,
        )
        self.meetings.append(made)
        if is_over:
            self.attended(made)
            self.released(made)
        return made

    def attended(self, meeting):
        """Note who was there; now and then somebody wasn't."""
        away = len(self.meetings) % 5
        for order, (person, _side, work, as_what) in enumerate(meeting.body.people):
            if work == "substitute":
                continue
            seat = Seat(person=person, function=work, represents=as_what)
            presence = "absent" if order and order == away else "present"
            self.attendances.append(
                Attendance(meeting=meeting, person=person, function=seat.as_what, presence=presence, order=order)
            )

    def released(self, meeting):
        """Note both chairs' yes to agenda and minutes."""
        for what, at in (("agenda", meeting.released_at), ("minutes", meeting.minutes_sent_at)):
            for person, _side, work, _as in meeting.body.people:
                if work in ("chair", "vice_chair"):
                    self.releases.append(
                        Release(meeting=meeting, what=what, version=1, function=work, person=person, at=at)
                    )
