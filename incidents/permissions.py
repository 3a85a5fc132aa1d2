"""Incidents' lines of the permission table (requirements 7.1, 7.2, INC-88, Q51–Q53).

A right needs a role and a relation. Nearest leader: of the affected person's unit. Chain leader: told about this one
report, until somebody else takes over. Deputy: for what the absent leader is responsible for. The implicated see nothing.
"""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.models import NextOfKin, Person
from core.permissions import EVERY_ROW, NO_ROW, allow, reads, shut_out
from incidents.choices import OPEN_STATES
from incidents.models import (
    Alert,
    ContingencyPlan,
    CrisisHelp,
    Incident,
    Learning,
    Letter,
    Measure,
    PlanIntroduction,
    PoliceReport,
    Sanction,
    StaffMessage,
)

NEAREST, CHAIN, SECOND = _("nærmeste leder"), _("leder, der har fået besked"), _("lederens leder")
REPORTER, AFFECTED, DEPUTY = _("den, der har meldt"), _("den ramte"), _("stedfortræder")
RESPONSIBLE = _("ansvarlig leder")
SAFETY_REP, UNION_REP, HR = _("AMR på arbejdsstedet"), _("TR på arbejdsstedet"), _("HR-medarbejder")
SENT = ~Q(state="draft")
OPEN = Q(state__in=OPEN_STATES)


# -- relations: each returns a condition on Incident -----------------------------------------------------------------
def reporter(person):
    """The one who wrote it, drafts too."""
    return Q(reporter=person)


def affected(person):
    """The one it happened to, or one of several."""
    shared = Incident.also_affected.through.objects.filter(person=person).values("incident_id")
    return SENT & (Q(affected=person) | Q(pk__in=Subquery(shared)))


def not_own(person):
    """Leave out cases where the person is affected: nobody decides in their own case (principle 5)."""
    shared = Incident.also_affected.through.objects.filter(person=person).values("incident_id")
    return ~Q(affected=person) & ~Q(pk__in=Subquery(shared))


def nearest_leader(person):
    """The nearest leader of the affected person's unit."""
    return SENT & Q(unit__in=person.standing.care) & not_own(person)


def told(person, *kinds):
    """Those told as one of the kinds, as long as it lasts."""
    return Q(
        pk__in=Subquery(
            Alert.objects.filter(person=person, kind__in=kinds, ended_at__isnull=True).values("incident_id")
        )
    )


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
    return OPEN & Q(responsible__in=person.standing.acting_for) & not_own(person)


def at_site(kind):
    """Whoever holds the role where it happened: at the site, at the unit or above."""

    def where(person):
        condition = Q(site__in=person.standing.sites(kind))
        below = person.standing.units_below(kind)
        if below is None:
            return SENT
        from core.models import Unit

        return SENT & (condition | Q(unit__in=Subquery(Unit.objects.filter(below).values("pk"))))

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


LEADERS = ((NEAREST, nearest_leader), (CHAIN, chain), (SECOND, escalated), (RESPONSIBLE, responsible), (DEPUTY, deputy))
DECIDERS = ((RESPONSIBLE, responsible), (DEPUTY, deputy))

