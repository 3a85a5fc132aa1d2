"""Whom a rule touches: HR's preview before a rule is changed, without writing anything."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import calendar
from core.models import Person
from senior.choices import Conversion, Right
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


def told(rights):
    """Return everything a rule can change, each in words: what the year gives, then each of the other rights."""
    if rights is None:
        return [said(rights)]

    def since(label, day):
        return _("%(right)s fra %(day)s") % {
            "right": label.lower(),
            "day": calendar.long_date(day) if day else _("ingen regel"),
        }

    change = rights.generation_change
    limits = (_("%(n)s år") % {"n": change.max_years}, change.leaving_from) if change else ("", None)
    return [
        said(rights),
        since(Right.SENIOR_POSITION.label, rights.senior_position_from),
        since(Right.RETENTION_BONUS.label, rights.retention_bonus_from),
        since(Right.GENERATION_CHANGE.label, change.earliest if change else None),
        _("generationsskifte i højst %(years)s") % {"years": limits[0]},
        since(_("Fratrædelse efter generationsskifte"), limits[1]),
        _("fratrædelsesordning") if rights.has_retirement_scheme else _("ingen fratrædelsesordning"),
        _("kan tages som %(ways)s")
        % {"ways": ", ".join(str(Conversion(one).label).lower() for one in rights.convertible_to) or "–"},
        _("kan byttes til %(n)s dage") % {"n": rights.convertible_days or 0},
    ]


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
        if told(before[person.pk]) != told(after):
            found.append(Change(person, *_difference(told(before[person.pk]), told(after))))
    return found


def _difference(before, after):
    """Return the two in words: what the year gives first, and of the rest only what is different."""
    rest = [place for place in range(1, len(before)) if before[place] != after[place]]
    return [", ".join([side[0], *(side[place] for place in rest)]) for side in (before, after)]
