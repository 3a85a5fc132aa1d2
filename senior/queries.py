"""Sets of senior's rows with a name. What a page shows comes through `visible_to(person)`."""

from django.db.models import Q
from django.db.models.functions import Coalesce

from core import calendar
from core.queries import VisibleQuerySet
from senior.choices import OPEN_AGREEMENT, RUNNING


class OfferQuerySet(VisibleQuerySet):
    """Offers of a talk."""

    view_action = "senior.view_offer"

    def of_year(self, year=None):
        """Return the offers of a round."""
        return self.filter(year=year or calendar.today().year)


class TalkQuerySet(VisibleQuerySet):
    """Senior talks."""

    view_action = "senior.view_talk"

    def open(self):
        """Return those that are not over."""
        return self.filter(state__in=["wanted", "planned", "held"])


class AgreementQuerySet(VisibleQuerySet):
    """Senior agreements."""

    view_action = "senior.view_agreement"

    def open(self):
        """Return those that are not over."""
        return self.filter(state__in=OPEN_AGREEMENT)

    def running(self):
        """Return those that hold today."""
        return self.filter(state__in=RUNNING)


class ChoiceQuerySet(VisibleQuerySet):
    """Yearly choices of days, bonus or pension."""

    view_action = "senior.view_choice"


class HandoverQuerySet(VisibleQuerySet):
    """Plans for handing experience on."""

    view_action = "senior.view_handover"


class ConversationQuerySet(VisibleQuerySet):
    """1:1 talks and MUS."""

    view_action = "senior.view_conversation"

    def of(self, person):
        """Return the person's own, alone or with a group."""
        with_group = self.model._meta.get_field("members").related_model.objects.filter(person=person)
        return self.filter(Q(person=person) | Q(pk__in=with_group.values("conversation")))

    def by_person(self, ids=None):
        """Return a row for each person of each talk, with `whose`: the one, or each member of the group."""
        found = self.annotate(whose=Coalesce("person_id", "members__person_id")).filter(whose__isnull=False)
        return found if ids is None else found.filter(whose__in=ids)


class DevelopmentPlanQuerySet(VisibleQuerySet):
    """Development plans."""

    view_action = "senior.view_plan"

    def of(self, person):
        """Return the person's own, alone or with a group."""
        with_group = self.model.members.through.objects.filter(person=person)
        return self.filter(Q(person=person) | Q(pk__in=with_group.values("developmentplan")))

    def by_person(self, ids=None):
        """Return a row for each person of each plan, with `whose`: the one, or each member of the group."""
        found = self.annotate(whose=Coalesce("person_id", "members__pk")).filter(whose__isnull=False)
        return found if ids is None else found.filter(whose__in=ids)


class RedistributionQuerySet(VisibleQuerySet):
    """Requests to have a case or a task moved."""

    view_action = "senior.view_redistribution"


class SchemeQuerySet(VisibleQuerySet):
    """Versions of the whole scheme."""

    view_action = "senior.view_scheme"


class RuleQuerySet(VisibleQuerySet):
    """Dated rules."""

    view_action = "senior.view_rule"

    def in_force(self, on=None):
        """Return the rules that hold on the day, with their group, in one query."""
        on = on or calendar.today()
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on)).select_related("group")
