"""Who prevents: walk-rounds, near misses, courses, lone work, concerns, and what is offered to LokalMED."""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import Person, Site
from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from incidents.models import AgendaProposal, Concern, LoneWork, NearMiss, PreventionCourse, WalkAnswer, WalkRound

SAFETY_REP, LEADER = _("AMR på arbejdsstedet"), _("leder på arbejdsstedet")
NEAREST = _("nærmeste leder")


# -- walk-rounds: whoever works at the site reads them ---------------------------------------------------------------
def site_of_safety_rep(person):
    """The sites of AMR."""
    return Q(pk__in=person.standing.sites("safety_rep"))


def site_of_leader(person):
    """The site where a leader works."""
    return Q(pk=person.site_id) if person.site_id and person.standing.has("leader") else NO_ROW


def at_their_sites(person):
    """Rows of the sites of AMR."""
    return Q(site__in=person.standing.sites("safety_rep"))


def at_own_site_as_leader(person):
    """Rows of the site where a leader works."""
    return Q(site=person.site_id) if person.site_id and person.standing.has("leader") else NO_ROW


def works_there(person):
    """Whoever works at the site."""
    return Q(site=person.site_id) if person.site_id else NO_ROW


def answers_for_it(person):
    """Whoever is to put it right."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


def walked_by(person):
    """Those who walk: AMR and the leader of the site."""
    walks = WalkRound.objects.filter(at_their_sites(person) | at_own_site_as_leader(person))
    return Q(round__in=Subquery(walks.values("pk")))


def everyone_there(person):
    """Whoever works at the site of the walk."""
    return Q(round__site=person.site_id) if person.site_id else NO_ROW


allow("incidents.begin_walk", Site, SAFETY_REP, site_of_safety_rep)
allow("incidents.begin_walk", Site, LEADER, site_of_leader)
reads(WalkRound, "incidents.view_walk_round")
allow("incidents.view_walk_round", WalkRound, _("ansat på arbejdsstedet"), works_there)
for action in ("incidents.view_walk_round", "incidents.fill_walk_round"):
    allow(action, WalkRound, SAFETY_REP, at_their_sites)
    allow(action, WalkRound, LEADER, at_own_site_as_leader)
reads(WalkAnswer, "incidents.view_walk_answer")
allow("incidents.view_walk_answer", WalkAnswer, _("ansat på arbejdsstedet"), everyone_there)
for action in ("incidents.view_walk_answer", "incidents.finish_walk_measure"):
    allow(action, WalkAnswer, _("ansvarlig for opgaven"), answers_for_it)
    allow(action, WalkAnswer, _("AMR eller leder på arbejdsstedet"), walked_by)


# -- near misses -----------------------------------------------------------------------------------------------------
def teller(person):
    """Whoever wrote it."""
    return Q(told_by=person)


def near_unit(person):
    """The nearest leader of the unit."""
    return Q(unit__in=person.standing.care)


reads(NearMiss, "incidents.view_near_miss")
allow("incidents.view_near_miss", NearMiss, _("den, der har skrevet den"), teller)
for action in ("incidents.view_near_miss", "incidents.answer_near_miss"):
    allow(action, NearMiss, SAFETY_REP, at_their_sites)
    allow(action, NearMiss, NEAREST, near_unit)


# -- courses -----------------------------------------------------------------------------------------------------------
def everyone(person):
    """All who work here."""
    return EVERY_ROW


def keeps_courses(person):
    """HR, leaders and AMR keep the register."""
    return EVERY_ROW if any(person.standing.has(kind) for kind in ("hr", "leader", "safety_rep")) else NO_ROW


reads(PreventionCourse, "incidents.view_course")
allow("incidents.view_course", PreventionCourse, _("medarbejder"), everyone)
allow("incidents.change_course", PreventionCourse, _("HR, leder og AMR"), keeps_courses)


# -- lone work -----------------------------------------------------------------------------------------------------------
def alone(person):
    """The one who is alone."""
    return Q(person=person)


def watches(person):
    """The colleague who watches."""
    return Q(watcher=person)


def led(person):
    """The nearest leader."""
    return Q(person__unit__in=person.standing.care)


reads(LoneWork, "incidents.view_lone_work")
for who, where in ((_("dig selv"), alone), (_("den, der holder øje"), watches), (NEAREST, led)):
    allow("incidents.view_lone_work", LoneWork, who, where)
allow("incidents.change_lone_work", LoneWork, _("dig selv"), alone)
allow("incidents.watch_lone_work", LoneWork, _("den, der holder øje"), watches)
allow("incidents.watch_lone_work", LoneWork, NEAREST, led)


# -- concerns ------------------------------------------------------------------------------------------------------------
def raiser(person):
    """Whoever raised it."""
    return Q(raised_by=person)


def asked_leader(person):
    """The nearest leader, when the leader was chosen."""
    return Q(receiver="leader", unit__in=person.standing.care) & ~Q(raised_by=person)


def asked_safety_rep(person):
    """AMR of the site, when AMR was chosen."""
    return Q(receiver="safety_rep", site__in=person.standing.sites("safety_rep")) & ~Q(raised_by=person)


reads(Concern, "incidents.view_concern")
allow("incidents.view_concern", Concern, _("dig selv"), raiser)
for action in ("incidents.view_concern", "incidents.answer_concern"):
    allow(action, Concern, NEAREST, asked_leader)
    allow(action, Concern, SAFETY_REP, asked_safety_rep)


# -- the overview, and what goes to LokalMED -----------------------------------------------------------------------------
def leads_or_represents(person):
    """Leaders and AMR."""
    return EVERY_ROW if any(person.standing.has(kind) for kind in ("leader", "safety_rep")) else NO_ROW


def keeps_the_plan(person):
    """Owners of contingency plans."""
    return EVERY_ROW if person.standing.has("plan_owner") else NO_ROW


allow("incidents.see_overview", Person, _("leder og AMR"), leads_or_represents)
allow("incidents.offer_to_med", Person, _("leder og AMR"), leads_or_represents)
for who, where in ((_("leder og AMR"), leads_or_represents), (_("ejer af beredskabsplan"), keeps_the_plan)):
    allow("incidents.review_press", Person, who, where)
reads(AgendaProposal, "incidents.view_proposal")
allow("incidents.view_proposal", AgendaProposal, _("medarbejder"), everyone)
