"""Compare a list of units and people with what is there: what would be new, changed, closed, and what is wrong.

Nothing here writes; core.actions.imports carries a plan out. Empty fields change nothing.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, importing
from core.models import Person, Role, Site, Unit
from core.permissions import require_add
from core.texts import error

COMPARED = ("name", "title", "phone", "unit", "site", "active_from", "worked_weekdays")
LABELS = {
    "name": gettext_lazy("Navn"),
    "title": gettext_lazy("Stilling"),
    "phone": gettext_lazy("Telefon"),
    "unit": gettext_lazy("Afdeling"),
    "site": gettext_lazy("Arbejdssted"),
    "active_from": gettext_lazy("Ansat fra"),
    "active_to": gettext_lazy("Ansat til"),
    "worked_weekdays": gettext_lazy("Arbejdsdage"),
    "parent": gettext_lazy("Hører under"),
    "leader": gettext_lazy("Leder"),
}


@dataclass
class Line:
    """What would happen to one unit or person. `changes` is [(what, before, after)] in words."""

    kind: str
    act: str  # new, changed, closed, unchanged
    name: str
    number: int = 0
    changes: list = field(default_factory=list)
    row: Any = None
    values: dict = field(default_factory=dict)
    leader: bool | None = None
    ends: object = None
    unit: tuple = ()


@dataclass
class Plan:
    """Everything a file would do, and what is wrong with it."""

    lines: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    units: dict = field(default_factory=dict)  # trail of names → Unit or Line

    def of(self, kind, act):
        """Return the lines of a kind and act."""
        return [line for line in self.lines if line.kind == kind and line.act == act]

    def counts(self):
        """Return [(kind, {act: how many})]."""
        return [
            (kind, {act: len(self.of(kind, act)) for act in ("new", "changed", "closed", "unchanged")})
            for kind in ("unit", "person")
        ]

    @property
    def changes_nothing(self):
        """Tell whether the file says what is there already."""
        return not any(line.act != "unchanged" for line in self.lines)

    @property
    def fingerprint(self):
        """Return what two plans share only when they would do the same."""
        said = [
            (line.kind, line.act, line.name, line.number, line.changes, line.row.pk if line.row else None)
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(said, default=str, ensure_ascii=False).encode()).hexdigest()


# -- planning ------------------------------------------------------------------------------------------------------
def plan(sheets, *, by, close_missing=False):
    """Return what the sheets would do today."""
    require_add(by, "core.import_directory")
    made = Plan()
    for sheet in sheets:
        made.faults += [(sheet.kind, number, text) for number, text in sheet.faults]
    _Units(made, close_missing).read([s for s in sheets if s.kind == "units"])
    _People(made, by, close_missing).read([s for s in sheets if s.kind == "people"])
    made.faults.sort()
    return made


def _key(name):
    return " ".join(name.lower().split())


class _Units:
    """Compare a list of units with the tree."""

    def __init__(self, made, close_missing):
        self.plan, self.close_missing = made, close_missing
        self.known = {unit.pk: unit for unit in Unit.objects.select_related("parent")}
        self.by_name: dict[str, list] = {}
        for unit in self.known.values():
            if unit.closed_on is None:
                self.by_name.setdefault(_key(unit.name), []).append(unit)

    def read(self, sheets):
        """Plan every row: parents are looked for among the rows first, then in the tree."""
        rows = {}
        for sheet in sheets:
            for number, row in sheet.rows:
                name = row.get("name", "")
                if not name:
                    self.fault(number, _("Skriv enhedens navn."))
                elif _key(name) in rows:
                    self.fault(
                        number,
                        _("»%(name)s« står der to gange. Navne på enheder må kun stå én gang i filen.")
                        % {"name": name},
                    )
                elif len(self.by_name.get(_key(name), [])) > 1:
                    self.fault(
                        number,
                        _("Der er flere enheder, der hedder »%(name)s«. Ret dem på siden Enheder.") % {"name": name},
                    )
                else:
                    rows[_key(name)] = (number, name, row.get("parent", ""))
        self.rows = rows
        for key, (number, name, parent) in rows.items():
            self._plan_row(key, number, name, parent)
        if self.close_missing and rows:
            self._plan_closing()
        for key, found in self.by_name.items():
            if key not in self.plan.units and len(found) == 1:
                self.plan.units[key] = found[0]
            elif len(found) > 1:
                self.plan.units.setdefault(key, found)

    def _plan_row(self, key, number, name, parent):
        """Plan one unit."""
        if parent and not self._is_known(parent):
            self.fault(number, _("Vi kender ikke enheden »%(name)s« under »hører under«.") % {"name": parent})
            return
        if self._goes_round(key):
            self.fault(number, _("»%(name)s« ender med at høre under sig selv.") % {"name": name})
            return
        found = next(iter(self.by_name.get(key, [])), None)
        line = Line("unit", "new", name, number, row=found, values={"name": name, "parent_key": _key(parent)})
        if found is None:
            line.changes = [(str(LABELS["parent"]), "", parent)] if parent else []
        else:
            before = found.parent.name if found.parent else ""
            moved = _key(before) != _key(parent)
            line.act = "changed" if moved or found.name != name else "unchanged"
            line.changes = [(str(LABELS["parent"]), before or _("øverst"), parent or _("øverst"))] if moved else []
            if found.name != name:
                line.changes.append((str(LABELS["name"]), found.name, name))
        self.plan.lines.append(line)
        self.plan.units[key] = line

    def _is_known(self, name):
        return _key(name) in self.rows or len(self.by_name.get(_key(name), [])) == 1

    def _goes_round(self, key):
        """Tell whether a unit ends below itself, following the file where it speaks and the tree where it doesn't."""
        seen, now = set(), key
        while now:
            if now in seen:
                return True
            seen.add(now)
            if now in self.rows:
                now = _key(self.rows[now][2])
            else:
                unit = next(iter(self.by_name.get(now, [])), None)
                now = _key(unit.parent.name) if unit and unit.parent else ""
        return False

    def _plan_closing(self):
        """Plan the closing of units that the file doesn't name."""
        for key, found in self.by_name.items():
            if key not in self.rows:
                for unit in found:
                    self.plan.lines.append(Line("unit", "closed", unit.name, row=unit))

    def fault(self, number, text):
        self.plan.faults.append(("units", number, text))


