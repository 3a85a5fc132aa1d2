"""When an APV or a well-being survey is due: after the last one, and where there has never been one (GEN-54, GEN-55).

Only one that is finished counts as made: one that is begun puts nothing off.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.together import together
from med.choices import BodyKind
from med.models import Assessment, Body, Meeting
from med.models.duties import AssessmentKind

KINDS = (BodyKind.LOCAL, BodyKind.STAFF)  # the committees of a workplace
NOTICE = 6  # months: so long before it is due the committee is told, and so long it has to write in what it has
ANEW = {"apv": _("Ny APV"), "survey": _("Ny trivselsmåling")}
FINISH = {"apv": _("Gør APV færdig"), "survey": _("Gør trivselsmåling færdig")}
MISSING = _("APV: der er ikke skrevet nogen")


@dataclass
class AssessmentLine:
    """One cycle of one body: the newest of its kind and unit that was made, the one under way, or that there is none."""

    body: Body
    kind: str
    due_on: date
    last: Assessment | None = None
    begun: Assessment | None = None

    @property
    def title(self):
        """Return what the committee has to see to."""
        if self.begun is not None:
            return str(FINISH[self.kind])
        return str(ANEW[self.kind] if self.last is not None else MISSING)

    def is_overdue(self, today):
        """Tell whether the day has passed."""
        return self.due_on < today

    def is_due(self, today):
        """Tell whether the committee must see to it."""
        return self.due_on <= calendar.add_months(today, NOTICE)


def cycles(bodies, today):
    """Return {body id: [AssessmentLine]} in one query.

    Where no APV stands, the law's demand is there all the same: half a year after the committee's first meeting here.
    """
    by_id = {body.pk: body for body in bodies}
    found: dict = defaultdict(list)
    units = {body.unit_id for body in bodies if body.unit_id}
    met = Meeting.objects.filter(body__in=by_id).exclude(state="cancelled").order_by().values_list("body_id")
    rows, met = together(
        Assessment.objects.filter(Q(body__in=by_id) | Q(unit__in=units)).order_by("started_on", "pk"),
        met.annotate(first=Min("starts_at")),
    )
    made, begun = _made_and_begun(rows)
    wanted = {pk: calendar.add_months(_since(by_id[pk], first), NOTICE) for pk, first in met if _asked(by_id[pk])}
    known: set = set()
    for key in made | begun:
        body, unit, kind = key
        if kind == AssessmentKind.APV:
            known |= {("body", body), ("unit", unit)}
        if body in by_id:
            due = _due(key, made, begun, wanted)
            if due:
                found[body].append(AssessmentLine(by_id[body], kind, due, made.get(key), begun.get(key)))
    for pk, due in wanted.items():
        body = by_id[pk]
        if body.unit_id is not None and not known & {("body", pk), ("unit", body.unit_id)}:
            found[pk].append(AssessmentLine(body, AssessmentKind.APV.value, due))
    return found


def _made_and_begun(rows):
    """Return ({(body, unit, kind): the newest that is finished}, {the same: the first that was begun since})."""
    made: dict = {}
    begun: dict = {}
    for one in rows:
        key = (one.body_id, one.unit_id, one.kind)
        if one.completed_on is None:
            begun.setdefault(key, []).append(one)
        elif key not in made or made[key].completed_on <= one.completed_on:
            made[key] = one
    since = {
        key: [one for one in some if key not in made or one.started_on > made[key].started_on]
        for key, some in begun.items()
    }
    return made, {key: some[0] for key, some in since.items() if some}


def _asked(body):
    """Tell whether the committee is asked for an APV where none stands."""
    return body.kind in KINDS and body.handles_environment


def _since(body, first):
    """Return the day from which a committee that never made an APV is counted."""
    return max(calendar.local_date(first), body.starts_on)


def _due(key, made, begun, wanted):
    """Return when the next one must be made; a first one that is under way half a year after it began."""
    body, _unit, kind = key
    if key in made:
        return made[key].next_due_on
    days = [calendar.add_months(begun[key].started_on, NOTICE)]
    if kind == AssessmentKind.APV and body in wanted:
        days.append(wanted[body])
    return min(days)
