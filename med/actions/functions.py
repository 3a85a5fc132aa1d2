"""Functions of representatives and leaders: written, changed, re-elected, ended; they follow the seats (GEN-25, MED-02).

A seat in MED or an AMR group makes the function of whoever sits there as leader, TR, AMR or another representative, and
ending the seat ends it the same day. A substitute, a guest or a minute taker has no function by their seat.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from core import audit, calendar
from core.models import Person
from core.permissions import require, require_add
from core.reminders import opener
from med.choices import DECIDING, MED_KINDS, BodyKind, Represents
from med.models import CourseOffer, Seat, TrainingRecord
from med.models.training import CourseKind, FigureCode
from med.rules.training_figures import read_figures

BODIES = (*MED_KINDS, BodyKind.AMR)  # the bodies through which a function is held
FLAGS = ("in_med", "in_safety", "has_basic_before", "has_safety_before")
REELECTED_WITHIN = timedelta(days=92)  # a seat that begins later than that after the last one is a new function


def seats_of(person):
    """Return the seats through which the person can hold a function, today's and coming ones."""
    return (
        Seat.objects.filter(person=person, body__kind__in=BODIES, function__in=DECIDING)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=calendar.today()))
        .select_related("body")
        .order_by("starts_on", "pk")
    )


def by_seat(seat):
    """Return what a seat says about the function, or None where it gives none."""
    if seat.body.kind not in BODIES or seat.function not in DECIDING or seat.represents == Represents.NONE:
        return None
    is_med = seat.body.kind in MED_KINDS
    leads_safety = seat.represents == Represents.LEADER and (not is_med or seat.body.handles_environment)
    return {
        "function": seat.represents,
        "in_med": is_med,
        "in_safety": seat.represents == Represents.SAFETY_REP or leads_safety,  # of other leaders HR says so
        "med_handles_safety": seat.body.handles_environment if is_med else True,
        "elected_on": seat.starts_on,
        "period_ends_on": seat.ends_on,
    }


def _held(person, seat, function, record=None):
    """Refuse a seat of somebody else, and a function that the person has already."""
    if seat is not None and (seat.person_id != person.pk or seat.body.kind not in BODIES):
        raise ValidationError({"seat": _("Pladsen er ikke %(name)ss.") % {"name": person.name}}, code="seat")
    running = TrainingRecord.objects.running().filter(person=person, function=function)
    if running.exclude(pk=record.pk if record else None).exists():
        raise ValidationError(
            {"function": _("%(name)s har allerede den funktion.") % {"name": person.name}}, code="twice"
        )


def _known(person):
    """Return which obligatory courses the person has been through under any function."""
    rows = list(TrainingRecord.objects.filter(person=person))
    taken = dict(
        CourseOffer.objects.filter(record__in=rows, completed_on__isnull=False)
        .values_list("kind")
        .annotate(days=Sum("days"))
        .order_by()
    )
    figures, today = read_figures(), calendar.today()
    asked = {
        "has_basic_before": (CourseKind.MED_BASIC, FigureCode.MED_BASIC),
        "has_safety_before": (CourseKind.SAFETY_BASIC, FigureCode.SAFETY_BASIC),
    }
    return {
        flag: any(getattr(one, flag) for one in rows) or taken.get(kind, 0) >= figures.days(code, today) > 0
        for flag, (kind, code) in asked.items()
    }


# -- by HR -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_record(*, by, person, seat=None, function, **values):
    """Write a person's function; return it."""
    require_add(by, "med.keep_training")
    Person.objects.select_for_update().get(pk=person.pk)
    _held(person, seat, function)
    record = TrainingRecord.objects.create(person=person, seat=seat, function=function, **values)
    audit.record("med.function_written", record, by=by)
    return record


@transaction.atomic
def change_record(record, *, by, **values):
    """Put a function right; what was written because of a seat is looked through with it. Return the fresh row."""
    require(by, "med.keep_training", record)
    fresh = TrainingRecord.objects.select_for_update().select_related("person").get(pk=record.pk)
    ended_on = values.get("ended_on", fresh.ended_on)
    if ended_on is None or ended_on >= calendar.today():
        _held(fresh.person, values.get("seat", fresh.seat), values.get("function", fresh.function), fresh)
    changed = sorted(name for name, value in values.items() if getattr(fresh, name) != value)
    TrainingRecord.objects.filter(pk=fresh.pk).update(**values, unseen_since=None)
    if changed or fresh.unseen_since:
        audit.record("med.function_changed", fresh, by=by, fields=changed)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def confirm_record(record, *, by):
    """Say that a function written because of a seat is right; False when somebody has said so."""
    require(by, "med.keep_training", record)
    changed = TrainingRecord.objects.filter(pk=record.pk, unseen_since__isnull=False).update(unseen_since=None)
    if changed:
        audit.record("med.function_changed", record, by=by, fields=[])
    return bool(changed)


