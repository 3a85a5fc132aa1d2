"""Senior's lines of the permission table (requirements 7.1, 7.2, SEN-26).

The employee and the own leader; HR for dates, ages, agreements and counts; TR only for an agreement sent to TR; nobody
else. A deputy stands in for nothing here: what is said about a working life is between two people.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from core.models import Person, Role
from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from senior.models import (
    Conversation,
    ConversationMember,
    DevelopmentPlan,
    Handover,
    HandoverTopic,
    Redistribution,
    SeniorAgreement,
    SeniorOffer,
    SeniorRule,
    SeniorScheme,
    SeniorTalk,
    TalkGuideline,
    YearlyChoice,
)

EMPLOYEE, LEADER, HR, UNION_REP = _("medarbejderen selv"), _("nærmeste leder"), _("HR-medarbejder"), _("TR på aftalen")
WHOLE_HOUSE = _("medarbejder")
HR_INSTEAD = _("HR-medarbejder, når ingen er leder for medarbejderen")


# -- relations ---------------------------------------------------------------------------------------------------------
def led_by(person):
    """Return a condition on Person: those whose nearest leader, themselves left out, is the person.

    A leader's own leader is found upwards, also where somebody leads at several levels of the chart.
    """
    standing = person.standing
    own = [role.unit_path for role in standing.held("leader", acting=False)]
    if not own:
        return NO_ROW
    below = Q(pk__in=[])
    for path in own:
        below |= Q(person__unit__path__startswith=path)
    roles = Role.objects.filter(Role.in_force(standing.on), kind="leader")
    nearest = (
        roles.filter(person__is_active=True)
        .annotate(at=ExpressionWrapper(OuterRef("person__unit__path"), CharField()))
        .filter(at__startswith=F("unit__path"))
        .exclude(person=OuterRef("person"))
        .order_by(Length("unit__path").desc())
        .values("person_id")[:1]
    )
    # read from the few roles, so that nobody else's leader is looked for
    leaders = roles.filter(below).order_by().annotate(nearest=Subquery(nearest)).filter(nearest=person.pk)
    return (Q(unit__in=standing.care) & ~Q(pk=person.pk)) | Q(pk__in=Subquery(leaders.values("person_id")))


def employee(person):
    """The one it is about."""
    return Q(person=person)


def leader(person):
    """The own leader of whom it is about."""
    condition = led_by(person)
    if condition is NO_ROW:
        return NO_ROW
    return Q(person__in=Subquery(Person.objects.filter(condition).order_by().values("pk")))


def hr(person):
    """HR, for everybody but themselves."""
    return ~Q(person=person) if person.standing.has("hr") else NO_ROW


def hr_where_nobody_leads(person):
    """HR, for whoever has no leader here: the topmost one, who is to be offered the same as everybody."""
    found = hr(person)
    if found is NO_ROW:
        return NO_ROW
    above = (
        Role.objects.filter(Role.in_force(person.standing.on), kind="leader", person__is_active=True)
        .annotate(at=ExpressionWrapper(OuterRef("person__unit__path"), CharField()))
        .filter(at__startswith=F("unit__path"))
        .exclude(person=OuterRef("person"))
    )
    return found & ~Exists(above)


def holds(*kinds):
    """Return a rule: every row for whoever holds one of the roles."""
    return lambda person: EVERY_ROW if any(person.standing.has(kind) for kind in kinds) else NO_ROW


def both(condition, relation):
    """Return a rule: the relation, narrowed by a condition."""

    def where(person):
        found = relation(person)
        return found if found is NO_ROW else found & condition

    return where


def lines(model, table):
    """Add lines: {action: [(who, rule)]}."""
    for action, some in table.items():
        for who, where in some:
            allow(action, model, who, where)


OFFERED = ~Q(state__in=["to_be_offered", "over"])
UNSIGNED = Q(state__in=["draft", "with_union_rep", "to_sign"])
OUT = ~Q(state__in=["draft", "refused"])
THE_TWO = [(EMPLOYEE, employee), (LEADER, leader)]


def leader_of_talk(person):
    """The own leader; what both have confirmed is read by the leader who confirmed it, and not by the next one."""
    found = leader(person)
    return found if found is NO_ROW else found & (~Q(state="confirmed") | Q(leader_confirmed_by=person))


def shared_with(person):
    """The own leader, when the employee has shared the sheet with just this one."""
    found = leader(person)
    mine = Q(preparation__shared_at__isnull=False, preparation__shared_with=person)
    return found if found is NO_ROW else found & mine


# -- offers and talks --------------------------------------------------------------------------------------------------
reads(SeniorOffer, "senior.view_offer")
lines(
    SeniorOffer,
    {
        "senior.view_offer": [(EMPLOYEE, both(OFFERED, employee)), (LEADER, leader), (HR, hr)],
        "senior.give_offer": [(LEADER, leader), (HR_INSTEAD, hr_where_nobody_leads)],
        "senior.answer_offer": [(EMPLOYEE, both(OFFERED, employee))],
    },
)
reads(SeniorTalk, "senior.view_talk")
lines(
    SeniorTalk,
    {
        "senior.view_talk": [*THE_TWO, (HR, hr)],
        "senior.read_talk": [(EMPLOYEE, employee), (LEADER, leader_of_talk)],
        "senior.plan_talk": THE_TWO,
        "senior.write_talk": THE_TWO,
        "senior.confirm_talk": THE_TWO,
        "senior.answer_wishes": [(LEADER, leader)],
        "senior.prepare": [(EMPLOYEE, employee)],
        "senior.read_preparation": [
            (EMPLOYEE, employee),
            (LEADER, shared_with),
        ],
    },
)

# -- agreements --------------------------------------------------------------------------------------------------------


def union_rep(person):
    """TR, once the agreement has been sent to them, and as long as they hold the function."""
    return Q(union_rep=person) & OUT & Q(changes_terms=True) if person.standing.has("union_rep") else NO_ROW


reads(SeniorAgreement, "senior.view_agreement")
lines(
    SeniorAgreement,
    {
        "senior.view_agreement": [*THE_TWO, (HR, hr), (UNION_REP, union_rep)],
        "senior.write_agreement": [(LEADER, both(UNSIGNED, leader)), (HR, both(UNSIGNED, hr))],
        "senior.send_agreement": [(LEADER, both(UNSIGNED, leader)), (HR, both(UNSIGNED, hr))],
        "senior.refuse_agreement": [(LEADER, both(UNSIGNED, leader))],
        "senior.sign_as_employee": [(EMPLOYEE, employee)],
        "senior.sign_as_leader": [(LEADER, leader)],
        "senior.sign_as_union": [(UNION_REP, union_rep)],
        "senior.record_branch": [(LEADER, leader), (HR, hr)],
        "senior.send_back": [(UNION_REP, union_rep), (EMPLOYEE, employee)],
        "senior.evaluate_agreement": THE_TWO,
        "senior.end_agreement": [*THE_TWO, (HR, hr)],
    },
)

# -- choices, handover -------------------------------------------------------------------------------------------------
reads(YearlyChoice, "senior.view_choice")
lines(
    YearlyChoice,
    {
        "senior.view_choice": [(EMPLOYEE, employee), (HR, hr)],
        "senior.choose": [(EMPLOYEE, employee)],
        "senior.register_choice": [(HR, hr)],
    },
)
reads(Handover, "senior.view_handover")
lines(
    Handover,
    {
        "senior.view_handover": [*THE_TWO, (HR, hr)],
        "senior.change_handover": THE_TWO,
        "senior.own_handover": [(EMPLOYEE, employee)],
        "senior.read_retirement": [(EMPLOYEE, employee), (LEADER, both(Q(shared_at__isnull=False), leader))],
    },
)


def over_handover(relation):
    """Turn a rule on Handover into one on a topic."""

    def where(person):
        found = relation(person)
        return found if found is NO_ROW else Q(handover__in=Subquery(Handover.objects.filter(found).values("pk")))

    return where


reads(HandoverTopic, "senior.view_topic")
lines(
    HandoverTopic,
    {
        action: [
            *((who, over_handover(where)) for who, where in THE_TWO),
            (_("den, der overtager"), lambda person: Q(receiver=person)),
        ]
        for action in ("senior.view_topic", "senior.tick_topic")
    },
)

# -- the talks everyone has --------------------------------------------------------------------------------------------


def named(person):
    """The leader who held the talk."""
    return Q(leader=person)


def in_group(person):
    """One of the group whose talk it is."""
    return Q(pk__in=ConversationMember.objects.filter(person=person).values("conversation"))


def in_plan(person):
    """One of the group whose plan it is."""
    return Q(pk__in=DevelopmentPlan.members.through.objects.filter(person=person).values("developmentplan"))


NAMED, MEMBER = _("lederen, der holdt samtalen"), _("en fra gruppen")
WRITTEN_BY = (_("lederen, der skrev gruppens plan"), lambda person: Q(leader=person, is_for_team=True))
reads(Conversation, "senior.view_conversation")
lines(
    Conversation,
    {
        "senior.view_conversation": [*THE_TWO, (NAMED, named), (MEMBER, in_group)],
        "senior.read_conversation": [(EMPLOYEE, employee), (NAMED, named), (MEMBER, in_group)],
        "senior.write_conversation": [(EMPLOYEE, employee), (NAMED, named), (MEMBER, in_group)],
        "senior.plan_group_talk": [(_("leder"), holds("leader"))],
    },
)
reads(DevelopmentPlan, "senior.view_plan")
lines(
    DevelopmentPlan,
    {
        "senior.view_plan": [*THE_TWO, (HR, hr), (MEMBER, in_plan), WRITTEN_BY],
        "senior.read_plan": [*THE_TWO, (MEMBER, in_plan), WRITTEN_BY],
        "senior.write_plan": [*THE_TWO, (MEMBER, in_plan), WRITTEN_BY],
        "senior.write_group_plan": [(_("leder"), holds("leader"))],
    },
)
reads(Redistribution, "senior.view_redistribution")
ASKED = (_("den, der er spurgt"), lambda person: Q(asked=person))
lines(
    Redistribution,
    {
        "senior.view_redistribution": [*THE_TWO, ASKED],
        "senior.answer_redistribution": [(LEADER, leader), ASKED],
        "senior.withdraw_redistribution": [(EMPLOYEE, employee)],
    },
)

# -- people, rules, numbers --------------------------------------------------------------------------------------------
lines(
    Person,
    {
        "senior.see_rights": [(EMPLOYEE, lambda person: Q(pk=person.pk)), (HR, holds("hr"))],
        "senior.see_staff": [(LEADER, led_by)],
        "senior.write_for": [
            (LEADER, led_by),
            (HR, lambda person: ~Q(pk=person.pk) if person.standing.has("hr") else NO_ROW),
        ],
        "senior.talk_with": [(EMPLOYEE, lambda person: Q(pk=person.pk)), (LEADER, led_by)],
        "senior.set_group": [(HR, lambda person: ~Q(pk=person.pk) if person.standing.has("hr") else NO_ROW)],
        "senior.confirm_rights": [(HR, lambda person: ~Q(pk=person.pk) if person.standing.has("hr") else NO_ROW)],
        "senior.see_people": [(HR, holds("hr"))],
    },
)
reads(SeniorRule, "senior.view_rule")
allow("senior.view_rule", SeniorRule, WHOLE_HOUSE, lambda person: EVERY_ROW)
allow("senior.change_rule", SeniorRule, HR, holds("hr"))
reads(SeniorScheme, "senior.view_scheme")
allow("senior.view_scheme", SeniorScheme, WHOLE_HOUSE, lambda person: EVERY_ROW)
allow("senior.evaluate_scheme", SeniorScheme, HR, holds("hr"))
reads(TalkGuideline, "senior.view_guideline")
allow("senior.view_guideline", TalkGuideline, WHOLE_HOUSE, lambda person: EVERY_ROW)
allow("senior.write_guideline", TalkGuideline, HR, holds("hr"))
for kinds, who in (
    (("hr",), HR),
    (("leader",), _("leder")),
    (("safety_rep", "union_rep"), _("AMR og TR")),
    (("minute_taker",), _("referent")),
):
    allow("senior.see_numbers", SeniorScheme, who, holds(*kinds))
allow("senior.read_leaders_guide", SeniorScheme, _("leder"), holds("leader"))
allow("senior.read_leaders_guide", SeniorScheme, HR, holds("hr"))
allow("senior.read_leaders_guide", SeniorScheme, _("AMR og TR"), holds("safety_rep", "union_rep"))
