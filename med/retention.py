"""How long MED keeps what is nobody else's: the notes of one side, and of one TRIO. Minutes and decisions are kept."""

from core import calendar
from core.retention import Kind, kind
from med.models import PreMeeting, PreMeetingNote, TrioNote


@kind("med.pre_note")
class PreMeetingNotes(Kind):
    """Notes of one side, from the day of the meeting."""

    def due(self, before):
        """Return those of meetings on the day or earlier."""
        return PreMeetingNote.objects.filter(meeting__starts_at__date__lte=before).select_related("meeting")

    def began(self, row):
        """Return the day of the meeting."""
        return calendar.local_date(row.meeting.starts_at)


@kind("med.pre_meeting")
class PreMeetings(Kind):
    """When one side met before a meeting and what it wanted to bring, from the day of the meeting."""

    def due(self, before):
        """Return those of meetings on the day or earlier."""
        return PreMeeting.objects.filter(meeting__starts_at__date__lte=before).select_related("meeting")

    def began(self, row):
        """Return the day of the meeting."""
        return calendar.local_date(row.meeting.starts_at)


@kind("med.trio_note")
class TrioNotes(Kind):
    """Notes of one TRIO, from the day they were written."""

    def due(self, before):
        """Return those written on the day or earlier."""
        return TrioNote.objects.filter(written_at__date__lte=before)

    def began(self, row):
        """Return the day it was written."""
        return calendar.local_date(row.written_at)
