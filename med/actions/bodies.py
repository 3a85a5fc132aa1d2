"""Bodies and seats: set up, change, end (MED-01, MED-02)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import may_add, require, require_add
from med import notices
from med.actions import functions, inviting
from med.choices import CHAIRS, BodyKind
from med.models import Body, Meeting, Seat

PRIVATE = (BodyKind.TRIO, BodyKind.AMR, BodyKind.GROUP)


@transaction.atomic
def add_body(*, by, **values):
    """Set up a body; return it. A TRIO approves and publishes nothing."""
    require_add(by, "med.add_body")
    known = Body.objects.active().filter(name__iexact=values["name"]).exists()
    if known:
        raise ValidationError({"name": _("Der er allerede et udvalg med det navn.")})
    if values["kind"] in PRIVATE:
        values |= {"publishes": False, "approves_minutes": False, "joint_release": False}
    body = Body(**{"starts_on": calendar.today()} | values)
    body.save(force_insert=True)
    audit.record("med.body_added", body, by=by, kind=str(body.kind))
    return body


@transaction.atomic
def change_body(body, *, by, **values):
    """Change a body's facts and rules; return it."""
    require(by, "med.change_body", body)
    if body.kind == BodyKind.TRIO:
        values["publishes"] = False
    if values.get("parent") is not None and _is_below(values["parent"], body):
        raise ValidationError({"parent": _("Udvalget kan ikke høre under sig selv.")})
    before = {name: getattr(body, name) for name in values}
    changed = sorted(name for name, value in values.items() if before[name] != value)
    if "handles_environment" in changed and not may_add(by, "med.add_body"):
        # it would take the working environment's duties away from the committee
        words = _("Det følger af MED-aftalen, hvor arbejdsmiljøarbejdet ligger. Bed HR om at rette det.")
        raise ValidationError({"handles_environment": words})
    if changed:
        Body.objects.filter(pk=body.pk).update(**values)
        body.refresh_from_db()
        audit.record("med.body_changed", body, by=by, fields=changed)
    return body


def _is_below(candidate, body):
    """Tell whether the candidate is the body itself or stands below it."""
    seen = set()
    while candidate is not None and candidate.pk not in seen:
        if candidate.pk == body.pk:
            return True
        seen.add(candidate.pk)
        candidate = candidate.parent
    return False


@transaction.atomic
def add_seat(body, *, by, person, side, function, represents, starts_on, ends_on=None, substitute_for=None):
    """Give a person a seat, and the function that follows with it; return the Seat."""
    require(by, "med.change_body", body)
    if body.kind == BodyKind.TRIO and person.pk == by.pk:
        # A TRIO's notes are its own: whoever keeps the register must not open them to themself.
        raise ValidationError({"person": _("Du kan ikke give dig selv en plads i en TRIO. Bed en kollega om det.")})
    Body.objects.select_for_update().get(pk=body.pk)
    if ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("Perioden slutter, før den begynder.")})
    overlapping = Seat.objects.filter(body=body, person=person).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if overlapping.exists():
        raise ValidationError({"person": _("%(name)s sidder her allerede.") % {"name": person.name}})
    if function in CHAIRS:
        taken = Seat.objects.filter(body=body, function=function).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
        )
        if taken.exists():
            raise ValidationError(
                {"function": _("%(name)s har den plads. Afslut den først.") % {"name": taken[0].person.name}}
            )
    seat = Seat(
        body=body,
        person=person,
        side=side,
        function=function,
        represents=represents,
        starts_on=starts_on,
        ends_on=ends_on,
        substitute_for=substitute_for,
    )
    seat.save(force_insert=True)
    audit.record("med.seat_added", body, by=by, seat=seat.pk, person=person.pk, function=str(function))
    if body.kind == BodyKind.TRIO and not body.seats.held(starts_on - timedelta(days=1)).filter(person=person).exists():
        notices.trio_joined(seat, by)
    functions.follow_seat(seat, by=by)
    _call_anew(body, by)
    return seat


def _call_anew(body, by):
    """Let the invitations of the meetings that are planned follow who sits there on their day."""
    for meeting in Meeting.objects.filter(body=body, starts_at__gt=calendar.now()).coming():
        inviting.tell(meeting, by=by)


@transaction.atomic
def end_seat(seat, *, by, ends_on):
    """End a seat on a day, also earlier than was agreed, and the function held through it; False when it had ended.

    What the person wrote stays with the body.
    """
    require(by, "med.change_body", seat.body)
    if ends_on < seat.starts_on:
        raise ValidationError({"ends_on": _("Perioden slutter, før den begynder.")})
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on)
    changed = Seat.objects.filter(later, pk=seat.pk).update(ends_on=ends_on)
    if changed:
        audit.record("med.seat_ended", seat.body, by=by, seat=seat.pk, person=seat.person_id)
        functions.leave_seat(seat, by=by, ends_on=ends_on)
        _call_anew(seat.body, by)
    return bool(changed)
