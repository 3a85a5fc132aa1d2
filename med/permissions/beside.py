"""MED's lines for what stands beside agenda and minutes: calendar, register, year wheel, lifts, telling, training."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Person, Role, RoleKind
from core.permissions import EVERY_ROW, NO_ROW, allow, reads
from med.choices import CHAIRS, MED_KINDS, BodyKind, SeatFunction
from med.models import (
    Agreement,
    AnnualDiscussion,
    Assessment,
    Body,
    ChairMatter,
    Course,
    Dissemination,
    Duty,
    Guideline,
    HearingAnswer,
    Invitation,
    Lift,
    MedAgreement,
    PlanMeasure,
    SelfCheck,
    TrainingFigure,
    TrainingRecord,
    Treatment,
    TrioFrame,
)
from med.permissions import relations as r
from med.permissions.relations import over

OWNER, LEADER = _("den ansvarlige"), _("nærmeste leder")
KEEPERS = ((r.CHAIR, r.chair), (r.MINUTES, r.minute_taker))


def myself(person):
    """The person."""
    return Q(pk=person.pk)


# -- calendar --------------------------------------------------------------------------------------------------------
def invited(person):
    """Whoever is called to the meeting."""
    return Q(person=person, removed_at__isnull=True)


allow("med.answer_invitation", Invitation, _("den inviterede"), invited)
allow("med.keep_feed", Person, _("personen selv"), myself)


# -- register --------------------------------------------------------------------------------------------------------
def in_force_rule(person):
    """What has been agreed is for everybody, also while a new wording is in the making."""
    return Q(state__in=["approved", "needs_revision", "ended"]) | Q(agreed_version__isnull=False)


def asked_team(person):
    """The employees of a team that is asked about a draft."""
    return Q(state="in_hearing", hearing__unit__in=person.unit.ancestor_ids) if person.unit_id else NO_ROW


def guideline_owner(person):
    """Whoever keeps the text."""
    return Q(owner=person)


reads(Guideline, "med.view_guideline")
for who, where in (
    (r.MEMBER, over(r.member)),
    (OWNER, guideline_owner),
    (_("medarbejder i et spurgt team"), asked_team),
    (r.EVERYONE, in_force_rule),
):
    allow("med.view_guideline", Guideline, who, where)
for who, where in ((r.CHAIR, over(r.chair)), (r.MINUTES, over(r.minute_taker)), (OWNER, guideline_owner)):
    allow("med.write_guideline", Guideline, who, where)
allow("med.ask_for_talks", Guideline, r.MEMBER, over(r.deciding_member))
for who, where in KEEPERS:
    allow("med.keep_register", Body, who, where)


def team_leader(person):
    """Whoever leads the team that is asked."""
    units = person.standing.care
    return Q(unit__in=units, guideline__state="in_hearing") if units else NO_ROW


def _hearing_keeper(relation):
    def where(person):
        condition = over(relation, "guideline__body")(person)
        return condition if condition is NO_ROW else condition & Q(guideline__state="in_hearing")

    return where


allow("med.answer_hearing", HearingAnswer, LEADER, team_leader)
for who, relation in KEEPERS:
    allow("med.answer_hearing", HearingAnswer, who, _hearing_keeper(relation))


def holder(person):
    """Whoever has the draft."""
    return Q(holder=person)


reads(Agreement, "med.view_agreement")
for who, where in (
    (r.MEMBER, over(r.member)),
    (_("den, der har udkastet"), holder),
    (r.EVERYONE, lambda person: Q(state__in=["in_force", "ended"])),
):
    allow("med.view_agreement", Agreement, who, where)
for who, where in (
    (r.CHAIR, over(r.chair)),
    (r.MINUTES, over(r.minute_taker)),
    (_("den, der har udkastet"), holder),
):
    allow("med.write_agreement", Agreement, who, where)


# -- year wheel ------------------------------------------------------------------------------------------------------
def above(person):
    """Members of a body above, however far, who see whether the work is done (R-39, R-48)."""
    found = r.bodies_of(person, *CHAIRS, SeatFunction.MEMBER, kinds=(BodyKind.HOVED, BodyKind.AREA))
    if not found:
        return NO_ROW
    below = Q(parent__in=found) | Q(parent__parent__in=found) | Q(parent__parent__parent__in=found)
    return below & Q(kind__in=MED_KINDS)


for who, where in ((r.MEMBER, r.member), (r.PARTICIPANT, r.participant), (_("medlem af udvalget over"), above)):
    allow("med.view_wheel", Body, who, where)
allow(
    "med.view_wheel",
    Body,
    r.KEEPER,
    lambda person: ~Q(kind=BodyKind.TRIO) if person.standing.has("hr") else NO_ROW,
)
for who, where in KEEPERS:
    allow("med.keep_wheel", Body, who, where)
allow("med.make_plan", Body, r.MEMBER, r.deciding_member)
allow("med.make_plan", Body, r.MINUTES, r.minute_taker)


def _kept_by_hr(person):
    return EVERY_ROW if person.standing.has("hr") else NO_ROW


reads(AnnualDiscussion, "med.view_annual_discussion")
allow("med.view_annual_discussion", AnnualDiscussion, r.MEMBER, over(r.member))
allow("med.view_annual_discussion", AnnualDiscussion, r.KEEPER, _kept_by_hr)
allow("med.write_annual_discussion", AnnualDiscussion, r.MEMBER, over(r.deciding_member))
allow("med.write_annual_discussion", AnnualDiscussion, r.MINUTES, over(r.minute_taker))
allow("med.sign_annual_discussion", AnnualDiscussion, r.MEMBER, over(r.deciding_member))
reads(Assessment, "med.view_assessment")
allow("med.view_assessment", Assessment, r.MEMBER, over(r.member))
allow("med.view_assessment", Assessment, r.KEEPER, _kept_by_hr)
allow("med.write_assessment", Assessment, r.MEMBER, over(r.deciding_member))
allow("med.write_assessment", Assessment, r.MINUTES, over(r.minute_taker))


def measure_owner(person):
    """Whoever took the measure on, or stands in for them."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


