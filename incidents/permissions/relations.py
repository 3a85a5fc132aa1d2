"""How a person can stand to an incident. Each function returns a condition on Incident; `over` carries it to rows below."""

from functools import cache

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import Unit
from core.permissions import EVERY_ROW, NO_ROW
from incidents.choices import OPEN_STATES
from incidents.models import Alert, Incident

NEAREST, CHAIN, SECOND = _("nærmeste leder"), _("leder, der har fået besked"), _("lederens leder")
REPORTER, AFFECTED, DEPUTY = _("den, der har meldt"), _("den ramte"), _("stedfortræder")
RESPONSIBLE = _("ansvarlig leder")
SAFETY_REP, UNION_REP, HR = _("AMR på arbejdsstedet"), _("TR på arbejdsstedet"), _("HR-medarbejder")
SENT = ~Q(state="draft")
OPEN = Q(state__in=OPEN_STATES)


def _kept(person, name, queryset):
    """Return a subquery that several conditions of one request share, so that a page asks for it once."""
    return person.standing.once(f"incidents.{name}", lambda: Subquery(queryset()))


def shared_with(person):
    """Return the ids of incidents where the person is one of several affected."""
    through = Incident.also_affected.through.objects
    return _kept(person, "shared", lambda: through.filter(person=person).values("incident_id"))


def implicated_by(person):
    """Return the ids of incidents where the person is implicated."""
    through = Incident.implicated.through.objects
    return _kept(person, "implicated", lambda: through.filter(person=person).values("incident_id"))


def units_of(person, kind):
    """Return the units at or below which the person holds the role, as a subquery."""
    below = person.standing.units_below(kind)
    return _kept(person, f"units.{kind}", lambda: Unit.objects.filter(below if below is not None else Q()).values("pk"))


def reporter(person):
    """The one who wrote it, drafts too."""
    return Q(reporter=person)


def reporter_once_sent(person):
    """The one who wrote it, from the moment it is sent."""
    return Q(reporter=person) & SENT


def reporter_of_draft(person):
    """The one who is writing it."""
    return Q(reporter=person, state="draft")


def affected(person):
    """The one it happened to, or one of several."""
    return SENT & (Q(affected=person) | Q(pk__in=shared_with(person)))


def not_own(person):
    """Leave out cases where the person is affected: nobody decides in their own case (principle 5)."""
    return person.standing.once("incidents.not_own", lambda: ~Q(affected=person) & ~Q(pk__in=shared_with(person)))


def nearest_leader(person):
    """The nearest leader of the affected person's unit."""
    return SENT & Q(unit__in=person.standing.care) & not_own(person) if person.standing.care else NO_ROW


def told(person, *kinds):
    """Those told as one of the kinds, as long as it lasts."""
    alerts = Alert.objects.filter(person=person, kind__in=kinds, ended_at__isnull=True)
    return Q(pk__in=_kept(person, f"told.{'.'.join(kinds)}", lambda: alerts.values("incident_id")))


def chain(person):
    """A link of the chain that has been told, until somebody has taken over."""
    return SENT & told(person, "chain") & not_own(person)


def escalated(person):
    """The leader's leader, for what has been escalated to them."""
    return SENT & told(person, "escalation", "ban") & not_own(person)


def responsible(person):
    """The leader who has taken over."""
    return Q(responsible=person)


def deputy(person):
    """The one who stands in for the responsible leader today, for open cases."""
    absent = person.standing.acting_for
    return OPEN & Q(responsible__in=absent) & not_own(person) if absent else NO_ROW


def at_site(kind):
    """Whoever holds the role where it happened: at the site, at the unit or above."""

    def where(person):
        roles = person.standing.held(kind)
        if not roles:
            return NO_ROW
        if any(role.is_everywhere for role in roles):
            return SENT
        reached = Q(site__in=person.standing.sites(kind))
        if any(role.unit_id for role in roles):
            reached |= Q(unit__in=units_of(person, kind))
        return SENT & reached

    return where


safety_rep, union_rep = at_site("safety_rep"), at_site("union_rep")


def caring(person):
    """AMR who has taken over the care and not handed it back."""
    return OPEN & Q(care_by=person, care_returned_at__isnull=True)


def hr(person):
    """HR, for status and injury reports everywhere."""
    return SENT if person.standing.has("hr") else NO_ROW


def consenting(person):
    """TR, when the affected has said yes."""
    return union_rep(person) & Q(union_rep_sees_story=True)


def opened_to_safety_rep(person):
    """AMR, when the leader has opened the citizen's name."""
    return safety_rep(person) & Q(safety_rep_sees_citizen=True)


def leader_above(person):
    """The leader's leader: of the unit, or because it was escalated to them."""
    return (escalated(person) | (SENT & Q(unit__in=person.standing.second))) & not_own(person)


def leader_above_unit(person):
    """The leader's leader of the unit."""
    return SENT & Q(unit__in=person.standing.second) & not_own(person) if person.standing.second else NO_ROW


LEADERS = ((NEAREST, nearest_leader), (CHAIN, chain), (SECOND, escalated), (RESPONSIBLE, responsible), (DEPUTY, deputy))
DECIDERS = ((RESPONSIBLE, responsible), (DEPUTY, deputy))


# -- rows that belong to an incident ---------------------------------------------------------------------------------
def _under(condition, path):
    """Return a condition on Incident as one on rows that reach it by the path."""
    carried = Q(_connector=condition.connector, _negated=condition.negated)
    carried.children = [
        _under(child, path) if isinstance(child, Q) else (f"{path}__{child[0]}", child[1])
        for child in condition.children
    ]
    return carried


@cache
def over(relation, path="incident"):
    """Turn a rule on Incident into one on a row that belongs to an incident; the same rule gives the same function."""

    def where(person):
        condition = relation(person)
        return condition if condition is NO_ROW or condition is EVERY_ROW else _under(condition, path)

    return where


@cache
def implicated_in(path):
    """Return the shut-out for rows that belong to an incident."""
    return lambda person: Q(**{f"{path}__in": implicated_by(person)})
