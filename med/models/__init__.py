"""What is true of MED: `bodies` (who), `meetings` (agenda), `minutes` (what was said and decided), `confidential`
(notes of one side, of one TRIO), `figures` (numbers that come back).

A topic lives until somebody closes it; each meeting has its own treatment of it; what was decided stays with that one.
"""

from med.models.bodies import AgendaTemplateItem, Body, Seat
from med.models.confidential import PreMeetingNote, TrioNote
from med.models.figures import Figure
from med.models.meetings import Meeting, PartyInput, Proposal, Release, Topic, Treatment
from med.models.minutes import Action, Addendum, Attendance, MinutesComment, Outcome, TextRevision

__all__ = [
    "Action",
    "Addendum",
    "AgendaTemplateItem",
    "Attendance",
    "Body",
    "Figure",
    "Meeting",
    "MinutesComment",
    "Outcome",
    "PartyInput",
    "PreMeetingNote",
    "Proposal",
    "Release",
    "Seat",
    "TextRevision",
    "Topic",
    "Treatment",
    "TrioNote",
]
