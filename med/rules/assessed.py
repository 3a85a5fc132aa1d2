"""When an APV or a well-being survey is due: after the last one, and where there has never been one (GEN-54, GEN-55)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from core import calendar
from core.together import together
from med.choices import BodyKind
from med.models import Assessment, Body, Meeting
from med.models.duties import AssessmentKind

KINDS = (BodyKind.LOCAL, BodyKind.STAFF)  # the committees of a workplace
NOTICE = 6  # months: so long before it is due the committee is told, and so long it has to write in what it has


@dataclass
class AssessmentLine:
    """One cycle of one body: the newest of its kind and unit, or that there is none."""

    body: Body
    kind: str
    due_on: date
    last: Assessment | None = None

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
    begun = Meeting.objects.filter(body__in=by_id).exclude(state="cancelled").order_by().values_list("body_id")
    rows, begun = together(
        Assessment.objects.filter(Q(body__in=by_id) | Q(unit__in=units)).order_by("started_on", "pk"),
        begun.annotate(first=Min("starts_at")),
    )
    newest = {(one.body_id, one.unit_id, one.kind): one for one in rows}
    assessed = {unit for _body, unit, kind in newest if kind == AssessmentKind.APV}
    assessed_by = {body for body, _unit, kind in newest if kind == AssessmentKind.APV}
    for one in newest.values():
        if one.next_due_on and one.body_id in by_id:
            found[one.body_id].append(AssessmentLine(by_id[one.body_id], one.kind, one.next_due_on, one))
    for pk, first in begun:
        body = by_id[pk]
        known = pk in assessed_by or body.unit_id is None or body.unit_id in assessed
        if not known and body.kind in KINDS and body.handles_environment:
            since = max(calendar.local_date(first), body.starts_on)
            found[pk].append(AssessmentLine(body, AssessmentKind.APV.value, calendar.add_months(since, NOTICE)))
    return found
