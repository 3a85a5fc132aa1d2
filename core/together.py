"""Several lists in one question: each list comes as one column of one row, and turns into the rows of its queryset again.

    items, files = together(meeting.treatments.standing(), Attachment.objects.filter(subject_type="med.treatment"))

A page that shows ten short lists of one row asks once instead of ten times. Slices, orders, rows read along and columns
left out stay as the queryset says. A queryset's own prefetches are asked for afterwards, as always.

What stands in many places can be asked for at once too: `in_step` runs generators that yield what they want to read.
"""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet

from core.written import Ready

PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.AutoField,
    models.BigAutoField,
    models.BooleanField,
    SearchVectorField,
)
READ = (  # what stands in JSON otherwise than as the driver gives it; a moment is a date too, so it stands first
    (models.DateTimeField, lambda value: datetime.fromisoformat(value).astimezone(UTC)),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.UUIDField, UUID),
    (models.DecimalField, Decimal),
    (models.FloatField, float),
    (models.BinaryField, lambda value: bytes.fromhex(value[2:])),
    (models.JSONField, lambda value: json.dumps(value, default=float)),
)


def together(*querysets):
    """Ask for all of them at once; return a list of rows for each."""
    compilers, columns, parameters = [], [], []
    for queryset in querysets:
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, values = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:  # asked for nothing: »in« an empty list
            compilers.append(None)
            continue
        compilers.append(compiler)
        columns.append(f"(SELECT json_agg(one_row) FROM ({sql}) one_row)::text")  # noqa: S608  (Django's own words)
        parameters += values
    answers = _asked(querysets[0].db, columns, parameters) if columns else iter(())
    return [
        _rows(queryset, compiler, next(answers)) if compiler else []
        for queryset, compiler in zip(querysets, compilers, strict=True)
    ]


def in_step(*readers):
    """Run generators side by side; return what each returns.

    Each yields the queryset that it needs next and is sent its rows; what they all wait for is asked for at once.
    """
    returned: list = [None] * len(readers)
    rows: dict = dict.fromkeys(range(len(readers)))
    while rows:
        wanted = {}
        for place, found in rows.items():
            try:
                wanted[place] = readers[place].send(found)
            except StopIteration as end:
                returned[place] = end.value
        rows = dict(zip(wanted, together(*wanted.values()), strict=True)) if wanted else {}
    return returned


def _asked(using, columns, parameters):
    """Send the one question; return its columns."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)  # noqa: S608  (Django's own words)
        return iter(cursor.fetchone())


def _rows(queryset, compiler, answer):
    """Return the list that the queryset would have given."""
    found = [list(one.values()) for one in json.loads(answer, parse_float=Decimal)] if answer else []
    fields = [column[0].output_field for column in compiler.select[: compiler.col_count]]
    for place, field in enumerate(fields):
        read = _reader(field)
        if read:
            for row in found:
                if row[place] is not None:
                    row[place] = read(row[place])
    compiler.execute_sql = lambda *args, **kwargs: [found]
    again: QuerySet = QuerySet(queryset.model, Ready(compiler), queryset.db)  # type: ignore[arg-type]
    for name in ("_iterable_class", "_fields", "_known_related_objects", "_prefetch_related_lookups"):
        setattr(again, name, getattr(queryset, name))
    return list(again)


def _reader(field):
    """Return what turns a value in JSON into the driver's; None where they are the same."""
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field)
    if isinstance(field, models.GeneratedField):
        return _reader(field.output_field)
    if isinstance(field, ArrayField):
        inner = _reader(field.base_field)
        return inner and (lambda value: [one if one is None else inner(one) for one in value])
    return _of_kind(type(field))  # type: ignore[arg-type]


@cache
def _of_kind(kind):
    for known, read in READ:
        if issubclass(kind, known):
            return read
    if not issubclass(kind, PLAIN):
        raise TypeError(f"{kind.__name__} is not known in JSON")
    return None
