"""Which rows are about a person, so that they can be told when and why their data were opened (GDPR article 15).

An app adds its own:

    @about
    def incidents(person): return [("incidents.incident", Incident.objects.filter(affected=person))]
"""

from collections.abc import Callable

from django.db.models import CharField, Q, Value

from core.models import AuditEntry

SOURCES: list[Callable] = []


def about(function):
    """Register a function that returns (type, queryset) of the rows about a person."""
    SOURCES.append(function)
    return function


def _rows_about(person):
    """Return the (type, id) of every row about a person, in one query whatever the apps."""
    found = [
        rows.order_by().values_list(Value(kind, output_field=CharField()), "pk")
        for source in SOURCES
        for kind, rows in source(person)
    ]
    return found[0].union(*found[1:]) if found else []


def readings(person, start=None, end=None):
    """Return the readings of everything about a person, oldest first; other people's readings only."""
    by_type: dict[str, set] = {"core.person": {person.pk}}
    for subject_type, subject_id in _rows_about(person):
        by_type.setdefault(subject_type, set()).add(subject_id)
    condition = Q()
    for subject_type, ids in by_type.items():
        condition |= Q(subject_type=subject_type, subject_id__in=ids)
    found = AuditEntry.objects.filter(condition, is_read=True).exclude(actor=person)
    if start:
        found = found.filter(at__date__gte=start)
    if end:
        found = found.filter(at__date__lte=end)
    return found.order_by("at", "pk")
