"""Times for sparring: offered as a series, booked by one, given back, taken away again (GEN-41, GEN-80)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, invitations, outbox
from core.permissions import require, require_add
from incidents.models import SparringSlot

MOST = 60  # times of one series
FARTHEST = 12  # months ahead


def unit_of(host):
    """Return for whom a leader or consultant keeps time: the unit of the role, else where they work."""
    roles = [*host.standing.held("consultant"), *host.standing.held("leader")]
    own = next((role.unit_id for role in roles if role.unit_id and role.acting_for is None), None)
    return own or host.unit_id


@transaction.atomic
def offer(*, by, first_at, minutes, weeks=0, until=None, place=""):
    """Keep time free, once or every so many weeks until a day; days off are left out. Return the new slots.

    A time that one keeps free already isn't made twice.
    """
    require_add(by, "incidents.offer_sparring")
    unit_id = unit_of(by)
    if unit_id is None:
        raise ValidationError(_("Du har ingen afdeling endnu. Tal med din leder."))
    now = calendar.now()
    taken = set(SparringSlot.objects.filter(host=by, starts_at__gte=now).values_list("starts_at", flat=True))
    slots = [
        SparringSlot(host=by, unit_id=unit_id, starts_at=moment, minutes=minutes, place=place, offered_at=now)
        for moment in _moments(first_at, weeks, until)
        if moment not in taken
    ]
    made = SparringSlot.objects.bulk_create(slots)
    if made:
        audit.record("incidents.sparring_offered", made[0], by=by, times=len(made))
    return made


def _moments(first_at, weeks, until):
    """Return the moments of a series at the same clock time, summer and winter."""
    local = calendar.local(first_at)
    last = min(until or local.date(), calendar.add_months(calendar.today(), FARTHEST))
    days, day = [], local.date()
    while day <= last and len(days) < MOST:
        if day == local.date() or calendar.is_working_day(day):
            days.append(day)
        if not weeks:
            break
        day += timedelta(weeks=weeks)
    return [calendar.at(one, local.time()) for one in days]


@transaction.atomic
def book(slot, *, by, wish, topic=""):
    """Take a free time; whoever keeps it is told. Return the slot. ValidationError when somebody was first."""
    require(by, "incidents.book_sparring", slot)
    if slot.starts_at <= calendar.now():
        raise ValidationError(_("Tiden er gået. Vælg en anden."))
    free = SparringSlot.objects.filter(pk=slot.pk, booked_by__isnull=True)
    if not free.update(booked_by=by, booked_at=calendar.now(), wish=wish, topic=topic):
        raise ValidationError(_("En anden har lige booket tiden. Vælg en anden."))
    slot.refresh_from_db()
    audit.record("incidents.sparring_booked", slot, by=by)
    _tell(slot.host, "I-19", slot, reverse("incidents:sparring_slot", args=[slot.pk]))
    return slot


def went_to_another(pk, person):
    """Tell whether a time the person could have booked has gone to a colleague meanwhile."""
    return (
        person.unit_id is not None
        and SparringSlot.objects.filter(pk=pk, unit__in=person.unit.ancestor_ids, booked_by__isnull=False)
        .exclude(booked_by=person)
        .exclude(host=person)
        .exists()
    )


@transaction.atomic
def give_back(slot, *, by):
    """Give a booked time back; whoever keeps it is told. Return the slot."""
    require(by, "incidents.give_back_sparring", slot)
    booked = slot.booked_at
    if SparringSlot.objects.filter(pk=slot.pk, booked_by=by).update(booked_by=None, booked_at=None, wish="", topic=""):
        audit.record("incidents.sparring_given_back", slot, by=by)
        _tell(slot.host, "I-20", slot, reverse("incidents:sparring"), booked)
    slot.refresh_from_db()
    return slot


@transaction.atomic
def withdraw(slot, *, by):
    """Take a time away again; whoever had booked it is told."""
    require(by, "incidents.withdraw_sparring", slot)
    slot = SparringSlot.objects.select_for_update(of=("self",)).select_related("booked_by").get(pk=slot.pk)
    audit.record("incidents.sparring_withdrawn", slot, by=by)
    if slot.booked_by_id and slot.starts_at > calendar.now():
        outbox.enqueue(
            slot.booked_by,
            "I-20",
            subject=("core.person", slot.booked_by_id),  # the slot is gone when the mail is read
            link=reverse("incidents:sparring"),
            dedupe_key=f"I-20:{slot.pk}:withdrawn",
            context={"frist": slot.starts_at},
        )
    slot.delete()


def _tell(person, notice, slot, link, mark=None):
    outbox.enqueue(
        person,
        notice,
        subject=("core.person", person.pk),
        link=link,
        dedupe_key=f"{notice}:{slot.pk}:{(mark or slot.booked_at).isoformat()}",
        context={"frist": slot.starts_at},
    )


def calendar_entry(slot):
    """Return a booked time as an iCalendar file, in words that may stand in anybody's calendar."""
    event = invitations.Event(
        uid=str(slot.uid),
        sequence=0,
        starts_at=slot.starts_at,
        ends_at=slot.starts_at + timedelta(minutes=slot.minutes),
        summary=str(_("Sparring")),
        location=slot.place,
        path=reverse("incidents:sparring_slot", args=[slot.pk]),
    )
    return invitations.ics([event])
