"""The cast of every test that needs people: the same invented persons as the demo's, in the same places."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from core.models import Absence, Alarm, BirthDate, ChainStep, Person, Role, Site, Unit

ZONE = ZoneInfo("Europe/Copenhagen")
START = date(2020, 1, 1)
NOW = datetime(2027, 2, 5, 14, 5, tzinfo=ZONE)  # a Friday at 14.05, in opening hours
ELSEWHERE = {"andenleder", "andenmedarbejder"}
PEOPLE = {
    row["email"].split("@")[0]: {fact: row[fact] for fact in ("email", "name", "title", "phone")}
    for row in json.loads((settings.ROOT / "fixtures" / "demo" / "cast.json").read_text(encoding="utf-8"))
}


def unit(name, parent=None):
    """Make a unit with its path."""
    made = Unit.objects.create(name=name, parent=parent, path="")
    Unit.objects.filter(pk=made.pk).update(path=f"{parent.path if parent else '/'}{made.pk}/")
    made.refresh_from_db()
    return made


def born(person, day):
    """Give somebody a birth date, or none; return the person as the database has it."""
    BirthDate.objects.filter(person=person).delete()
    if day is not None:
        BirthDate.of(person, day).save(force_insert=True)
    return Person.objects.get(pk=person.pk)


class Cast:
    """Fjordby Kommune in small: `cast.leder`, `cast.medarbejder`, … by the name before the @ of their address."""

    def __init__(self):
        self.top = unit("Fjordby Kommune")
        self.family = unit("Børn og Familie", self.top)
        self.office = unit("Børnemyndighed", self.family)
        self.other_office = unit("Ungemyndighed", self.family)
        hours = {str(day): ["09:00", "15:00"] for day in range(1, 6)}
        self.site = Site.objects.create(
            name="Fjordby Rådhus", address="Rådhuspladsen 1, 9999 Fjordby", opening_hours=hours
        )
        self.other_site = Site.objects.create(
            name="Strandlev", address="Strandvej 2, 9998 Strandlev", opening_hours=hours
        )
        Alarm.objects.create(site=self.site, kind="fixed", placement="skranken", receivers="serviceteamet og politiet")
        homes = {"chef": self.family, "direktoer": self.top} | dict.fromkeys(ELSEWHERE, self.other_office)
        people = Person.objects.bulk_create(
            Person(
                active_from=START,
                unit=homes.get(name, self.office),
                site=self.other_site if name in ELSEWHERE else self.site,
                **row,
            )
            for name, row in PEOPLE.items()
        )
        self.names = list(PEOPLE)
        for name, person in zip(self.names, people, strict=True):
            setattr(self, name, person)
        Role.objects.bulk_create(
            Role(person=getattr(self, name), kind=kind, starts_on=START, **place)
            for name, kind, place in (
                ("leder", "leader", {"unit": self.office}),
                ("andenleder", "leader", {"unit": self.other_office}),
                ("chef", "leader", {"unit": self.family}),
                ("direktoer", "leader", {"unit": self.top}),
                ("amr", "safety_rep", {"site": self.site}),
                ("tr", "union_rep", {"site": self.site}),
                ("sfk", "consultant", {"unit": self.office}),
                ("hr", "hr", {}),
                ("referent", "minute_taker", {"unit": self.office}),
                ("mentor", "mentor", {"unit": self.office}),
                ("service", "service", {"site": self.site}),
                ("kommunikation", "communications", {}),
                ("dpo", "data_protection", {}),
                ("admin", "admin", {}),
            )
        )
        ChainStep.objects.create(unit=self.office, order=1, person=self.stedfortraeder, label="anden kontorleder")

    def __getitem__(self, name):
        """Return a person by name, freshly read so that nothing of their standing is remembered."""
        return Person.objects.select_related("unit", "site").get(pk=getattr(self, name).pk)

    def away(self, name, deputy=None, day=None):
        """Register an absence around NOW."""
        day = day or NOW.date()
        return Absence.objects.create(
            person=self[name], deputy=self[deputy] if deputy else None, starts_on=day, ends_on=day
        )
