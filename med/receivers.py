"""Who MED's reminders go to beside the owner: the chairs of the body a to-do belongs to; LokalMED for the whole house."""

from collections import defaultdict

from core.receivers import receiver
from med.choices import CHAIRS, BodyKind, SeatFunction
from med.models import Action, Body, Meeting, Seat


@receiver("med_chairs")
def chairs(batch, snapshot):
    """Return the chair and vice chair of each to-do's body, or its members where nobody stands above; three queries."""
    meetings = [todo.subject_id for _reminder, todo in batch if todo.subject_type == "med.meeting"]
    actions = [todo.subject_id for _reminder, todo in batch if todo.subject_type == "med.action"]
    bodies = {
        ("med.meeting", pk): body for pk, body in Meeting.objects.filter(pk__in=meetings).values_list("pk", "body_id")
    } | {
        ("med.action", pk): body
        for pk, body in Action.objects.filter(pk__in=actions).values_list("pk", "treatment__meeting__body_id")
    }
    above, members = defaultdict(list), defaultdict(list)
    for seat in Seat.objects.held(snapshot.on).filter(body__in=set(bodies.values())).select_related("person"):
        (above if seat.function in CHAIRS else members)[seat.body_id].append(seat.person)
    found = {}
    for reminder, todo in batch:
        body = bodies.get(todo.subject)
        people = above.get(body) or members.get(body, [])
        found[reminder.pk] = [one for person in people for one in snapshot.standing_in(person)]
    return found


@receiver("local_med")
def local_med(batch, snapshot):
    """Return the chairs of the LokalMED committees and the leaders of their units; one query for the batch.

    A to-do of a unit goes to the committees of that unit, one without a place to all.
    """
    seats = (
        Seat.objects.held(snapshot.on)
        .filter(function=SeatFunction.CHAIR, body__kind=BodyKind.LOCAL)
        .filter(Body.in_force(snapshot.on, "body__"))
        .select_related("person", "body")
    )
    by_unit = defaultdict(list)
    for seat in seats:
        leader = snapshot.leader(seat.body.unit_id) if seat.body.unit_id else None
        by_unit[seat.body.unit_id] += [one for one in (seat.person, leader) if one]
    everybody = [person for people in by_unit.values() for person in people]
    return {
        reminder.pk: [
            one
            for person in dict.fromkeys(by_unit[todo.unit_id] if todo.unit_id else everybody)
            for one in snapshot.standing_in(person)
        ]
        for reminder, todo in batch
    }
