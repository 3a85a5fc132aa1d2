"""What the clock puts on an agenda by itself when nobody has seen to it in time: once each (R-42, R-45)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from core import calendar
from core.reminders import opener
from med.actions import onto
from med.choices import CHAIRS, BodyKind, Origin, SeatFunction
from med.models import Guideline, Seat, Topic, TrioFrame

FRAME_DAYS = 30


@opener
def bring_back(today, *, by=None):
    """Put overdue guidelines on their body's agenda, and the frame on a TRIO's that has a new member."""
    wanted = [*_guidelines(today), *_frames(today)]
    there = set(
        Topic.objects.filter(source_key__in=[key for _body, key, _title, _text in wanted]).values_list(
            "body_id", "source_key"
        )
    )
    for body, key, title, text in wanted:
        if (body.pk, key) not in there:
            onto.bring(body, by=by, title=title, source_key=key, origin=Origin.REVIEW, background=text)


def _guidelines(today):
    """Return what has passed its day of revision: (body, key, title, text); the day is a part of the key."""
    rows = Guideline.objects.filter(revise_by__lt=today, state__in=["approved", "needs_revision"]).select_related(
        "body"
    )
    return [
        (
            one.body,
            f"revise:{one.pk}:{one.revise_by.isoformat()}",
            _("Revision: %(title)s") % {"title": one.title},
            _("Skulle være set efter senest %(day)s.") % {"day": calendar.long_date(one.revise_by)},
        )
        for one in rows
    ]


def _frames(today):
    """Return the TRIOs whose new member has waited thirty days for the talk about the frame."""
    agreed = dict(
        TrioFrame.objects.filter(agreed_on__isnull=False).order_by("agreed_on").values_list("body_id", "agreed_on")
    )
    last = today - timedelta(days=FRAME_DAYS)
    seats = (
        Seat.objects.held(today)
        .filter(
            body__kind=BodyKind.TRIO,
            starts_on__range=(last - timedelta(days=60), last - timedelta(days=1)),
            function__in=[*CHAIRS, SeatFunction.MEMBER],
        )
        .select_related("body")
    )
    found = {}
    for seat in seats:
        if seat.body_id not in agreed or agreed[seat.body_id] < seat.starts_on:
            key = f"frame:{seat.body_id}:{seat.starts_on.isoformat()}"
            text = _("Der er et nyt medlem. Tal rammerne for samarbejdet igennem, og skriv under på ny.")
            found[key] = (seat.body, key, _("Rammer for samarbejdet"), text)
    return list(found.values())
