"""Who is called to a meeting, what they answer, and what their calendars are told (MED-55, MED-56).

Every verb that plans, moves or calls off a meeting ends in `tell`: it compares what each person was told last with how
the meeting stands, and writes only what is new. Each person's SEQUENCE only ever rises.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar
from core.models import Person
from core.permissions import require
from med import calendar_mail
from med.choices import BEFORE, BodyKind, SeatFunction
from med.models import Invitation, Meeting, Seat
from med.models.calendar import Answer


def _called(meeting):
    """Return the ids of those who are called by their seat, or by where they work for a meeting of all staff."""
    day = calendar.local_date(meeting.starts_at)
    called = set(
        Seat.objects.held(day).taking_part().filter(body=meeting.body_id).order_by().values_list("person_id", flat=True)
    )
    if meeting.minute_taker_id:
        called.add(meeting.minute_taker_id)
    if meeting.body.kind == BodyKind.STAFF and meeting.body.unit_id:
        called |= set(
            Person.objects.working(day)
            .filter(unit__path__startswith=meeting.body.unit.path)
            .order_by()
            .values_list("pk", flat=True)
        )
    return called


@transaction.atomic
def tell(meeting, *, by, was=None):
    """Let everybody's calendar follow the meeting: new people, a new time, people who have left, a cancelled meeting.

    `was` is the earlier start of a meeting that was moved. Return how many mails were written.
    """
    meeting = Meeting.objects.select_related("body__unit").select_for_update(of=("self",)).get(pk=meeting.pk)
    known = {one.person_id: one for one in meeting.invitations.all()}
    stands = meeting.state in BEFORE and meeting.starts_at > calendar.now()
    called = _called(meeting) if stands else set()
    mails = []
    for pk in sorted(called - set(known)):
        mails.append((_invite(meeting, pk), "new"))
    for pk, one in known.items():
        if one.removed_at:
            if pk in called and one.instead_of_id is None:
                mails.append((_call_again(one, meeting), "new"))
        elif meeting.is_cancelled:
            mails.append((_withdraw(one, meeting), "cancelled"))
        elif stands and pk not in called and one.instead_of_id is None:
            mails.append((_withdraw(one, meeting), "removed"))
        elif stands and one.sequence < meeting.sequence:
            mails.append((_told_anew(one, meeting), "moved"))
    calendar_mail.write(meeting, mails, was=was, by=by)
    if mails:
        audit.record("med.invited", meeting, by=by, mails=len(mails))
    return len(mails)


def _invite(meeting, person_id, instead_of=None):
    """Write an invitation; return it."""
    return Invitation.objects.create(
        meeting=meeting,
        person_id=person_id,
        instead_of=instead_of,
        sequence=meeting.sequence,
        invited_at=calendar.now(),
    )


def _call_again(one, meeting, instead_of=None):
    """Invite somebody whose invitation was withdrawn; the count goes on from where it was."""
    sequence = max(meeting.sequence, one.sequence + 1)
    Invitation.objects.filter(pk=one.pk).update(
        removed_at=None,
        sequence=sequence,
        answer=Answer.NONE,
        answered_at=None,
        instead_of=instead_of,
        invited_at=calendar.now(),
    )
    one.refresh_from_db()
    return one


def _withdraw(one, meeting):
    """Take an invitation back."""
    sequence = max(meeting.sequence, one.sequence + 1)
    Invitation.objects.filter(pk=one.pk).update(removed_at=calendar.now(), sequence=sequence)
    one.refresh_from_db()
    return one


def _told_anew(one, meeting):
    """Note that the person hears of the meeting's new time; what they answered was about the old one."""
    sequence = max(meeting.sequence, one.sequence + 1)
    Invitation.objects.filter(pk=one.pk).update(sequence=sequence, answer=Answer.NONE, answered_at=None)
    one.refresh_from_db()
    return one


# -- answers ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def answer(invitation, *, by, said):
    """Write what somebody answers. A no calls their substitute; a yes after a no sends the substitute home again."""
    require(by, "med.answer_invitation", invitation)
    meeting = Meeting.objects.select_related("body__unit").select_for_update(of=("self",)).get(pk=invitation.meeting_id)
    if meeting.state not in BEFORE or meeting.starts_at < calendar.now():
        raise ValidationError(_("Mødet er begyndt eller aflyst. Tal med referenten i stedet."), code="over")
    if said not in (Answer.YES, Answer.MAYBE, Answer.NO):
        raise ValidationError(_("Vælg et svar."), code="choice")
    Invitation.objects.filter(pk=invitation.pk).update(answer=said, answered_at=calendar.now())
    invitation.refresh_from_db()
    audit.record("med.invitation_answered", meeting, by=by)
    if said == Answer.NO:
        return call_substitute(meeting, invitation.person, by=by)
    _send_home(meeting, invitation.person, by)
    return None


def substitutes_of(meeting, person):
    """Return the seats that may stand in for a person at a meeting, their own substitute first."""
    day = calendar.local_date(meeting.starts_at)
    own = Seat.objects.held(day).filter(body=meeting.body_id, person=person).exclude(function=SeatFunction.SUBSTITUTE)
    seat = own.first()
    if seat is None:
        return []
    found = (
        Seat.objects.held(day)
        .filter(body=meeting.body_id, function=SeatFunction.SUBSTITUTE)
        .filter(Q(substitute_for=seat) | Q(substitute_for__isnull=True, side=seat.side))
        .select_related("person")
    )
    return sorted(found, key=lambda one: (one.substitute_for_id is None, one.pk))


@transaction.atomic
def call_substitute(meeting, person, *, by):
    """Call the first substitute who isn't called already; return who, or None when there is nobody."""
    known = {one.person_id: one for one in meeting.invitations.all()}
    if any(one.instead_of_id == person.pk and not one.removed_at for one in known.values()):
        return None
    for seat in substitutes_of(meeting, person):
        one = known.get(seat.person_id)
        if one is not None and not one.removed_at:
            continue
        if one is not None and one.answer == Answer.NO:
            continue
        fresh = _call_again(one, meeting, person) if one else _invite(meeting, seat.person_id, person)
        calendar_mail.write(meeting, [(fresh, "substitute")], was=None, by=by)
        audit.record("med.substitute_called", meeting, by=by)
        return seat.person
    return None


def _send_home(meeting, person, by):
    """Withdraw the invitation of whoever was called in a person's place."""
    for one in meeting.invitations.filter(instead_of=person, removed_at__isnull=True):
        calendar_mail.write(meeting, [(_withdraw(one, meeting), "removed")], was=None, by=by)
