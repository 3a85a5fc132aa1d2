"""MED's lines of the permission table (requirements 7.1, 7.2). Rights come from a seat and end with it.

Members see their own body's material; everybody reads what is published; a TRIO's notes and one side's notes stay there.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Person, Template
from core.permissions import NO_ROW, allow, reads
from med.choices import CHAIRS, BodyKind, SeatFunction, Side
from med.models import (
    Action,
    Body,
    ClosedAnnex,
    Figure,
    Meeting,
    MinutesComment,
    Outcome,
    PreMeeting,
    PreMeetingNote,
    Proposal,
    Seat,
    Topic,
    Treatment,
    TrioNote,
)
from med.permissions import relations as r
from med.permissions.relations import over

# -- bodies ----------------------------------------------------------------------------------------------------------
reads(Body, "med.view_body")
allow("med.view_body", Body, r.EVERYONE, r.everyone)
allow("med.add_body", Body, r.KEEPER, r.keeper)
for who, where in ((r.KEEPER, r.keeper), (r.MINUTES, r.keeper_of_units), (r.CHAIR, r.chair)):
    allow("med.change_body", Body, who, where)
allow("med.sit_in", Body, r.MEMBER, r.member)  # reads the body's own material
for who, where in ((r.CHAIR, r.chair), (r.MINUTES, r.minute_taker)):
    allow("med.plan_meeting", Body, who, where)
allow("med.propose", Body, r.MEMBER, r.deciding_member)
allow("med.decide_proposal", Body, r.CHAIR, r.chair)
allow(
    "med.propose_through", Body, r.EVERYONE, lambda person: ~Q(kind__in=[BodyKind.TRIO, BodyKind.AMR, BodyKind.GROUP])
)
for who, where in ((_("ledelsessiden"), r.management), (r.CHAIR, r.chair), (r.MINUTES, r.minute_taker)):
    allow("med.write_figures", Body, who, where)
allow("med.write_trio_note", Body, r.TRIO, r.trio_member)
allow("med.word_agenda", Body, r.CHAIR, r.chair)
allow("core.edit_template", Template, r.CHAIR, r.own_agenda)
reads(Seat, "med.view_seat")
allow("med.view_seat", Seat, r.EVERYONE, r.everyone)

# -- meetings --------------------------------------------------------------------------------------------------------
reads(Meeting, "med.view_meeting")
allow("med.view_meeting", Meeting, r.MEMBER, over(r.member))
allow("med.view_meeting", Meeting, r.PARTICIPANT, over(r.participant))
allow("med.view_meeting", Meeting, r.CALLED, r.called)
allow("med.read_drafts", Meeting, r.CALLED, r.called)
allow("med.view_meeting", Meeting, r.EVERYONE, r.published())
allow("med.read_drafts", Meeting, r.MEMBER, over(r.member))  # agenda before release, minutes before they are published
allow("med.read_closed", Meeting, r.MEMBER, over(r.deciding_member))
allow("med.read_closed", Meeting, r.MINUTES, over(r.minute_taker))
for who, where in ((r.CHAIR, over(r.chair)), (r.MINUTES, over(r.minute_taker))):
    for action in ("med.prepare_meeting", "med.write_minutes", "med.publish_minutes"):
        allow(action, Meeting, who, where)
allow("med.release", Meeting, r.CHAIR, over(r.chair))
allow("med.waive_rule", Meeting, r.CHAIR, over(r.chair))
allow("med.write_input", Meeting, r.MEMBER, r.before(r.deciding_member))
allow("med.comment_minutes", Meeting, r.MEMBER, r.out(r.deciding_member))
allow("med.add_addendum", Meeting, r.MEMBER, over(r.deciding_member))
allow("med.add_addendum", Meeting, r.MINUTES, over(r.minute_taker))

reads(Topic, "med.view_topic")
allow("med.view_topic", Topic, r.MEMBER, over(r.member))
allow("med.close_topic", Topic, r.CHAIR, over(r.chair))


def _of_sent_agendas(person):
    """Participants read what has been sent out; a draft is for those who sit in the body."""
    condition = over(r.participant, "meeting__body")(person)
    return condition if condition is NO_ROW else condition & ~Q(meeting__state__in=["planned", "agenda_open"])


def _of_called(person):
    """The items of the TRIO meeting that one is called to."""
    found = r.called_to(person)
    return Q(meeting__in=found) if found else NO_ROW


reads(Treatment, "med.view_treatment")
for who, where in (
    (r.MEMBER, over(r.member, "meeting__body")),
    (r.CALLED, _of_called),
    (r.PARTICIPANT, _of_sent_agendas),
    (r.EVERYONE, r.published("meeting")),
):
    allow("med.view_treatment", Treatment, who, where)

reads(ClosedAnnex, "med.view_annex")  # the files of the closed annex
allow("med.view_annex", ClosedAnnex, r.MEMBER, over(r.deciding_member, "meeting__body"))
allow("med.view_annex", ClosedAnnex, r.MINUTES, over(r.minute_taker, "meeting__body"))

reads(Outcome, "med.view_outcome")
allow("med.view_outcome", Outcome, r.MEMBER, over(r.member))
allow("med.view_outcome", Outcome, r.EVERYONE, r.published("treatment__meeting"))
for who, where in ((r.CHAIR, over(r.chair)), (r.MINUTES, over(r.minute_taker))):
    allow("med.end_decision", Outcome, who, where)


# -- actions ---------------------------------------------------------------------------------------------------------
def owner(person):
    """Whoever took it on, or stands in for them."""
    return Q(owner=person) | Q(owner__in=person.standing.acting_for)


reads(Action, "med.view_action")
allow("med.view_action", Action, r.MEMBER, over(r.member, "treatment__meeting__body"))
for action in ("med.view_action", "med.finish_action"):
    allow(action, Action, _("ansvarlig for opgaven"), owner)
    allow(action, Action, r.CHAIR, over(r.chair, "treatment__meeting__body"))
    allow(action, Action, r.MINUTES, over(r.minute_taker, "treatment__meeting__body"))


# -- proposals -------------------------------------------------------------------------------------------------------
def proposer(person):
    """Whoever wrote it."""
    return Q(proposed_by=person)


def representative(person):
    """TR or AMR whom an employee asked."""
    return Q(via=person, state="with_rep")


def asked(person):
    """TR or AMR whom an employee asked, for good."""
    return Q(via=person)


def _members_see(person):
    """Members see what has reached the body."""
    condition = over(r.member)(person)
    return condition if condition is NO_ROW else condition & ~Q(state__in=["with_rep", "negotiated"])


def decider(person):
    """Whoever has answered it."""
    return Q(decided_by=person)


def negotiator(person):
    """TR or AMR who has it: before it is sent on, or while it is negotiated."""
    return Q(via=person, state__in=["with_rep", "negotiated"])


def _chairs_decide(person):
    condition = over(r.chair)(person)
    return condition if condition is NO_ROW else condition & Q(state__in=["proposed", "postponed"])


reads(Proposal, "med.view_proposal")
for who, where in (
    (_("den, der har foreslået"), proposer),
    (_("TR eller AMR"), asked),
    (r.MEMBER, _members_see),
    (_("den, der har svaret"), decider),
):
    allow("med.view_proposal", Proposal, who, where)
allow("med.forward_proposal", Proposal, _("TR eller AMR"), representative)
allow("med.answer_proposal", Proposal, r.CHAIR, _chairs_decide)
allow("med.route_proposal", Proposal, r.CHAIR, _chairs_decide)
allow("med.route_proposal", Proposal, _("TR eller AMR"), negotiator)


# -- confidential ----------------------------------------------------------------------------------------------------
def own_side(person):
    """The members of the note's own side."""
    condition = NO_ROW
    for side in (Side.EMPLOYEE, Side.MANAGEMENT):
        found = r.bodies_of(person, *CHAIRS, SeatFunction.MEMBER, side=side)
        if found:
            one = Q(side=side.value, body_id__in=found)
            condition = one if condition is NO_ROW else condition | one
    return condition


