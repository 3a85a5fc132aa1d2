"""Plan a year's meetings in one go; each is a meeting and a calendar event of its own (MED-47, MED-56, MED-62)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from med.actions import inviting
from med.choices import MeetingState
from med.models import Body, Meeting, Series


@transaction.atomic
def plan_series(body, *, by, interval, spans, place=""):
    """Make the meetings of [(start, end)] and invite to each; times the body has already are left out. Return the series."""
    require(by, "med.plan_meeting", body)
    body = Body.objects.select_for_update().get(pk=body.pk)
    now = calendar.now()
    if any(start < now for start, _end in spans):
        raise ValidationError(_("En af datoerne er gået. Vælg den fra."), code="past")
    if any(end <= start or end - start > timedelta(hours=12) for start, end in spans):
        raise ValidationError(_("Mødet skal slutte, efter det er begyndt, og samme dag."), code="end")
    starts = set(
        Meeting.objects.filter(body=body).exclude(state=MeetingState.CANCELLED).values_list("starts_at", flat=True)
    )
    fresh = [(start, end) for start, end in sorted(set(spans)) if start not in starts]
    if not fresh:
        raise ValidationError(_("Der er ingen nye datoer at planlægge."), code="none")
    numbers: dict = {}
    made = []
    for start, end in fresh:
        year = calendar.local_date(start).year
        if year not in numbers:
            numbers[year] = Meeting.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0
        numbers[year] += 1
        made.append(
            Meeting(
                body=body,
                year=year,
                number=numbers[year],
                starts_at=start,
                ends_at=end,
                place=place,
                planned_by=by,
            )
        )
    made = Meeting.objects.bulk_create(made)
    series = Series.objects.create(
        body=body,
        year=calendar.local_date(fresh[0][0]).year,
        interval=interval,
        planned_by=by,
        planned_at=now,
    )
    series.meetings.set(made)
    audit.record("med.series_planned", body, by=by, meetings=len(made))
    for meeting in made:
        inviting.tell(meeting, by=by)
    return series
