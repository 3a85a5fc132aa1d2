"""Who may do what with sanctions, letters and messages to staff."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.permissions import NO_ROW, allow, reads, shut_out
from incidents.choices import OPEN_STATES
from incidents.models import Letter, ProposalRequest, Sanction, StaffMessage
from incidents.permissions.relations import (
    AFFECTED,
    DECIDERS,
    LEADERS,
    SECOND,
    affected,
    implicated_in,
    leader_above,
    leader_above_unit,
    over,
)


def ban(person):
    """The leader's leader, for a ban they have to decide."""
    return over(leader_above_unit)(person) & Q(measure="access_ban")


def works_there(person):
    """Those who work at the site, for measures that hold."""
    return Q(site=person.site_id, state__in=["approved", "in_force"]) if person.site_id else NO_ROW


def serves_there(person):
    """Those who serve the site, for measures that hold."""
    return Q(site__in=person.standing.sites("service"), state__in=["approved", "in_force"])


def affected_once_sent(person):
    """The affected, when the letter has been sent."""
    return over(affected)(person) & Q(sent_on__isnull=False)


def asked_to_approve(person):
    """The leader's leader, while the letter waits for approval."""
    return over(leader_above_unit)(person) & Q(state="pending")


def told_where_they_work(person):
    """Those who work at the site, until the message is withdrawn."""
    return Q(site=person.site_id, withdrawn_at__isnull=True) if person.site_id else NO_ROW


def told_where_they_represent(person):
    """AMR and TR of the site, until the message is withdrawn."""
    sites = person.standing.sites("safety_rep") | person.standing.sites("union_rep")
    return Q(site__in=sites, withdrawn_at__isnull=True)


def asked_while_open(person):
    """The consultant who was asked, until they answer or the case is closed, and only while the role holds."""
    if not person.standing.has("consultant"):
        return NO_ROW
    return Q(asked=person, answered_at__isnull=True, incident__state__in=OPEN_STATES)


# The consultant sees number, category and form of the one case, never who or what (role 7).
reads(ProposalRequest, "incidents.answer_proposal_request")
shut_out(ProposalRequest, _("indblandet i hændelsen"), implicated_in("incident"))
allow("incidents.answer_proposal_request", ProposalRequest, _("SFK, der er spurgt"), asked_while_open)

# The register tells staff what to do about whom; the reasons stay with the incident.
reads(Sanction, "incidents.view_sanction")
shut_out(Sanction, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in LEADERS:
    allow("incidents.view_sanction", Sanction, who, over(where))
allow("incidents.view_sanction", Sanction, SECOND, ban)
allow(
    "incidents.view_sanction_register",
    Sanction,
    _("ansat på arbejdsstedet"),
    works_there,
)
allow(
    "incidents.view_sanction_register",
    Sanction,
    _("servicemedarbejder på arbejdsstedet"),
    serves_there,
)
for who, where in LEADERS:
    allow("incidents.view_sanction_register", Sanction, who, over(where))

reads(Letter, "incidents.view_letter")
shut_out(Letter, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in LEADERS:
    allow("incidents.view_letter", Letter, who, over(where))
allow("incidents.view_letter", Letter, AFFECTED, affected_once_sent)
for who, where in DECIDERS:
    allow("incidents.edit_letter", Letter, who, over(where))
    allow("incidents.send_letter", Letter, who, over(where))
    allow("incidents.approve_letter", Letter, who, over(where))
allow(
    "incidents.approve_letter",
    Letter,
    SECOND,
    over(leader_above),
)
allow(
    "incidents.view_letter",
    Letter,
    SECOND,
    asked_to_approve,
)

reads(StaffMessage, "incidents.read_message")
shut_out(StaffMessage, _("indblandet i hændelsen"), implicated_in("incident"))
allow(
    "incidents.read_message",
    StaffMessage,
    _("ansat på arbejdsstedet"),
    told_where_they_work,
)
allow(
    "incidents.read_message",
    StaffMessage,
    _("AMR eller TR på arbejdsstedet"),
    told_where_they_represent,
)
for who, where in LEADERS:
    allow("incidents.read_message", StaffMessage, who, over(where))