# -- the incident ----------------------------------------------------------------------------------------------------
reads(Incident, "incidents.view")
shut_out(
    Incident,
    _("indblandet i hændelsen"),
    lambda person: Q(pk__in=Subquery(Incident.implicated.through.objects.filter(person=person).values("incident_id"))),
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
    "incidents.edit_draft": ((REPORTER, lambda person: Q(reporter=person, state="draft")),),
    "incidents.supplement": (
        *LEADERS,
        (REPORTER, lambda person: Q(reporter=person) & SENT),
        (AFFECTED, affected),
        (SAFETY_REP, safety_rep),
    ),
    "incidents.take_over": ((NEAREST, nearest_leader), (CHAIN, chain), (SECOND, escalated)),
    # The leader's leader may put a case that has stalled into other hands (7.1, role 6).
    "incidents.hand_over": (*DECIDERS, (SECOND, escalated)),
    "incidents.take_care": ((SAFETY_REP, safety_rep),),
    "incidents.return_care": ((SAFETY_REP, caring), *DECIDERS),
    "incidents.manage": DECIDERS,
    "incidents.implicate": (*LEADERS, (AFFECTED, affected), (REPORTER, lambda person: Q(reporter=person) & SENT)),
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
        (REPORTER, lambda p: Q(reporter=p) & SENT),
    ),
    "incidents.open_next_of_kin": (*DECIDERS, (CHAIN, chain), (SAFETY_REP, caring)),
    "incidents.consent": ((AFFECTED, affected),),
    "incidents.state_view": ((AFFECTED, affected),),
    "incidents.propose_sanction": (
        *LEADERS,
        (REPORTER, lambda p: Q(reporter=p) & SENT),
        (AFFECTED, affected),
        (SAFETY_REP, safety_rep),
        (UNION_REP, union_rep),
    ),
    "incidents.decide_sanction": DECIDERS,
    "incidents.decide_ban": (
        (SECOND, lambda person: (escalated(person) | (SENT & Q(unit__in=person.standing.second))) & not_own(person)),
    ),
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


def over(relation):
    """Turn a rule on Incident into one on a row that belongs to an incident."""

    def where(person):
        condition = relation(person)
        if condition is NO_ROW or condition is EVERY_ROW:
            return condition
        return Q(incident__in=Subquery(Incident.objects.filter(condition).values("pk")))

    return where


def _over_learning(condition):
    """Turn a condition on Incident into one on a measure."""
    if condition is NO_ROW or condition is EVERY_ROW:
        return condition
    return Q(learning__incident__in=Subquery(Incident.objects.filter(condition).values("pk")))


def implicated_in(path):
    """Return the shut-out for rows that belong to an incident."""
    return lambda person: Q(
        **{f"{path}__in": Subquery(Incident.implicated.through.objects.filter(person=person).values("incident_id"))}
    )


# -- crisis help, police, learning -----------------------------------------------------------------------------------
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
allow(
    "incidents.view_learning",
    Learning,
    UNION_REP,
    lambda person: over(union_rep)(person) & Q(sent_to_trio_at__isnull=False),
)
reads(Measure, "incidents.view_measure")
shut_out(Measure, _("indblandet i hændelsen"), implicated_in("learning__incident"))
for action in ("incidents.view_measure", "incidents.follow_measure"):
    allow(
        action,
        Measure,
        _("ansvarlig for tiltaget"),
        lambda person: Q(owner=person) | Q(owner__in=person.standing.acting_for),
    )
    for who, where in (*LEADERS, (SAFETY_REP, safety_rep)):
        allow(action, Measure, who, lambda person, where=where: _over_learning(where(person)))