reads(PlanMeasure, "med.view_plan_measure")
allow("med.view_plan_measure", PlanMeasure, r.MEMBER, over(r.member, "assessment__body"))
for action in ("med.view_plan_measure", "med.change_plan_measure"):
    allow(action, PlanMeasure, OWNER, measure_owner)
allow("med.change_plan_measure", PlanMeasure, r.CHAIR, over(r.chair, "assessment__body"))
allow("med.change_plan_measure", PlanMeasure, r.MINUTES, over(r.minute_taker, "assessment__body"))


# -- to other bodies, to staff ---------------------------------------------------------------------------------------
def _of_no_trio(relation):
    """Narrow a rule to items of other bodies than a TRIO: its points leave it in words written for that (MED-57)."""

    def where(person):
        condition = over(relation, "meeting__body")(person)
        return condition if condition is NO_ROW else condition & ~Q(meeting__body__kind=BodyKind.TRIO)

    return where


reads(Lift, "med.view_lift")
for path in ("from_body", "to_body"):
    allow("med.view_lift", Lift, r.MEMBER, over(r.member, path))
for who, relation in KEEPERS:
    allow("med.lift", Treatment, who, _of_no_trio(relation))
    allow("med.answer_lift", Lift, who, over(relation, "to_body"))
    allow("med.plan_dissemination", Treatment, who, over(relation, "meeting__body"))


def told_by(person):
    """Whoever answers for telling it."""
    return Q(responsible=person)


reads(Dissemination, "med.view_dissemination")
allow("med.view_dissemination", Dissemination, r.MEMBER, over(r.member, "treatment__meeting__body"))
for action in ("med.view_dissemination", "med.finish_dissemination"):
    allow(action, Dissemination, OWNER, told_by)
for who, relation in KEEPERS:
    allow("med.finish_dissemination", Dissemination, who, over(relation, "treatment__meeting__body"))

# -- sheets of items, who decides ------------------------------------------------------------------------------------
allow("med.write_sheet", Treatment, r.MEMBER, over(r.deciding_member, "meeting__body"))
allow("med.write_sheet", Treatment, r.MINUTES, over(r.minute_taker, "meeting__body"))

