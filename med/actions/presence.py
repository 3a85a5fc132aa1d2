"""Who is writing where: noted while somebody stands in a text, forgotten by itself (MED-21)."""

from datetime import timedelta

from django.db import transaction

from core import calendar
from core.permissions import require
from med.models import Writing

FRESH, OLD = timedelta(seconds=25), timedelta(hours=1)


@transaction.atomic
def stand_in(treatment, *, by):
    """Note that the person is writing in an item; leave no more than one place for each person."""
    require(by, "med.write_minutes", treatment.meeting)
    now = calendar.now()
    Writing.objects.filter(person=by).exclude(treatment=treatment).delete()
    Writing.objects.filter(at__lt=now - OLD).delete()
    Writing.objects.update_or_create(treatment=treatment, person=by, defaults={"at": now})


@transaction.atomic
def leave(meeting, *, by):
    """Note that the person writes nowhere in the meeting any more."""
    require(by, "med.write_minutes", meeting)
    Writing.objects.filter(person=by, treatment__meeting=meeting).delete()


def others(meeting, person):
    """Return {treatment id: [names]} of the others who are writing now; one query."""
    found: dict = {}
    rows = (
        Writing.objects.filter(treatment__meeting=meeting, at__gte=calendar.now() - FRESH)
        .exclude(person=person)
        .select_related("person")
        .order_by("at")
    )
    for row in rows:
        found.setdefault(row.treatment_id, []).append(row.person.name)
    return found
