"""Which rows are about a person, so that they can be told when and why their data were opened (GDPR article 15).

An app adds its own:

    @about
    def incidents(person): return [("incidents.incident", pk), …]
"""

from collections.abc import Callable

from django.db.models import Q

from core.models import AuditEntry

SOURCES: list[Callable] = []


def about(function):
    """Register a function that returns the (type, id) of rows about a person."""
    SOURCES.append(function)
    return function


def readings(person, start=None, end=None):
    """Return the readings of everything about a person, oldest first; other people's readings only."""
    condition = Q(subject_type="core.person", subject_id=person.pk)
    by_type: dict[str, set] = {}
    for source in SOURCES:
        for subject_type, subject_id in source(person):
            by_type.setdefault(subject_type, set()).add(subject_id)
    for subject_type, ids in by_type.items():
        condition |= Q(subject_type=subject_type, subject_id__in=ids)
    found = AuditEntry.objects.filter(condition, is_read=True).exclude(actor=person)
    if start:
        found = found.filter(at__date__gte=start)
    if end:
        found = found.filter(at__date__lte=end)
    return found.order_by("at", "pk")
