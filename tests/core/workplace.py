"""A very small workplace for the tests of to-dos, reminders and mail."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.models import Absence, NoticeText, Person, ReminderRule, Role, Site, Unit

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
START = date(2020, 1, 1)
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=COPENHAGEN)  # an ordinary working day
SUBJECT = ("core.site", 1)  # everybody may see a site


def at(text):
    """Return a Danish moment: »2027-03-01 09:00«."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def unit(name, parent=None):
    """Make a unit with its path."""
    made = Unit.objects.create(name=name, parent=parent, path="")
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save()
    return made


def person(name, unit=None, **values):
    """Make somebody who works here."""
    values = {"active_from": START} | values
    return Person.objects.create(
        email=f"{name.lower().replace(' ', '.')}@fjordby.example", name=name, unit=unit, **values
    )


def role(person, kind, unit=None, site=None, **values):
    """Give a role."""
    return Role.objects.create(person=person, kind=kind, unit=unit, site=site, **({"starts_on": START} | values))


def away(person, deputy=None, day=date(2027, 3, 1)):
    """Register an absence from a day on."""
    return Absence.objects.create(person=person, deputy=deputy, starts_on=day)


def notice(code, *, speed="now", subject="Noget venter på dig", body="Åbn opgaven senest {frist}."):
    """Write the wording of a notice."""
    return NoticeText.objects.get_or_create(
        code=code, defaults={"subject": subject, "body": body, "speed": speed, "button": "Åbn opgave"}
    )[0]


def rule(todo, offset, receivers, *, code="R-99", level=0, anchor="opened", notice_code="N-98", speed="now", **values):
    """Write a reminder rule and its notice."""
    if notice_code:
        notice(notice_code, speed=speed)
    return ReminderRule.objects.create(
        code=code,
        todo=todo,
        offset=offset,
        receivers=receivers,
        level=level,
        anchor=anchor,
        notice=notice_code,
        speed=speed,
        **({"starts_on": START} | values),
    )


class Workplace:
    """A direction, a department and a team with leaders, a representative, employees and a site."""

    def __init__(self):
        self.top = unit("Direktion")
        self.department = unit("Myndighed", self.top)
        self.team = unit("Team Havn", self.department)
        self.site = Site.objects.create(
            pk=SUBJECT[1], name="Havnegade 1", opening_hours={str(day): ["09:00", "15:00"] for day in range(1, 6)}
        )
        self.director = person("Dorte Direktør", self.top)
        self.chief = person("Carl Chef", self.department)
        self.leader = person("Lene Leder", self.team)
        self.deputy = person("Søren Stedfortræder", self.team)
        self.rep = person("Anna Amr", self.team, site=self.site)
        self.employee = person("Malene Medarbejder", self.team, site=self.site)
        self.colleague = person("Kaj Kollega", self.team, site=self.site)
        role(self.director, "leader", self.top)
        role(self.chief, "leader", self.department)
        role(self.leader, "leader", self.team)
        role(self.rep, "safety_rep", site=self.site)
