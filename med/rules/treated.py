"""Which items of a committee handled a duty: only minutes that are sent can say so (MED-38).

What was put off or never reached handled nothing, nor did an item under which nothing stands. The fixed item about
sickness absence stands on every agenda, so it counts only with the year's statistics (MED-40).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, When, Window
from django.db.models.functions import RowNumber

from core import calendar
from med.choices import BEFORE, MINUTES_OUT, FigureKind, OutcomeKind
from med.fixed_agenda import APPROVAL, LAST
from med.models import DutyLink, Figure, Treatment

NOT_NOW = (OutcomeKind.POSTPONED, OutcomeKind.NOT_TREATED)
NO_MATTER = (APPROVAL, LAST)  # fixed items that are about nothing of their own
SAYS = "…"  # stands for the words of an item whose words nobody reads here
STATISTICS = ("days", "trend", "comment")  # one of them must be answered besides the year


@dataclass
class Treated:
    """What a body's meetings say of its duties; each is {(body id, duty id): item}."""

    last: dict = field(default_factory=dict)  # the newest that handled it
    planned: dict = field(default_factory=dict)  # the nearest on an agenda to come
    held: dict = field(default_factory=dict)  # talked about, and the minutes are not sent yet
    days: dict = field(default_factory=dict)  # all days on which it was handled, oldest first


def key_of(duty):
    """Return what a topic of the duty carries as its source."""
    return f"duty:{duty.pk}"


def of_topic(topic):
    """Return the number of the duty that a topic comes from, or None."""
    kind, _colon, number = topic.source_key.partition(":")
    return int(number) if kind == "duty" and number.isdigit() else None


def was_put_off(item):
    """Tell whether the meeting left the item for another time."""
    outcome = getattr(item, "outcome", None)
    return outcome is not None and outcome.kind in NOT_NOW


def was_treated(item):
    """Tell whether something came of the item: an outcome, words or a sheet, and it was not put off."""
    if was_put_off(item):
        return False
    sheet = getattr(item, "sheet", None)
    return hasattr(item, "outcome") or bool(item.text.strip()) or bool(sheet and any(sheet.answers.values()))


def matters(body, since):
    """Return the items of a body's sent minutes from a day on that something came of, the newest first."""
    return (
        Treatment.objects.standing()
        .filter(meeting__body=body, meeting__state__in=MINUTES_OUT, meeting__starts_at__date__gte=since)
        .exclude(topic__code__in=NO_MATTER)
        .exclude(outcome__kind__in=NOT_NOW)
        .filter(Q(outcome__isnull=False) | ~Q(text="") | Q(sheet__isnull=False))
        .select_related("meeting", "outcome", "sheet")
        .order_by("-meeting__starts_at", "part", "order")
    )


def read(duties, today, rows, links, figures):
    """Return the Treated from the answers to `questions`."""
    found = Treated()
    by_pk = {duty.pk: duty for duty in duties}
    figures = {(body, year): at for body, year, at in figures}
    for pk, item in _about(rows, links, duties):
        key, meeting = (item.meeting.body_id, pk), item.meeting
        if meeting.minutes_are_out:
            if was_treated(item) and _presents(by_pk[pk], item, figures):
                found.last[key] = item
                found.days.setdefault(key, []).append(calendar.local_date(meeting.starts_at))
        elif meeting.state in BEFORE:
            if calendar.local_date(meeting.starts_at) >= today and _is_meant(by_pk[pk], item):
                found.planned.setdefault(key, item)
        elif not was_put_off(item) and _presents(by_pk[pk], item, figures):
            found.held[key] = item
    return found


@dataclass(slots=True)
class Talk:
    """The meeting of an item, as far as a duty asks about it."""

    body_id: int
    state: str
    year: int
    starts_at: datetime
    minutes_sent_at: datetime | None

    @property
    def minutes_are_out(self):
        """Tell whether the members have the minutes."""
        return self.state in MINUTES_OUT


class Item:
    """An item as far as a duty asks about it: all committees together have tens of thousands, too many for whole rows."""

    def __init__(self, pk, title, meeting, text, code, links):
        self.pk, self.title, self.meeting, self.text, self.code, self.links = pk, title, meeting, text, code, links

    def __eq__(self, other):
        return isinstance(other, (Item, Treatment)) and other.pk == self.pk

    def __hash__(self):
        return hash(self.pk)


