"""Who sees where an employee is named, and the log of a matter that the press asks about."""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.permissions import NO_ROW, allow, reads, rows, shut_out
from incidents.models import MediaCase, MediaPromise, Naming
from incidents.permissions.relations import (
    AFFECTED,
    DECIDERS,
    LEADERS,
    NEAREST,
    SAFETY_REP,
    SECOND,
    affected,
    implicated_in,
    nearest_leader,
    over,
    safety_rep,
)

COMMUNICATIONS = _("kommunikation, når de har fået besked")
GIVES = _("den, der giver nyt")


def told(person):
    """Communications, once they have been told."""
    return Q(communications_told_at__isnull=False) if person.standing.has("communications") else NO_ROW


reads(Naming, "incidents.view_naming")
shut_out(Naming, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in (*LEADERS, (AFFECTED, affected), (SAFETY_REP, safety_rep)):
    allow("incidents.view_naming", Naming, who, over(where))
allow("incidents.view_naming", Naming, COMMUNICATIONS, told)
for who, where in LEADERS:
    allow("incidents.follow_naming", Naming, who, over(where))
allow("incidents.follow_naming", Naming, COMMUNICATIONS, told)
for who, where in (*DECIDERS, (NEAREST, nearest_leader), (AFFECTED, affected)):
    allow("incidents.tell_communications", Naming, who, over(where))


# -- the press -----------------------------------------------------------------------------------------------------
def owner(person):
    """The leader who answers for it, or the deputy."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


def nearest(person):
    """The nearest leader of the unit."""
    return Q(unit__in=person.standing.care)


def above(person):
    """The leader's leader."""
    return Q(unit__in=person.standing.second)


def with_us(person):
    """Communications, when they are asked in."""
    return Q(with_communications=True) if person.standing.has("communications") else NO_ROW


def exposed(person):
    """Whoever the matter touches, and whoever gave the warning."""
    through = MediaCase.exposed.through.objects.filter(person=person).values("mediacase_id")
    return Q(started_by=person) | Q(pk__in=Subquery(through))


def promises(person):
    """Whoever has promised news about it, so that they see what holds."""
    return Q(pk__in=Subquery(MediaPromise.objects.filter(promised_by(person)).values("case")))


def promised_by(person):
    """Whoever is to give the news."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


def in_a_log_they_keep(person):
    """Whoever keeps the log of the matter."""
    return Q(case__in=Subquery(rows(person, "incidents.log_media_case").values("pk")))


RESPONSIBLE = ((_("ansvarlig leder"), owner), (NEAREST, nearest), (SECOND, above))
reads(MediaCase, "incidents.view_media_case")
for who, where in (*RESPONSIBLE, (_("kommunikation"), with_us), (_("berørt medarbejder"), exposed), (GIVES, promises)):
    allow("incidents.view_media_case", MediaCase, who, where)
for who, where in (*RESPONSIBLE, (_("kommunikation"), with_us)):
    allow("incidents.log_media_case", MediaCase, who, where)
for who, where in RESPONSIBLE:
    allow("incidents.manage_media_case", MediaCase, who, where)


reads(MediaPromise, "incidents.view_media_promise")
for action in ("incidents.view_media_promise", "incidents.give_media_news"):
    allow(action, MediaPromise, GIVES, promised_by)
    allow(action, MediaPromise, _("den, der fører loggen"), in_a_log_they_keep)
