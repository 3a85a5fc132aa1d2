"""The organisation: units, sites, people, roles, chains, absences and settings, as an import would have left them."""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from core import audit, calendar, cast
from core.models import (
    Absence,
    Alarm,
    AlarmTest,
    BirthDate,
    ChainStep,
    Defibrillator,
    Hotline,
    NextOfKin,
    Person,
    Role,
    Room,
    Setting,
    SettingValue,
    Site,
    Unit,
)

HOUSE_OPENED = timedelta(days=800)  # before everything that the demo remembers


def read(name):
    """Return the data of fixtures/demo/<name>.json."""
    return json.loads((settings.ROOT / "fixtures" / "demo" / f"{name}.json").read_text(encoding="utf-8"))


class Staff(dict):
    """The people by the first part of their address, with the units and sites by key."""

    units: dict
    sites: dict
    safety_reps: dict  # by site id


@transaction.atomic
def load():
    """Write the organisation; return the Staff. Everything stands in the audit log as done by the administrator."""
    rows = read("organisation")
    opened = calendar.now() - HOUSE_OPENED
    with calendar.as_at(opened):
        staff = Staff()
        staff.units = _units(rows["units"])
        staff.sites = _sites(rows["sites"])
        _people(rows["people"], staff)
        _roles(rows["roles"], staff)
        _chains(rows["chains"], staff)
    by = staff["referent"]
    _checked(rows["sites"], staff, by)
    _absences(rows["absences"], staff)
    _settings(rows, by)
    _next_of_kin(rows, staff)
    audit.record_many(
        [
            {"action": "core.person_added", "subject": p, "by": staff["admin"], "source": "import"}
            for p in staff.values()
        ]
        + [
            {"action": "core.unit_added", "subject": u, "by": staff["admin"], "source": "import"}
            for u in staff.units.values()
        ]
        + [
            {"action": "core.site_added", "subject": s, "by": staff["admin"], "source": "import"}
            for s in staff.sites.values()
        ]
    )
    return staff


def ago(days):
    """Return the date so many days ago; None stays None (never)."""
    return None if days is None else calendar.today() - timedelta(days=days)


# -- places --------------------------------------------------------------------------------------------------------
def _units(rows):
    units = {}
    for row in rows:
        parent = units.get(row["parent"])
        unit = Unit.objects.create(name=row["name"], parent=parent, path="", address=row["address"], phone=row["phone"])
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        units[row["key"]] = unit
    return units


def _sites(rows):
    facts = (
        "name",
        "address",
        "phone",
        "opening_hours",
        "escape_routes",
        "meeting_point",
        "back_office_rule",
        "parking",
    )
    return {row["key"]: Site.objects.create(**{name: row[name] for name in facts}) for row in rows}


def _checked(rows, staff, by):
    """Write alarms with their last test, defibrillators, and when each was looked at."""
    for row in rows:
        site = staff.sites[row["key"]]
        _stamp(site, row["checked_days_ago"], by)
        for alarm in row["alarms"]:
            tested = ago(alarm["tested_days_ago"])
            found = Alarm.objects.create(
                site=site,
                kind=alarm["kind"],
                placement=alarm["placement"],
                receivers=alarm["receivers"],
                note=alarm["note"],
                last_tested_on=tested,
                **_mark(alarm["checked_days_ago"], by),
            )
            AlarmTest.objects.create(alarm=found, tested_on=tested, tested_by=staff.safety_reps[site.pk], worked=True)
        alarms = {alarm.placement: alarm for alarm in site.alarms.all()}
        for room in row["rooms"]:
            facts = {name: room[name] for name in ("name", "kind", "suits", "way_out")}
            Room.objects.create(
                site=site, alarm=alarms.get(room["alarm"]), **facts, **_mark(row["checked_days_ago"], by)
            )
        for place in row["defibrillators"]:
            Defibrillator.objects.create(
                site=site, placement=place["placement"], **_mark(place["checked_days_ago"], by)
            )


def _mark(days, by):
    return {} if days is None else {"checked_on": ago(days), "checked_by": by}


def _stamp(row, days, by):
    if days is not None:
        type(row).objects.filter(pk=row.pk).update(**_mark(days, by))


