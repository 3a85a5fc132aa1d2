"""What speaks against a date: holidays, days many are off, a member who meets elsewhere, a room that is taken."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from core import calendar
from med.choices import MeetingState
from med.models import Meeting, Seat

LONGEST_SERIES = 60
NOON = calendar.parse_time("12")


@dataclass(frozen=True)
class Slot:
    """One date of a series as it is proposed, with what speaks against it."""

    starts_at: datetime
    ends_at: datetime
    warnings: tuple = ()
    moved_from: date | None = None
    is_taken: bool = False  # the body meets that day already


def day_warning(day):
    """Return why people may be off on the day, or nothing."""
    name = calendar.holiday_name(day)
    if name:
        return str(_("%(name)s er en helligdag.") % {"name": name[:1].upper() + name[1:]})
    if day.weekday() > 4:
        return str(_("Det er en %(weekday)s.") % {"weekday": calendar.WEEKDAYS[day.weekday()]})
    if (day.month, day.day) in {(6, 5), (12, 24), (12, 31)}:
        return str(_("Mange har fri den dag."))
    return ""


def clashes(body, spans, *, place="", but=None):
    """Return [(start, end)] → list of warnings for several times of one body, in two queries."""
    if not spans:
        return []
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    members = set(
        Seat.objects.held(calendar.local_date(first)).filter(body=body).order_by().values_list("person_id", flat=True)
    )
    same = Q(body=body) | Q(body__seats__person__in=members)
    if place:
        same |= Q(place__iexact=place)
    rows = (
        Meeting.objects.filter(same, starts_at__lt=last, ends_at__gt=first)
        .exclude(state=MeetingState.CANCELLED)
        .exclude(pk=but.pk if but else None)
        .order_by("starts_at", "pk")
        .distinct()
        .select_related("body")
    )
    others = list(rows)
    names: dict = defaultdict(list)
    held = (
        Seat.objects.held(calendar.local_date(first))
        .filter(body__in={one.body_id for one in others}, person__in=members)
        .select_related("person")
        .order_by("person__name")
    )
    for seat in held if others else ():
        names[seat.body_id].append(seat.person.name)
    return [_against(body, start, end, place, others, names) for start, end in spans]


def _against(body, start, end, place, others, names):
    """Return the warnings of one time."""
    found = [day_warning(calendar.local_date(start))]
    for one in others:
        if not (one.starts_at < end and one.ends_at > start):
            continue
        when = calendar.time_range(one.starts_at, one.ends_at)
        if one.body_id == body.pk:
            found.append(_("%(body)s har allerede et møde %(when)s.") % {"body": one.body, "when": when})
        elif names.get(one.body_id):
            some = names[one.body_id]
            said = ", ".join(some[:3]) + (_(" og flere") if len(some) > 3 else "")
            found.append(
                _("%(names)s er til møde i %(body)s %(when)s.") % {"names": said, "body": one.body, "when": when}
            )
        elif place and one.place.casefold() == place.casefold():
            found.append(
                _("%(place)s er optaget %(when)s af %(body)s.") % {"place": place, "when": when, "body": one.body}
            )
    return tuple(str(line) for line in dict.fromkeys(found) if line)


def agenda_due(meeting):
    """Return when the agenda must be out: twelve o'clock so many days before, by the body's own rule."""
    day = calendar.local_date(meeting.starts_at) - timedelta(days=meeting.body.agenda_days)
    if not calendar.is_working_day(day):
        day = calendar.add_working_days(day, -1)  # nobody sends an agenda out on a Sunday
    return calendar.at(day, NOON)


def free_day(day):
    """Return the day itself, or the next working day where it is a holiday or a weekend."""
    return calendar.next_working_day(day)


def nth_weekday(year, month, weekday, place):
    """Return the second Tuesday of a month and the like; `place` 5 is the last one."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (min(place, 4) - 1))
    if place == 5 and (day + timedelta(days=7)).month == month:
        day += timedelta(days=7)
    return day


def series_days(interval, first, last):
    """Return the days of a habit from the first to the last: same weekday of each month, or every 14 days."""
    if interval == "fortnight":
        found, day = [], first
        while day <= last and len(found) < LONGEST_SERIES:
            found.append(day)
            day += timedelta(days=14)
        return found
    place = min(5, (first.day - 1) // 7 + 1)
    found, month = [first], calendar.add_months(first.replace(day=1), 1)
    while month <= last and len(found) < LONGEST_SERIES:
        day = nth_weekday(month.year, month.month, first.weekday(), place)
        if day <= last:
            found.append(day)
        month = calendar.add_months(month, 1)
    return found


def slots(body, days, begins: time, ends: time, place=""):
    """Return the proposed times of some days: moved off holidays where a habit hit one, with all warnings."""
    spans, moved = [], []
    for day in days:
        free = free_day(day)
        spans.append((calendar.at(free, begins), calendar.at(free, ends)))
        moved.append(day if free != day else None)
    against = clashes(body, spans, place=place)
    taken = {
        calendar.local_date(start)
        for start in Meeting.objects.filter(body=body)
        .exclude(state=MeetingState.CANCELLED)
        .order_by()
        .values_list("starts_at", flat=True)
    }
    return [
        Slot(start, end, warnings, was, calendar.local_date(start) in taken)
        for (start, end), warnings, was in zip(spans, against, moved, strict=True)
    ]