# -- sanctions, letters, messages ------------------------------------------------------------------------------------
# The register tells staff what to do about whom; the reasons stay with the incident.
reads(Sanction, "incidents.view_sanction")
shut_out(Sanction, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in LEADERS:
    allow("incidents.view_sanction", Sanction, who, over(where))
allow(
    "incidents.view_sanction",
    Sanction,
    SECOND,
    lambda person: over(lambda p: SENT & Q(unit__in=p.standing.second) & not_own(p))(person) & Q(measure="access_ban"),
)
allow(
    "incidents.view_sanction_register",
    Sanction,
    _("ansat på arbejdsstedet"),
    lambda person: Q(site=person.site_id, state__in=["approved", "in_force"]) if person.site_id else NO_ROW,
)
allow(
    "incidents.view_sanction_register",
    Sanction,
    _("servicemedarbejder på arbejdsstedet"),
    lambda person: Q(site__in=person.standing.sites("service"), state__in=["approved", "in_force"]),
)
for who, where in LEADERS:
    allow("incidents.view_sanction_register", Sanction, who, over(where))

reads(Letter, "incidents.view_letter")
shut_out(Letter, _("indblandet i hændelsen"), implicated_in("incident"))
for who, where in LEADERS:
    allow("incidents.view_letter", Letter, who, over(where))
allow("incidents.view_letter", Letter, AFFECTED, lambda person: over(affected)(person) & Q(sent_on__isnull=False))
for who, where in DECIDERS:
    allow("incidents.edit_letter", Letter, who, over(where))
    allow("incidents.send_letter", Letter, who, over(where))
    allow("incidents.approve_letter", Letter, who, over(where))
allow(
    "incidents.approve_letter",
    Letter,
    SECOND,
    over(lambda person: (escalated(person) | (SENT & Q(unit__in=person.standing.second))) & not_own(person)),
)
allow(
    "incidents.view_letter",
    Letter,
    SECOND,
    lambda person: over(lambda p: SENT & Q(unit__in=p.standing.second) & not_own(p))(person) & Q(state="pending"),
)

reads(StaffMessage, "incidents.read_message")
shut_out(StaffMessage, _("indblandet i hændelsen"), implicated_in("incident"))
allow(
    "incidents.read_message",
    StaffMessage,
    _("ansat på arbejdsstedet"),
    lambda person: Q(site=person.site_id, withdrawn_at__isnull=True) if person.site_id else NO_ROW,
)
allow(
    "incidents.read_message",
    StaffMessage,
    _("AMR eller TR på arbejdsstedet"),
    lambda person: Q(
        site__in=person.standing.sites("safety_rep") | person.standing.sites("union_rep"), withdrawn_at__isnull=True
    ),
)
for who, where in LEADERS:
    allow("incidents.read_message", StaffMessage, who, over(where))

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

# -- plan and statistics ---------------------------------------------------------------------------------------------
reads(ContingencyPlan, "incidents.view_plan")
allow("incidents.view_plan", ContingencyPlan, _("medarbejder"), lambda person: EVERY_ROW)
allow(
    "incidents.edit_plan",
    ContingencyPlan,
    _("ejer af planen"),
    lambda person: Q(owner=person) | Q(owner__in=person.standing.acting_for),
)
allow(
    "incidents.edit_plan",
    ContingencyPlan,
    _("AMR"),
    lambda person: Q(unit__in=_units(person, "safety_rep")) | _own_workplace(person),
)
allow(
    "incidents.edit_plan",
    ContingencyPlan,
    _("ejer af beredskabsplan"),
    lambda person: Q(unit__in=_units(person, "plan_owner")),
)
reads(PlanIntroduction, "incidents.view_plan_introduction")
for action in ("incidents.view_plan_introduction", "incidents.show_plan"):
    allow(
        action,
        PlanIntroduction,
        _("AMR på arbejdsstedet"),
        lambda person: (
            Q(person__site__in=person.standing.sites("safety_rep")) | Q(person__unit__in=_units(person, "safety_rep"))
        ),
    )
allow("incidents.view_plan_introduction", PlanIntroduction, _("dig selv"), lambda person: Q(person=person))
allow(
    "incidents.view_plan_introduction",
    PlanIntroduction,
    _("nærmeste leder"),
    lambda person: Q(person__unit__in=person.standing.care),
)
allow("incidents.confirm_plan", PlanIntroduction, _("dig selv"), lambda person: Q(person=person))
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


def _units(person, kind):
    """Return the units at or below which the person holds the role, as a subquery."""
    from core.models import Unit

    below = person.standing.units_below(kind)
    return Subquery(Unit.objects.filter(below if below is not None else Q()).values("pk"))


def _own_workplace(person):
    """Return the plans of the workplace where an AMR of a site works: the own unit and those above it."""
    return Q(unit__in=person.unit.ancestor_ids) if person.unit_id and person.standing.has("safety_rep") else NO_ROW
