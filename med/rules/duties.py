"""Which duties a body has, when each was last handled, and when it is due again (MED-36 to MED-38).

Nobody ticks a duty: it was handled when the minutes of a meeting that treated it are sent, or while the body has agreed in
sent minutes to leave it aside. What the agreements print for regions only is shown, and never due in a municipality
(Q10, Q12). Which item handled what stands in `rules/treated.py`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db.models import Min
from django.utils.translation import gettext as _

from core import calendar
from core.together import together
from med.choices import MINUTES_OUT, BodyKind
from med.models import Body, BodyDuty, Deviation, Duty, Meeting, Ruling
from med.models.duties import DutyArea, Obligation
from med.rules import treated
from med.rules.treated import key_of, of_topic

__all__ = ["board", "key_of", "of_topic"]

OVERDUE, SOON, HANDLED, LATER, DEVIATED, CENTRAL, NOT_OURS, FREE = (
    "overdue",
    "soon",
    "handled",
    "later",
    "deviated",
    "central",
    "not_ours",
    "free",
)
HALF_A_YEAR = timedelta(days=183)  # handled less than that before a date set by hand counts for that date
MAY_BE_LEFT_OUT = (Obligation.IF_SO, Obligation.SHOULD, Obligation.MAY)


@dataclass
class DutyLine:
    """One duty of one body as it stands today. `last` is the treatment whose minutes show it."""

    body: object
    duty: Duty
    own: BodyDuty | None
    last: treated.Item | None
    deviation: Deviation | None = None
    ruling: Ruling | None = None
    due_on: date | None = None
    state: str = FREE
    month: int | None = None
    planned: treated.Item | None = None  # on an agenda to come, in time
    held: treated.Item | None = None  # talked about, and the minutes are not sent yet
    since: date | None = None  # the day from which a duty never handled is counted
    days: list = field(default_factory=list)  # all days on which it was treated
    because: list = field(default_factory=list)  # functions that put the reasons into words when somebody reads them

    @property
    def reasons(self):
        """Return why the line stands as it does; the lists of all committees ask for thousands of lines and read none."""
        return [reason for words in self.because for reason in words()]

    @property
    def last_on(self):
        """Return the day it was last treated."""
        return calendar.local_date(self.last.meeting.starts_at) if self.last else None

    @property
    def counts_from(self):
        """Return the day it counts as handled: last treated, or left aside in agreement."""
        days = [day for day in (self.last_on, self.deviation and self.deviation.agreed_on) if day]
        return max(days) if days else None

    @property
    def is_due(self):
        """Tell whether somebody must see to it."""
        return self.state in (OVERDUE, SOON)

    @property
    def is_on_its_way(self):
        """Tell whether it stands on an agenda in time, or was talked about and waits for its minutes."""
        return self.planned is not None or self.held is not None


def may_leave_out(duty):
    """Tell whether a body may say that a duty isn't its own: never when the agreement says it must."""
    return duty.obligation in MAY_BE_LEFT_OUT


def lacks_environment(duty, body):
    """Tell whether a duty belongs to the working environment, and that isn't handled in the body (MED-35, L1)."""
    return duty.needs_environment and not body.handles_environment


