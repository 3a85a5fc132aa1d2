"""Which items of a committee handled a duty: only minutes that are sent can say so (MED-38).

What was put off or never reached handled nothing, nor did an item under which nothing stands. The fixed item about
sickness absence stands on every agenda, so it counts only with the year's statistics (MED-40).
"""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from core import calendar
from med.choices import BEFORE, MINUTES_OUT, FigureKind, OutcomeKind
from med.fixed_agenda import APPROVAL, LAST
from med.models import Figure, Treatment

NOT_NOW = (OutcomeKind.POSTPONED, OutcomeKind.NOT_TREATED)
NO_MATTER = (APPROVAL, LAST)  # fixed items that are about nothing of their own
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


def read(bodies, duties, today):
    """Return the Treated of these bodies and duties, in three queries."""
    found = Treated()
    by_pk = {duty.pk: duty for duty in duties}
    figures = _figures(bodies) if any(duty.standing for duty in duties) else {}
    for pk, item in _about(bodies, duties):
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


def _about(bodies, duties):
    """Return [(duty id, item)] of all items that are about a duty, oldest first, in two queries."""
    keys = {key_of(duty): duty.pk for duty in duties}
    standing = {duty.standing: duty.pk for duty in duties if duty.standing}
    known = {duty.pk for duty in duties}
    rows = (
        Treatment.objects.standing()
        .filter(meeting__body__in=bodies)
        .filter(Q(topic__source_key__in=keys) | Q(topic__code__in=standing) | Q(duty_links__isnull=False))
        .exclude(meeting__state="cancelled")
        .select_related("meeting", "topic", "outcome", "sheet")
        .prefetch_related("duty_links")
        .order_by("meeting__starts_at", "pk")
        .distinct()
    )
    found = []
    for row in rows:
        about = {link.duty_id for link in row.duty_links.all()} & known
        if row.topic.source_key in keys:
            about.add(keys[row.topic.source_key])
        if row.topic.code in standing:
            about.add(standing[row.topic.code])
        found += [(pk, row) for pk in sorted(about)]
    return found


def _is_fixed(duty, item):
    """Tell whether the item is the fixed one that stands on every agenda, whether or not the duty is due."""
    return bool(duty.standing) and item.topic.code == duty.standing


def _is_meant(duty, item):
    """Tell whether an item to come is there for the duty: a fixed one only when somebody has said so."""
    if not _is_fixed(duty, item):
        return True
    return hasattr(item, "sheet") or any(link.duty_id == duty.pk for link in item.duty_links.all())


def _figures(bodies):
    """Return {(body id, year): when the year's sickness absence was entered}."""
    rows = Figure.objects.filter(body__in=bodies, kind=FigureKind.SICKNESS, quarter__isnull=True).order_by("entered_at")
    return {(body, year): at for body, year, at in rows.values_list("body_id", "year", "entered_at")}


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
