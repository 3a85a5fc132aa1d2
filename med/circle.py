"""Who belongs to a body on a day: seats, those called to meetings, those who send out together."""

from core import calendar
from core.models import Person
from med.choices import CHAIRS, BodyKind, SeatFunction
from med.models import Seat

OWN = (*CHAIRS, SeatFunction.MEMBER, SeatFunction.MINUTE_TAKER)  # functions that read all of a TRIO


def seats_on(body, day):
    """Return the seats of a body on a day, chairs first."""
    order = {name: place for place, name in enumerate(SeatFunction.values)}
    found = list(body.seats.held(day).select_related("person", "substitute_for__person"))
    return sorted(found, key=lambda seat: (order[seat.function], seat.person.name))


def members_of(body, day=None):
    """Return the people called to the body's meetings, substitutes and guests too; a staff meeting's whole unit."""
    day = day or calendar.today()
    people = {seat.person_id: seat.person for seat in seats_on(body, day)}
    if body.kind == BodyKind.STAFF and body.unit_id:
        people |= {
            person.pk: person for person in Person.objects.working(day).filter(unit__path__startswith=body.unit.path)
        }
    return list(people.values())


def readers_of(meeting):
    """Return the people who read a meeting's papers: all who are called to the body's meetings; of a TRIO its own members
    and whoever is called to this one.
    """
    if not meeting.body.is_trio:
        return members_of(meeting.body)
    people = {seat.person_id: seat.person for seat in seats_on(meeting.body, calendar.today()) if seat.function in OWN}
    for one in meeting.invitations.filter(removed_at__isnull=True).select_related("person"):
        if meeting.is_before:
            people.setdefault(one.person_id, one.person)
    return list(people.values())


def chairs_of(body):
    """Return the seats of those who send agenda and minutes out together."""
    return Seat.objects.filter(body=body, function__in=CHAIRS).held().select_related("person")


def must_say_yes(body):
    """Return {function: person} of those who send agenda and minutes out together; one is enough where one sits alone."""
    return {seat.function: seat.person for seat in chairs_of(body)}
