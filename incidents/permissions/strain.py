"""Who reads a day of strain: the person alone, and the leader once it is shared; the team's numbers have no names."""

from datetime import timedelta

from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.models import Person, Todo, Unit
from core.permissions import NO_ROW, allow, reads
from incidents.models import StrainLog
from incidents.permissions.relations import units_of

A_DAY = timedelta(days=1)  # a second press on »Vi har talt sammen« is no error


def own(person):
    """The one whose day it is."""
    return Q(person=person)


def shared_with_leader(person):
    """The nearest leader, when the employee has shared the day and still works there: a leader one has left reads no more."""
    return Q(unit__in=person.standing.care, person__unit=F("unit"), shared_with_leader_at__isnull=False) & ~Q(
        person=person
    )


def asked_to_talk(person):
    """The leader who was asked to talk, because the strain had risen. Gives the name and nothing that was written.

    Until the talk has been: a day later the name is nobody's to look up again.
    """
    asked = Todo.objects.filter(
        Q(owner=person) | Q(owner__in=person.standing.acting_for),
        Q(state="open") | Q(state="done", done_at__gte=calendar.now() - A_DAY),
        code="incidents.strain_talk",
    )
    return Q(pk__in=Subquery(asked.values("subject_id"))) & ~Q(person=person)


def led_units(person):
    """The units where the person leads."""
    return Q(pk__in=units_of(person, "leader")) if person.standing.has("leader") else NO_ROW


def units_of_safety_rep(person):
    """The units that AMR represents: those of the role, and those with people at the role's sites."""
    if not person.standing.has("safety_rep"):
        return NO_ROW
    at_sites = Person.objects.working().filter(site__in=person.standing.sites("safety_rep")).values("unit")
    return Q(pk__in=units_of(person, "safety_rep")) | Q(pk__in=Subquery(at_sites))


LEADER, SAFETY_REP = _("leder"), _("AMR")
reads(StrainLog, "incidents.view_strain")
allow("incidents.view_strain", StrainLog, _("dig selv"), own)
allow("incidents.view_strain", StrainLog, _("nærmeste leder, når du har delt"), shared_with_leader)
allow("incidents.keep_strain", StrainLog, _("dig selv"), own)
allow("incidents.hold_strain_talk", StrainLog, _("lederen, der skal tale med medarbejderen"), asked_to_talk)
for action in ("incidents.see_strain_numbers", "incidents.see_complaints"):
    allow(action, Unit, LEADER, led_units)
    allow(action, Unit, SAFETY_REP, units_of_safety_rep)


def nearest_unit(person):
    """The units whose nearest leader the person is."""
    return Q(pk__in=person.standing.care)


allow("incidents.count_complaints", Unit, _("nærmeste leder"), nearest_unit)