class _People:
    """Compare a list of people with those who work here."""

    def __init__(self, made, by, close_missing):
        self.plan, self.by, self.close_missing = made, by, close_missing
        self.today = calendar.today()
        self.known = {person.email.lower(): person for person in Person.objects.select_related("unit", "site")}
        self.sites = {_key(site.name): site for site in Site.objects.in_use()}
        self.leads: dict[int, list] = {}
        self.leader_of = {}
        for role in Role.objects.filter(Role.in_force(self.today), kind="leader").select_related("person", "unit"):
            self.leads.setdefault(role.person_id, []).append(role)
            self.leader_of[role.unit_id] = role.person

    def read(self, sheets):
        """Plan every row."""
        seen: dict[str, int] = {}
        given: dict[tuple, int] = {}
        for sheet in sheets:
            for number, row in sheet.rows:
                try:
                    line = self._plan_row(number, row)
                except ValidationError as fault:
                    self.fault(number, fault.messages[0])
                    continue
                mail = line.values["email"]
                if mail in seen:
                    self.fault(
                        number, _("Mailen %(mail)s står også i række %(other)s.") % {"mail": mail, "other": seen[mail]}
                    )
                    continue
                seen[mail] = number
                if line.leader:
                    if line.unit in given:
                        self.fault(
                            number, _("Række %(other)s er også leder af afdelingen.") % {"other": given[line.unit]}
                        )
                        continue
                    given[line.unit] = number
                self.plan.lines.append(line)
        if self.close_missing and seen:
            for mail, person in self.known.items():
                if (
                    mail not in seen
                    and person != self.by
                    and person.works_on(self.today)
                    and person.is_active
                    and person.active_to is None
                ):
                    self.plan.lines.append(Line("person", "closed", person.name, row=person))

    def _plan_row(self, number, row):
        """Plan one person; ValidationError with what is wrong."""
        mail = importing.address(row.get("email", ""))
        found = self.known.get(mail)
        values = {name: row[name] for name in ("name", "title") if row.get(name)}
        values["email"] = mail
        if not found and not row.get("name"):
            raise ValidationError(_("Skriv navnet."))
        if row.get("phone"):
            values["phone"] = importing.phone(row["phone"])
        unit = self._unit(row.get("unit", ""))
        if row.get("site"):
            values["site"] = self.sites.get(_key(row["site"]))
            if values["site"] is None:
                raise ValidationError(_("Vi kender ikke arbejdsstedet »%(name)s«.") % {"name": row["site"]})
        for name in ("active_from",):
            if row.get(name):
                values[name] = importing.day(row[name])
        days = importing.weekdays(row.get("worked_weekdays", ""))
        if days:
            values["worked_weekdays"] = days
        ends = importing.day(row.get("active_to", ""))
        begins = values.get("active_from") or (found.active_from if found else None)
        if ends and begins and ends < begins:
            raise ValidationError(error("E-25"))
        line = Line(
            "person",
            "new",
            row.get("name") or (found.name if found else ""),
            number,
            row=found,
            values=values,
            unit=unit,
        )
        self._leader(line, importing.yes(row.get("leader", "")))
        self._compare(line, found, row.get("unit", ""), ends)
        return line

    def _unit(self, name):
        """Return the key of a unit of the file or the tree, or an empty one."""
        if not name:
            return ()
        found = self.plan.units.get(_key(name))
        if found is None:
            raise ValidationError(_("Vi kender ikke enheden »%(name)s«.") % {"name": name})
        if isinstance(found, list):
            raise ValidationError(
                _("Der er flere enheder, der hedder »%(name)s«. Ret dem på siden Enheder.") % {"name": name}
            )
        return (_key(name),)

    def _leader(self, line, wanted):
        """Plan the leader's role."""
        if wanted is None:
            return
        leads = self.leads.get(line.row.pk, []) if line.row else []
        if not wanted:
            line.leader = False if leads else None
            return
        key = line.unit or ((_key(line.row.unit.name),) if line.row and line.row.unit else ())
        if not key:
            raise ValidationError(_("Skriv, hvilken enhed lederen leder."))
        unit = self.plan.units.get(key[0])
        existing = unit.row if isinstance(unit, Line) else unit
        if existing is not None:
            now = self.leader_of.get(existing.pk)
            if now is not None and line.row is not None and now == line.row:
                return
            if now is not None:
                raise ValidationError(
                    _("%(name)s leder allerede afdelingen. Afslut den rolle først.") % {"name": now.name}
                )
        if line.row is not None and line.row == self.by:
            raise ValidationError(_("Du kan ikke give dig selv en rolle. Bed en anden administrator om det."))
        line.leader, line.unit = True, key

    def _compare(self, line, found, unit_name, ends):
        """Say what would be different."""
        changes = []
        for name in COMPARED:
            if name == "unit":
                before, after = (found.unit.name if found and found.unit else ""), unit_name
                if unit_name and _key(before) != _key(unit_name):
                    changes.append((str(LABELS[name]), before, after))
            elif name in line.values and (found is None or getattr(found, name) != line.values[name]):
                changes.append(
                    (str(LABELS[name]), _shown(getattr(found, name)) if found else "", _shown(line.values[name]))
                )
        if ends and (found is None or found.active_to != ends):
            line.ends = ends
            changes.append((str(LABELS["active_to"]), _shown(found.active_to) if found else "", _shown(ends)))
        if line.leader is not None:
            changes.append((str(LABELS["leader"]), "", _("ja") if line.leader else _("nej")))
        line.changes = changes
        line.act = "new" if found is None else "changed" if changes else "unchanged"

    def fault(self, number, text):
        self.plan.faults.append(("people", number, text))


def _shown(value):
    """Return a value of the preview as people read it."""
    if value in (None, ""):
        return ""
    if isinstance(value, list):
        return ", ".join(importing.DAYS[number - 1] for number in value)
    return calendar.short_date(value) if hasattr(value, "year") else str(value)
