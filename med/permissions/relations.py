"""How a person can stand to a body: by a seat in force today, or as an employee it covers.

The seats are read once a request; everything else compares ids, so a page needs no further question.
"""

from datetime import time, timedelta
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.models import Absence
from core.permissions import EVERY_ROW, NO_ROW
from med import fixed_agenda
from med.choices import BEFORE, CHAIRS, MINUTES_OUT, WRITING, BodyKind, SeatFunction, Side
from med.models import Body, Invitation, Seat

MEMBER, CHAIR, MINUTES = _("medlem af udvalget"), _("formand eller næstformand"), _("referent")
EVERYONE, PARTICIPANT = _("medarbejder"), _("medarbejder i afdelingen")
KEEPER, TRIO = _("HR-medarbejder"), _("medlem af TRIO'en")
CALLED = _("kaldt til det ene TRIO-møde")


def seats_of(person):
    """Return the rows of the person's seats today."""
    return seats_held(person, person.standing.on)


def seats_held(person, on):
    """Return the rows of the seats that a person (or whoever has the id) holds on a day."""
    return Seat.objects.filter(Seat.in_force(on), Body.in_force(on, "body__"), person=person).order_by()


def seats(person):
    """Return the person's seats today as (body id, function, side, kind of body); one query a request."""
    return person.standing.once(
        "med.seats", lambda: list(seats_of(person).values_list("body_id", "function", "side", "body__kind"))
    )


def bodies_of(person, *functions, side=None, kinds=(), but=()):
    """Return the ids of bodies where the person has such a seat today."""
    return {
        body
        for body, function, own_side, kind in seats(person)
        if (not functions or function in functions)
        and (side is None or own_side == side)
        and (not kinds or kind in kinds)
        and kind not in but
    }


def stood_in(person):
    """Return [(body id, function)] of the chairs whose place the person fills today: as the deputy of somebody who is away,
    or as the substitute for that very seat. No query for those it can't concern; in a TRIO nobody fills a place by itself.
    """
    return person.standing.once("med.stood_in", lambda: list(_stood_in(person)))


def _stood_in(person):
    acting = person.standing.acting_for
    if not acting and not any(function == SeatFunction.SUBSTITUTE for _body, function, _side, _kind in seats(person)):
        return []
    on = person.standing.on
    mine = Seat.objects.filter(Seat.in_force(on), person=person, function=SeatFunction.SUBSTITUTE)
    away = Absence.objects.filter(Absence.in_force(on)).order_by().values("person")
    return (
        Seat.objects.filter(Seat.in_force(on), Body.in_force(on, "body__"), function__in=CHAIRS)
        .filter(Q(person__in=acting) | Q(pk__in=mine.order_by().values("substitute_for"), person__in=away))
        .exclude(body__kind=BodyKind.TRIO)
        .order_by()
        .values_list("body_id", "function")
    )


def everyone(person):
    """All who work here."""
    return EVERY_ROW


def member(person):
    """Whoever has a seat, substitutes and guests too, and whoever fills the place of a chair who is away; in a TRIO only
    those with a seat of their own and the minute taker (see `called`).
    """
    found = bodies_of(person, but=(BodyKind.TRIO,)) | {body for body, _function in stood_in(person)}
    found |= bodies_of(person, *CHAIRS, SeatFunction.MEMBER, SeatFunction.MINUTE_TAKER, kinds=(BodyKind.TRIO,))
    return Q(pk__in=found) if found else NO_ROW


def deciding_member(person):
    """Whoever has a seat of their own: no guest, no substitute."""
    found = bodies_of(person, *CHAIRS, SeatFunction.MEMBER)
    return Q(pk__in=found) if found else NO_ROW


def participant(person):
    """Employees of a unit whose staff meeting has MED status: all of them take part (MED-33)."""
    if not person.unit_id:
        return NO_ROW
    return Q(kind=BodyKind.STAFF, unit__in=person.unit.ancestor_ids)


def chaired(person):
    """Return the ids of the bodies where the person is chair or vice chair, or stands in for them; in a TRIO and a group
    nobody stands above the others.
    """
    flat = (BodyKind.TRIO, BodyKind.AMR, BodyKind.GROUP)
    found = bodies_of(person, *CHAIRS) | bodies_of(person, *CHAIRS, SeatFunction.MEMBER, kinds=flat)
    return found | {body for body, _function in stood_in(person)}


def chair(person):
    """Chair and vice chair, and who stands in for them."""
    found = chaired(person)
    return Q(pk__in=found) if found else NO_ROW


def own_agenda(person):
    """The fixed agendas that the bodies one chairs word for themselves."""
    found = chaired(person)
    codes = [fixed_agenda.own_code(body) for body in sorted(found)]
    return Q(kind=fixed_agenda.KIND, owner_role="chairs", code__in=codes) if found else NO_ROW


