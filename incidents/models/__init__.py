"""What is true of an incident. Split by noun: the incident, its notes, the response, sanctions, letters, reports, plan,
and beside the case: strain, statements, what is public, prevention.
"""

from incidents.models.incident import Addendum, Alert, CategoryDecision, Incident, Witness
from incidents.models.letters import Letter, LetterDecision, LetterField, LetterType
from incidents.models.messages import MessageReading, StaffMessage
from incidents.models.notes import PersonDescription, PhoneNote
from incidents.models.plan import ContingencyPlan, PlanFavourite, PlanIntroduction, PlanVersion
from incidents.models.prevention import (
    AgendaProposal,
    Concern,
    LoneWork,
    NearMiss,
    PreventionCourse,
    WalkAnswer,
    WalkPoint,
    WalkRound,
)
from incidents.models.public import Compensation, ComplaintCount, MediaCase, MediaEntry, MediaPromise, Naming
from incidents.models.reports import EventReport, JournalNote, Learning, Measure
from incidents.models.response import (
    Briefing,
    CrisisHelp,
    DepartmentCall,
    InjuryReport,
    KinContact,
    PoliceReport,
    ReturnInitiative,
    SafetynetEntry,
    Session,
    SystemReference,
    Talk,
)
from incidents.models.sanctions import ProposalRequest, Sanction
from incidents.models.sparring import SparringSlot
from incidents.models.statements import Statement, StatementAddition
from incidents.models.strain import StrainAnswer, StrainEpisode, StrainLog

__all__ = [
    "Addendum",
    "AgendaProposal",
    "Alert",
    "Briefing",
    "CategoryDecision",
    "Compensation",
    "ComplaintCount",
    "Concern",
    "ContingencyPlan",
    "CrisisHelp",
    "DepartmentCall",
    "EventReport",
    "Incident",
    "InjuryReport",
    "JournalNote",
    "KinContact",
    "Learning",
    "Letter",
    "LetterDecision",
    "LetterField",
    "LetterType",
    "LoneWork",
    "Measure",
    "MediaCase",
    "MediaEntry",
    "MediaPromise",
    "MessageReading",
    "Naming",
    "NearMiss",
    "PersonDescription",
    "PhoneNote",
    "PlanFavourite",
    "PlanIntroduction",
    "PlanVersion",
    "PoliceReport",
    "PreventionCourse",
    "ProposalRequest",
    "ReturnInitiative",
    "SafetynetEntry",
    "Sanction",
    "Session",
    "StaffMessage",
    "SparringSlot",
    "Statement",
    "StatementAddition",
    "StrainAnswer",
    "StrainEpisode",
    "StrainLog",
    "SystemReference",
    "Talk",
    "WalkAnswer",
    "WalkPoint",
    "WalkRound",
    "Witness",
]
