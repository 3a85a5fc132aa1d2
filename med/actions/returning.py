"""What the clock puts on an agenda by itself when nobody has seen to it in time: once each (R-42, R-45, MED-58)."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core import calendar
from core.reminders import opener
from med.actions import onto
from med.choices import CHAIRS, BodyKind, Origin, SeatFunction
from med.models import Body, Guideline, Seat, Topic, TrioFrame

FRAME_DAYS = 30
PROMPTS = (3, 9)  # the months in which each half year's prompt comes
REVIEW_DAYS = 14  # before the day on which a TRIO looks at its frame again, it comes on the next agenda


@opener
def bring_back(today, *, by=None):
    """Put overdue guidelines on their body's agenda; on a TRIO's the frame, when a member is new or it is to be looked at
    again, and twice a year the question how the working environment is kept going.
    """
    wanted = [*_guidelines(today), *_frames(today), *_reviews(today), *_prompts(today)]
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


def _reviews(today):
    """Return the frames that their TRIO wanted to look at again about now; the day is a part of the key."""
    newer = TrioFrame.objects.filter(body=OuterRef("body"), number__gt=OuterRef("number"))
    rows = TrioFrame.objects.filter(
        ~Exists(newer),
        Body.in_force(today, "body__"),
        agreed_on__isnull=False,
        next_review_on__lte=today + timedelta(days=REVIEW_DAYS),
    )
    return [
        (
            one.body,
            f"frame-review:{one.pk}:{one.next_review_on.isoformat()}",
            _("Rammer for samarbejdet"),
            _("I aftalte at se på rammerne igen %(day)s.") % {"day": calendar.long_date(one.next_review_on)},
        )
        for one in rows.select_related("body")
    ]


def _prompts(today):
    """Return each TRIO's prompt of the half year: what keeps a good working environment going (GEN-60)."""
    months = [month for month in PROMPTS if month <= today.month]
    if not months or today.month > months[-1] + 2:
        return []
    text = _(
        "Gør det synligt, hvad I har nået. Gør det sammen med kollegerne. Husk arbejdsmiljøet, når noget bliver lavet om. "
        "Find ud af, hvordan det står til nu. Lav planer, I kan nå, og følg op på dem."
    )
    return [
        (body, f"keep-going:{body.pk}:{today.year}-{months[-1]}", _("Hvordan holder vi arbejdsmiljøet ved lige?"), text)
        for body in Body.objects.active(today).filter(kind=BodyKind.TRIO)
    ]