# -- numbers ---------------------------------------------------------------------------------------------------------
allow("med.read_numbers", Body, r.MEMBER, r.member)
for who, where in KEEPERS:
    allow("med.take_up_idea", Body, who, where)


# -- between chair and vice chair ------------------------------------------------------------------------------------
def shares(person):
    """Chair and vice chair themselves, or the one there is: nobody who stands in, no TRIO."""
    found = r.bodies_of(person, *CHAIRS, but=(BodyKind.TRIO, BodyKind.AMR, BodyKind.GROUP))
    return Q(pk__in=found) if found else NO_ROW


allow("med.share_matters", Body, r.CHAIR, shares)
reads(ChairMatter, "med.view_chair_matter")
for action in ("med.view_chair_matter", "med.change_chair_matter"):
    allow(action, ChairMatter, r.CHAIR, over(shares))

# -- checks of the cooperation ---------------------------------------------------------------------------------------
allow("med.view_checks", Body, r.MEMBER, r.deciding_member)
allow("med.begin_check", Body, r.CHAIR, r.chair)
reads(SelfCheck, "med.view_check")
for action in ("med.view_check", "med.answer_check"):
    allow(action, SelfCheck, r.MEMBER, over(r.deciding_member))

# -- the municipality's MED agreement --------------------------------------------------------------------------------
reads(MedAgreement, "med.view_med_agreement")
allow("med.view_med_agreement", MedAgreement, r.EVERYONE, r.everyone)
allow("med.write_med_agreement", MedAgreement, r.KEEPER, _kept_by_hr)

# -- TRIO ------------------------------------------------------------------------------------------------------------
reads(TrioFrame, "med.view_frame")
for action in ("med.view_frame", "med.write_frame"):
    allow(action, TrioFrame, r.TRIO, over(r.trio_member))


# -- training --------------------------------------------------------------------------------------------------------
def trained(person):
    """Whoever has the function."""
    return Q(person=person)


def own_leader(person):
    """The nearest leader of whoever has the function; for somebody who leads a unit, the leader above."""
    units, led = person.standing.care, person.standing.second
    if not units and not led:
        return NO_ROW
    leads = Role.objects.filter(Role.in_force(person.standing.on), kind=RoleKind.LEADER, unit__in=led).order_by()
    return (Q(person__unit__in=units) | Q(person__in=leads.values("person"))) & ~Q(person=person)


def chaired_committee(person):
    """The functions that run in the MED committees one is chair of oneself: no vice chair, nobody who stands in, no
    TRIO, AMR group or working group (matrix 7.2).
    """
    found = r.bodies_of(person, SeatFunction.CHAIR, kinds=MED_KINDS)
    running = Q(ended_on__isnull=True) | Q(ended_on__gte=person.standing.on)
    return Q(seat__body__in=found) & running if found else NO_ROW


reads(TrainingRecord, "med.view_training")
for who, where in (
    (_("personen selv"), trained),
    (LEADER, own_leader),
    (_("formand for udvalget"), chaired_committee),
    (r.KEEPER, _kept_by_hr),
):
    allow("med.view_training", TrainingRecord, who, where)
allow("med.keep_training", TrainingRecord, r.KEEPER, _kept_by_hr)
allow("med.answer_offer", TrainingRecord, _("personen selv"), trained)
allow("med.hand_in_proof", TrainingRecord, _("personen selv"), trained)
allow("med.hand_in_proof", TrainingRecord, r.KEEPER, _kept_by_hr)
for who, where in ((_("personen selv"), trained), (LEADER, own_leader), (r.KEEPER, _kept_by_hr)):
    allow("med.plan_competence", TrainingRecord, who, where)
for who, where in ((LEADER, own_leader), (r.KEEPER, _kept_by_hr)):
    allow("med.agree_on_joining", TrainingRecord, who, where)
allow("med.keep_training_figures", TrainingFigure, r.KEEPER, _kept_by_hr)
allow("med.keep_duties", Duty, r.KEEPER, _kept_by_hr)
reads(Course, "med.view_course")
allow("med.view_course", Course, r.EVERYONE, r.everyone)
allow("med.keep_course", Course, r.KEEPER, _kept_by_hr)

from med.permissions import events  # noqa: E402, F401  (the calendar of events)
