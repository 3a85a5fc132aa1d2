"""Roles are given from a day to a day; rights end with them (GEN-03)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar, events, todos
from core.actions.ground import change_fields, stamp
from core.models import ChainStep, Person, Role, RoleKind, Todo, Unit
from core.permissions import require, require_add
from core.texts import error

AT_A_PLACE = {RoleKind.SAFETY_REP, RoleKind.UNION_REP, RoleKind.SERVICE}  # a unit or a site
AT_A_UNIT = {RoleKind.LEADER, RoleKind.CONSULTANT}
APART = ({RoleKind.ADMIN}, {RoleKind.DATA_PROTECTION, RoleKind.AUDITOR})  # who runs the house doesn't read the log
ON_THE_LIST = ("leader", "safety_rep", "union_rep")


@transaction.atomic
def give(values, *, by):
    """Give a role; refuses overlaps, a missing place, and giving it to oneself."""
    require_add(by, "core.change_role")
    if values["person"] == by:
        raise ValidationError({"person": _("Du kan ikke give dig selv en rolle. Bed en anden administrator om det.")})
    role = Role(**values)
    _fits(role)
    role.save(force_insert=True)
    audit.record("core.role_given", role.person, by=by, **_facts(role))
    events.role_changed.send(sender=Role, role=role, by=by)
    return role


@transaction.atomic
def change(role, *, by, values):
    """Change the days of a role. Another kind or place is another role."""
    require(by, "core.change_role", role)
    before = _facts(role)
    for name in ("starts_on", "ends_on"):
        setattr(role, name, values[name])
    _fits(role)
    role.refresh_from_db()
    if change_fields(role, {name: values[name] for name in ("starts_on", "ends_on")}):
        audit.record("core.role_changed", role.person, by=by, before=before, after=_facts(role))
        events.role_changed.send(sender=Role, role=role, by=by)
    return role


@transaction.atomic
def end(role, *, by, on):
    """Let a role end on a day, that day included; one that hasn't begun by then is taken away."""
    require(by, "core.change_role", role)
    if role.person == by and role.kind == RoleKind.ADMIN:
        raise ValidationError({"ends_on": _("Du kan ikke afslutte din egen rolle. Bed en anden administrator om det.")})
    if on < role.starts_on:
        raise ValidationError({"ends_on": error("E-25")})
    if role.ends_on is None or on < role.ends_on:
        change_fields(role, {"ends_on": on})
        audit.record("core.role_ended", role.person, by=by, **_facts(role))
        events.role_changed.send(sender=Role, role=role, by=by)
    return role


def _facts(role):
    """Return what the log keeps of a role."""
    return {
        "role": role.pk,
        "kind": str(role.kind),
        "unit": role.unit_id,
        "site": role.site_id,
        "from": role.starts_on.isoformat(),
        "to": role.ends_on.isoformat() if role.ends_on else None,
    }


def _fits(role):
    """Raise ValidationError when a role can't stand: dates, place, employment, overlap, two leaders, log and house."""
    if role.ends_on and role.ends_on < role.starts_on:
        raise ValidationError({"ends_on": error("E-25")})
    if role.unit_id and role.site_id:
        raise ValidationError({"site": _("Vælg enten en afdeling eller et arbejdssted, ikke begge.")})
    if role.kind in AT_A_UNIT and not role.unit_id:
        raise ValidationError({"unit": _("Vælg, hvilken afdeling rollen gælder for.")})
    if role.kind in AT_A_PLACE and not (role.unit_id or role.site_id):
        raise ValidationError({"site": _("Vælg, hvilket arbejdssted eller hvilken afdeling rollen gælder for.")})
    if role.site_id and role.kind not in AT_A_PLACE:
        raise ValidationError({"site": _("Rollen gælder for en afdeling, ikke for et arbejdssted.")})
    if not (role.person.is_active and (role.person.active_to is None or role.person.active_to >= role.starts_on)):
        raise ValidationError({"person": _("%(name)s er ikke ansat i den periode.") % {"name": role.person.name}})
    if role.person.active_to and (role.ends_on is None or role.ends_on > role.person.active_to):
        raise ValidationError(
            {
                "ends_on": _("Ansættelsen slutter %(day)s. Rollen kan ikke vare længere.")
                % {"day": calendar.long_date(role.person.active_to)}
            }
        )
    meanwhile = Role.objects.exclude(pk=role.pk).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=role.starts_on))
    if role.ends_on:
        meanwhile = meanwhile.filter(starts_on__lte=role.ends_on)
    same_place = meanwhile.filter(kind=role.kind, unit=role.unit_id, site=role.site_id)
    Person.objects.select_for_update().filter(pk=role.person_id).first()  # two clicks can't both win
    if same_place.filter(person=role.person).exists():
        raise ValidationError(
            {"starts_on": _("%(name)s har allerede rollen i den periode.") % {"name": role.person.name}}
        )
    if role.kind == RoleKind.LEADER:
        Unit.objects.select_for_update().filter(pk=role.unit_id).first()
        other = same_place.select_related("person").first()
        if other:
            raise ValidationError(
                {
                    "starts_on": _("%(name)s leder allerede afdelingen i den periode. Afslut den rolle først.")
                    % {"name": other.person.name}
                }
            )
    for mine, others in (APART, APART[::-1]):
        if role.kind in mine and meanwhile.filter(person=role.person, kind__in=others).exists():
            raise ValidationError({"kind": _("Den, der styrer systemet, kan ikke også læse adgangsloggen.")})


@transaction.atomic
def check(role, *, by):
    """Say that a role is right."""
    require(by, "core.change_role", role)
    stamp(role, by=by, subject=role.person, role=role.pk)


@transaction.atomic
def check_contacts(unit, *, by):
    """Say that the list of leaders, AMR and TR below a unit is right, and its chains (R-25, INC-67)."""
    require(by, "core.check_contacts", unit)
    today = calendar.today()
    roles, steps = contact_rows(unit)
    count = Role.objects.filter(pk__in=[row.pk for row in roles]).update(checked_on=today, checked_by=by)
    count += ChainStep.objects.filter(pk__in=[row.pk for row in steps]).update(checked_on=today, checked_by=by)
    audit.record("core.contacts_checked", unit, by=by, rows=count)
    for todo in Todo.objects.about(unit).open().filter(code="core.contact_check"):
        todos.complete(todo, by=by)
    return count


def contact_rows(unit):
    """Return (roles, chain steps) that the check of a unit covers; roles without a unit belong to every area."""
    roles = Role.objects.filter(Role.in_force(calendar.today()), kind__in=ON_THE_LIST).filter(
        Q(unit__path__startswith=unit.path) | Q(unit__isnull=True)
    )
    steps = ChainStep.objects.filter(unit__path__startswith=unit.path)
    return (
        list(roles.select_related("person", "unit", "site", "checked_by").order_by("kind", "person__name")),
        list(steps.select_related("person", "unit", "led_unit", "checked_by")),
    )
