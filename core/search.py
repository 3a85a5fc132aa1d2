"""Search over what I may see: each app offers its own rows, already narrowed to the person (docs/search.md)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Hit:
    """One thing found: neutral title, one line, address."""

    title: str
    text: str
    url: str


PROVIDERS: list[tuple[int, str, Callable]] = []
LIMIT = 20


def provider(order, title, function):
    """Offer `function(person, words) -> list[Hit]`, at most LIMIT hits, in one query."""
    PROVIDERS.append((order, title, function))
    PROVIDERS.sort(key=lambda row: row[0])


def every_word(words, *fields):
    """Return the condition that each word stands in at least one of the fields."""
    condition = Q()
    for word in words:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        condition &= one
    return condition


def find(person, text):
    """Return [(title, hits)] for those with hits."""
    words = text.split()[:6]
    found = [(title, function(person, words)) for _order, title, function in PROVIDERS]
    return [(title, hits) for title, hits in found if hits]


def people(person, words):
    """Find colleagues by name, title or work number."""
    from django.urls import reverse

    from core.models import Person

    rows = (
        Person.objects.visible_to(person)
        .working()
        .filter(every_word(words, "name", "title", "unit__name", "phone"))
        .select_related("unit")[:LIMIT]
    )
    return [
        Hit(row.name, ", ".join(filter(None, [row.title, str(row.unit or "")])), reverse("core:person", args=[row.pk]))
        for row in rows
    ]


def guidance(person, words):
    """Find pages of advice by their words."""
    from django.urls import reverse

    from core.models import GuidancePage

    rows = GuidancePage.objects.filter(every_word(words, "title", "intro", "items"))[:LIMIT]
    return [
        Hit(row.title, row.items[0] if row.items else row.intro, reverse("core:guidance_page", args=[row.slug]))
        for row in rows
    ]


def sites(person, words):
    """Find sites by name or address."""
    from django.urls import reverse

    from core.models import Site

    rows = Site.objects.visible_to(person).in_use().filter(every_word(words, "name", "address"))[:LIMIT]
    return [Hit(row.name, row.address, reverse("core:site", args=[row.pk])) for row in rows]


provider(50, _("Kolleger"), people)
provider(60, _("Vejledning"), guidance)
provider(70, _("Arbejdssteder"), sites)
