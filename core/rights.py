"""Several rights of one person on rows that a page reads anyway: every condition of the table is asked for once.

    rights = Rights(person, queryset, ["incidents.manage", "incidents.close"])
    for row in rights.read(queryset):
        rights.on(row)                      # {"incidents.manage"}

`core.permissions.rows` stays the definition; tests/test_rights.py holds the two to the same answer. A condition that
compares the row's own fields is decided here from the row; what only the database knows (a subquery, another table's
row) comes along as one column each.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet, Subquery
from django.db.models.constants import LOOKUP_SEP

from core import permissions

PLAIN = (bool, int, str)


class Rights:
    """What a person may do on the rows of a queryset."""

    def __init__(self, person, queryset, actions):
        self.annotations: dict = {}
        self.fields: set = set()  # the row's own fields that the conditions compare
        self._model = queryset.model
        self._along = queryset.query.select_related if isinstance(queryset.query.select_related, dict) else {}
        self._columns: dict = {}
        self._tests: dict = {}
        self._kept: list = []  # the conditions stay alive, so that no two values share an id
        self._actions: dict = dict.fromkeys(actions, ())
        self._barred: list = []
        for action in actions:
            if not any(line.model is self._model for line in permissions.TABLE.get(action, ())):
                raise KeyError(f"No line in the permission table for {action} on {self._model.__name__}")
        if not getattr(person, "is_authenticated", False) or not person.may_sign_in:
            return
        self._barred = [self._test_of(line.where, person) for line in permissions.SHUT_OUT[self._model]]
        for action in self._actions:
            self._actions[action] = [self._test_of(line.where, person) for line in permissions.TABLE[action]]

    def read(self, queryset):
        """Return the queryset with the columns that `on` needs."""
        return queryset.annotate(**self.annotations) if self.annotations else queryset

    def on(self, row):
        """Return the actions that the person may do on a row of `read`."""
        if any(test(row) for test in self._barred):
            return set()
        answers: dict = {}

        def holds(test):
            if test not in answers:
                answers[test] = test(row)
            return answers[test]

        return {action for action, tests in self._actions.items() if any(holds(test) for test in tests)}

    # -- from a line of the table to a test on a row -----------------------------------------------------------------
    def _test_of(self, where, person):
        """Return the test for a line's rule; lines with the same rule share it."""
        if where not in self._tests:
            condition = where(person)
            self._kept.append(condition)
            self._tests[where] = self._test(condition)
        return self._tests[where]

    def _test(self, condition):
        if condition is permissions.EVERY_ROW:
            return lambda row: True
        if isinstance(condition, Q) and any(self._is_many(leaf) for leaf in _leaves(condition)):
            # Two conditions on one of many rows must meet on the same one, and a join would double the row.
            found = Subquery(self._model._default_manager.filter(condition).values("pk"))
            return self._column(id(condition), Q(pk__in=found))
        if not isinstance(condition, Q):
            return self._leaf(condition)
        parts = [self._test(child) if isinstance(child, Q) else self._leaf(child) for child in condition.children]
        return _joined(condition, parts)

    def _leaf(self, leaf):
        """Return the test for one comparison: on the row in hand, or else on a column of its own."""
        if not isinstance(leaf, tuple):
            return self._column(id(leaf), leaf)
        here = self._in_hand(*leaf)
        return here or self._column((leaf[0], id(leaf[1])), Q(leaf))

    def _column(self, key, condition):
        if key not in self._columns:
            name = f"right_{len(self._columns)}"
            self._columns[key] = name
            self.annotations[name] = ExpressionWrapper(condition, output_field=BooleanField())
        name = self._columns[key]
        return lambda row: bool(getattr(row, name))

    def _in_hand(self, lookup, value):
        """Return a test on the row's own fields (or those of a row read along), None if the database must answer."""
        *path, last = lookup.split(LOOKUP_SEP)
        kind = "exact"
        if path and last in ("exact", "in", "isnull"):
            kind, last = last, path.pop()
        model, along = self._model, self._along
        for name in path:
            if name not in along:
                return None
            model, along = model._meta.get_field(name).related_model, along[name]
        try:
            field = model._meta.pk if last == "pk" else model._meta.get_field(last)
        except FieldDoesNotExist:
            return None
        if not field.concrete or field.many_to_many:
            return None
        compare = _comparison(kind, value)
        if compare is None:
            return None
        names = (*path, field.attname)
        if not path:
            self.fields.add(field.attname)

        def test(row):
            for name in names:
                row = getattr(row, name)
                if row is None:
                    break
            return compare(row)

        return test

    def _is_many(self, leaf):
        """Tell whether a comparison reaches over a relation to many rows."""
        if not isinstance(leaf, tuple):
            return False
        model = self._model
        for name in leaf[0].split(LOOKUP_SEP):
            try:
                field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            except FieldDoesNotExist:
                return False
            if field.many_to_many or field.one_to_many:
                return True
            if not field.is_relation:
                return False
            model = field.related_model
        return False


def _leaves(condition):
    """Return every comparison of a condition."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        else:
            yield child


def _joined(condition, parts):
    """Join the tests as the condition says. Django's »not« leaves no third answer, so Python's is the same."""
    if condition.connector == Q.AND or not parts:

        def both(row):
            return all(part(row) for part in parts)

    elif condition.connector == Q.OR:

        def both(row):
            return any(part(row) for part in parts)

    else:

        def both(row):
            return sum(part(row) for part in parts) % 2 == 1

    return (lambda row: not both(row)) if condition.negated else both


def _comparison(kind, value):
    """Return a comparison with plain values, None for anything that has a meaning only in the database."""
    if kind == "isnull":
        return (lambda found: (found is None) is value) if isinstance(value, bool) else None
    if kind == "in":
        if isinstance(value, QuerySet) or not isinstance(value, (set, frozenset, list, tuple)):
            return None
        plain = [one.pk if isinstance(one, Model) else one for one in value]
        if not all(isinstance(one, PLAIN) for one in plain):
            return None
        members = set(plain)
        return lambda found: found in members
    plain = value.pk if isinstance(value, Model) else value
    if not isinstance(plain, PLAIN):
        return None
    return lambda found: found is not None and found == plain
