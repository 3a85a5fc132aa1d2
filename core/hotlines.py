"""Which psychological hotline is open now (INC-45). The hours are data; whether they hold today is worked out here."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core import calendar
from core.texts import text

if TYPE_CHECKING:
    from core.models import Hotline

WEEKDAYS = calendar.WEEKDAYS


@dataclass(frozen=True)
class Card:
    """A hotline as it stands at a moment."""

    hotline: "Hotline"
    is_open: bool
    words: str

    @property
    def hours(self):
        """Return when the line is open, in words that are true on paper too."""
        line = self.hotline
        days = (
            _("alle dage")
            if line.days == "1234567"
            else _("hverdage")
            if line.days == "12345"
            else ", ".join(WEEKDAYS[int(d) - 1] for d in line.days)
        )
        if (line.opens, line.closes) == ("00:00", "24:00"):
            return _("Hele døgnet, %(days)s") % {"days": days}
        return _("%(days)s kl. %(opens)s–%(closes)s") % {
            "days": days.capitalize(),
            "opens": line.opens.replace(":", "."),
            "closes": line.closes.replace(":", "."),
        }

    @property
    def checked(self):
        """Say when the number was last checked, if that was long ago or never."""
        line = self.hotline
        if line.checked_on is None:
            return text("help_now", "hotline_never_checked")
        if line.checked_on < calendar.Offset.parse("-6mo").apply(calendar.now()).date():
            return text("help_now", "hotline_unchecked", dato=calendar.long_date(line.checked_on))
        return ""


@dataclass(frozen=True)
class Number:
    """One number to call, with all that is answered there: ordering at once and free advice often share one."""

    firm: str
    phone: str
    cards: list

    @property
    def is_open(self):
        """Tell whether anything is answered now."""
        return any(card.is_open for card in self.cards)

    @property
    def checked(self):
        """Say once what wasn't checked."""
        return list(dict.fromkeys(card.checked for card in self.cards if card.checked))


def numbers(cards):
    """Return the Numbers of cards, in the cards' order: no firm and number stands twice."""
    found: dict = {}
    for one in cards:
        found.setdefault((one.hotline.firm, one.hotline.phone), []).append(one)
    return [Number(firm, phone, ones) for (firm, phone), ones in found.items()]


def _opens_on(line, day):
    """Tell whether the line answers at all on a day; »hverdage« leaves out public holidays."""
    if str(day.isoweekday()) not in line.days:
        return False
    return not (line.days == "12345" and calendar.holiday_name(day))


def _span(line, day):
    """Return the opening and closing moment of a day; a line that closes before it opens closes the next day."""

    def moment(clock):
        hours, minutes = map(int, clock.split(":"))
        return calendar.at(day + timedelta(days=hours // 24), time(hours % 24, minutes))

    opens, closes = moment(line.opens), moment(line.closes)
    return opens, closes if closes > opens else calendar.Offset.parse("1d").apply(closes)


def card(line, at=None):
    """Return one hotline with »åben nu« or when it opens next."""
    at = calendar.local(at or calendar.now())
    if line.days == "1234567" and (line.opens, line.closes) == ("00:00", "24:00"):
        return Card(line, True, text("help_now", "hotline_open_all_day"))
    for day in (at.date(), at.date() - timedelta(days=1)):  # yesterday's evening may go on into today
        if _opens_on(line, day):
            opens, closes = _span(line, day)
            if opens <= at < closes:
                return Card(line, True, text("help_now", "hotline_open_until", tid=calendar.clock(closes)))
    for ahead in range(15):
        day = at.date() + timedelta(days=ahead)
        if _opens_on(line, day) and _span(line, day)[0] > at:
            opens = _span(line, day)[0]
            words = {"ugedag": WEEKDAYS[day.weekday()], "tid": calendar.clock(opens)}
            return Card(line, False, text("help_now", "hotline_closed", **words))
    return Card(line, False, _("Lukket nu"))


def cards(*units, at=None, lines=None):
    """Return the hotlines that hold for the units (for the whole municipality without one): the open ones first, then
    in the plan's order. One query, none where the answer to `lines_near` is given.

    The nearest unit upwards with numbers of its own decides, as it does for the leader chain.
    """
    found = [card(line, at) for line in holding(lines_near(*units) if lines is None else lines, units)]
    return sorted(found, key=lambda one: (not one.is_open, one.hotline.order, one.hotline.pk))


def lines_near(*units):
    """Return the question for the hotlines of the units, of those above, and of the whole municipality."""
    from core.models import Hotline

    above = {pk for unit in units if unit for pk in unit.ancestor_ids}
    return Hotline.objects.select_related("checked_by").filter(Q(unit__isnull=True) | Q(unit__in=above))


def holding(lines, units):
    """Return those of the lines that hold for any of the units; for None (nobody's unit) the municipality's."""
    above = [unit.ancestor_ids if unit else [] for unit in units] or [[]]
    by_unit: dict = {}
    for line in lines:
        by_unit.setdefault(line.unit_id, []).append(line)
    deciding = {next((pk for pk in ids if pk in by_unit), None) for ids in above}
    return [line for pk in deciding for line in by_unit.get(pk, ())]