# -- people --------------------------------------------------------------------------------------------------------
def _people(rows, staff):
    """Write the people: those of the sign-in page and their colleagues, all with the demo's password."""
    shown = {row["email"].split("@")[0]: row for row in cast.people()}
    password = make_password(cast.PASSWORD)  # once: the hash is slow on purpose, and this password is no secret
    real_today = calendar.local(calendar.now() + HOUSE_OPENED).date()
    people = []
    for row in rows:
        name = row["email"]
        known = shown.get(name, row)
        starts = _start(row, real_today)
        people.append(
            Person(
                email=f"{name}@fjordby.example",
                name=known["name"],
                title=known["title"],
                phone=known["phone"],
                password=password,
                initials=_initials(known["name"]),
                unit=staff.units[row["unit"]],
                site=staff.sites[row["site"]],
                employed_since=starts,
                active_from=starts,
                active_to=real_today - timedelta(days=row["ended_days_ago"]) if "ended_days_ago" in row else None,
            )
        )
    made = Person.objects.bulk_create(people)
    born = [(person, _born(row, real_today)) for person, row in zip(made, rows, strict=True)]
    BirthDate.objects.bulk_create(BirthDate.of(person, day) for person, day in born if day)
    staff |= {person.email.split("@")[0]: person for person in made}


def _start(row, today):
    if "starts_in_days" in row:
        return calendar.next_working_day(today + timedelta(days=row["starts_in_days"]))
    if "started_days_ago" in row:
        return calendar.next_working_day(today - timedelta(days=row["started_days_ago"]))
    return calendar.parse_date(row["since"])


def _born(row, today):
    if "years_old" in row:
        return calendar.add_months(today, -12 * row["years_old"]) - timedelta(days=70)
    return calendar.parse_date(row["born"]) if "born" in row else None


def _initials(name):
    words = name.replace("-", " ").split()
    return (words[0][:1] + words[-1][:1]).upper()


def _roles(rows, staff):
    """Write the roles, in force since the house opened."""
    since = calendar.today()
    real_today = calendar.local(calendar.now() + HOUSE_OPENED).date()
    staff.safety_reps = {
        staff.sites[row["site"]].pk: staff[row["person"]] for row in rows if row["kind"] == "safety_rep"
    }
    Role.objects.bulk_create(
        [
            Role(
                person=staff[row["person"]],
                kind=row["kind"],
                unit=staff.units.get(row.get("unit")),
                site=staff.sites.get(row.get("site")),
                starts_on=since,
                ends_on=real_today - timedelta(days=row["ended_days_ago"]) if "ended_days_ago" in row else None,
            )
            for row in rows
        ]
    )


def _chains(rows, staff):
    ChainStep.objects.bulk_create(
        [
            ChainStep(
                unit=staff.units[row["unit"]],
                order=row["order"],
                person=staff.get(row.get("person")),
                led_unit=staff.units.get(row.get("led_unit")),
                label=row["label"],
            )
            for row in rows
        ]
    )


def _absences(rows, staff):
    """Write absences: one whole week from next Monday, the others in the past."""
    monday = calendar.today() + timedelta(days=8 - calendar.today().isoweekday())
    Absence.objects.bulk_create(
        [
            Absence(
                person=staff[row["person"]],
                deputy=staff[row["deputy"]],
                note=row["note"],
                starts_on=monday if row.get("next_week") else ago(row["from_days_ago"]),
                ends_on=monday + timedelta(days=4) if row.get("next_week") else ago(row["to_days_ago"]),
            )
            for row in rows
        ]
    )


def _next_of_kin(rows, staff):
    """Write the lists: most confirmed lately, some too long ago, a few empty."""
    entries, first_names = [], rows["kin"]
    for place, row in enumerate(rows["people"]):
        person = staff[row["email"]]
        confirmed = ago((place * 7) % 210) if row["kin"] else None
        if confirmed:
            Person.objects.filter(pk=person.pk).update(next_of_kin_confirmed_on=confirmed)
        for number in range(row["kin"]):
            first, relation = first_names[(place + number) % len(first_names)]
            entries.append(
                NextOfKin(
                    person=person,
                    order=number + 1,
                    name=f"{first} {person.name.split()[-1]}",
                    relation=relation,
                    phone=f"10 20 4{number} {place:02}",
                    updated_at=calendar.at(confirmed, calendar.parse_time("9")),
                )
            )
    NextOfKin.objects.bulk_create(entries)


# -- settings ------------------------------------------------------------------------------------------------------
def _settings(rows, by):
    """Write the municipality's own numbers; half of them have been checked, half of the hotlines too."""
    known = {setting.key: setting for setting in Setting.objects.all()}
    SettingValue.objects.bulk_create(
        [
            SettingValue(
                setting=known[row["key"]],
                value=row["value"],
                changed_at=calendar.now() - HOUSE_OPENED,
                **_mark(row["checked_days_ago"], by),
            )
            for row in rows["settings"]
            if row["key"] in known
        ]
    )
    for kind, days in rows["hotlines_checked"].items():
        Hotline.objects.filter(kind=kind).update(**_mark(days, by))
    Role.objects.filter(kind__in=["leader", "safety_rep", "union_rep"]).update(**_mark(41, by))
    ChainStep.objects.update(**_mark(41, by))
