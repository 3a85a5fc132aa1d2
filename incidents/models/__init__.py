"""What is true of an incident. Split by noun: the incident, its notes, the response, sanctions, letters, reports, plan."""

from incidents.models.incident import Addendum, Alert, CategoryDecision, Incident, Witness
from incidents.models.letters import Letter, LetterBlock, LetterDecision, LetterField, LetterType
from incidents.models.messages import MessageReading, StaffMessage
from incidents.models.notes import PersonDescription, PhoneNote
from incidents.models.plan import ContingencyPlan, PlanIntroduction, PlanVersion
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
    Talk,
)
from incidents.models.sanctions import Sanction
from incidents.models.steps import StepTemplate

__all__ = [
    "Addendum",
    "Alert",
    "Briefing",
    "CategoryDecision",
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
    "LetterBlock",
    "LetterDecision",
    "LetterField",
    "LetterType",
    "Measure",
    "MessageReading",
    "PersonDescription",
    "PhoneNote",
    "PlanIntroduction",
    "PlanVersion",
    "PoliceReport",
    "ReturnInitiative",
    "SafetynetEntry",
    "Sanction",
    "Session",
    "StaffMessage",
    "StepTemplate",
    "Talk",
    "Witness",
]