reads(PreMeetingNote, "med.view_pre_note")
for action in ("med.view_pre_note", "med.change_pre_note"):
    allow(action, PreMeetingNote, _("samme side i udvalget"), own_side)
reads(PreMeeting, "med.view_pre_meeting")
for action in ("med.view_pre_meeting", "med.change_pre_meeting"):
    allow(action, PreMeeting, _("samme side i udvalget"), own_side)
reads(TrioNote, "med.view_trio_note")
for action in ("med.view_trio_note", "med.send_trio_note"):
    allow(action, TrioNote, r.TRIO, r.trio_days("body", "written_at"))

# -- figures, comments -----------------------------------------------------------------------------------------------
reads(Figure, "med.view_figure")
allow("med.view_figure", Figure, r.MEMBER, over(r.member))
reads(MinutesComment, "med.view_comment")
allow("med.view_comment", MinutesComment, r.MEMBER, over(r.member, "meeting__body"))
for who, where in ((r.CHAIR, over(r.chair, "meeting__body")), (r.MINUTES, over(r.minute_taker, "meeting__body"))):
    allow("med.answer_comment", MinutesComment, who, where)
allow("med.read_minutes_archive", Person, r.EVERYONE, r.everyone)

from med.permissions import beside  # noqa: E402, F401  (calendar, register, year wheel, lifts, training)
