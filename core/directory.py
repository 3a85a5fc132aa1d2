"""Who leads, who stands in, who represents: a snapshot of the organisation on one day, in a fixed number of queries.

`Directory()` reads everything (for the clock); `Directory.near(unit, site)` reads only what one page needs.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import cached_property

from core import calendar
from core.written import Written


@dataclass(frozen=True)
class Link:
    """One link of a leader chain, resolved: whom to call, as what, and for whom if it is a deputy (INC-24)."""

    order: int
    person: object
    label: str
    absent: object = None


class Directory:
    """Roles, absences, units and chains on a day. Four queries at most, whatever is asked of it afterwards.

    `unit_ids` and `site_ids`: read only what reaches these places; another site's roles are read when asked for.
    `units`: the units at hand; those that somebody holds a role in come along with the roles, so an empty list saves a query.
    """

    def __init__(self, on=None, *, unit_ids=None, units=None, site_ids=()):
        from core.models import Role, Unit

        self.on = on or calendar.today()
        every, units = units is None, Unit.objects.all() if units is None else units
        self._unit_ids = None if unit_ids is None else list(unit_ids)
        self._site_ids = set(site_ids)
        self._asked_for: set = set()
        self.units = {unit.pk: unit for unit in units}
        if unit_ids is None:
            roles = Role.objects.filter(Role.in_force(self.on)).select_related("person", *([] if every else ["unit"]))
        else:
            roles = _roles_near(on=self.on, units=self._unit_ids, sites=list(self._site_ids))
        self._roles = self._working(roles)
        if not every:  # a place that nobody holds a role in is only passed on the way up
            self.units |= {role.unit_id: role.unit for role in self._roles if role.unit_id}
        self._leaders: dict = {}
        for role in self._roles:
            if role.kind == "leader":
                self._leaders.setdefault(role.unit_id, role.person)

    @classmethod
    def near(cls, unit, units=None, site_ids=()):
        """Return a snapshot good for one unit and those above it, in three queries. `units`: every unit, if at hand."""
        return cls(
            unit_ids=unit.ancestor_ids if unit else [],
            units=units if units is not None else [unit] if unit else [],
            site_ids=site_ids,
        )

    def _working(self, roles):
        """Return the roles of those who work here on the day."""
        return [role for role in roles if role.person.is_active and role.person.works_on(self.on)]

    def _look_at(self, site_id):
        """Read the roles of a site that the snapshot was not made for."""
        if self._unit_ids is not None and site_id and site_id not in self._site_ids:
            self._site_ids.add(site_id)
            self._roles += self._working(_roles_at(on=self.on, site=site_id))

    @cached_property
    def _away(self):
        """Return everybody's absences in force by person; only of some when the snapshot is of a few places."""
        from core.models import Absence

        if self._unit_ids is not None:
            return {}
        absences = Absence.objects.filter(Absence.in_force(self.on)).select_related("deputy")
        return {absence.person_id: absence for absence in absences}

    def _absence_of(self, person):
        """Return a person's absence; in a snapshot of a few places, asking for one reads those of everybody near."""
        if self._unit_ids is not None and person.pk not in self._asked_for:
            people = {person.pk} | {role.person_id for role in self._roles}
            chains = self.__dict__.get("_chain", {})  # if they have been read
            people |= {step.person_id for steps in chains.values() for step in steps if step.person_id}
            absences = _absences_near(on=self.on, people=list(people - self._asked_for))
            self._away.update((absence.person_id, absence) for absence in absences)
            self._asked_for |= people
        return self._away.get(person.pk)

    @cached_property
    def _chain(self):
        """Return the workplaces' chains by unit; read when somebody asks for a chain."""
        from core.models import ChainStep

        if self._unit_ids is None:
            steps = ChainStep.objects.select_related("person", "unit")
        else:
            steps = _steps_near(units=self._unit_ids)
        found: dict = {}
        for step in steps:
            found.setdefault(step.unit_id, []).append(step)
        return found

    # -- absence ---------------------------------------------------------------------------------------------------
    def is_away(self, person):
        """Tell whether the person is registered as absent."""
        return self._absence_of(person) is not None

    def available(self, person):
        """Return the person, or the deputy (and the deputy's deputy) while away; None when nobody stands in."""
        seen = set()
        absence = self._absence_of(person) if person is not None else None
        while absence is not None:
            if person.pk in seen:
                return None
            seen.add(person.pk)
            person = absence.deputy
            absence = self._away.get(person.pk) if person is not None else None  # deputies' own are read along
        if person is not None and not (person.is_active and person.works_on(self.on)):
            return None
        return person

    # -- leaders ---------------------------------------------------------------------------------------------------
    def leaders_up(self, unit_id, without=()):
        """Return the leaders from the unit upwards, nearest first, each once, leaving out the ids in `without`."""
        unit = self.units.get(unit_id)
        found = []
        for ancestor in unit.ancestor_ids if unit else []:
            leader = self._leaders.get(ancestor)
            if leader and leader.pk not in without and leader not in found:
                found.append(leader)
        return found

    def leader_of(self, unit_id, without=()):
        """Return the nearest leader, present or not; None if nobody leads."""
        return next(iter(self.leaders_up(unit_id, without)), None)

    def leads(self, unit_id):
        """Return who holds the leader's role of exactly this unit, or None."""
        return self._leaders.get(unit_id)

    def own_leader(self, person):
        """Return the leader of a person: the nearest one who is somebody else."""
        return self.leader_of(person.unit_id, without={person.pk}) if person and person.unit_id else None

    def leaders_leader(self, unit_id, of=None, without=()):
        """Return the next leader above `of` (or above the nearest leader)."""
        up = self.leaders_up(unit_id, without)
        nearest = of or (up[0] if up else None)
        if nearest in up:
            rest = up[up.index(nearest) + 1 :]
        else:
            rest = [leader for leader in up if leader != nearest][1:] or [leader for leader in up if leader != nearest]
        return next(iter(rest), None)

    # -- representatives and services ------------------------------------------------------------------------------
    def holders(self, kind, unit_id=None, site_id=None):
        """Return those who hold a role that reaches the place: at the site, at the unit or above, or everywhere."""
        self._look_at(site_id)
        path = self.units[unit_id].path if unit_id in self.units else ""
        found = []
        for role in self._roles:
            if role.kind != kind:
                continue
            at_site = role.site_id and role.site_id == site_id
            over = role.unit_id and not role.site_id and path and path.startswith(self.units[role.unit_id].path)
            if at_site or over or (role.unit_id is None and role.site_id is None):
                found.append((0 if at_site else 1 if over else 2, role.person))
        found.sort(key=lambda pair: (pair[0], pair[1].name))
        return list(dict.fromkeys(person for _rank, person in found))

    def held(self, kind):
        """Return the roles of a kind in force, wherever they reach."""
        return [role for role in self._roles if role.kind == kind]

    def nearest_holders(self, kind, unit_id=None, site_id=None):
        """Return the holders nearest to the place only: those of the site if any, else of the unit, else all."""
        holders = self.holders(kind, unit_id, site_id)
        at_site = {r.person_id for r in self._roles if r.kind == kind and r.site_id and r.site_id == site_id}
        here = [holder for holder in holders if holder.pk in at_site]
        return here or holders

    # -- the chain (INC-24) ----------------------------------------------------------------------------------------
    def steps_for(self, unit_id):
        """Return (unit whose chain holds, its steps): the nearest upwards that has one; (None, []) if nobody has."""
        unit = self.units.get(unit_id)
        for ancestor in unit.ancestor_ids if unit else []:
            if ancestor in self._chain:
                return self._chain[ancestor][0].unit, self._chain[ancestor]
        return None, []

    def chain(self, unit_id, without=()):
        """Return the links to call, in order: nearest leader, then the workplace's chain, then leaders upwards.

        An absent person is replaced by the deputy at once, or left out when there is none. Each person stands once.
        `without` are ids that are shut out (implicated) or affected themselves.
        """
        links: list[Link] = []
        seen: set[int] = set()

        def add(person, label):
            reached = self.available(person) if person else None
            if reached is None or reached.pk in seen or reached.pk in without or person.pk in without:
                return
            seen.add(reached.pk)
            links.append(Link(len(links), reached, label, person if reached != person else None))

        unit, chains = self.units.get(unit_id), self._chain
        ancestors = unit.ancestor_ids if unit else []
        up = self.leaders_up(unit_id)  # whom `without` names is left out by add, so that the chain's own order holds
        if up:
            add(up[0], up[0].title or "leder")
        for ancestor in ancestors:
            if ancestor in chains:
                for step in chains[ancestor]:
                    add(step.person or self._leaders.get(step.led_unit_id), step.label)
                break
        for leader in up[1:]:
            add(leader, leader.title or "leder")
        return links


