"""The lines for dates in MED's calendar of events (MED-63): read by those they are for, kept by HR and by chairs."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from med.choices import CHAIRS, MED_KINDS
from med.models import Event
from med.models.calendar import Audience
from med.permissions import relations as r

MAKER = _("formand eller næstformand, der har oprettet arrangementet")
BY_ROLE = ((Audience.LEADERS, "leader"), (Audience.UNION_REPS, "union_rep"), (Audience.SAFETY_REPS, "safety_rep"))


def groups_by_role(person):
    """Return the audiences that the person belongs to by working here and by role; no query."""
    found = [audience.value for audience, kind in BY_ROLE if person.standing.has(kind, acting=False)]
    return [Audience.EVERYONE.value, *found]


def groups_of(person):
    """Return every audience that the person belongs to; committees count by a seat of today."""
    seated = [Audience.MEMBERS.value] if r.bodies_of(person) else []
    return groups_by_role(person) + seated


def invited(person):
    """Those the event is for."""
    return Q(audience__overlap=groups_of(person))


def maker(person):
    """Whoever wrote it, also when they are not among those it is for."""
    return Q(made_by=person)


def chairs_a_committee(person):
    """Chair and vice chair of a committee: no TRIO, no working group, nobody who stands in."""
    return bool(r.bodies_of(person, *CHAIRS, kinds=MED_KINDS))


def chair_anywhere(person):
    """Chairs may put a date in the calendar."""
    return EVERY_ROW if chairs_a_committee(person) else NO_ROW


def chair_of_it(person):
    """Chairs keep the dates that they put there themselves."""
    return Q(made_by=person) if chairs_a_committee(person) else NO_ROW


reads(Event, "med.view_event")
for _who, _where in ((_("den, arrangementet er for"), invited), (MAKER, maker), (r.KEEPER, r.keeper)):
    allow("med.view_event", Event, _who, _where)
for _who, _where in ((r.KEEPER, r.keeper), (r.CHAIR, chair_anywhere)):
    allow("med.add_event", Event, _who, _where)
for _who, _where in ((r.KEEPER, r.keeper), (MAKER, chair_of_it)):
    allow("med.change_event", Event, _who, _where)
