"""Sets of MED's rows with a name. Everything a page shows comes through `visible_to(person)`."""

from django.db.models import Q

from core import calendar
from core.queries import VisibleQuerySet
from med.choices import BEFORE, CHAIRS, MINUTES_OUT, STAYS_OPEN, MeetingState, OutcomeKind, SeatFunction


class BodyQuerySet(VisibleQuerySet):
    """Bodies."""

    view_action = "med.view_body"

    def active(self, on=None):
        """Return those that meet on the day."""
        return self.filter(self.model.in_force(on or calendar.today()))


class SeatQuerySet(VisibleQuerySet):
    """Seats."""

    view_action = "med.view_seat"

    def held(self, on=None):
        """Return the seats in force on the day."""
        return self.filter(self.model.in_force(on or calendar.today()))

    def chairs(self):
        """Return the seats of chair and vice chair."""
        return self.filter(function__in=CHAIRS)

    def taking_part(self):
        """Return those who are called to meetings: everybody but substitutes."""
        return self.exclude(function=SeatFunction.SUBSTITUTE)


class MeetingQuerySet(VisibleQuerySet):
    """Meetings."""

    view_action = "med.view_meeting"

    def coming(self):
        """Return those that are still to be held."""
        return self.filter(state__in=BEFORE)

    def with_minutes(self):
        """Return those whose minutes have been sent to the members."""
        return self.filter(state__in=MINUTES_OUT)

    def waiting_before(self, meeting):
        """Return the body's meeting before this one whose minutes wait to be approved: none or one."""
        waiting = self.filter(body=meeting.body_id, state=MeetingState.MINUTES_SENT, starts_at__lt=meeting.starts_at)
        return waiting.order_by("-starts_at")[:1]

    def published(self):
        """Return those whose minutes everybody may read."""
        return self.filter(state=MeetingState.PUBLISHED)


class TopicQuerySet(VisibleQuerySet):
    """Topics."""

    view_action = "med.view_topic"

    def open(self):
        """Return those that nobody has closed."""
        return self.filter(closed_at__isnull=True)


class TreatmentQuerySet(VisibleQuerySet):
    """What was on an agenda."""

    view_action = "med.view_treatment"

    def standing(self):
        """Return those that were not taken off again."""
        return self.filter(taken_off_at__isnull=True)

    def agreed_by(self, body):
        """Return where a body can have agreed to a text: with a decision, in minutes that the members have; newest first."""
        return (
            self.standing()
            .filter(
                meeting__body=body,
                meeting__state__in=MINUTES_OUT,
                outcome__number__isnull=False,
                outcome__kind__in=(OutcomeKind.APPROVED, OutcomeKind.FOR_NOW),
            )
            .select_related("meeting", "outcome")
            .order_by("-meeting__starts_at", "order")
        )


class OutcomeQuerySet(VisibleQuerySet):
    """Outcomes."""

    view_action = "med.view_outcome"

    def unsettled(self):
        """Return those after which the topic must come back."""
        return self.filter(kind__in=STAYS_OPEN)


class ActionQuerySet(VisibleQuerySet):
    """Agreed actions."""

    view_action = "med.view_action"

    def open(self):
        """Return those that are not done."""
        return self.filter(done_on__isnull=True, dropped_on__isnull=True)


class ProposalQuerySet(VisibleQuerySet):
    """Proposals."""

    view_action = "med.view_proposal"

    def waiting(self):
        """Return those that wait for the chairs."""
        return self.filter(state__in=["proposed", "postponed"])


class PreNoteQuerySet(VisibleQuerySet):
    """Notes of one side."""

    view_action = "med.view_pre_note"


class PreMeetingQuerySet(VisibleQuerySet):
    """Pre-meetings of one side."""

    view_action = "med.view_pre_meeting"


class TrioNoteQuerySet(VisibleQuerySet):
    """Notes of one TRIO."""

    view_action = "med.view_trio_note"


class FigureQuerySet(VisibleQuerySet):
    """Figures."""

    view_action = "med.view_figure"


class CommentQuerySet(VisibleQuerySet):
    """Comments on minutes."""

    view_action = "med.view_comment"


class GuidelineQuerySet(VisibleQuerySet):
    """Guidelines, guides and policies."""

    view_action = "med.view_guideline"


class AgreementQuerySet(VisibleQuerySet):
    """Local agreements."""

    view_action = "med.view_agreement"


class LiftQuerySet(VisibleQuerySet):
    """Lifts and hearings."""

    view_action = "med.view_lift"


class DisseminationQuerySet(VisibleQuerySet):
    """What is told to whom."""

    view_action = "med.view_dissemination"


class FrameQuerySet(VisibleQuerySet):
    """A TRIO's rules of cooperation."""

    view_action = "med.view_frame"


class AnnualDiscussionQuerySet(VisibleQuerySet):
    """Annual working-environment discussions."""

    view_action = "med.view_annual_discussion"


class AssessmentQuerySet(VisibleQuerySet):
    """APV and surveys."""

    view_action = "med.view_assessment"


class PlanMeasureQuerySet(VisibleQuerySet):
    """Lines of action plans."""

    view_action = "med.view_plan_measure"


class TrainingRecordQuerySet(VisibleQuerySet):
    """Functions and their training."""

    view_action = "med.view_training"

    def running(self, on=None):
        """Return the functions that have not ended before the day, those that begin later too."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on or calendar.today()))


class ChairMatterQuerySet(VisibleQuerySet):
    """Matters between chair and vice chair."""

    view_action = "med.view_chair_matter"

    def open(self):
        """Return those that wait."""
        return self.filter(state="open")


class MedAgreementQuerySet(VisibleQuerySet):
    """The municipality's own MED agreement."""

    view_action = "med.view_med_agreement"


class CourseQuerySet(VisibleQuerySet):
    """Courses that can be taken."""

    view_action = "med.view_course"

    def coming(self, on=None):
        """Return those that are still to begin, or have no date."""
        return self.filter(cancelled_on__isnull=True).exclude(starts_on__lt=on or calendar.today())


class SelfCheckQuerySet(VisibleQuerySet):
    """Checks of the cooperation."""

    view_action = "med.view_check"


class EventQuerySet(VisibleQuerySet):
    """Dates in the calendar of events."""

    view_action = "med.view_event"

    def coming(self):
        """Return those that are not over: they end later, or, where no end is known, begin later."""
        now = calendar.now()
        return self.filter(Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now))

    def over(self):
        """Return those that have been held."""
        now = calendar.now()
        return self.filter(Q(ends_at__lt=now) | Q(ends_at__isnull=True, starts_at__lt=now))
