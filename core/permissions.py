"""The permission table. One line says: this action, on these rows, for whom. Lists and single rows use the same line.

    allow("incidents.take_over", Incident, _("nærmeste leder"), lambda person: Q(unit__in=person.standing.care))
    shut_out(Incident, _("indblandet"), lambda person: Q(implicated=person))

`can(person, action, obj)` is by definition »obj is among rows(person, action)«. A shut-out wins over every line.
docs/permissions.md says how to add one; tests/test_permission_table.py writes the whole table out by hand.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

EVERY_ROW = "every row"
NO_ROW = Q(pk__in=[])


@dataclass(frozen=True)
class Line:
    """One line of the table. `where(person)` returns a Q, EVERY_ROW or NO_ROW."""

    action: str
    model: type[Model]
    who: str
    where: Callable


class Forbidden(PermissionDenied):
    """Visible but not allowed; carries who may, for the page (E-41)."""

    def __init__(self, action, who):
        super().__init__(action)
        self.action = action
        self.who = who
        self.role = str(_(" eller ")).join(str(one) for one in who)


TABLE: dict[str, list[Line]] = defaultdict(list)
SHUT_OUT: dict[type[Model], list[Line]] = defaultdict(list)
READ_ACTION: dict[type[Model], str] = {}


def allow(action, model, who, where):
    """Add a line: `who` (Danish, for people) may do `action` on the rows of `where(person)`."""
    TABLE[action].append(Line(action, model, who, where))


def reads(model, action):
    """Name the action that makes rows of the model visible at all: without it a row does not exist for the person."""
    READ_ACTION[model] = action


def shut_out(model, why, where):
    """Add an exclusion that wins over every line of every action on the model."""
    SHUT_OUT[model].append(Line("", model, why, where))


def _any_of(conditions):
    """Join rules with »or«. What several have in common is asked for once: a(b or c) instead of ab or ac."""
    if any(one is EVERY_ROW or (isinstance(one, Q) and not one) for one in conditions):
        return EVERY_ROW
    terms = [_terms(condition) for condition in conditions if condition is not NO_ROW]
    counted = Counter(id(term) for one in terms for term in one)
    common = next((term for one in terms for term in one if counted[id(term)] == max(counted.values()) > 1), None)
    if common is None:
        return reduce(or_, (_all_of(one) for one in terms)) if terms else NO_ROW
    inside = [[term for term in one if term is not common] for one in terms if any(term is common for term in one)]
    outside = [_all_of(one) for one in terms if all(term is not common for term in one)]
    found = _all_of([common] if [] in inside else [common, _any_of([_all_of(one) for one in inside])])
    rest = _any_of(outside)
    return found if rest is NO_ROW else found | rest


def _terms(condition):
    """Return what must all hold."""
    plain = isinstance(condition, Q) and condition.connector == Q.AND and not condition.negated
    return list(condition.children) if plain else [condition]


def _all_of(terms):
    """Return the condition that they all hold."""
    return Q(*terms)


def rows(person, action, queryset=None):
    """Return the rows on which the person may do the action today.

    Takes an optional queryset to narrow. An anonymous or departed person gets nothing. Raises KeyError for an action
    that no line names, so that a spelling mistake fails loudly instead of closing a door quietly.
    """
    if action not in TABLE:
        raise KeyError(f"No line in the permission table for {action}")
    lines = TABLE[action]
    model = lines[0].model
    queryset = model._default_manager.all() if queryset is None else queryset
    if not getattr(person, "is_authenticated", False) or not person.may_sign_in:
        return queryset.none()
    total = _any_of([line.where(person) for line in lines])
    if total is not EVERY_ROW:
        queryset = queryset.filter(total)
    for line in SHUT_OUT[model]:
        queryset = queryset.exclude(line.where(person))
    return queryset


def can(person, action, obj):
    """Tell whether the person may do the action on the row."""
    return rows(person, action, type(obj)._default_manager.filter(pk=obj.pk)).exists()


def can_any(person, action):
    """Tell whether the person may do the action on at least one row (for menus)."""
    return rows(person, action).exists()


def may_add(person, action):
    """Tell whether the person may do the action on a row that isn't there yet: a line must give every row."""
    return person.may_sign_in and any(line.where(person) is EVERY_ROW for line in TABLE[action])


def require_add(person, action):
    """Raise Forbidden unless the person may do the action on new rows."""
    if not may_add(person, action):
        raise Forbidden(action, who_may(action))


def actions_on(person, obj, actions):
    """Return those of `actions` the person may do on the row, in one query: for a page with many buttons."""
    from core.rights import Rights

    query = type(obj)._default_manager.filter(pk=obj.pk)
    rights = Rights(person, query, actions)
    row = next(iter(rights.read(query.only("pk", *rights.fields)).order_by()), None)
    return rights.on(row) if row is not None else set()


def find(person, action, queryset, pk, also=()):
    """Return the row if the person may do the action on it, else None. `row.may` holds those of `also` allowed too."""
    from core.rights import Rights

    rights = Rights(person, queryset, (action, *also))
    found = next(iter(rights.read(queryset.filter(pk=pk)).order_by()), None)  # one row: an order would only cost
    if found is None:
        return None
    may = rights.on(found)
    found.may = may & set(also)
    return found if action in may else None


def require(person, action, obj):
    """Return the row if the person may do the action on it; 404 if it isn't visible to them, 403 if it is but not this."""
    if can(person, action, obj):
        return obj
    read = READ_ACTION.get(type(obj))
    if read and read != action and can(person, read, obj):
        raise Forbidden(action, who_may(action))
    raise Http404


def who_may(action):
    """Return the Danish words for those the table lets do the action."""
    return list(dict.fromkeys(str(line.who) for line in TABLE[action]))


def explain(person, action, obj):
    """Return (»allowed« | »hidden« | »forbidden«, the line that decided) for `manage.py explain access`."""
    one = type(obj)._default_manager.filter(pk=obj.pk)
    if action not in TABLE:
        raise KeyError(f"No line in the permission table for {action}")
    if not person.may_sign_in:
        return "hidden", "ikke ansat i dag"
    for line in SHUT_OUT[type(obj)]:
        if one.filter(line.where(person)).exists():
            return "hidden", str(line.who)
    for line in TABLE[action]:
        condition = line.where(person)
        if condition is EVERY_ROW or one.filter(condition).exists():
            return "allowed", str(line.who)
    read = READ_ACTION.get(type(obj))
    if read and read != action and can(person, read, obj):
        return "forbidden", ", ".join(who_may(action))
    return "hidden", "ingen linje giver adgang"
