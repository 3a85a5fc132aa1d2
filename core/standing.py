"""What a person's roles give on a day. Worked out from dated rows at request time and never kept in a session."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from core import calendar


@dataclass(frozen=True)
class Held:
    """One role in force: own, or acted in for somebody who is away."""

    kind: str
    unit_id: int | None
    unit_path: str
    site_id: int | None
    acting_for: int | None

    @property
    def is_everywhere(self):
        """Tell whether the role covers the whole municipality."""
        return self.unit_id is None and self.site_id is None


class Standing:
    """The roles of one person on one day, read with the person at each request."""

    def __init__(self, person, on=None):
        self.person = person
        self.on = on or calendar.today()
        self._care: tuple[set[int], set[int]] | None = None
        self._once: dict = {}

    @staticmethod
    def arrays(pk, on):
        """Return the annotations that read a person's roles, own and acted, and whom the person deputises for."""
        from core.models import Absence, Role

        absent = Absence.objects.filter(Absence.in_force(on), deputy=pk).order_by().values("person_id")
        roles = Role.objects.filter(Role.in_force(on)).filter(Q(person=pk) | Q(person__in=absent)).order_by("pk")
        row = JSONObject(kind="kind", unit="unit_id", path="unit__path", site="site_id", owner="person_id")
        return {"held_roles": ArraySubquery(roles.values(row=row)), "stands_in_for": ArraySubquery(absent)}

    @classmethod
    def load(cls, people, pk):
        """Return the person of `people` with today's standing, in one query; None if there is nobody."""
        on = calendar.today()
        person = people.filter(pk=pk).annotate(**cls.arrays(pk, on)).first()
        if person is not None:
            person.standing.fill(person.held_roles, person.stands_in_for)
        return person

    def fill(self, held, acting):
        """Take what `arrays` has read."""
        self._roles = [
            Held(
                one["kind"],
                one["unit"],
                one["path"] or "",
                one["site"],
                None if one["owner"] == self.person.pk else one["owner"],
            )
            for one in held
        ]
        # People without a role can be deputised for too, so this is not read from the roles.
        self._acting = set(acting)

    def _read(self):
        """Ask for a person who wasn't loaded with their standing."""
        from core.models import Person

        arrays = self.arrays(self.person.pk, self.on)
        self.fill(*(Person.objects.filter(pk=self.person.pk).values_list(*arrays.values()).first() or ([], [])))

    def once(self, name, make):
        """Return what `make` gives, made once for this person in this request: conditions that several rules share."""
        if name not in self._once:
            self._once[name] = make()
        return self._once[name]

    @property
    def roles(self):
        """Return every role in force, own and acted."""
        if "_roles" not in self.__dict__:
            self._read()
        return self._roles

    @property
    def acting_for(self):
        """Return the ids of those the person deputises for today."""
        if "_acting" not in self.__dict__:
            self._read()
        return self._acting

    def held(self, kind, *, acting=True):
        """Return the roles of a kind, with those acted in unless `acting` is False."""
        return [role for role in self.roles if role.kind == kind and (acting or role.acting_for is None)]

    def has(self, kind, *, acting=True):
        """Tell whether the person holds the role anywhere."""
        return bool(self.held(kind, acting=acting))

    def sites(self, kind):
        """Return the ids of the sites where the person holds the role."""
        return {role.site_id for role in self.held(kind) if role.site_id}

    def units_below(self, kind):
        """Return a condition on Unit for the units (with all below) where the person holds the role; None if everywhere."""
        roles = [role for role in self.held(kind) if not role.site_id]
        if any(role.unit_id is None for role in roles):
            return None
        condition = Q(pk__in=[])
        for role in roles:
            condition |= Q(path__startswith=role.unit_path)
        return condition

    def covers(self, kind, unit_path="", site_id=None):
        """Tell whether the person's role of a kind reaches the place."""
        return any(
            role.is_everywhere
            or (role.site_id and role.site_id == site_id)
            or (role.unit_path and unit_path.startswith(role.unit_path))
            for role in self.held(kind)
        )

    @property
    def care(self):
        """Return the ids of units whose *nearest* leader is the person (own roles only: a deputy's right is per case)."""
        return self._depths()[0]

    @property
    def second(self):
        """Return the ids of units whose leader's leader is the person."""
        return self._depths()[1]

    def _depths(self):
        """Sort the units below the person's own by how many led units lie between: 0 = nearest leader, 1 = leader's leader."""
        if self._care is None:
            own = [role.unit_path for role in self.held("leader", acting=False)]
            self._care = set(), set()
            if own:
                from core.models import Role, Unit

                below = Q(pk__in=[])
                for path in own:
                    below |= Q(path__startswith=path)
                others = Role.objects.filter(Role.in_force(self.on), kind="leader", unit=OuterRef("pk")).exclude(
                    person=self.person
                )
                units = list(Unit.objects.filter(below).order_by().values_list("pk", "path", Exists(others)))
                led, mine = {pk for pk, _path, is_led in units if is_led}, set(own)
                for pk, path, _is_led in units:
                    between, above = 0, path
                    while above not in mine:  # up to the nearest unit that is the person's own
                        between += int(above.rsplit("/", 2)[1]) in led
                        above = above[: above.rstrip("/").rindex("/") + 1]
                    if between < 2:
                        self._care[between].add(pk)
        return self._care
