"""Take units and people in from a file: all of what was shown, or nothing (GEN-01, GEN-02).

`carry_out` plans again under lock and refuses when the answer is no longer what was shown.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, events
from core.actions import people as people_verbs
from core.actions import places
from core.import_plan import Line, plan
from core.models import Person, Role, Unit

OWN_CHAIN = 2000  # more changed rows than this are logged together: each chain takes a lock


# -- carrying out --------------------------------------------------------------------------------------------------
@transaction.atomic
def carry_out(sheets, *, by, fingerprint, sha256, close_missing=False):
    """Do all of a plan, or nothing. ValidationError with code »stale« when it isn't the plan that was shown."""
    places.lock_tree()
    made = plan(sheets, by=by, close_missing=close_missing)
    if made.faults:
        raise ValidationError(_("Der er fejl i filen. Ret dem, og vælg den igen."), code="faults")
    if made.fingerprint != fingerprint:
        raise ValidationError(
            _("Noget er ændret, siden du så listen. Her er den nyeste. Se den igennem, og bekræft igen."), code="stale"
        )
    units = _carry_out_units(made, by)
    people = _carry_out_people(made, by, units)
    for line in made.of("unit", "closed")[::-1]:
        places.close_unit(line.row, by=by)
    audit.record(
        "core.directory_imported",
        ("core.import", 0),
        by=by,
        source="import",
        sha256=sha256,
        counts=dict(made.counts()),
    )
    _log(people, by)
    return made


def _carry_out_units(made, by):
    """Make, move and rename units, parents first; return {key: Unit}."""
    done: dict[str, Unit] = {}

    def settle(key):
        if not key:
            return None
        if key in done:
            return done[key]
        line = made.units[key]
        if not isinstance(line, Line):
            done[key] = line
            return line
        parent = settle(line.values["parent_key"])
        if line.act == "new":
            done[key] = places.make_unit(line.name, parent)
            audit.record("core.unit_imported", done[key], by=by, source="import")
        else:
            unit = Unit.objects.get(pk=line.row.pk)
            if line.act == "changed":
                if (parent.pk if parent else None) != unit.parent_id:
                    places.move_unit(unit, parent)
                Unit.objects.filter(pk=unit.pk).update(name=line.name)
                unit.refresh_from_db()
                audit.record("core.unit_imported", unit, by=by, source="import")
                events.unit_changed.send(sender=Unit, unit=unit, by=by)
            done[key] = unit
        return done[key]

    for key, found in made.units.items():
        if isinstance(found, Line):
            settle(key)
    return done | {key: found for key, found in made.units.items() if isinstance(found, Unit)}


def _carry_out_people(made, by, units):
    """Take on and change people in bulk, then their roles and last days; return those touched."""
    new, changed = made.of("person", "new"), made.of("person", "changed")
    for line in new + changed:
        if line.unit and line.unit[0] in units:
            line.values["unit"] = units[line.unit[0]]
    for line in new:
        line.row = Person(**line.values)
        line.row.set_unusable_password()
    Person.objects.bulk_create([line.row for line in new], batch_size=1000)
    for line in changed:
        for name, value in line.values.items():
            setattr(line.row, name, value)
    fields = ["name", "title", "phone", "unit", "site", "active_from", "worked_weekdays"]
    Person.objects.bulk_update([line.row for line in changed], fields, batch_size=500)
    for line in new:
        events.person_started.send(sender=Person, person=line.row, on=line.row.active_from or calendar.today(), by=by)
    for line in new + changed:
        _roles(line, by)
        if line.ends:
            people_verbs.end_employment(line.row, by=by, on=line.ends)
    yesterday = calendar.today() - timedelta(days=1)
    for line in made.of("person", "closed"):
        people_verbs.end_employment(line.row, by=by, on=max(yesterday, line.row.active_from or yesterday))
    return [line.row for line in new + changed]


def _roles(line, by):
    """Give or end the leader's role."""
    today = calendar.today()
    if line.leader:
        role = Role.objects.create(
            person=line.row, kind="leader", unit=line.row.unit, starts_on=max(today, line.row.active_from or today)
        )
        audit.record(
            "core.role_given", line.row, by=by, source="import", role=role.pk, kind="leader", unit=role.unit_id
        )
        events.role_changed.send(sender=Role, role=role, by=by)
    elif line.leader is False:
        for role in Role.objects.filter(Role.in_force(today), person=line.row, kind="leader"):
            Role.objects.filter(pk=role.pk).update(ends_on=max(role.starts_on, today - timedelta(days=1)))
            audit.record(
                "core.role_ended", line.row, by=by, source="import", role=role.pk, kind="leader", unit=role.unit_id
            )
            events.role_changed.send(sender=Role, role=role, by=by)


def _log(people, by):
    """Write whom the file touched: in each person's own chain, or together when they are very many."""
    if len(people) <= OWN_CHAIN:
        audit.record_many(
            {"action": "core.person_imported", "subject": person, "by": by, "source": "import"} for person in people
        )
        return
    for start in range(0, len(people), 500):
        audit.record(
            "core.people_imported",
            ("core.import", 0),
            by=by,
            source="import",
            people=[p.pk for p in people[start : start + 500]],
        )
