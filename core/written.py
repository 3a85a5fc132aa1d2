"""Questions whose words never change, put into SQL once a process; each request fills in its own values.

    _coming = Written(lambda person, since: Meeting.objects.filter(led_by=person, starts_at__gte=since), person=int, since=datetime)
    _coming(person=person.pk, since=calendar.now())   # a list

Putting a queryset into words costs several times what sending it and reading its rows does, and a page asks the same few
questions in the same words every time. What is kept is the question; every answer is read when it is asked for. A list
goes in with the lookup `any_of` (»= ANY«), whose words are the same however long the list is.
"""

import copy
from datetime import UTC, date, datetime

from django.db import connections
from django.db.models import Field, ForeignObject, Func, IntegerField, Lookup, QuerySet

MARKS = {
    int: lambda n: 2_100_000_000 + n,
    str: lambda n: f"\x02{n}\x03",
    date: lambda n: date(1, 1, n + 1),
    datetime: lambda n: datetime(1, 1, n + 1, tzinfo=UTC),
    list: lambda n: [2_100_000_000 + n],
}
HOW_MANY = Func(template="COUNT(*)", output_field=IntegerField())  # for values_list: one row, one number


@Field.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):
    """»column = ANY(list)«: like »in«, with one parameter whatever the list's length."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """Return the words."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_values, *right_values]


class Written:
    """A queryset written down: `make` builds it once, with a mark for each value that a request will bring."""

    def __init__(self, make, **kinds):
        self._make = make
        self._marks = {name: MARKS[kind](n) for n, (name, kind) in enumerate(kinds.items())}
        self._kept = None

    def __call__(self, **values):
        """Ask, and return the rows as a list."""
        if values.keys() != self._marks.keys():
            raise TypeError(f"Asked with {sorted(values)} instead of {sorted(self._marks)}")
        if self._kept is None:
            self._kept = self._write()
        queryset, compiler, sql, slots = self._kept
        asked = copy.copy(compiler)
        asked.connection = connections[queryset.db]
        parameters = tuple(slot.fill(values, asked.connection) if type(slot) is Slot else slot for slot in slots)
        asked.as_sql = lambda *args, **kwargs: (sql, parameters)
        again: QuerySet = QuerySet(queryset.model, Ready(asked), queryset.db)  # type: ignore[arg-type]
        again._iterable_class = queryset._iterable_class
        again._fields = queryset._fields  # type: ignore[attr-defined]
        return list(again)

    def _write(self):
        queryset = self._make(**self._marks)
        if queryset._prefetch_related_lookups:
            raise TypeError("A written question reads no further rows beside its own")
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda expressions: converters
        slots = [self._slot(parameter) for parameter in parameters]
        if missing := self._marks.keys() - {slot.name for slot in slots if type(slot) is Slot}:
            raise TypeError(f"The question has no place for {sorted(missing)}")
        return queryset, compiler, sql, slots

    def _slot(self, parameter):
        """Return the place of a value, or the parameter itself when it is the same for all."""
        for name, mark in self._marks.items():
            if isinstance(parameter, type(mark)) and parameter == mark:
                return Slot(name)
            if isinstance(mark, str) and isinstance(parameter, str) and mark in parameter:
                before, after = parameter.split(mark)
                return Slot(name, before, after)
        return parameter


class Slot:
    """The place of one value in a question; with words around it where it is part of a LIKE pattern."""

    def __init__(self, name, before="", after=""):
        self.name, self.before, self.after = name, before, after

    def fill(self, values, connection):
        """Return what is sent to the database."""
        value = values[self.name]
        if self.before or self.after:
            return f"{self.before}{connection.ops.prep_for_like_query(value)}{self.after}"
        return value


class Ready:
    """Stands where Django expects a query, and gives the compiler that has its words already."""

    extra_select = ()

    def __init__(self, compiler):
        self._compiler = compiler

    def get_compiler(self, using=None, connection=None, elide_empty=True):
        """Return it."""
        return self._compiler

    def __getattr__(self, name):
        return getattr(self._compiler.query, name)
