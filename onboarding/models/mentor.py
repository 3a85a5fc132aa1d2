"""Mentor and newcomer: their meetings, notes for the pair alone, open points, and the mentee's own journal (ONB-08, -09, -23)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from core.models import Person
from onboarding.choices import MeetingState
from onboarding.models.course import Course
from onboarding.models.plan import ChecklistItem
from onboarding.queries import JournalQuerySet, MeetingQuerySet


class StatusMeeting(models.Model):
    """One meeting of the pair. When and whether it was held is open to the course; what was said is not."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=8)  # daily, weekly, extra, mentor
    starts_at = models.DateTimeField(_("hvornår"))
    minutes = models.PositiveSmallIntegerField(default=30)
    place = models.CharField(_("sted"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    held_on = models.DateField(null=True)
    cancel_reason = models.CharField(_("hvorfor"), max_length=200, blank=True)
    reasons = models.JSONField(default=list)
    moved_by_hand = models.BooleanField(default=False)
    notes = EncryptedJSONField(default=dict)  # {point: text} of the fixed agenda
    edit = models.PositiveIntegerField(default=1)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="meeting_once")]
        indexes = [models.Index(fields=["state", "starts_at"])]

    @property
    def is_waiting(self):
        """Tell whether it is still to be held."""
        return self.state in (MeetingState.PLANNED, MeetingState.MOVED)


class OpenPoint(models.Model):
    """Something the pair hasn't finished: it stands on the next meeting's agenda until it is closed."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="points")
    text = EncryptedTextField(_("punkt"), max_length=1000)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(StatusMeeting, on_delete=models.SET_NULL, null=True, related_name="points")
    closed_at = models.DateTimeField(null=True)
    item = models.ForeignKey(ChecklistItem, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["raised_at", "pk"]


class JournalEntry(models.Model):
    """The mentee's private journal. Its writer reads it, and nobody else, ever."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="journal")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="journal")
    text = EncryptedTextField(_("journal"), max_length=20000)
    written_at = models.DateTimeField()

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