def board(bodies, today=None, newest=False):
    """Return {body id: [DutyLine]} in a fixed number of queries, whatever the number of bodies.

    `newest`: only how each stands and since when, for a list of many; what is on its way and all earlier days stay unread.
    """
    today = today or calendar.today()
    by_id = {body.pk: body for body in bodies}
    duties = [
        duty
        for duty in Duty.objects.filter(is_on=True)
        if not (duty.valid_from and duty.valid_from > today) and not (duty.valid_to and duty.valid_to < today)
    ]
    begun = Meeting.objects.filter(body__in=by_id).exclude(state="cancelled").order_by().values_list("body_id")
    own, deviations, begun, ruled, parents, *answers = together(
        BodyDuty.objects.filter(body__in=by_id).select_related("responsible"),
        Deviation.objects.filter(
            body__in=by_id, treatment__meeting__state__in=MINUTES_OUT, agreed_on__lte=today
        ).order_by("agreed_on", "pk"),
        begun.annotate(first=Min("starts_at")),
        Ruling.objects.filter(treatment__meeting__state__in=MINUTES_OUT).order_by("decided_on", "pk"),
        Body.objects.exclude(kind=BodyKind.TRIO).order_by().values_list("pk", "parent_id"),
        *treated.questions(by_id, duties, newest),
    )
    own, deviations, ruled = ({(row.body_id, row.duty_id): row for row in some} for some in (own, deviations, ruled))
    since = {
        body: calendar.local_date(first) for body, first in begun
    }  # what nobody has handled since is late some day
    found, rulings = treated.read(duties, today, *answers), _rulings(by_id.values(), ruled, dict(parents))
    lines: dict = defaultdict(list)
    for body in by_id.values():
        for duty in duties:
            if body.kind in duty.kinds:
                key = body.pk, duty.pk
                line = DutyLine(body, duty, own.get(key), found.last.get(key), deviations.get(key), rulings.get(key))
                line.since = max(since.get(body.pk, today), body.starts_on)
                line.month = (line.own and line.own.month) or duty.window_to or duty.window_from
                line.held, line.days = found.held.get(key), found.days.get(key, [])
                _judge(line, found.planned.get(key), today)
                lines[body.pk].append(line)
    return lines


def line_of(body, duty, today=None):
    """Return the line of one duty of one body, or None."""
    return next((line for line in board([body], today)[body.pk] if line.duty.pk == duty.pk), None)


def _rulings(bodies, newest, parents):
    """Return {(body id, duty id): what the Hoved-MED above it has decided last}, from the newest of each Hoved-MED."""
    mains = {body for body, _duty in newest}
    found = {}
    for body in bodies:
        above = next((one for one in _chain(body.pk, parents) if one in mains), None)
        if above is None and len(mains) == 1 and body.kind != BodyKind.HOVED:
            above = next(iter(mains))  # nobody has written what it belongs under, and there is one Hoved-MED
        found |= {(body.pk, duty): row for (main, duty), row in newest.items() if main == above}
    return found


def _chain(body, parents):
    """Yield the ids of a body and of those above it."""
    seen: set = set()
    while body is not None and body not in seen:
        seen.add(body)
        yield body
        body = parents.get(body)


def _judge(line, planned, today):
    """Say how a line stands and why."""
    duty, own = line.duty, line.own
    line.planned = planned
    if lacks_environment(duty, line.body):
        line.state = NOT_OURS
        line.because = [_of_others]
        return
    if own is not None and not own.concerns_us and may_leave_out(duty):
        line.state, line.because = NOT_OURS, [lambda: [own.reason]]
        return
    if duty.area == DutyArea.REGIONAL:
        line.because = [_of_regions]
        return
    before = _ruled(line)
    if line.state == CENTRAL:
        return
    due, why = due_day(duty, own, line.counts_from, line.since) if before is not None else (None, _nothing)
    deviated = line.deviation is not None and line.deviation.agreed_on == line.counts_from
    if deviated and line.deviation.until and due:
        due = min(due, line.deviation.until)
    line.due_on = due
    if before is None:
        line.because = [_undecided]
    else:
        source = duty.source or duty.agreement
        line.because = [lambda: [{"text": text, "source": source} for text in [*before(), *why()]]]
        if deviated:
            line.because.append(lambda: [_("Fraveget i enighed: %(text)s") % {"text": line.deviation.text}])
    lead = timedelta(days=duty.lead_days)
    if due is not None and due < today:
        line.state = OVERDUE
    elif due is not None and due - lead <= today:
        line.state = SOON
    else:
        aside = deviated and (line.deviation.until is None or line.deviation.until >= today)
        line.state = DEVIATED if aside else HANDLED if line.last else LATER if due else FREE
    _plan(line, lead, today)


