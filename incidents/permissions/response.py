"""Who may do what with crisis help, police reports and what was learned."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.permissions import allow, reads, shut_out
from incidents.models import CrisisHelp, Learning, Measure, PoliceReport
from incidents.permissions.incident import TABLE
from incidents.permissions.relations import (
    LEADERS,
    SAFETY_REP,
    UNION_REP,
    implicated_in,
    over,
    safety_rep,
    union_rep,
)


def trio_union_rep(person):
    """TR, once what was learned has been sent to the TRIO."""
    return over(union_rep)(person) & Q(sent_to_trio_at__isnull=False)


def owner(person):
    """The one who is to see to it, or their deputy."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


for model, name in ((CrisisHelp, "crisis_help"), (PoliceReport, "police_report")):
    reads(model, f"incidents.view_{name}")
    shut_out(model, _("indblandet i hændelsen"), implicated_in("incident"))
    for who, where in TABLE["incidents.read_steps"]:
        allow(f"incidents.view_{name}", model, who, over(where))
for action, model, same_as in (
    ("incidents.order_help", CrisisHelp, "incidents.order_crisis_help"),
    ("incidents.follow_help", CrisisHelp, "incidents.do_care_steps"),
    ("incidents.decide_police", PoliceReport, "incidents.manage"),
):
    for who, where in TABLE[same_as]:
        allow(action, model, who, over(where))

# What was learned is read without names by those who prevent at the site, once it has been sent to the TRIO.
reads(Learning, "incidents.view_learning")
shut_out(Learning, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in (*LEADERS, (SAFETY_REP, safety_rep)):
    allow("incidents.view_learning", Learning, who, over(where))
allow("incidents.view_learning", Learning, UNION_REP, trio_union_rep)
reads(Measure, "incidents.view_measure")
shut_out(Measure, _("indblandet i hændelsen"), implicated_in("learning__incident"))
for action in ("incidents.view_measure", "incidents.follow_measure"):
    allow(action, Measure, _("ansvarlig for tiltaget"), owner)
    for who, where in (*LEADERS, (SAFETY_REP, safety_rep)):
        allow(action, Measure, who, over(where, "learning__incident"))
