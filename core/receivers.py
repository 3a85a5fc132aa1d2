"""Who a reminder goes to: names in the rules (»leader«, »safety_rep«, …) resolved to people, a whole batch at a time.

    @receiver("mentor")
    def mentor(batch, place):            # batch: [(reminder, todo)]; returns {reminder.pk: [Person]}
        …

Everything core knows is answered from one snapshot of the organisation, so the number of queries does not grow with
the number of reminders. An app that registers a name reads what it needs for the whole batch at once.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from core import subjects
from core.directory import Directory
from core.models import Person

logger = logging.getLogger(__name__)
RECEIVERS: dict[str, Callable] = {}


def receiver(name):
    """Register a function as the receiver `name` of the rules."""

    def decorate(function):
        RECEIVERS[name] = function
        return function

    return decorate


def each(name):
    """Register a function that answers for one to-do: `(todo, snapshot) -> [Person]`, without queries."""

    def decorate(function):
        RECEIVERS[name] = lambda batch, snapshot: {reminder.pk: function(todo, snapshot) for reminder, todo in batch}
        return function

    return decorate


class Snapshot:
    """The organisation on a day, with its answers remembered while a batch is worked through."""

    def __init__(self, on=None):
        self.directory = Directory(on)
        self._known = {}

    def attach(self, todos):
        """Put owner, person and unit on the to-dos in one query, each person once: thousands of to-dos share few."""
        ids = {pk for todo in todos for pk in (todo.owner_id, todo.about_id) if pk}
        people = Person.objects.in_bulk(ids)
        for todo in todos:
            known = todo._state.fields_cache
            if todo.owner_id:
                known["owner"] = people[todo.owner_id]
            if todo.about_id:
                known["about"] = people[todo.about_id]
            if todo.unit_id:
                known["unit"] = self.directory.units[todo.unit_id]

    @property
    def on(self):
        """Return the day the snapshot is of."""
        return self.directory.on

    def standing_in(self, person):
        """Return [the person], or [the deputy] while away, or [] when nobody stands in."""
        reached = self.directory.available(person) if person else None
        return [reached] if reached else []

    def leader(self, unit_id):
        """Return the nearest leader of the unit."""
        return self._once(("leader", unit_id), lambda: self.directory.leader_of(unit_id))

    def leader_above(self, unit_id, of):
        """Return the leader above `of`, or above the nearest leader."""
        return self._once(
            ("above", unit_id, of.pk if of else None), lambda: self.directory.leaders_leader(unit_id, of=of)
        )

    def waits_for(self, todo):
        """Return those on whose desk the to-do lies: owner or role holders, and who stands in for them."""
        if todo.owner:
            people = [todo.owner, *self.standing_in(todo.owner)]
        elif todo.owner_role == "leader":
            people = self.standing_in(self.leader(place_of(todo)[0]))
        else:
            people = self.holders(todo.owner_role, todo) if todo.owner_role else []
        return [person for person in dict.fromkeys(people) if self.may_hear(person)]

    def holders(self, kind, todo):
        """Return who holds the role at the to-do's place, each replaced by a deputy while away."""
        unit_id, site_id = place_of(todo)
        return self._once(
            (kind, unit_id, site_id),
            lambda: [
                reached
                for person in self.directory.nearest_holders(kind, unit_id, site_id)
                for reached in self.standing_in(person)
            ],
        )

    def site_leader(self, site_id):
        """Return the leader who works at the site and stands highest in the tree."""
        return self._once(("site", site_id), lambda: self._at_site.get(site_id))

    @cached_property
    def _at_site(self):
        found = {}
        for role in sorted(
            self.directory.held("leader"), key=lambda role: -len(self.directory.units[role.unit_id].path)
        ):
            found[role.person.site_id] = role.person
        return found

    def may_hear(self, person):
        """Tell whether the person works here on the day."""
        return person.is_active and person.works_on(self.on)

    def _once(self, key, answer):
        if key not in self._known:
            self._known[key] = answer()
        return self._known[key]


def place_of(todo):
    """Return (unit id, site id) of the to-do, else those of its owner or of whom it is about."""
    person = todo.owner or todo.about
    return todo.unit_id or (person.unit_id if person else None), todo.site_id or (person.site_id if person else None)


@each("owner")
def owner(todo, snapshot):
    """Return the owner, away or not (what is personal is never read by a deputy), else who holds the owning role."""
    if todo.owner:
        return [todo.owner]
    if todo.owner_role == "leader":
        return leader(todo, snapshot)
    return snapshot.holders(todo.owner_role, todo) if todo.owner_role else []


@each("leader")
def leader(todo, snapshot):
    """Return the leader who owns the to-do, else the leader of the unit; the deputy while away."""
    own = todo.owner if todo.owner_role in ("", "leader") else None
    return snapshot.standing_in(own or snapshot.leader(place_of(todo)[0]))


