"""Close a file to everybody but the body's members, or open it again (MED-30)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.actions import attachments
from core.permissions import require
from med.actions.ground import agenda_changed, hold, minutes_changed
from med.choices import BEFORE, WRITING, MeetingState
from med.enclosures import CLOSED, OPEN


@transaction.atomic
def set_closed(treatment, file, *, by, closed):
    """Let only the members read a file of an item, or everybody who reads the item; False when it was so already.

    A file can be closed at any time, also after the publication. It is opened only until the minutes are out: what
    everybody will read is looked through first.
    """
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by)
    require(by, "med.read_closed", meeting)
    if file.subject not in ((OPEN, treatment.pk), (CLOSED, treatment.pk)):
        raise ValidationError(_("Filen hører ikke til punktet."), code="other")
    if not closed and meeting.state not in (*BEFORE, *WRITING):
        raise ValidationError(_("Referatet er sendt ud. Bilaget kan ikke åbnes for alle længere."), code="late")
    changed = attachments.move(file, (CLOSED if closed else OPEN, treatment.pk), by=by)
    if changed and meeting.state == MeetingState.AGENDA_OPEN:
        agenda_changed(meeting)
    elif changed and meeting.is_writing:
        minutes_changed(meeting)
    return changed
