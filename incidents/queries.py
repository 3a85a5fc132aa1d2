"""Sets of incident rows with a name."""

from django.db import models
from django.db.models import Q

from core import calendar
from core.queries import VisibleQuerySet
from incidents.choices import OPEN_STATES


class IncidentQuerySet(VisibleQuerySet):
    """Incidents."""

    view_action = "incidents.view"

    def open(self):
        """Return those where somebody is still to act."""
        return self.filter(state__in=OPEN_STATES)

    def submitted(self):
        """Return everything but drafts."""
        return self.exclude(state="draft")


class SanctionQuerySet(VisibleQuerySet):
    """Sanctions."""

    view_action = "incidents.view_sanction"

    def in_force(self, on=None):
        """Return approved measures whose period covers the day."""
        on = on or calendar.today()
        return self.filter(state__in=["approved", "in_force"], starts_on__lte=on, ends_on__gte=on)


class ProposalRequestQuerySet(VisibleQuerySet):
    """What a professional consultant was asked."""

    view_action = "incidents.answer_proposal_request"


class LetterQuerySet(VisibleQuerySet):
    """Letters."""

    view_action = "incidents.view_letter"

    def current(self):
        """Return the newest version of each letter."""
        return self.exclude(state="replaced")


class StaffMessageQuerySet(VisibleQuerySet):
    """Messages to staff."""

    view_action = "incidents.read_message"

    def current(self, on=None):
        """Return messages that hold on the day."""
        on = on or calendar.today()
        return self.filter(starts_on__lte=on, ends_on__gte=on, withdrawn_at__isnull=True)


class StrainLogQuerySet(VisibleQuerySet):
    """Days of strain."""

    view_action = "incidents.view_strain"


class StatementQuerySet(VisibleQuerySet):
    """Statements of colleagues."""

    view_action = "incidents.view_statement"


class NamingQuerySet(VisibleQuerySet):
    """Where employees are named in public."""

    view_action = "incidents.view_naming"


class MediaCaseQuerySet(VisibleQuerySet):
    """Matters that the press may ask about."""

    view_action = "incidents.view_media_case"

    def open(self):
        """Return those that aren't over."""
        return self.exclude(state="closed")


class WalkRoundQuerySet(VisibleQuerySet):
    """Walk-rounds."""

    view_action = "incidents.view_walk_round"


class NearMissQuerySet(VisibleQuerySet):
    """Near misses."""

    view_action = "incidents.view_near_miss"


class PreventionCourseQuerySet(VisibleQuerySet):
    """Courses."""

    view_action = "incidents.view_course"


class LoneWorkQuerySet(VisibleQuerySet):
    """Lone work."""

    view_action = "incidents.view_lone_work"

    def waiting(self):
        """Return what nobody has come back from."""
        return self.filter(state="planned")


class SparringQuerySet(VisibleQuerySet):
    """Times for sparring."""

    view_action = "incidents.view_sparring"

    def coming(self):
        """Return those that are not over."""
        return self.filter(starts_at__gte=calendar.now())


class ConcernQuerySet(VisibleQuerySet):
    """Worries about the tone of a team."""

    view_action = "incidents.view_concern"


def related(path, condition):
    """Return the condition on an incident as one on a row that belongs to it."""
    if condition is None or isinstance(condition, str):
        return condition
    return Q(**{f"{path}__in": models.Subquery(condition)})