def _nothing():
    return []


def _of_others():
    return [_("Arbejdsmiljøarbejdet ligger ikke i udvalget. Opgaven hører til i arbejdsmiljøudvalget.")]


def _of_regions():
    return [_("Aftalen trykker den kun for regioner. Den er vist, men har ingen frist i en kommune.")]


def _undecided():
    return [_("Hoved-MED har ikke noteret, om retningslinjerne aftales lokalt eller fastsættes for alle.")]


def _ruled(line):
    """Return the words that a decision of Hoved-MED adds, None when it has decided nothing; say so when it is central."""
    if line.duty.obligation != Obligation.DEPENDS:
        return _nothing
    if line.ruling is None:
        return None
    on = line.ruling.decided_on
    if not line.ruling.is_local:
        words = _("Hoved-MED bestemte %(day)s, at retningslinjerne er fælles for hele kommunen.")
        line.state, line.because = CENTRAL, [lambda: [words % {"day": calendar.long_date(on)}]]
        return _nothing
    line.since = max(line.since, on)
    words = _("Hoved-MED bestemte %(day)s, at retningslinjerne aftales i det enkelte udvalg.")
    return lambda: [words % {"day": calendar.long_date(on)}]


def _plan(line, lead, today):
    """Let only an item that comes in time count as planned, and say what else is on its way."""
    if line.held is not None:
        line.because.append(lambda: [_held(line)])
    if line.planned is None or line.due_on is None:
        return
    day = calendar.local_date(line.planned.meeting.starts_at)
    if day > max(line.due_on, today) + lead:
        words = _("Punktet står på dagsordenen %(day)s. Det er længe efter fristen.")
        line.because.append(lambda: [words % {"day": calendar.long_date(day)}])
        line.planned = None


def _held(line):
    day = calendar.long_date(line.held.meeting.starts_at)
    return _("Behandlet på mødet %(day)s. Det tæller, når referatet er sendt ud.") % {"day": day}


def due_day(duty, own, last, since):
    """Return (the day it is due next or None, what says why). A day that the body has set counts when it is earlier than
    the rule's."""
    rule, why = rule_day(duty, own and own.month, last, since)
    asked = own.next_due_on if own is not None else None
    if asked and (rule is None or asked <= rule) and (last is None or last < asked - HALF_A_YEAR):
        return asked, lambda: [_("Datoen er sat af udvalget.")]
    return rule, why


def rule_day(duty, month, last, since):
    """Return (the last day that the rule allows or None, what says why); `month` is the body's own, `since` counts what was
    never handled."""
    if not duty.interval_months or duty.obligation == Obligation.MAY:
        return None, lambda: [_("Der er ingen fast frist.")]
    if last and duty.counts_from_last:
        return calendar.add_months(last, duty.interval_months), lambda: [_every(duty), _last(last)]
    month = min(month or duty.window_to or 12, last_month(duty) or 12)
    years = max(1, duty.interval_months // 12)
    year = last.year + years if last else since.year
    if last is None and since + timedelta(days=duty.lead_days) > month_end(year, month):
        year += 1  # too late in the year to be reminded in time
    return month_end(year, month), lambda: [_every(duty), _latest(month)]


def _every(duty):
    return _("Mindst hver %(n)s. måned.") % {"n": duty.interval_months}


def _last(day):
    return _("Sidst %(day)s.") % {"day": calendar.long_date(day)}


def _latest(month):
    return _("Senest med udgangen af %(month)s.") % {"month": calendar.MONTHS[month - 1]}


def last_month(duty):
    """Return the month that a body's own can't be later than, or None: what must be done by then can't be put off by it."""
    return duty.window_to if duty.obligation in (Obligation.MUST, Obligation.DEPENDS) else None


@cache
def month_end(year, month):
    """Return the last day of a month."""
    return calendar.add_months(date(year, month, 1), 1) - timedelta(days=1)
