"""Who may do what with the contingency plan, and who sees the statistics."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Person
from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from incidents.models import ContingencyPlan, PlanIntroduction
from incidents.permissions.relations import HR, units_of


def everyone(person):
    """All who work here."""
    return EVERY_ROW


def owner(person):
    """The plan's owner, or their deputy."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


def safety_rep(person):
    """AMR, for the plans of their units and of the workplace: the own unit and those above it."""
    own = Q(unit__in=person.unit.ancestor_ids) if person.unit_id and person.standing.has("safety_rep") else NO_ROW
    return Q(unit__in=units_of(person, "safety_rep")) | own


def plan_owner(person):
    """The owner of contingency plans, for the units of the role."""
    return Q(unit__in=units_of(person, "plan_owner"))


def introduced(person):
    """The one who is introduced."""
    return Q(person=person)


def introduced_by_safety_rep(person):
    """AMR, for those who work at the site or in the unit."""
    return Q(person__site__in=person.standing.sites("safety_rep")) | Q(person__unit__in=units_of(person, "safety_rep"))


def introduced_led_by(person):
    """The nearest leader of the one who is introduced."""
    return Q(person__unit__in=person.standing.care)


reads(ContingencyPlan, "incidents.view_plan")
allow("incidents.view_plan", ContingencyPlan, _("medarbejder"), everyone)
allow("incidents.edit_plan", ContingencyPlan, _("ejer af planen"), owner)
allow("incidents.edit_plan", ContingencyPlan, _("AMR"), safety_rep)
allow("incidents.edit_plan", ContingencyPlan, _("ejer af beredskabsplan"), plan_owner)
reads(PlanIntroduction, "incidents.view_plan_introduction")
for action in ("incidents.view_plan_introduction", "incidents.show_plan"):
    allow(action, PlanIntroduction, _("AMR på arbejdsstedet"), introduced_by_safety_rep)
allow("incidents.view_plan_introduction", PlanIntroduction, _("dig selv"), introduced)
allow("incidents.view_plan_introduction", PlanIntroduction, _("nærmeste leder"), introduced_led_by)
allow("incidents.confirm_plan", PlanIntroduction, _("dig selv"), introduced)
for kinds, who in (
    (("leader",), _("leder")),
    (("safety_rep", "union_rep"), _("AMR og TR")),
    (("hr",), HR),
    (("plan_owner",), _("ejer af beredskabsplan")),
):
    allow(
        "incidents.see_statistics",
        Person,
        who,
        lambda person, kinds=kinds: EVERY_ROW if any(person.standing.has(k) for k in kinds) else NO_ROW,
    )
