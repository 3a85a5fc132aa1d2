"""Absence with a deputy, which counts from the first minute (GEN-04). Why somebody is away isn't stored."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.actions.ground import change_fields
from core.models import Absence, Person
from core.permissions import require
from core.texts import error


@transaction.atomic
def register(person, *, by, values):
    """Register an absence and tell the deputy."""
    require(by, "core.register_absence", person)
    absence = Absence(person=person, **values)
    _fits(absence)
    absence.save(force_insert=True)
    audit.record("core.absence_registered", person, by=by, **_facts(absence))
    _tell(absence, by)
    return absence


@transaction.atomic
def change(absence, *, by, values):
    """Change days or deputy; a new deputy, or new days, are told."""
    require(by, "core.change_absence", absence)
    before = _facts(absence)
    for name, value in values.items():
        setattr(absence, name, value)
    _fits(absence)
    absence.refresh_from_db()
    changed = change_fields(absence, values)
    if changed:
        audit.record("core.absence_changed", absence.person, by=by, before=before, after=_facts(absence))
        if set(changed) - {"note"}:
            _tell(absence, by)
    return absence


@transaction.atomic
def end(absence, *, by):
    """Say that the person is back: the absence ends yesterday, or never was if it hasn't lasted a day."""
    require(by, "core.change_absence", absence)
    today = calendar.today()
    yesterday = calendar.Offset.parse("-1d").apply_to_date(today)
    audit.record("core.absence_ended", absence.person, by=by, **_facts(absence))
    if absence.starts_on >= today:
        absence.delete()
    elif absence.ends_on is None or absence.ends_on >= today:
        Absence.objects.filter(pk=absence.pk).update(ends_on=yesterday)


def _facts(absence):
    """Return what the log keeps of an absence."""
    return {
        "absence": absence.pk,
        "deputy": absence.deputy_id,
        "from": absence.starts_on.isoformat(),
        "to": absence.ends_on.isoformat() if absence.ends_on else None,
    }


def _meanwhile(absence):
    """Return the other absences that share a day with this one."""
    others = Absence.objects.exclude(pk=absence.pk).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=absence.starts_on))
    return others.filter(starts_on__lte=absence.ends_on) if absence.ends_on else others


def _fits(absence):
    """Raise ValidationError when an absence can't stand: dates, overlap, a deputy who is away, a ring."""
    person, deputy = absence.person, absence.deputy
    if absence.ends_on and absence.ends_on < absence.starts_on:
        raise ValidationError({"ends_on": error("E-25")})
    Person.objects.select_for_update().filter(pk__in=[person.pk, *([deputy.pk] if deputy else [])]).count()
    others = _meanwhile(absence)
    if others.filter(person=person).exists():
        raise ValidationError({"starts_on": _("Der er allerede registreret fravær i den periode. Ret det i stedet.")})
    if deputy is None:
        return
    if deputy == person:
        raise ValidationError({"deputy": _("Vælg en anden: Ingen kan være stedfortræder for sig selv.")})
    last = absence.ends_on or absence.starts_on
    if not (deputy.is_active and deputy.works_on(absence.starts_on) and deputy.works_on(last)):
        raise ValidationError({"deputy": _("%(name)s er ikke ansat i hele perioden.") % {"name": deputy.name}})
    away = others.filter(person=deputy).select_related("deputy").first()
    if away is None:
        return
    if _leads_back(away, person, others):
        raise ValidationError(
            {
                "deputy": _("Det går i ring: %(name)s har selv en stedfortræder, og det fører tilbage til %(person)s.")
                % {"name": deputy.name, "person": person.name}
            },
            code="loop",
        )
    raise ValidationError(
        {
            "deputy": _("%(name)s er selv væk fra %(from)s. Vælg en anden.")
            % {"name": deputy.name, "from": calendar.long_date(away.starts_on)}
        }
    )


def _leads_back(away, person, others):
    """Tell whether the deputies of an absence lead to the person."""
    seen = set()
    while away and away.deputy_id and away.deputy_id not in seen:
        if away.deputy_id == person.pk:
            return True
        seen.add(away.deputy_id)
        away = others.filter(person=away.deputy_id).first()
    return False


def _tell(absence, by):
    """Tell the deputy from when to when (N-39)."""
    if absence.deputy_id and (absence.ends_on is None or absence.ends_on >= calendar.today()):
        until = calendar.long_date(absence.ends_on) if absence.ends_on else _("en dag, der ikke er fastsat")
        outbox.enqueue(
            absence.deputy,
            "N-39",
            subject=absence.person,
            link=reverse("core:desk"),
            by=by,
            dedupe_key=f"deputy:{absence.pk}:{absence.deputy_id}:{absence.starts_on}:{absence.ends_on}",
            context={"fra": calendar.long_date(absence.starts_on), "til": until},
        )
