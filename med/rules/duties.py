"""Which duties a body has, when each was last handled, and when it is due again (MED-36 to MED-38).

Nobody ticks a duty: it was handled when the minutes of a meeting with an item about it are sent, or while the body has
agreed to leave it aside. What the agreements print for regions only is shown, and never due in a municipality (Q10, Q12).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from core import calendar
from med.choices import MINUTES_OUT
from med.models import BodyDuty, Deviation, Duty, Meeting, Treatment
from med.models.duties import DutyArea, Obligation

OVERDUE, SOON, HANDLED, LATER, DEVIATED, NOT_OURS, FREE = (
    "overdue",
    "soon",
    "handled",
    "later",
    "deviated",
    "not_ours",
    "free",
)
HALF_A_YEAR = timedelta(days=183)  # handled less than that before a date set by hand counts for that date


@dataclass
class DutyLine:
    """One duty of one body as it stands today. `last` is the treatment whose minutes show it."""

    body: object
    duty: Duty
    own: BodyDuty | None
    last: Treatment | None
    deviation: Deviation | None
    due_on: date | None
    state: str
    month: int | None
    planned: Treatment | None = None  # on an agenda that is still to come
    reasons: list = field(default_factory=list)

    @property
    def last_on(self):
        """Return the day it was last handled."""
        return calendar.local_date(self.last.meeting.starts_at) if self.last else None

    @property
    def is_due(self):
        """Tell whether somebody must see to it."""
        return self.state in (OVERDUE, SOON)


def key_of(duty):
    """Return what a topic of the duty carries as its source."""
    return f"duty:{duty.pk}"


def of_topic(topic):
    """Return the number of the duty that a topic comes from, or None."""
    kind, _colon, number = topic.source_key.partition(":")
    return int(number) if kind == "duty" and number.isdigit() else None


def board(bodies, today=None):
    """Return {body id: [DutyLine]} in six queries, whatever the number of bodies."""
    today = today or calendar.today()
    by_id = {body.pk: body for body in bodies}
    duties = [
        duty
        for duty in Duty.objects.filter(is_on=True)
        if not (duty.valid_from and duty.valid_from > today) and not (duty.valid_to and duty.valid_to < today)
    ]
    own = {
        (row.body_id, row.duty_id): row for row in BodyDuty.objects.filter(body__in=by_id).select_related("responsible")
    }
    deviations: dict = {}
    for row in Deviation.objects.filter(body__in=by_id).order_by("agreed_on"):
        if row.until is None or row.until >= today:
            deviations[row.body_id, row.duty_id] = row
    last, planned = _treatments(by_id, duties)
    since = _begun(by_id)
    found: dict = defaultdict(list)
    for body in by_id.values():
        for duty in duties:
            if body.kind in duty.kinds:
                key = body.pk, duty.pk
                found[body.pk].append(
                    _line(
                        *(body, duty, own.get(key), last.get(key), deviations.get(key), planned.get(key)),
                        today,
                        since.get(body.pk, today),
                    )
                )
    return found


def about_duties(bodies, duties):
    """Return [(duty id, treatment)] of all items of these bodies that are about a duty, oldest first, in two queries."""
    keys = {key_of(duty): duty.pk for duty in duties}
    standing = {duty.standing: duty.pk for duty in duties if duty.standing}
    rows = (
        Treatment.objects.standing()
        .filter(meeting__body__in=bodies)
        .filter(Q(topic__source_key__in=keys) | Q(topic__code__in=standing) | Q(duty_links__isnull=False))
        .exclude(meeting__state="cancelled")
        .select_related("meeting", "topic")
        .prefetch_related("duty_links")
        .order_by("meeting__starts_at", "pk")
        .distinct()
    )
    found = []
    for row in rows:
        about = {link.duty_id for link in row.duty_links.all()}
        if row.topic.source_key in keys:
            about.add(keys[row.topic.source_key])
        if row.topic.code in standing and row.text:  # a fixed item counts when something was said
            about.add(standing[row.topic.code])
        found += [(pk, row) for pk in about]
    return found


def _treatments(bodies, duties):
    """Return ({(body, duty): last treatment with sent minutes}, {…: treatment still to come})."""
    last: dict = {}
    planned: dict = {}
    for pk, row in about_duties(bodies, duties):
        (last if row.meeting.state in MINUTES_OUT else planned)[row.meeting.body_id, pk] = row
    return last, planned


def _begun(bodies):
    """Return {body id: the day of its first meeting here}: what nobody has handled since then is late some day."""
    found = Meeting.objects.filter(body__in=bodies).exclude(state="cancelled").order_by().values_list("body_id")
    return {body: calendar.local_date(first) for body, first in found.annotate(first=Min("starts_at"))}


def _line(body, duty, own, last, deviation, planned, today, since):
    """Return the line of one duty."""
    month = (own and own.month) or duty.window_to or duty.window_from
    if own is not None and not own.concerns_us:
        return DutyLine(body, duty, own, last, None, None, NOT_OURS, month, planned, [own.reason])
    if duty.area == DutyArea.REGIONAL:
        said = str(_("Aftalen trykker den kun for regioner. Den er vist, men har ingen frist i en kommune."))
        return DutyLine(body, duty, own, last, None, None, FREE, month, planned, [said])
    due, why = due_day(
        duty, own, calendar.local_date(last.meeting.starts_at) if last else None, max(since, body.starts_on)
    )
    reasons = [{"text": line, "source": duty.source or duty.agreement} for line in why]
    if deviation is not None:
        words = str(_("Fraveget i enighed: %(text)s") % {"text": deviation.text})
        return DutyLine(body, duty, own, last, deviation, due, DEVIATED, month, planned, [words])
    if due is None:
        return DutyLine(body, duty, own, last, None, None, HANDLED if last else FREE, month, planned, reasons)
    lead = timedelta(days=duty.lead_days)
    state = OVERDUE if due < today else SOON if due - lead <= today else HANDLED if last else LATER
    return DutyLine(body, duty, own, last, None, due, state, month, planned, reasons)


def due_day(duty, own, last, since):
    """Return (the day it is due next or None, why); `since` is the day from which a duty never handled is counted."""
    if own is not None and own.next_due_on and (last is None or last < own.next_due_on - HALF_A_YEAR):
        return own.next_due_on, [str(_("Datoen er sat af udvalget."))]
    if not duty.interval_months or duty.obligation == Obligation.MAY:
        return None, [str(_("Der er ingen fast frist."))]
    every = str(_("Mindst hver %(n)s. måned.") % {"n": duty.interval_months})
    if last and duty.counts_from_last:
        said = str(_("Sidst %(day)s.") % {"day": calendar.long_date(last)})
        return calendar.add_months(last, duty.interval_months), [every, said]
    month = (own and own.month) or duty.window_to or 12
    years = max(1, duty.interval_months // 12)
    year = last.year + years if last else since.year
    if last is None and since + timedelta(days=duty.lead_days) > month_end(year, month):
        year += 1  # too late in the year to be reminded in time
    said = str(_("Senest med udgangen af %(month)s.") % {"month": calendar.MONTHS[month - 1]})
    return month_end(year, month), [every, said]


def month_end(year, month):
    """Return the last day of a month."""
    return calendar.add_months(date(year, month, 1), 1) - timedelta(days=1)
