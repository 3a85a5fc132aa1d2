"""What a person's roles give on a day. Worked out from dated rows at request time and never kept in a session."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat, JSONObject

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
        self._once: dict = {}

    @staticmethod
    @lru_cache(maxsize=4)
    def arrays(on):
        """Return the annotations that read people's roles on a day, own and acted, whom they deputise for, and the
        units below those they lead themselves (as paths; a star where somebody else leads the unit).

        What is kept is the question for the day, in SQL; the answer is read at every request.
        """
        from core.models import Absence, Person, Role, Unit
        from core.queries import written_out

        def absent(deputy):
            return Absence.objects.filter(Absence.in_force(on), deputy=deputy).order_by().values("person_id")

        held = Q(person=OuterRef("pk")) | Q(person__in=absent(OuterRef(OuterRef("pk"))))
        roles = Role.objects.filter(Role.in_force(on)).filter(held).order_by("pk")
        row = JSONObject(kind="kind", unit="unit_id", path="unit__path", site="site_id", owner="person_id")
        leaders = Role.objects.filter(Role.in_force(on), kind="leader").order_by()
        own = leaders.filter(person=OuterRef(OuterRef("pk"))).annotate(
            at=ExpressionWrapper(OuterRef("path"), CharField())
        )
        others = leaders.filter(unit=OuterRef("pk")).exclude(person=OuterRef(OuterRef("pk")))
        below = Unit.objects.filter(Exists(own.filter(at__startswith=F("unit__path")))).order_by()
        star = Case(When(Exists(others), then=Value("*")), default=Value(""))
        arrays = {
            "held_roles": ArraySubquery(roles.values(row=row)),
            "stands_in_for": ArraySubquery(absent(OuterRef("pk"))),
            "leads_over": ArraySubquery(below.values(place=Concat("path", star, output_field=CharField()))),
        }
        return written_out(Person, arrays)

    @classmethod
    def load(cls, people, pk):
        """Return the person of `people` with today's standing, in one query; None if there is nobody."""
        on = calendar.today()
        person = next(iter(people.filter(pk=pk).annotate(**cls.arrays(on)).order_by()), None)
        if person is not None:
            person.standing.fill(person.held_roles, person.stands_in_for, person.leads_over)
        return person

    def fill(self, held, acting, below):
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
        self._below = below

    def _read(self):
        """Ask for a person who wasn't loaded with their standing."""
        from core.models import Person

        arrays = self.arrays(self.on)
        self.fill(
            *(Person.objects.filter(pk=self.person.pk).order_by().values_list(*arrays.values()).first() or ([], [], []))
        )

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
        return self._depths[0]

    @property
    def second(self):
        """Return the ids of units whose leader's leader is the person."""
        return self._depths[1]

    @cached_property
    def _depths(self):
        """Sort the units below the person's own by how many led units lie between: 0 = nearest leader, 1 = leader's leader."""
        mine = {role.unit_path for role in self.held("leader", acting=False)}
        sorted_out: tuple[set[int], set[int]] = (set(), set())
        if mine:
            led = {place.rstrip("*"): place.endswith("*") for place in self._below}
            between = dict.fromkeys(mine, 0)
            for path in sorted(led, key=len):  # from above, so that a unit's parent is counted before it
                if path not in between:
                    between[path] = between[path[: path.rindex("/", 0, -1) + 1]] + led[path]
                if between[path] < 2:
                    sorted_out[between[path]].add(int(path[path.rindex("/", 0, -1) + 1 : -1]))
        return sorted_out
