"""Fill in the sheet of an item; say who decides the item (MED-03, MED-15 to 17, 26, 39 to 41, 44, 45, 53)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from core.texts import error
from med.actions.ground import agenda_changed, minutes_changed
from med.choices import LEVELS, MeetingState
from med.models import ItemSheet, Level, Meeting
from med.sheets import BY_CODE


def _hold(treatment, by):
    """Return the item's meeting under lock while its papers can still change."""
    require(by, "med.write_sheet", treatment)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=treatment.meeting_id)
    if meeting.minutes_are_out or meeting.is_cancelled:
        raise ValidationError(_("Referatet er sendt ud. Skriv en bemærkning i stedet."), code="out")
    return meeting


@transaction.atomic
def write(treatment, *, by, code, answers, version=0):
    """Write an item's sheet; E-49 when somebody saved meanwhile. Return the ItemSheet."""
    meeting = _hold(treatment, by)
    if code not in BY_CODE:
        raise ValidationError(_("Vælg et skema."), code="sheet")
    row = ItemSheet.objects.select_for_update().filter(treatment=treatment).first()
    if (row.version if row else 0) != version:
        raise ValidationError(error("E-49"), code="stale")
    if row is None:
        row = ItemSheet(treatment=treatment, version=0)
    row.code, row.answers, row.version = code, answers, row.version + 1
    row.written_by, row.written_at = by, calendar.now()
    row.save()
    if meeting.is_writing:
        minutes_changed(meeting)
    elif meeting.state == MeetingState.AGENDA_OPEN:
        agenda_changed(meeting)
    audit.record("med.sheet_written", treatment, by=by, sheet=code)
    return row


@transaction.atomic
def place(treatment, *, by, level):
    """Say who decides an item; return the Level."""
    _hold(treatment, by)
    if level not in dict(LEVELS):
        raise ValidationError({"level": _("Vælg, hvem der afgør det.")})
    row, _made = Level.objects.update_or_create(treatment=treatment, defaults={"level": level, "set_by": by})
    audit.record("med.item_placed", treatment, by=by, level=level)
    return row
