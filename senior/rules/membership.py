"""Which group and area a person belongs to on a day: what HR has registered, else what the agreement's name says.

`Rulebook` reads rules, groups and memberships in three queries, for one person or for ten thousand.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from core import calendar
from core.models import Role
from senior import reference
from senior.models import AgreementGroup, GroupMembership, SeniorRule
from senior.rules import engine


def plain(name):
    """Return a name as it is compared: small letters, one space, without what stands in brackets."""
    return " ".join(re.sub(r"\([^)]*\)", " ", str(name or "")).lower().replace("incl.", "inkl.").split()).strip(" .;")


def group_named(name, groups):
    """Return the group of a name, an alias or a code; the first that is known of several with »;« between."""
    known = {}
    for group in groups:
        for one in (group.code, group.name, *group.aliases):
            known.setdefault(plain(one), group)
    for part in [str(name or ""), *str(name or "").split(";")]:
        if plain(part) in known:
            return known[plain(part)]
    return None


@dataclass(frozen=True)
class Belonging:
    """A person's group (None when nobody knows) and area on a day."""

    group: AgreementGroup | None
    area: str
    is_registered: bool


class Rulebook:
    """All rules and groups, and who belongs where. `people` narrows the memberships and roles that are read."""

    def __init__(self, on=None, people=None):
        self.on = on or calendar.today()
        self._people = None if people is None else [person.pk for person in people]
        self.groups = list(AgreementGroup.objects.all())
        members = GroupMembership.objects.filter(GroupMembership.in_force(self.on)).select_related("group")
        if self._people is not None:
            members = members.filter(person__in=self._people)
        self.members = {row.person_id: row for row in members}
        self._named: dict[str, AgreementGroup | None] = {}

    @cached_property
    def rules(self):
        """All rules with their group; read when a right is asked for."""
        return list(SeniorRule.objects.select_related("group"))

    @cached_property
    def leaders(self):
        """The ids of those who lead on the day."""
        leaders = Role.objects.filter(Role.in_force(self.on), kind="leader")
        if self._people is not None:
            leaders = leaders.filter(person__in=self._people)
        return set(leaders.values_list("person_id", flat=True))

    def belonging(self, person):
        """Return where the person belongs."""
        row = self.members.get(person.pk)
        if row:
            return Belonging(row.group, row.area, True)
        name = person.collective_agreement
        if name not in self._named:  # thousands of people share few agreements
            self._named[name] = group_named(name, self.groups)
        return Belonging(self._named[name], person.employment_area, False)

    def rights(self, person, on=None):
        """Return the Rights of a person, or None without a birth date."""
        if person.born_on is None:
            return None
        found = self.belonging(person)
        return engine.work_out(
            person.born_on,
            area=found.area,
            group=found.group.code if found.group else "",
            group_name=found.group.name if found.group else "",
            leader=person.pk in self.leaders,
            on=on or self.on,
            rules=self.rules,
        )


def rights_of(person, on=None):
    """Return (Rights or None, Belonging) of one person."""
    book = Rulebook(on, [person])
    return book.rights(person), book.belonging(person)


def explain(question):
    """Answer one line: {born, area, group, leader, on} → every right and the reasons (docs/explain.md).

    `group` is a name of SEN-10's table. One that nobody knows gives no guess: its rights are null. ValueError for
    dates that can't be read and for an area that doesn't exist.
    """
    from datetime import date

    born = date.fromisoformat(str(question["born"]))
    on = date.fromisoformat(str(question["on"])) if question.get("on") else calendar.today()
    areas = {"": "municipal", "kommunal": "municipal", "kommunalt": "municipal", "regionalt": "regional"}
    area = str(question.get("area") or "").strip().lower()
    area = areas.get(area, area)
    if area not in ("municipal", "regional"):
        raise ValueError(f"area must be municipal or regional, not {question.get('area')!r}.")
    groups, rules = list(AgreementGroup.objects.all()), list(SeniorRule.objects.select_related("group"))
    if not rules:  # nothing is loaded yet
        groups, rules = reference.released()
    name = str(question.get("group") or "").strip()
    group = group_named(name, groups)
    found = engine.work_out(
        born,
        area=area,
        group=group.code if group else name,
        group_name=group.name if group else name,
        leader=bool(question.get("leader")),
        on=on,
        rules=rules,
    )
    change = found.generation_change
    return {
        "talk_from": _iso(found.talk_from),
        "scheme_from": _iso(found.scheme_from),
        "year": found.year,
        "days": found.days,
        "bonus_percent": _number(found.bonus_percent),
        "convertible_days": found.convertible_days,
        "convertible_percent": _number(found.convertible_percent),
        "senior_position_from": _iso(found.senior_position_from),
        "retention_bonus_from": _iso(found.retention_bonus_from),
        "generation_change": {
            "from": _iso(change.earliest),
            "max_years": change.max_years,
            "leaving_from": _iso(change.leaving_from),
        }
        if change
        else None,
        "reasons": [reason.as_line for reason in found.reasons],
    }


def _iso(day):
    """Return a date as ISO text, or None."""
    return day.isoformat() if day else None


def _number(value):
    """Return a decimal as a number, or None."""
    return None if value is None else float(value)