# -- what a snapshot of a few places reads ---------------------------------------------------------------------------------
def _held_near(on, units, sites):
    """Return the roles that reach the units (those of leaders whom a chain names too), the sites, or everywhere."""
    from core.models import ChainStep, Role

    led = ChainStep.objects.filter(unit__any_of=units, led_unit__isnull=False).values("led_unit")
    near = Q(unit__any_of=units) | Q(kind="leader", unit__in=led) | Q(site__any_of=sites)
    everywhere = Q(unit__isnull=True, site__isnull=True)
    return Role.objects.filter(Role.in_force(on)).filter(near | everywhere).select_related("person", "unit")


def _held_at(on, site):
    """Return the roles at one site."""
    from core.models import Role

    return Role.objects.filter(Role.in_force(on), site=site).select_related("person", "unit")


def _steps_of(units):
    """Return the links of the units' chains."""
    from core.models import ChainStep

    return ChainStep.objects.filter(unit__any_of=units).select_related("person", "unit")


def _away_among(on, people):
    """Return the absences of the people and of those who stand in for somebody."""
    from core.models import Absence

    away = Absence.objects.filter(Absence.in_force(on))
    near = Q(person__any_of=people) | Q(person__in=away.order_by().values("deputy"))
    return away.filter(near).select_related("deputy")


_roles_near = Written(_held_near, on=date, units=list, sites=list)
_roles_at = Written(_held_at, on=date, site=int)
_steps_near = Written(_steps_of, units=list)
_absences_near = Written(_away_among, on=date, people=list)
