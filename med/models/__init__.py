"""What is true of MED: `bodies` (who), `meetings` (agenda), `minutes` (what was said and decided), `confidential`
(notes of one side, of one TRIO), `figures` (numbers that come back), `calendar` (invitations, feed), `duties` (year wheel,
annual discussion, APV), `register` (guidelines, local agreements), `lifts` (to other bodies, to staff, the TRIO's frame),
`training`.

A topic lives until somebody closes it; each meeting has its own treatment of it; what was decided stays with that one.
"""

from med.models.agreed import Objection, Waiver, WrittenYes
from med.models.between import ChairMatter, Summary
from med.models.bodies import Body, Seat
from med.models.calendar import CalendarFeed, Event, Invitation, Reading, Series
from med.models.confidential import PreMeeting, PreMeetingNote, TrioNote
from med.models.duties import (
    AnnualDiscussion,
    Assessment,
    BodyDuty,
    Deviation,
    Duty,
    DutyLink,
    PlanMeasure,
    Ruling,
    SafetyGoal,
    SelfCheck,
    SelfCheckAnswer,
)
from med.models.figures import Figure
from med.models.lifts import Dissemination, FrameSignature, Lift, Reached, TrioFrame
from med.models.meetings import ClosedAnnex, Meeting, PartyInput, Proposal, Release, Topic, Treatment
from med.models.minutes import Action, Addendum, Attendance, MinutesComment, Outcome, TextRevision
from med.models.presence import Writing
from med.models.register import (
    Agreement,
    AgreementVersion,
    Guideline,
    GuidelineVersion,
    HearingAnswer,
    MedAgreement,
    Signature,
)
from med.models.sheets import ItemSheet, Level
from med.models.training import CompetenceNeed, Course, CourseOffer, JoinedYears, TrainingFigure, TrainingRecord

__all__ = [
    "Action",
    "Addendum",
    "Agreement",
    "AgreementVersion",
    "AnnualDiscussion",
    "Assessment",
    "Attendance",
    "Body",
    "BodyDuty",
    "CalendarFeed",
    "ChairMatter",
    "ClosedAnnex",
    "CompetenceNeed",
    "Course",
    "CourseOffer",
    "Deviation",
    "Dissemination",
    "Duty",
    "DutyLink",
    "Event",
    "Figure",
    "FrameSignature",
    "Guideline",
    "GuidelineVersion",
    "HearingAnswer",
    "Invitation",
    "ItemSheet",
    "JoinedYears",
    "Level",
    "Lift",
    "MedAgreement",
    "Meeting",
    "MinutesComment",
    "Objection",
    "Outcome",
    "PartyInput",
    "PlanMeasure",
    "PreMeeting",
    "PreMeetingNote",
    "Proposal",
    "Reached",
    "Reading",
    "Release",
    "Ruling",
    "SafetyGoal",
    "Seat",
    "SelfCheck",
    "SelfCheckAnswer",
    "Series",
    "Signature",
    "Summary",
    "TextRevision",
    "Topic",
    "TrainingFigure",
    "TrainingRecord",
    "Treatment",
    "TrioFrame",
    "TrioNote",
    "Waiver",
    "Writing",
    "WrittenYes",
]
