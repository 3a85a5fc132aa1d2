"""Who leads, who stands in, who represents: a snapshot of the organisation on one day, in a fixed number of queries.

`Directory()` reads everything (for the clock); `Directory.near(unit, site)` reads only what one page needs.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import cached_property

from core import calendar


@dataclass(frozen=True)
class Link:
    """One link of a leader chain, resolved: whom to call, as what, and for whom if it is a deputy (INC-24)."""

    order: int
    person: object
    label: str
    absent: object = None


class Directory:
    """Roles, absences, units and chains on a day. Four queries at most, whatever is asked of it afterwards."""

    def __init__(self, on=None, *, unit_ids=None, units=None):
        from core.models import ChainStep, Role, Unit

        self.on = on or calendar.today()
        units = Unit.objects.all() if units is None else units
        self._unit_ids = unit_ids
        roles = Role.objects.filter(Role.in_force(self.on)).select_related("person")
        self.units = {unit.pk: unit for unit in units}
        if unit_ids is not None:
            led = ChainStep.objects.filter(unit__in=unit_ids, led_unit__isnull=False).values("led_unit")
            near = Q(unit__in=unit_ids) | Q(unit__isnull=True) | Q(kind="leader", unit__in=led) | Q(site__isnull=False)
            roles = roles.filter(near).select_related("person", "unit")
        self._roles = [role for role in roles if role.person.is_active and role.person.works_on(self.on)]
        if unit_ids is not None:  # a place that nobody holds a role in is only passed on the way up
            self.units |= {role.unit_id: role.unit for role in self._roles if role.unit_id}
        self._leaders: dict = {}
        for role in self._roles:
            if role.kind == "leader":
                self._leaders.setdefault(role.unit_id, role.person)

    @classmethod
    def near(cls, unit, units=None):
        """Return a snapshot good for one unit and those above it, in three queries. `units`: every unit, if at hand."""
        return cls(
            unit_ids=unit.ancestor_ids if unit else [], units=units if units is not None else [unit] if unit else []
        )

    @cached_property
    def _away(self):
        """Return the absences in force by person; read when somebody asks who is there."""
        from core.models import Absence

        absences = Absence.objects.filter(Absence.in_force(self.on)).select_related("deputy", "person")
        return {absence.person_id: absence for absence in absences}

    @cached_property
    def _chain(self):
        """Return the workplaces' chains by unit; read when somebody asks for a chain."""
        from core.models import ChainStep

        steps = ChainStep.objects.select_related("person", "unit")
        if self._unit_ids is not None:
            steps = steps.filter(unit__in=self._unit_ids)
        found: dict = {}
        for step in steps:
            found.setdefault(step.unit_id, []).append(step)
        return found

    # -- absence ---------------------------------------------------------------------------------------------------
    def is_away(self, person):
        """Tell whether the person is registered as absent."""
        return person.pk in self._away

    def available(self, person):
        """Return the person, or the deputy (and the deputy's deputy) while away; None when nobody stands in."""
        seen = set()
        while person is not None and person.pk in self._away:
            if person.pk in seen:
                return None
            seen.add(person.pk)
            person = self._away[person.pk].deputy
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

        unit = self.units.get(unit_id)
        ancestors = unit.ancestor_ids if unit else []
        up = self.leaders_up(unit_id)  # whom `without` names is left out by add, so that the chain's own order holds
        if up:
            add(up[0], up[0].title or "leder")
        for ancestor in ancestors:
            if ancestor in self._chain:
                for step in self._chain[ancestor]:
                    add(step.person or self._leaders.get(step.led_unit_id), step.label)
                break
        for leader in up[1:]:
            add(leader, leader.title or "leder")
        return links