@transaction.atomic
def end_record(record, *, by, ended_on):
    """End a function on a day: nothing more is asked for after it, and its time of keeping begins."""
    require(by, "med.keep_training", record)
    if ended_on < record.elected_on:
        raise ValidationError({"ended_on": _("Funktionen kan ikke slutte, før den begyndte.")})
    if not _end(record, ended_on, by):
        raise ValidationError({"ended_on": _("Funktionen er allerede afsluttet.")}, code="over")


@transaction.atomic
def reelect(record, *, by, elected_on, period_ends_on=None, seat=None):
    """Let a new period of the same function begin: the function years go on from the first election."""
    require(by, "med.keep_training", record)
    fresh = TrainingRecord.objects.select_for_update().select_related("person").get(pk=record.pk)
    if elected_on <= fresh.elected_on:
        raise ValidationError({"elected_on": _("Genvalget ligger efter det seneste valg.")})
    _held(fresh.person, seat, fresh.function, fresh)
    _go_on(fresh, by, elected_on=elected_on, period_ends_on=period_ends_on, seat=seat or fresh.seat, unseen_since=None)


def _go_on(record, by, **values):
    """Write the new period."""
    TrainingRecord.objects.filter(pk=record.pk).update(first_elected_on=record.began_on, ended_on=None, **values)
    audit.record("med.function_reelected", record, by=by)


def _end(record, ended_on, by):
    """End a function if it runs beyond the day; what was learned stays with the person's other functions."""
    beyond = Q(ended_on__isnull=True) | Q(ended_on__gt=ended_on)
    changed = TrainingRecord.objects.filter(beyond, pk=record.pk).update(ended_on=ended_on, unseen_since=None)
    if changed:
        for name, is_known in _known(record.person_id).items():
            if is_known:
                TrainingRecord.objects.filter(person=record.person_id).exclude(pk=record.pk).update(**{name: True})
        audit.record("med.function_ended", record, by=by)
    return bool(changed)


# -- by the seats ----------------------------------------------------------------------------------------------------
@transaction.atomic
def follow_seat(seat, *, by):
    """Write the function that a new seat gives, or let it go on; HR looks it through. Return it, or None."""
    facts = by_seat(seat)
    if facts is None:
        return None
    today = calendar.today()
    Person.objects.select_for_update().get(pk=seat.person_id)
    last = (
        TrainingRecord.objects.filter(person=seat.person_id, function=facts["function"])
        .select_related("seat__body")
        .order_by(F("ended_on").desc(nulls_first=True), "-pk")
        .first()
    )
    if last is None or (last.ended_on and last.ended_on < seat.starts_on - REELECTED_WITHIN):
        record = TrainingRecord.objects.create(
            person=seat.person, seat=seat, unseen_since=today, **facts, **_known(seat.person_id)
        )
        audit.record("med.function_written", record, by=by)
        return record
    flags = {name: True for name in FLAGS if facts.get(name) and not getattr(last, name)}
    before = last.seat
    holds = before is not None and before.pk != seat.pk and (before.ends_on is None or before.ends_on >= seat.starts_on)
    if holds or (before is None and last.ended_on is None):  # a second body, or a function that HR wrote first
        nearer = before is None or (before.body.kind not in MED_KINDS and seat.body.is_med)
        values = flags | ({"seat": seat} if nearer else {})
        if nearer and last.period_ends_on is None and seat.ends_on:
            values["period_ends_on"] = seat.ends_on
        if values:
            TrainingRecord.objects.filter(pk=last.pk).update(**values, unseen_since=today)
            audit.record("med.function_changed", last, by=by, fields=sorted(values))
    else:
        _go_on(
            last,
            by,
            elected_on=max(seat.starts_on, last.elected_on),
            period_ends_on=seat.ends_on,
            seat=seat,
            unseen_since=today,
            med_handles_safety=facts["med_handles_safety"],
            **flags,
        )
    last.refresh_from_db()
    return last


@transaction.atomic
def leave_seat(seat, *, by, ends_on):
    """End the functions held through a seat on its last day; one that the person holds in another body goes on there."""
    for record in TrainingRecord.objects.filter(seat=seat).select_for_update():
        other = (
            seats_of(record.person_id)
            .exclude(pk=seat.pk)
            .filter(represents=record.function, starts_on__lte=ends_on + timedelta(days=1))
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on))
            .first()
        )
        if other is None:
            _end(record, max(ends_on, record.elected_on), by)
        elif record.ended_on is None:
            TrainingRecord.objects.filter(pk=record.pk).update(seat=other, period_ends_on=other.ends_on)
            audit.record("med.function_changed", record, by=by, fields=["seat"])


@opener
def end_functions(today, *, by=None):
    """End functions whose seat, body or employment has run out by itself; it may run twice."""
    running = TrainingRecord.objects.filter(ended_on__isnull=True)
    for record in running.filter(seat__ends_on__lt=today).select_related("seat__body"):
        leave_seat(record.seat, by=by, ends_on=record.seat.ends_on)
    for record in running.filter(seat__body__ends_on__lt=today).select_related("seat__body"):
        leave_seat(record.seat, by=by, ends_on=record.seat.body.ends_on)
    for record in running.filter(person__active_to__lt=today).select_related("person"):
        _end(record, record.person.active_to, by)
