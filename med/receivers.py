"""Who MED's reminders go to beside the owner: the chairs of the body a to-do belongs to."""

from collections import defaultdict

from core.receivers import receiver
from med.choices import CHAIRS
from med.models import Action, Meeting, Seat


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