def questions(bodies, duties, newest=False):
    """Return the questions for the items that are about a duty (oldest first), what was tied to them, the year's figures.

    `newest`: of what the minutes show, only what can be the last that handled a duty.
    """
    keys, standing = [key_of(duty) for duty in duties], [duty.standing for duty in duties if duty.standing]
    tied = DutyLink.objects.filter(treatment=OuterRef("pk"))
    items = (
        Treatment.objects.standing()
        .filter(meeting__body__in=bodies)
        .filter(Q(topic__source_key__in=keys) | Q(topic__code__in=standing) | Exists(tied))
        .exclude(meeting__state="cancelled")
        .annotate(says=ExpressionWrapper(Q(text__regex=r"\S"), output_field=BooleanField()))
        .order_by("meeting__starts_at", "pk")
    )
    if newest:
        items = _newest(items, tied, standing)
    items = items.values_list(
        *("pk", "title", "says", "topic__source_key", "topic__code"),
        *("meeting__body", "meeting__state", "meeting__year", "meeting__starts_at", "meeting__minutes_sent_at"),
        *("outcome__kind", "sheet__pk", "sheet__code", "sheet__answers"),
    )
    links = DutyLink.objects.filter(treatment__meeting__body__in=bodies).order_by().values_list("treatment", "duty")
    figures = Figure.objects.filter(body__in=bodies, kind=FigureKind.SICKNESS, quarter__isnull=True)
    return items, links, figures.order_by("entered_at").values_list("body_id", "year", "entered_at")


def _newest(items, tied, standing):
    """Narrow to the newest of each topic that something came of; what only `read` can judge comes one by one."""
    says = Q(outcome__isnull=False) | Q(says=True)
    alone = Exists(tied) | Q(topic__code__in=standing) | ~says
    newest = Window(
        RowNumber(),
        partition_by=[F("meeting__body"), F("topic__source_key"), Case(When(alone, then=F("pk")), default=0)],
        order_by=[F("meeting__starts_at").desc(), F("pk").desc()],
    )
    found = items.filter(says | Q(sheet__isnull=False), meeting__state__in=MINUTES_OUT)
    found = found.exclude(outcome__kind__in=NOT_NOW).order_by().annotate(place=newest).filter(place=1)
    return items.filter(pk__in=found.values("pk"))


def _about(rows, links, duties):
    """Return [(duty id, item)] of all items that are about a duty, oldest first."""
    keys = {key_of(duty): duty.pk for duty in duties}
    standing = {duty.standing: duty.pk for duty in duties if duty.standing}
    known, tied = {duty.pk for duty in duties}, defaultdict(set)
    for item, duty in links:
        tied[item].add(duty)
    found = []
    for pk, title, says, source_key, code, *meeting, kind, sheet, sheet_code, answers in rows:
        item = Item(pk, title, Talk(*meeting), SAYS if says else "", code, tied.get(pk, set()))
        if kind is not None:
            item.outcome = SimpleNamespace(kind=kind)
        if sheet is not None:
            item.sheet = SimpleNamespace(code=sheet_code, answers=answers)
        about = item.links & known
        if source_key in keys:
            about.add(keys[source_key])
        if code in standing:
            about.add(standing[code])
        found += [(duty, item) for duty in sorted(about)]
    return found


def _is_fixed(duty, item):
    """Tell whether the item is the fixed one that stands on every agenda, whether or not the duty is due."""
    return bool(duty.standing) and item.code == duty.standing


def _is_meant(duty, item):
    """Tell whether an item to come is there for the duty: a fixed one only when somebody has said so."""
    if not _is_fixed(duty, item):
        return True
    return hasattr(item, "sheet") or duty.pk in item.links


def _presents(duty, item, figures):
    """Tell whether a fixed item shows the statistics of the year or the year before; any other item needs none."""
    if not _is_fixed(duty, item):
        return True
    year, sheet = item.meeting.year, getattr(item, "sheet", None)
    if sheet is not None and sheet.code == duty.standing:
        years = {int(found) for found in re.findall(r"\d{4}", str(sheet.answers.get("year", "")))}
        if years & {year, year - 1} and any(sheet.answers.get(name) for name in STATISTICS):
            return True
    entered = figures.get((item.meeting.body_id, year - 1))
    return entered is not None and (item.meeting.minutes_sent_at is None or entered <= item.meeting.minutes_sent_at)
