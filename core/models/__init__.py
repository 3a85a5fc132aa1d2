"""The tables of the house, one module per noun."""

from core.models.absence import Absence
from core.models.attachment import Attachment
from core.models.audit import AuditEntry
from core.models.document import Document
from core.models.draft import Draft
from core.models.edition import Edition, Template
from core.models.guidance import GuidancePage, Hotline, ReferenceLink
from core.models.mail import Mail, NoticeText
from core.models.next_of_kin import NextOfKin
from core.models.person import BirthDate, Person
from core.models.place import Alarm, AlarmTest, Defibrillator, Room, Site, Unit
from core.models.retention import LegalHold, RetentionRule, Tombstone
from core.models.role import ChainStep, Role, RoleKind
from core.models.rule import Counter, ReminderRule, Setting, SettingValue
from core.models.todo import Reminder, Todo

__all__ = [
    "Absence",
    "Alarm",
    "AlarmTest",
    "Attachment",
    "AuditEntry",
    "BirthDate",
    "ChainStep",
    "Counter",
    "Defibrillator",
    "Document",
    "Draft",
    "Edition",
    "GuidancePage",
    "Hotline",
    "LegalHold",
    "Mail",
    "NextOfKin",
    "NoticeText",
    "Person",
    "ReferenceLink",
    "Reminder",
    "ReminderRule",
    "RetentionRule",
    "Role",
    "RoleKind",
    "Room",
    "Setting",
    "SettingValue",
    "Site",
    "Template",
    "Todo",
    "Tombstone",
    "Unit",
]
