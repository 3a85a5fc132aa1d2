"""Who offers, books and sees times for sparring (GEN-41, GEN-80)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from incidents.models import SparringSlot


def host(person):
    """Whoever keeps the time free."""
    return Q(host=person)


def booker(person):
    """Whoever has booked it."""
    return Q(booked_by=person)


def free_for(person):
    """Those who work in the unit or below, while nobody has booked it."""
    if not person.unit_id:
        return NO_ROW
    return Q(unit__in=person.unit.ancestor_ids, booked_by__isnull=True) & ~Q(host=person)


def offers(person):
    """Leaders and professional consultants."""
    return EVERY_ROW if person.standing.has("leader") or person.standing.has("consultant") else NO_ROW


reads(SparringSlot, "incidents.view_sparring")
allow("incidents.offer_sparring", SparringSlot, _("leder og SFK"), offers)
for who, where in (
    (_("den, der holder tiden fri"), host),
    (_("den, der har booket"), booker),
    (_("ansat i afdelingen"), free_for),
):
    allow("incidents.view_sparring", SparringSlot, who, where)
allow("incidents.withdraw_sparring", SparringSlot, _("den, der holder tiden fri"), host)
allow("incidents.book_sparring", SparringSlot, _("ansat i afdelingen"), free_for)
allow("incidents.give_back_sparring", SparringSlot, _("den, der har booket"), booker)
