"""Action cards: what one role does at one site, on one page for the wall (INC-17 to INC-22, P-22)."""

from django.utils.translation import gettext_lazy as _

from core import hotlines
from core.directory import Directory
from core.models import GuidancePage
from incidents import plan as contents

# role → (title, the pages of advice whose points stand on the card: during, then after)
CARDS = {
    "employee": (_("Medarbejder"), ("G-03", "G-08")),
    "colleague": (_("Kollega"), ("G-06", "G-10")),
    "leader": (_("Leder"), ("G-16", "G-14")),
    "reception": (_("Reception og service"), ("G-03", "G-06")),
}
MOST = 8  # points of a list on a card


def card(role, site, unit):
    """Return what a card shows: alarm, ways out, first leader of the chain, hotlines, and the two lists."""
    title, codes = CARDS[role]
    pages = {page.code: page for page in GuidancePage.objects.filter(code__in=codes)}
    chain = Directory().chain(unit.pk) if unit else []
    return {
        "role": role,
        "title": title,
        "site": site,
        "alarms": [(alarm, contents.alarm_words(alarm)) for alarm in site.alarms.all()],
        "defibrillators": list(site.defibrillators.all()),
        "chain": chain[:3],
        "hotlines": [one for one in hotlines.cards(unit) if one.hotline.kind == "acute"][:2],
        "lists": [(pages[code].title, pages[code].items[:MOST]) for code in codes if code in pages],
        "source": ", ".join(dict.fromkeys(page.source for page in pages.values())),
    }