@each("own_leader")
def own_leader(todo, snapshot):
    """Return the leader of whom the to-do is about, else of its owner."""
    return snapshot.standing_in(snapshot.directory.own_leader(todo.about or todo.owner))


@each("leaders_leader")
def leaders_leader(todo, snapshot):
    """Return the leader above the one who has the to-do."""
    return snapshot.standing_in(snapshot.leader_above(place_of(todo)[0], todo.owner))


@each("site_leader")
def site_leader(todo, snapshot):
    """Return the leader of the place."""
    return snapshot.standing_in(snapshot.site_leader(todo.site_id) or snapshot.leader(place_of(todo)[0]))


@each("affected")
def affected(todo, snapshot):
    """Return whom the to-do is about."""
    return [todo.about] if todo.about else []


@each("deputy")
def deputy(todo, snapshot):
    """Return who stands in for the owner, when the owner is away."""
    return snapshot.standing_in(todo.owner) if todo.owner and snapshot.directory.is_away(todo.owner) else []


def _role(name):
    """Register the holders of a role as a receiver of the same name."""
    each(name)(lambda todo, snapshot: snapshot.holders(name, todo))


for _kind in ("safety_rep", "union_rep", "hr", "service", "plan_owner", "consultant", "communications", "admin"):
    _role(_kind)


# -- a batch -------------------------------------------------------------------------------------------------------
@dataclass
class Resolved:
    """The answer for a batch: people per reminder, and which reminders had to go further because nobody was found."""

    people: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)


def resolve(batch, snapshot):
    """Return who gets each reminder of the batch: [(reminder, todo)] → Resolved.

    Nobody who is shut out from the subject or doesn't work here is among them. Where that leaves nobody, the receivers
    of the rule's next level get the reminder, and after them the leaders upwards. A receiver that finds nobody because
    nobody is left to tell says so with `reminder.is_moot = True`, and nobody is sought instead.
    """
    out = _shut_out(batch)
    answer = Resolved(_ask(batch, {reminder.pk: reminder.receivers for reminder, _todo in batch}, out, snapshot))
    empty = [
        (reminder, todo)
        for reminder, todo in batch
        if reminder.receivers and not answer.people[reminder.pk] and not getattr(reminder, "is_moot", False)
    ]
    if empty:
        answer.missing = empty
        answer.people |= _ask(empty, _next_level(empty), out, snapshot)
        for reminder, todo in empty:
            if not answer.people[reminder.pk]:
                barred = out.get(todo.subject, set())
                up = [
                    p for p in snapshot.directory.leaders_up(place_of(todo)[0], barred) for p in snapshot.standing_in(p)
                ]
                answer.people[reminder.pk] = [p for p in up if p.pk not in barred][:1]
            logger.warning(
                "No receiver for a reminder: rule %s, level %s, code %s.", reminder.rule, reminder.level, todo.code
            )
    return answer


def _ask(batch, names, out, snapshot):
    """Ask each receiver once for all its reminders; return {reminder pk: [Person]} without those who must not hear."""
    by_name = defaultdict(list)
    for reminder, todo in batch:
        for name in names.get(reminder.pk, ()):
            by_name[name].append((reminder, todo))
    found: dict[int, dict] = {reminder.pk: {} for reminder, _todo in batch}
    for name, part in by_name.items():
        answers = RECEIVERS[name](part, snapshot) if name in RECEIVERS else {}
        for reminder, todo in part:
            barred = out.get(todo.subject, ())
            for person in answers.get(reminder.pk, ()):
                if person.pk not in barred and snapshot.may_hear(person):
                    found[reminder.pk][person.pk] = person
    return {pk: list(people.values()) for pk, people in found.items()}


def _shut_out(batch):
    """Return {(type, id): person ids} of those who must never hear of a subject; one question per kind of subject."""
    ids = defaultdict(set)
    for _reminder, todo in batch:
        ids[todo.subject_type].add(todo.subject_id)
    return {(kind, pk): people for kind, some in ids.items() for pk, people in subjects.shut_out(kind, some).items()}


def _next_level(empty):
    """Return {reminder pk: receiver names} of the same rule's next level for the same to-do."""
    from core.models import Reminder

    wanted = Q(pk__in=[])
    for rule, level in {(reminder.rule, reminder.level) for reminder, _todo in empty}:
        wanted |= Q(rule=rule, level__gt=level)
    above = Reminder.objects.filter(wanted, todo__in=[todo.pk for _reminder, todo in empty]).order_by("level")
    names: dict[tuple, list] = {}
    for row in above:
        names.setdefault((row.todo_id, row.rule, row.level), []).extend(row.receivers)
    return {
        reminder.pk: next(
            (
                found
                for (todo_id, rule, level), found in sorted(names.items(), key=lambda item: item[0][2])
                if todo_id == todo.pk and rule == reminder.rule and level > reminder.level
            ),
            [],
        )
        for reminder, todo in empty
    }
