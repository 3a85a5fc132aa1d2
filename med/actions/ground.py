"""What several verbs share: a meeting under lock, and its version."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from core.permissions import require
from med import notices
from med.choices import MeetingState
from med.models import Meeting


class Conflict(Exception):
    """Somebody else saved meanwhile; `current` is the row as it stands now."""

    def __init__(self, current):
        super().__init__("conflict")
        self.current = current


def mark_of(row, names):
    """Return what tells one wording of a row from the next: a form sends along which one it showed."""
    said = "\x1f".join(str(getattr(row, name)) for name in names)
    return sha256(said.encode()).hexdigest()[:20]


def hold(meeting, action, *, by, states=()):
    """Return the fresh meeting under lock if the person may do the action and its state is one of `states`."""
    require(by, action, meeting)
    fresh = Meeting.objects.select_for_update(of=("self",)).select_related("body__unit").get(pk=meeting.pk)
    if states and fresh.state not in states:
        raise ValidationError(
            _("Det kan ikke gøres nu: Mødet er »%(state)s«.") % {"state": fresh.get_state_display()}, code="state"
        )
    return fresh


def agenda_changed(meeting):
    """Give the agenda a new version, so that a chair's yes to the old one no longer counts; whoever was sent the old one hears."""
    Meeting.objects.filter(pk=meeting.pk).update(agenda_version=F("agenda_version") + 1)
    if meeting.state == MeetingState.RELEASED:
        notices.supplemented(meeting)


def minutes_changed(meeting):
    """Give the minutes a new version."""
    Meeting.objects.filter(pk=meeting.pk).update(minutes_version=F("minutes_version") + 1)
