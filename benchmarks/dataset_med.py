"""Committees with four years of meetings: seats, agendas, minutes, decisions, actions."""

from datetime import time, timedelta

from benchmarks import dataset_med_beside
from core import calendar
from med.models import Action, Attendance, Body, Duty, Meeting, Outcome, Seat, Topic, Treatment

MEETINGS_A_YEAR, YEARS, ITEMS, SEATS = 6, 4, 8, 7
TITLES = (
    "Økonomi",
    "Sygefravær",
    "Hjemmearbejde",
    "Støj i storrummet",
    "Kompetenceudvikling",
    "Trivsel",
    "Nyt fra AMR",
)
TEXT = (
    "Udvalget drøftede, hvordan arbejdet kan lægges til rette, så der er ro til samtaler. Ledelsen vender tilbage. " * 4
)


def build(count, people, units, chance):
    """Make the bodies, from the top down, and everything their pages show."""
    today = calendar.today()
    bodies = _bodies(count, units, today)
    _seats(bodies, people, today)
    meetings = Meeting.objects.bulk_create(
        (meeting for n, body in enumerate(bodies) for meeting in _meetings(n, body, people, today)), batch_size=2000
    )
    topics = Topic.objects.bulk_create(
        [
            Topic(body=body, title=TITLES[n % len(TITLES)], code=f"item{n}", is_standing=True, opened_at=calendar.now())
            for body in bodies
            for n in range(ITEMS)
        ],
        batch_size=2000,
    )
    by_body = {body.pk: topics[n * ITEMS : (n + 1) * ITEMS] for n, body in enumerate(bodies)}
    for start in range(0, len(meetings), 500):
        _talked_about(meetings[start : start + 500], by_body, people, chance)
    for n, body in enumerate(bodies):
        body.seat_of_writer = _at(n, 3, people).pk
    dataset_med_beside.build(bodies, list(Duty.objects.filter(is_on=True, kinds__contains=["lokal_med"])[:4]))


def _bodies(count, units, today):
    """Make Hoved-MED, one body of each administration, and the rest below them."""
    begin = today - timedelta(days=365 * (YEARS + 1))
    top = Body.objects.create(name="Hoved-MED", kind="hoved_med", unit=units[0], starts_on=begin)
    areas = Body.objects.bulk_create(
        [
            Body(name=f"Forvaltnings-MED {n}", kind="area_med", unit=units[1 + n % 20], parent=top, starts_on=begin)
            for n in range(min(20, count // 5))
        ]
    )
    local = Body.objects.bulk_create(
        [
            Body(
                name=f"LokalMED {n}",
                kind="lokal_med",
                unit=units[(21 + n) % len(units)],
                parent=areas[n % len(areas)] if areas else top,
                starts_on=begin,
            )
            for n in range(count - len(areas) - 1)
        ]
    )
    return [top, *areas, *local]


def _at(body_number, place, people):
    """Return who sits at a place of a body; nobody sits in one body twice."""
    return people[(body_number * SEATS + place) % len(people)]


def _seats(bodies, people, today):
    """Give each body a chair, a vice chair, a minute taker and members of both sides."""
    kinds = [
        ("management", "chair", "leader"),
        ("employee", "vice_chair", "union_rep"),
        ("employee", "member", "safety_rep"),
        ("none", "minute_taker", "none"),
    ] + [("employee", "member", "other_rep")] * (SEATS - 4)
    Seat.objects.bulk_create(
        [
            Seat(
                body=body,
                person=_at(n, place, people),
                side=side,
                function=function,
                represents=represents,
                starts_on=today - timedelta(days=365 * 2),
            )
            for n, body in enumerate(bodies)
            for place, (side, function, represents) in enumerate(kinds)
        ],
        batch_size=2000,
    )


def _meetings(number, body, people, today):
    """Yield a body's meetings: published ones behind, one under preparation, one planned."""
    apart, numbers = 365 // MEETINGS_A_YEAR, {}
    for n in range(-MEETINGS_A_YEAR * YEARS, 2):
        day = today + timedelta(days=apart * n + 10)
        starts = calendar.at(day, time(9))
        numbers[day.year] = numbers.get(day.year, 0) + 1
        over = n < 0
        yield Meeting(
            body=body,
            year=day.year,
            number=numbers[day.year],
            state="published" if n < -1 else "minutes_sent" if over else "agenda_open" if n == 0 else "planned",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place="mødelokale Havnen",
            minute_taker=_at(number, 3, people),
            planned_by=_at(number, 0, people),
            minutes_sent_at=starts + timedelta(days=3) if over else None,
            comments_until=day + timedelta(days=9) if over else None,
            published_at=starts + timedelta(days=60) if n < -1 else None,
        )


def _talked_about(meetings, by_body, people, chance):
    """Put the body's topics on the meetings, with what was said and decided, and who was there."""
    rows = Treatment.objects.bulk_create(
        [
            Treatment(
                meeting=meeting,
                topic=topic,
                part="B" if n % 3 else "A",
                order=n,
                title=topic.title,
                purpose="decision" if n % 3 == 0 else "discussion",
                put_on_at=meeting.starts_at,
                text=TEXT if meeting.minutes_sent_at else "",
            )
            for meeting in meetings
            for n, topic in enumerate(by_body[meeting.body_id])
        ],
        batch_size=2000,
    )
    said = [row for row in rows if row.text]
    Outcome.objects.bulk_create(
        [
            Outcome(
                treatment=row,
                body_id=row.meeting.body_id,
                kind=chance.choice(["approved", "noted", "discussed"]),
                text="Vi prøver det i tre måneder og ser på det igen.",
                decided_on=row.meeting.starts_at.date(),
                written_by=row.meeting.minute_taker,
                written_at=row.meeting.minutes_sent_at,
            )
            for row in said
        ],
        batch_size=2000,
    )
    Action.objects.bulk_create(
        [
            Action(
                treatment=row,
                what="Mål støjen i storrummet",
                owner=row.meeting.planned_by,
                due_on=row.meeting.starts_at.date() + timedelta(days=30),
                made_by=row.meeting.minute_taker,
                made_at=row.meeting.minutes_sent_at,
                done_on=row.meeting.starts_at.date() + timedelta(days=20) if row.order else None,
            )
            for row in said
            if row.order < 2
        ],
        batch_size=2000,
    )
    Attendance.objects.bulk_create(
        [
            Attendance(meeting=meeting, person=person, presence="present", order=n)
            for meeting in meetings
            if meeting.minutes_sent_at
            for n, person in enumerate((meeting.planned_by, meeting.minute_taker))
        ],
        batch_size=2000,
    )
