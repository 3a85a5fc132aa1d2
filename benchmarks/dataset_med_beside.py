"""What stands beside agenda and minutes: functions with their training, guidelines, agreements, discussions, questions."""

from datetime import timedelta

from core import calendar
from med.models import (
    Agreement,
    AnnualDiscussion,
    CourseOffer,
    Dissemination,
    Event,
    Guideline,
    Lift,
    Outcome,
    SafetyGoal,
    Seat,
    Topic,
    TrainingRecord,
)

TEXT = "Vi aftaler, hvordan samtaler med borgere planlægges, hvem der er til stede, og hvornår vi ser på det igen. " * 6
FUNCTIONS = {"chair": "leader", "vice_chair": "union_rep", "member": "safety_rep"}  # one of each function a body


def build(bodies, duties):
    """Make what the pages beside show; `duties` are pointed at by the first of each body's topics."""
    today, now = calendar.today(), calendar.now()
    _training(today)
    _texts(bodies, today, now)
    _years(bodies, today)
    _told(bodies, today, now)
    Event.objects.bulk_create(
        Event(
            title=f"Temadag {n}",
            starts_at=now + timedelta(days=7 * n - 700),
            audience=["everyone"],
            made_by_id=bodies[0].seats.first().person_id,
            made_at=now,
        )
        for n in range(200)
    )
    by_body: dict = {}
    for topic in Topic.objects.filter(is_standing=True).order_by("pk"):
        by_body.setdefault(topic.body_id, []).append(topic)
    for topics in by_body.values():
        for topic, duty in zip(topics[:4], duties, strict=False):
            topic.source_key = f"duty:{duty.pk}"
    Topic.objects.bulk_update([one for topics in by_body.values() for one in topics[:4]], ["source_key"], 1000)


def _training(today):
    """Give a leader, a TR and an AMR of each body a function, with an offer taken and one that waits."""
    seats = Seat.objects.filter(function__in=FUNCTIONS).order_by("body", "pk").select_related("body")
    records, known = [], set()
    for seat in seats:
        key = (seat.body_id, seat.function)
        if key not in known:
            known.add(key)
            records.append(
                TrainingRecord(
                    person_id=seat.person_id,
                    seat=seat,
                    function=FUNCTIONS[seat.function],
                    in_safety=seat.function != "vice_chair",
                    elected_on=today - timedelta(days=60 + seat.pk % 900),
                )
            )
    made = {(one.person_id, one.function): one for one in records}
    records = TrainingRecord.objects.bulk_create(made.values(), batch_size=1000)
    CourseOffer.objects.bulk_create(
        (
            CourseOffer(
                record=record,
                kind=kind,
                days=2,
                offered_on=record.elected_on + timedelta(days=20),
                completed_on=record.elected_on + timedelta(days=80) if kind == "med_basic" else None,
            )
            for record in records
            for kind in ("med_basic", "safety_extra")
        ),
        batch_size=1000,
    )


def _texts(bodies, today, now):
    """Make three guidelines and an agreement of each body."""
    Guideline.objects.bulk_create(
        (
            Guideline(
                body=body,
                kind="guideline",
                title=f"Samtaler med borgere {n}",
                text=TEXT,
                state="approved" if n else "draft",
                in_force_from=today - timedelta(days=300 * n) if n else None,
                written_by_id=body.seat_of_writer,
                written_at=now,
            )
            for body in bodies
            for n in range(3)
        ),
        batch_size=1000,
    )
    Agreement.objects.bulk_create(
        (
            Agreement(
                body=body,
                title="Ulempetillæg",
                text=TEXT,
                state="in_force",
                holder_id=body.seat_of_writer,
                in_force_from=today - timedelta(days=200),
                written_by_id=body.seat_of_writer,
                written_at=now,
            )
            for body in bodies
        ),
        batch_size=1000,
    )


def _years(bodies, today):
    """Make the annual discussions of four years, each with two goals."""
    made = AnnualDiscussion.objects.bulk_create(
        (AnnualDiscussion(body=body, year=today.year - n) for body in bodies for n in range(4)), batch_size=1000
    )
    SafetyGoal.objects.bulk_create(
        (SafetyGoal(discussion=one, text=f"Mål {n}") for one in made for n in range(2)), batch_size=1000
    )


def _told(bodies, today, now):
    """Let each body tell something of a decision a year, and ask the body above it once."""
    newest: dict = {}
    for outcome in Outcome.objects.select_related("treatment").order_by("body", "-decided_on", "pk").iterator():
        found = newest.setdefault(outcome.body_id, [])
        if len(found) < 8:
            found.append(outcome.treatment)
    Dissemination.objects.bulk_create(
        (
            Dissemination(
                treatment=item,
                who="Alle",
                what="Vi prøver det i tre måneder",
                channel="meeting",
                due_on=today - timedelta(days=30 * n),
                responsible_id=body.seat_of_writer,
                done_on=today if n else None,
            )
            for body in bodies
            for n, item in enumerate(newest.get(body.pk, ()))
        ),
        batch_size=1000,
    )
    Lift.objects.bulk_create(
        (
            Lift(
                treatment=newest[body.pk][0],
                from_body=body,
                to_body_id=body.parent_id,
                question="Hvem betaler?",
                sent_by_id=body.seat_of_writer,
                sent_at=now,
            )
            for body in bodies
            if body.parent_id and newest.get(body.pk)
        ),
        batch_size=1000,
    )