def minute_taker(person):
    """Whoever takes the minutes."""
    found = bodies_of(person, SeatFunction.MINUTE_TAKER)
    return Q(pk__in=found) if found else NO_ROW


def management(person):
    """The management's side."""
    found = bodies_of(person, *CHAIRS, SeatFunction.MEMBER, side=Side.MANAGEMENT, but=(BodyKind.TRIO,))
    return Q(pk__in=found) if found else NO_ROW


def called(person):
    """The one meeting of a TRIO that a substitute, a guest or a stand-in is called to, until it has been held and written:
    earlier and later ones are the TRIO's own (MED-55, MED-57).
    """
    found = called_to(person)
    return Q(pk__in=found) if found else NO_ROW


def called_to(person):
    """Return the ids of those meetings; no query for those it can't concern."""
    if not bodies_of(person, SeatFunction.SUBSTITUTE, SeatFunction.OBSERVER, kinds=(BodyKind.TRIO,)):
        return []
    return person.standing.once("med.called_to_trio", lambda: _called_to(person))


def _called_to(person):
    rows = Invitation.objects.filter(person=person, removed_at__isnull=True, meeting__body__kind=BodyKind.TRIO)
    return list(rows.filter(meeting__state__in=(*BEFORE, *WRITING)).order_by().values_list("meeting", flat=True))


def trio_member(person):
    """Whoever sits in the TRIO."""
    found = bodies_of(person, *CHAIRS, SeatFunction.MEMBER, kinds=(BodyKind.TRIO,))
    return Q(pk__in=found) if found else NO_ROW


def trio_days(path, when):
    """Return the rule that a member reads what was written in a TRIO (`path`) on the days (`when`) they sat there: notes
    from before the own first day stay between those who wrote them.
    """

    def where(person):
        bodies = bodies_of(person, *CHAIRS, SeatFunction.MEMBER, kinds=(BodyKind.TRIO,))
        if not bodies:
            return NO_ROW
        seats = person.standing.once(
            "med.trio_days",
            lambda: list(
                Seat.objects.filter(person=person, body__in=bodies, function__in=[*CHAIRS, SeatFunction.MEMBER])
                .order_by()
                .values_list("body", "starts_on", "ends_on")
            ),
        )
        found = Q(pk__in=[])
        for body, first, last in seats:
            days = Q(**{f"{path}_id": body, f"{when}__gte": calendar.at(first, time(0))})
            if last is not None:
                days &= Q(**{f"{when}__lt": calendar.at(last + timedelta(days=1), time(0))})
            found |= days
        return found

    return where


def keeper(person):
    """HR keeps the register of bodies."""
    return EVERY_ROW if person.standing.has("hr") else NO_ROW


def keeper_of_units(person):
    """Minute takers by role keep the bodies of their units."""
    units = person.standing.units_below("minute_taker")
    if not person.standing.has("minute_taker"):
        return NO_ROW
    if units is None:
        return EVERY_ROW
    reached = Q(pk__in=[])
    for role in person.standing.held("minute_taker"):
        if role.unit_path:
            reached |= Q(unit__path__startswith=role.unit_path)
    return reached


def _under(condition, path):
    """Return a condition on Body as one on rows that reach it by the path."""
    carried = Q(_connector=condition.connector, _negated=condition.negated)
    carried.children = [
        _under(child, path)
        if isinstance(child, Q)
        else (f"{path}_id__in" if child[0] == "pk__in" and "__" not in path else f"{path}__{child[0]}", child[1])
        for child in condition.children
    ]
    return carried


@cache
def over(relation, path="body"):
    """Turn a rule on Body into one on a row that belongs to a body; the same rule gives the same function."""

    def where(person):
        condition = relation(person)
        return condition if condition is NO_ROW or condition is EVERY_ROW else _under(condition, path)

    return where


@cache
def published(path=""):
    """Return the rule that everybody may read what has been published."""
    name = f"{path}__state" if path else "state"
    return lambda person: Q(**{name: "published"})


@cache
def out(relation, path=""):
    """Narrow a rule on a meeting's body to meetings whose minutes the members have."""
    body, state = (f"{path}__body", f"{path}__state__in") if path else ("body", "state__in")

    def where(person):
        condition = over(relation, body)(person)
        return condition if condition is NO_ROW else condition & Q(**{state: MINUTES_OUT})

    return where


@cache
def before(relation, path=""):
    """Narrow a rule on a meeting's body to meetings that have not begun."""
    body, state = (f"{path}__body", f"{path}__state__in") if path else ("body", "state__in")

    def where(person):
        condition = over(relation, body)(person)
        return condition if condition is NO_ROW else condition & Q(**{state: BEFORE})

    return where
