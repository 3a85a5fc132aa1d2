"""Who may do what with an incident."""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import NextOfKin
from core.permissions import allow, reads, shut_out
from incidents.models import Incident
from incidents.permissions.relations import (
    AFFECTED,
    CHAIN,
    DECIDERS,
    DEPUTY,
    HR,
    LEADERS,
    NEAREST,
    OPEN,
    REPORTER,
    RESPONSIBLE,
    SAFETY_REP,
    SECOND,
    UNION_REP,
    affected,
    caring,
    chain,
    consenting,
    deputy,
    escalated,
    hr,
    implicated_by,
    leader_above,
    nearest_leader,
    opened_to_safety_rep,
    reporter,
    reporter_of_draft,
    reporter_once_sent,
    responsible,
    safety_rep,
    union_rep,
)

reads(Incident, "incidents.view")
shut_out(
    Incident,
    _("indblandet i hændelsen"),
    lambda person: Q(pk__in=implicated_by(person)),
)
TABLE = {
    "incidents.view": (
        *LEADERS,
        (REPORTER, reporter),
        (AFFECTED, affected),
        (SAFETY_REP, safety_rep),
        (UNION_REP, union_rep),
        (HR, hr),
    ),
    "incidents.read_story": (*LEADERS, (AFFECTED, affected), (SAFETY_REP, safety_rep), (UNION_REP, consenting)),
    "incidents.read_own_words": ((REPORTER, reporter), (AFFECTED, affected)),
    "incidents.read_steps": (*LEADERS, (AFFECTED, affected), (SAFETY_REP, safety_rep)),
    "incidents.read_citizen": (*LEADERS, (AFFECTED, affected), (SAFETY_REP, opened_to_safety_rep)),
    "incidents.read_injury": (*LEADERS, (AFFECTED, affected), (HR, hr)),
    "incidents.read_readers": (*LEADERS, (AFFECTED, affected)),
    "incidents.edit_draft": ((REPORTER, reporter_of_draft),),
    "incidents.supplement": (
        *LEADERS,
        (REPORTER, reporter_once_sent),
        (AFFECTED, affected),
        (SAFETY_REP, safety_rep),
    ),
    "incidents.take_over": ((NEAREST, nearest_leader), (CHAIN, chain), (SECOND, escalated)),
    # The leader's leader may put a case that has stalled into other hands (7.1, role 6).
    "incidents.hand_over": (*DECIDERS, (SECOND, escalated)),
    "incidents.take_care": ((SAFETY_REP, safety_rep),),
    "incidents.return_care": ((SAFETY_REP, caring), *DECIDERS),
    "incidents.manage": DECIDERS,
    "incidents.implicate": (*LEADERS, (AFFECTED, affected), (REPORTER, reporter_once_sent)),
    # Whoever was shut out by mistake is let in again by the leader, never by themselves: they don't see the case.
    "incidents.admit": DECIDERS,
    "incidents.do_care_steps": (*DECIDERS, (SAFETY_REP, caring)),
    "incidents.help_safetynet": (*DECIDERS, (SAFETY_REP, safety_rep)),
    "incidents.report_injury": (*DECIDERS, (HR, hr)),
    "incidents.write_learning": (*DECIDERS, (SAFETY_REP, safety_rep)),
    "incidents.order_crisis_help": (
        *DECIDERS,
        (NEAREST, nearest_leader),
        (CHAIN, chain),
        (SAFETY_REP, caring),
        (AFFECTED, affected),
        (REPORTER, reporter_once_sent),
    ),
    "incidents.open_next_of_kin": (*DECIDERS, (CHAIN, chain), (SAFETY_REP, caring)),
    "incidents.consent": ((AFFECTED, affected),),
    "incidents.state_view": ((AFFECTED, affected),),
    "incidents.propose_sanction": (
        *LEADERS,
        (REPORTER, reporter_once_sent),
        (AFFECTED, affected),
        (SAFETY_REP, safety_rep),
        (UNION_REP, union_rep),
    ),
    "incidents.decide_sanction": DECIDERS,
    "incidents.decide_ban": ((SECOND, leader_above),),
    "incidents.write_letter": DECIDERS,
    "incidents.confirm_report": (*DECIDERS, (AFFECTED, affected)),
    "incidents.read_report": (*LEADERS, (AFFECTED, affected)),
    "incidents.read_journal_note": LEADERS,
    "incidents.close": DECIDERS,
    "incidents.reopen": (*DECIDERS, (NEAREST, nearest_leader)),
}
for action, lines in TABLE.items():
    for who, where in lines:
        allow(action, Incident, who, where)

# -- next of kin: opened from an open incident only (INC-28) ---------------------------------------------------------
for who, relation in ((RESPONSIBLE, responsible), (DEPUTY, deputy), (CHAIN, chain), (SAFETY_REP, caring)):
    allow(
        "incidents.read_next_of_kin",
        NextOfKin,
        who,
        lambda person, relation=relation: Q(
            person__in=Subquery(
                Incident.objects.filter(relation(person) & OPEN).exclude(implicated=person).values("affected_id")
            )
        ),
    )
