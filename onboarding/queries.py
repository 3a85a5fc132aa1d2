"""Sets of onboarding rows with a name."""

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from core import calendar
from core.queries import VisibleQuerySet
from onboarding.choices import RUNNING


class CourseQuerySet(VisibleQuerySet):
    """Courses."""

    view_action = "onboarding.view"

    def running(self):
        """Return those where somebody is still to act."""
        return self.filter(state__in=RUNNING)

    def with_progress(self):
        """Count the checklist: `total`, `done`, `late` and the day of the last meeting held. Nothing of it is stored."""
        own = self.model._meta
        items, meetings = (own.get_field(name).related_model.objects for name in ("items", "meetings"))
        items = items.filter(course=OuterRef("pk")).order_by().values("course")
        now = calendar.now()
        done, late = Q(todo__state="done"), Q(todo__state="open", todo__due_at__lt=now)
        relevant = Q(todo__state__in=["open", "done"])
        held = meetings.filter(course=OuterRef("pk"), state="held").order_by().values("course")
        return self.annotate(
            total=Subquery(items.annotate(n=Count("pk", filter=relevant)).values("n")),
            done=Subquery(items.annotate(n=Count("pk", filter=done)).values("n")),
            late=Subquery(items.annotate(n=Count("pk", filter=late)).values("n")),
            last_contact=Subquery(held.annotate(day=Max("held_on")).values("day")),
        )


class ItemQuerySet(VisibleQuerySet):
    """Lines of checklists."""

    view_action = "onboarding.view_item"

    def open(self):
        """Return what waits."""
        return self.filter(todo__state="open")


class RowQuerySet(VisibleQuerySet):
    """Rows of schedules."""

    view_action = "onboarding.view_row"

    def kept(self):
        """Return rows that were not taken out, in the order of the schedule."""
        return self.filter(dropped_at__isnull=True).order_by(
            "block", F("day").asc(nulls_last=True), F("clock").asc(nulls_last=True), "number"
        )


class MeetingQuerySet(VisibleQuerySet):
    """Status meetings."""

    view_action = "onboarding.view_meeting"

    def waiting(self):
        """Return those still to be held."""
        return self.filter(state__in=["planned", "moved"])


class OfCourseQuerySet(VisibleQuerySet):
    """Rows that are seen by whoever sees them through their course's own action."""


class TopicQuerySet(VisibleQuerySet):
    """Topics of the knowledge-person checklist."""

    view_action = "onboarding.view_topic"


class PaperQuerySet(VisibleQuerySet):
    """Papers."""

    view_action = "onboarding.read_paper"


class JournalQuerySet(VisibleQuerySet):
    """Journal entries."""

    view_action = "onboarding.read_journal"


class CompetenceQuerySet(VisibleQuerySet):
    """What people say that they know."""

    view_action = "onboarding.view_competence"


class BackgroundQuerySet(VisibleQuerySet):
    """Basic educations."""

    view_action = "onboarding.view_background"


class TrainingQuerySet(VisibleQuerySet):
    """Courses taken."""

    view_action = "onboarding.view_training"


class NeedsQuerySet(VisibleQuerySet):
    """Wishes to learn."""

    view_action = "onboarding.view_needs"


class SavedViewQuerySet(VisibleQuerySet):
    """Views of the list that somebody keeps."""

    view_action = "onboarding.keep_view"
