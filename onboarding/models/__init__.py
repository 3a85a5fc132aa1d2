"""What is true of an introduction. Split by noun: templates, the course, its plan, the pair, the newcomer, papers, the letter."""

from onboarding.models.course import Adaptation, Course, CourseRole
from onboarding.models.letter import Invitation, WayIn, Welcome
from onboarding.models.mentor import JournalEntry, OpenPoint, StatusMeeting
from onboarding.models.newcomer import Aid, CaseLoad, Competence, Contribution, Goal, Question, Topic
from onboarding.models.papers import Confirmation, Paper
from onboarding.models.plan import ChecklistItem, ScheduleRow
from onboarding.models.template import BankQuestion, Pack, PackVersion

__all__ = [
    "Adaptation",
    "Aid",
    "BankQuestion",
    "CaseLoad",
    "ChecklistItem",
    "Competence",
    "Confirmation",
    "Contribution",
    "Course",
    "CourseRole",
    "Goal",
    "Invitation",
    "JournalEntry",
    "OpenPoint",
    "Pack",
    "PackVersion",
    "Paper",
    "Question",
    "ScheduleRow",
    "StatusMeeting",
    "Topic",
    "WayIn",
    "Welcome",
]
