"""The year wheel as a picture made on the server: months, meetings by number, duties by letter (MED-47).

The same entries stand as a list beside it, so nobody needs the picture.
"""

import math
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core import calendar
from core.together import together
from med.models import Guideline, Meeting
from med.models.duties import DutyArea
from med.rules import assessed
from med.rules import duties as rules

CENTRE, OUTER, INNER = 320, 312, 140
PLACES = ((275, -7.5), (275, 7.5), (213, -7.5), (213, 7.5))  # radius, degrees from the middle of the month


@dataclass
class Entry:
    """One thing in one month: a meeting (`mark` is its number) or a duty (`mark` is a letter)."""

    mark: str
    title: str
    month: int
    is_meeting: bool
    is_done: bool
    url: str = ""
    on: date | None = None
    state: str = ""
    who: str = ""  # answers for a duty
    source: str = ""  # the agreement that asks for it


@dataclass
class Month:
    """A month of the year and what is in it."""

    number: int
    name: str
    is_now: bool
    is_past: bool
    entries: list = field(default_factory=list)


def letter(place):
    """Return a, b … z, aa, ab …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def year_of(body, year, today, page, lines=None, cycles=None):
    """Return the twelve months of a body's year; `page(row)` gives the address of a meeting, empty where the reader has none.

    `lines` are its duties and `cycles` its APV and surveys, if known.
    """
    lines = rules.board([body], today)[body.pk] if lines is None else lines
    cycles = assessed.cycles([body], today)[body.pk] if cycles is None else cycles
    months = [
        Month(n, calendar.MONTHS[n - 1], (year, n) == (today.year, today.month), (year, n) < (today.year, today.month))
        for n in range(1, 13)
    ]
    meetings, revised = together(
        Meeting.objects.filter(body=body, year=year)
        .exclude(state="cancelled")
        .select_related("body")
        .order_by("starts_at"),
        Guideline.objects.filter(
            body=body, revise_by__year=year, state__in=["approved", "needs_revision"]
        ).select_related("owner"),
    )
    for place, meeting in enumerate(meetings, 1):
        day = calendar.local_date(meeting.starts_at)
        months[day.month - 1].entries.append(
            Entry(str(place), str(meeting.body), day.month, True, meeting.minutes_are_out, page(meeting), day)
        )
    entries = [*_duties(year, lines, today), *_cycles(year, cycles, today), *_revisions(revised, today)]
    for place, entry in enumerate(sorted(entries, key=lambda entry: (entry.month, entry.title))):
        entry.mark = letter(place)
        months[entry.month - 1].entries.append(entry)
    return months


def _duties(year, lines, today):
    """Return the entries of the year's duties: handled then, else due or usual then."""
    for line in lines:
        who = line.own.responsible.name if line.own and line.own.responsible else ""
        told = {"who": who, "source": line.duty.agreement or line.duty.source}
        handled = [day for day in line.days if day.year == year]
        if handled:
            day = handled[-1]
            yield Entry("", line.duty.title, day.month, False, True, on=day, state=rules.HANDLED, **told)
        elif line.state in (rules.NOT_OURS, rules.CENTRAL) or line.duty.area == DutyArea.REGIONAL:
            continue
        elif line.due_on:
            month = line.due_on.month
            if line.due_on.year == year or line.state == rules.OVERDUE and year == today.year:
                yield Entry("", line.duty.title, month, False, False, on=line.due_on, state=line.state, **told)
            elif year > line.due_on.year and line.duty.interval_months == 12 and line.month:
                yield Entry("", line.duty.title, line.month, False, False, state=rules.LATER, **told)
        elif line.month and year >= today.year:  # no deadline, and a month that it belongs to: the yearly conference
            yield Entry("", line.duty.title, line.month, False, False, state=rules.LATER, **told)


