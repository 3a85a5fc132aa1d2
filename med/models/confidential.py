"""What only some may read: the notes of one side before a meeting, and the notes of one TRIO (MED-48, 57)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person
from med.choices import Side
from med.models.bodies import Body
from med.models.meetings import Meeting, Proposal, Treatment
from med.queries import PreMeetingQuerySet, PreNoteQuerySet, TrioNoteQuerySet


class PreMeetingNote(models.Model):
    """One side's note to one item (or to the meeting). The other side never sees that it is there."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pre_notes")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, null=True, related_name="pre_notes")
    side = models.CharField(max_length=12, choices=Side.choices)
    text = EncryptedTextField(_("note"), max_length=6000, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    objects = PreNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "treatment", "side"], name="one_note_a_side_and_item", nulls_distinct=False
            )
        ]


class PreMeeting(models.Model):
    """When and with whom one side meets before the meeting. The other side never sees that it is there (MED-48)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pre_meetings")
    side = models.CharField(max_length=12, choices=Side.choices)
    starts_at = models.DateTimeField(_("hvornår"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=160, blank=True)
    participants = models.CharField(_("hvem er med"), max_length=300, blank=True)
    ideas = EncryptedTextField(_("idéer, der skal med"), max_length=4000, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    objects = PreMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "side"], name="one_pre_meeting_a_side")]


class TrioNote(models.Model):
    """What a TRIO writes to itself. Goes on only when somebody writes a neutral text for it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="trio_notes")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="trio_notes")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, null=True, related_name="trio_notes")
    text = EncryptedTextField(_("note"), max_length=6000)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_on = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TrioNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
