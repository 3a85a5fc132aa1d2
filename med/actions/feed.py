"""A person's own calendar behind a secret link: only its hash is kept, and a new link makes the old one dead."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from core import audit, calendar, invitations
from core.models import Person
from core.permissions import require
from med import calendar_mail
from med.choices import MeetingState
from med.models import CalendarFeed, Invitation, Meeting

BACK, AHEAD = timedelta(days=60), timedelta(days=550)
FORGOTTEN = timedelta(days=180)  # a link that no calendar has fetched for so long leads nowhere any more


def hash_of(secret):
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def renew(person, *, by):
    """Make a new secret link and return the secret; it can't be read again later."""
    require(by, "med.keep_feed", person)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        person=person,
        defaults={"secret_hash": hash_of(secret), "made_at": calendar.now(), "last_read_at": None},
    )
    audit.record("med.feed_renewed", person, by=by)
    return secret


@transaction.atomic
def stop(person, *, by):
    """Take the link away; return whether there was one."""
    require(by, "med.keep_feed", person)
    gone, _rows = CalendarFeed.objects.filter(person=person).delete()
    if gone:
        audit.record("med.feed_stopped", person, by=by)
    return bool(gone)


def open_feed(secret, *, by=None):
    """Return the calendar behind a secret as text, None where it leads nowhere: unknown, replaced, forgotten, or of
    somebody who no longer works here.
    """
    now = calendar.now()
    feed = CalendarFeed.objects.filter(secret_hash=hash_of(secret)).first()
    if feed is None or not Person.objects.working().filter(pk=feed.person_id).exists():
        return None
    if now - (feed.last_read_at or feed.made_at) > FORGOTTEN:
        return None
    if feed.last_read_at is None or now - feed.last_read_at > timedelta(hours=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    meetings = (
        Meeting.objects.filter(
            pk__in=Invitation.objects.filter(person=feed.person_id, removed_at__isnull=True)
            .exclude(answer="no")
            .order_by()
            .values("meeting"),
            starts_at__range=(now - BACK, now + AHEAD),
        )
        .exclude(state=MeetingState.CANCELLED)
        .select_related("body")
        .order_by("starts_at")
    )
    return invitations.ics([calendar_mail.event_of(one, sequence=one.sequence) for one in meetings])
