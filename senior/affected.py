"""Whom a rule touches: HR's preview before a rule is changed, without writing anything."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import calendar
from core.models import Person
from senior.rules.membership import Rulebook


@dataclass(frozen=True)
class Change:
    """One person whose rights change."""

    person: object
    before: str
    after: str


def said(rights):
    """Return a person's yearly right in a few words."""
    if rights is None:
        return "–"
    parts = []
    if rights.days is not None:
        parts.append(_("%(n)s dage") % {"n": rights.days})
    if rights.bonus_percent is not None:
        parts.append(f"{rights.bonus_percent:.1f}".replace(".", ",") + " %")
    parts.append(
        _("samtale fra %(year)s") % {"year": rights.talk_from.year} if rights.talk_from else _("ingen samtale")
    )
    parts.append(
        _("ordning fra %(year)s") % {"year": rights.scheme_from.year}
        if rights.scheme_from
        else _("ingen regel om ordning")
    )
    return ", ".join(parts)


def by(candidate, replaced=None, on=None):
    """Return [Change] if the candidate rule held instead of `replaced`, as of the day it would begin. Five queries."""
    on = max(candidate.starts_on, on or calendar.today())
    people = list(
        Person.objects.working(on).filter(birth__isnull=False).select_related("unit", "birth").order_by("name")
    )
    book = Rulebook(on)
    before = {person.pk: book.rights(person, on) for person in people if person.born_on <= on}
    book.rules = [rule for rule in book.rules if replaced is None or rule.pk != replaced.pk] + [candidate]
    found = []
    for person in people:
        if person.pk not in before:
            continue
        after = book.rights(person, on)
        if said(before[person.pk]) != said(after):
            found.append(Change(person, said(before[person.pk]), said(after)))
    return found