def _cycles(year, cycles, today):
    """Return the entries of APV and surveys that are due in the year; what is late stands late this year."""
    for line in cycles:
        late = line.is_overdue(today)
        if line.due_on.year == year or late and year == today.year:
            state = rules.OVERDUE if late else rules.LATER
            yield Entry("", line.title, line.due_on.month, False, False, on=line.due_on, state=state)


def _revisions(guidelines, today):
    """Return the entries of the body's agreed guidelines that are looked at again in the year (MED-47)."""
    for row in guidelines:
        state = rules.OVERDUE if row.revise_by < today else rules.LATER
        words = _("Revidér: %(title)s") % {"title": row.title}
        who = row.owner.name if row.owner else ""
        yield Entry("", words, row.revise_by.month, False, False, on=row.revise_by, state=state, who=who)


def _at(radius, degrees):
    """Return a point of the wheel; 0 degrees is straight up."""
    turn = math.radians(degrees)
    return round(CENTRE + radius * math.sin(turn), 1), round(CENTRE - radius * math.cos(turn), 1)


def _segment(month):
    """Return the ring's piece of one month."""
    start, end = (month.number - 1) * 30, month.number * 30
    (ax, ay), (bx, by) = _at(OUTER, start), _at(OUTER, end)
    (cx, cy), (dx, dy) = _at(INNER, end), _at(INNER, start)
    kind = " seg-now" if month.is_now else " seg-past" if month.is_past else ""
    return format_html(
        '<path class="seg{}" d="M{} {}A{} {} 0 0 1 {} {}L{} {}A{} {} 0 0 0 {} {}Z"/>',
        kind,
        ax,
        ay,
        OUTER,
        OUTER,
        bx,
        by,
        cx,
        cy,
        INNER,
        INNER,
        dx,
        dy,
    )


def picture(months, year, title, today):
    """Return the wheel as SVG; what doesn't fit in a month is counted there."""
    parts = [_segment(month) for month in months]
    for month in months:
        middle = month.number * 30 - 15
        x, y = _at(168, middle)
        parts.append(
            format_html(
                '<text class="mon{}" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
                " mon-now" if month.is_now else "",
                x,
                y,
                month.name[:3],
            )
        )
        shown = month.entries[: len(PLACES)]
        over = len(month.entries) - len(shown)
        if over:
            shown = shown[:-1]
        for (radius, turn), entry in zip(PLACES, shown, strict=False):
            parts.append(_mark(*_at(radius, middle + turn), entry))
        if over:
            x, y = _at(PLACES[-1][0], middle + PLACES[-1][1])
            parts.append(
                format_html(
                    '<text class="mon" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">+{}</text>',
                    x,
                    y,
                    over + 1,
                )
            )
    if today.year == year:
        turn = (today.timetuple().tm_yday - 1) / 366 * 360
        (ax, ay), (bx, by) = _at(INNER - 22, turn), _at(OUTER - 4, turn)
        parts.append(format_html('<line class="hand" x1="{}" y1="{}" x2="{}" y2="{}"/>', ax, ay, bx, by))
        parts.append(format_html('<circle class="hand-dot" cx="{}" cy="{}" r="6"/>', bx, by))
        parts.append(
            format_html(
                '<text class="year-s" x="320" y="352" text-anchor="middle">{}</text>',
                _("i dag, %(day)s") % {"day": f"{today.day}. {calendar.MONTHS[today.month - 1]}"},
            )
        )
    parts.append(format_html('<text class="year" x="320" y="318" text-anchor="middle">{}</text>', str(year)))
    return format_html(
        '<svg class="wheel" viewBox="0 0 640 640" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        title,
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _mark(x, y, entry):
    """Return the disc of one entry."""
    kind = "meet" if entry.is_meeting else "duty done" if entry.is_done else "duty"
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="25"/>'
        '<text class="{}" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
        kind,
        x,
        y,
        "meet-t" if entry.is_meeting else "duty-t",
        x,
        y,
        entry.mark,
    )
