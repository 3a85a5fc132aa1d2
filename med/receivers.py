"""Who the house's reminders reach in MED: LokalMED. Those of MED's own to-dos stand in actions/clock.py."""

from collections import defaultdict

from core.receivers import receiver
from med.choices import BodyKind, SeatFunction
from med.models import Body, Seat


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
