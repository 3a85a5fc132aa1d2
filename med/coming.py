"""What MED puts under »Det næste, der sker« on Min side: meetings of one's bodies and events, in one question."""

from datetime import date, datetime
from functools import cache

from django.db.models import CharField, Exists, F, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, desk
from core.written import Written
from med.choices import MeetingState
from med.models import Event, Meeting
from med.models.calendar import Audience
from med.permissions.events import groups_by_role
from med.permissions.relations import seats_held

MOST = 5  # of each


@desk.upcoming
def next_dates(person, until):
    """Return meetings of the person's bodies and events for them in the time to come. One query."""
    ask = _coming(tuple(groups_by_role(person)))
    rows = ask(person=person.pk, on=person.standing.on, now=calendar.now(), until=until)
    return [
        desk.Item(
            str(_("Møde i %(body)s") % {"body": short or name}) if kind == "meeting" else name,
            reverse(f"med:{kind}", args=[pk]),
            starts_at,
            place,
            "med" if kind == "meeting" else "calendar",
        )
        for kind, pk, starts_at, place, name, short in rows
    ]


@cache
def _coming(groups):
    """Return the question for somebody with these roles; a seat in a body, which gives more, is asked for with it."""

    def text(value):
        return Value(value, output_field=CharField())

    def make(person, on, now, until):
        seats = seats_held(person, on)
        soon = Q(starts_at__gte=now, starts_at__lte=until)
        meetings = (
            Meeting.objects.filter(soon, body__in=seats.values("body_id"))
            .exclude(state=MeetingState.CANCELLED)
            .annotate(what=text("meeting"), called=F("body__name"), short=F("body__short_name"))
        )
        members = Q(Exists(seats), audience__contains=[Audience.MEMBERS.value])
        events = Event.objects.filter(
            soon, Q(audience__overlap=list(groups)) | members, cancelled_at__isnull=True
        ).annotate(what=text("event"), called=F("title"), short=text(""))
        parts = [
            rows.order_by("starts_at").values_list("what", "pk", "starts_at", "place", "called", "short")[:MOST]
            for rows in (meetings, events)
        ]
        return parts[0].union(parts[1], all=True)

    return Written(make, person=int, on=date, now=datetime, until=datetime)
