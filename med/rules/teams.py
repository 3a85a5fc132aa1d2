"""Teams as numbers: how many of each were reached, never so few that somebody could be recognised (MED-52)."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.models import Person, Unit


@dataclass(frozen=True)
class Team:
    """A unit with people of its own, and how many they are."""

    unit: Unit
    size: int


def teams_of(body):
    """Return the teams of a body's unit and below it; one query."""
    if body.unit_id is None:
        return []
    works = Q(people__in=Person.objects.working().order_by().values("pk"))
    units = Unit.objects.filter(path__startswith=body.unit.path).annotate(size=Count("people", filter=works))
    return [Team(unit, unit.size) for unit in units.filter(size__gt=0).order_by("path")]


def words(count, size, limit):
    """Return »12 af 15«; neither those who were reached nor those who were not are told when they are too few.

    A team below the limit shows nothing; of a larger one, a number that differs from nobody or from all by less than the
    limit stays in words. `size` is None where the team has nobody today.
    """
    if size is None or size < limit:
        return _("vises ikke")
    if count == 0:
        return _("ingen af %(size)s") % {"size": size}
    if count < limit:
        return _("få af %(size)s") % {"size": size}
    if count >= size:
        return _("alle %(size)s") % {"size": size}
    if size - count < limit:
        return _("næsten alle %(size)s") % {"size": size}
    return _("%(count)s af %(size)s") % {"count": count, "size": size}
