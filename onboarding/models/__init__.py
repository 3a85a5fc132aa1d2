"""What is true of an introduction. Split by noun: templates, the course, its plan, the pair, the newcomer, papers, the letter,
who knows what.
"""

from onboarding.models.competence import Background, Competence, Needs, Training
from onboarding.models.course import Adaptation, Course, CourseRole
from onboarding.models.letter import Invitation, WayIn, Welcome
from onboarding.models.mentor import JournalEntry, OpenPoint, StatusMeeting
from onboarding.models.newcomer import Aid, CaseLoad, Contribution, Goal, Question, Topic
from onboarding.models.papers import Confirmation, Paper
from onboarding.models.plan import ChecklistItem, ScheduleRow
from onboarding.models.saved import SavedView
from onboarding.models.template import BankQuestion, Pack, PackVersion

__all__ = [
    "Adaptation",
    "Aid",
    "Background",
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
    "Needs",
    "OpenPoint",
    "Pack",
    "PackVersion",
    "Paper",
    "Question",
    "SavedView",
    "ScheduleRow",
    "StatusMeeting",
    "Topic",
    "Training",
    "WayIn",
    "Welcome",
]
