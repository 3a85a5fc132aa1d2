"""Notes of one side before a meeting, and of one TRIO; a TRIO's point goes on only in words written for it (MED-48, 57)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import can, require
from med.actions.ground import Conflict
from med.choices import CHAIRS, Origin, Purpose, SeatFunction, Side
from med.models import Body, PreMeeting, PreMeetingNote, Proposal, TrioNote
from med.permissions.relations import bodies_of


def own_side(person, body):
    """Return the side the person sits on in a body, or nothing."""
    for side in (Side.EMPLOYEE, Side.MANAGEMENT):
        if body.pk in bodies_of(person, *CHAIRS, SeatFunction.MEMBER, side=side):
            return side
    return ""


@transaction.atomic
def write_pre_note(meeting, *, by, text, version, treatment=None):
    """Write the own side's note to an item; return it. Raises Conflict when somebody of the side was first."""
    side = own_side(by, meeting.body)
    if not side:
        require(by, "med.change_pre_note", PreMeetingNote(body=meeting.body))
    row, _made = PreMeetingNote.objects.get_or_create(
        meeting=meeting, treatment=treatment, side=side, defaults={"body": meeting.body}
    )
    require(by, "med.change_pre_note", row)
    if row.text == text:
        return row
    changed = PreMeetingNote.objects.filter(pk=row.pk, version=version).update(
        text=text, version=F("version") + 1, changed_by=by, changed_at=calendar.now()
    )
    row.refresh_from_db()
    if not changed:
        raise Conflict(row)
    audit.record("med.pre_note_written", row, by=by)
    return row


@transaction.atomic
def plan_pre_meeting(meeting, *, by, starts_at=None, place="", participants="", ideas=""):
    """Write when the own side meets before the meeting, with whom, and what to bring; return the PreMeeting."""
    side = own_side(by, meeting.body)
    if not side:
        require(by, "med.change_pre_meeting", PreMeeting(body=meeting.body))
    if starts_at and starts_at >= meeting.starts_at:
        raise ValidationError({"day": _("Formødet skal ligge før mødet.")})
    row, _made = PreMeeting.objects.update_or_create(
        meeting=meeting,
        side=side,
        defaults={
            "body": meeting.body,
            "starts_at": starts_at,
            "place": place,
            "participants": participants,
            "ideas": ideas,
            "changed_by": by,
            "changed_at": calendar.now(),
        },
    )
    require(by, "med.change_pre_meeting", row)
    audit.record("med.pre_meeting_planned", row, by=by)
    return row


@transaction.atomic
def write_trio_note(body, *, by, text, meeting=None, treatment=None):
    """Write a note that only the TRIO reads; return (TrioNote, is new)."""
    require(by, "med.write_trio_note", body)
    for row in TrioNote.objects.filter(body=body, meeting=meeting, written_by=by).order_by("-pk")[:5]:
        if row.text == text:
            return row, False
    row = TrioNote(body=body, meeting=meeting, treatment=treatment, text=text, written_by=by, written_at=calendar.now())
    row.save(force_insert=True)
    audit.record("med.trio_note_written", row, by=by)
    return row, True


def targets(person):
    """Return the MED bodies that the person may propose an item to."""
    from core.permissions import rows

    return rows(person, "med.propose", Body.objects.active()).filter(
        kind__in=["lokal_med", "area_med", "hoved_med", "staff_meeting"]
    )


@transaction.atomic
def send_to_med(note, *, by, body, title, text):
    """Send a point of a TRIO's note on to a MED body, in neutral words of its own; return the Proposal."""
    require(by, "med.send_trio_note", note)
    if body.is_trio or not can(by, "med.propose", body):
        raise ValidationError({"body": _("Du sidder ikke i det udvalg.")})
    if TrioNote.objects.select_for_update().get(pk=note.pk).sent_on_id:  # two presses at once make one proposal
        raise ValidationError(_("Punktet er sendt allerede."), code="sent")
    proposal = Proposal(
        body=body,
        title=title,
        text=text,
        purpose=Purpose.DISCUSSION,
        proposed_by=by,
        proposed_at=calendar.now(),
        origin=Origin.TRIO,
    )
    proposal.save(force_insert=True)
    TrioNote.objects.filter(pk=note.pk).update(sent_on=proposal)
    audit.record("med.trio_point_sent", proposal, by=by)
    return proposal
