"""1:1 talks and MUS: planned, held, followed up; read by the two alone (GEN-32, GEN-33)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.models import Person
from core.permissions import require, require_add
from senior.actions.ground import own_leader, save_words
from senior.choices import ConversationForm, ConversationKind
from senior.models import Conversation, ConversationMember, SeniorTalk
from senior.notices import tell


@transaction.atomic
def plan(person, *, by, kind, planned_at, place="", quiet=False):
    """Agree on a time for a talk; the other one is told, unless `quiet`: somebody else tells. Returns the Conversation. ValidationError without a leader."""
    require(by, "senior.talk_with", person)
    leader = by if by.pk != person.pk else own_leader(person)
    if leader is None:
        raise ValidationError(_("Der er ingen leder at tale med. Bed HR om hjælp."), code="leader")
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks: the second waits and gets the first talk
    same = Conversation.objects.filter(
        person=person, leader=leader, kind=kind, planned_at=planned_at, cancelled_at__isnull=True
    ).first()
    if same:
        return same
    row = Conversation(
        person=person,
        leader=leader,
        unit=person.unit,
        kind=kind,
        planned_at=planned_at,
        place=place,
        created_at=calendar.now(),
    )
    row.save(force_insert=True)
    audit.record("senior.conversation_planned", row, by=by, kind=kind)
    if not quiet:
        _tell_time(row, by)
    return row


@transaction.atomic
def plan_for_group(people, *, by, planned_at, place=""):
    """Agree on a MUS for a group that wants it together; each is told. Returns the Conversation.

    ValidationError for fewer than two. Everybody must be the leader's own staff.
    """
    require_add(by, "senior.plan_group_talk")
    people = list(people)
    if len(people) < 2:
        raise ValidationError({"people": _("Vælg mindst to.")}, code="group")
    for person in people:
        require(by, "senior.talk_with", person)
    row = Conversation(
        leader=by,
        unit=people[0].unit,
        kind=ConversationKind.DEVELOPMENT_TALK,
        form=ConversationForm.TEAM,
        planned_at=planned_at,
        place=place,
        created_at=calendar.now(),
    )
    row.save(force_insert=True)
    ConversationMember.objects.bulk_create(ConversationMember(conversation=row, person=one) for one in people)
    audit.record("senior.conversation_planned", row, by=by, kind=row.kind, people=len(people))
    _tell_time(row, by)
    return row


def _tell_time(row, by):
    """Tell everybody else when it is."""
    at = row.planned_at
    for one in (*row.people, row.leader):
        tell(one, "S-04", row, by=by, key=at.isoformat(), dato=at, tid=at)


@transaction.atomic
def move(conversation, *, by, planned_at, place):
    """Move a talk that isn't held; the other one is told. Returns the Conversation."""
    require(by, "senior.write_conversation", conversation)
    changed = Conversation.objects.filter(pk=conversation.pk, held_on__isnull=True, cancelled_at__isnull=True).update(
        planned_at=planned_at, place=place
    )
    conversation.refresh_from_db()
    if not changed:
        raise ValidationError(_("Samtalen er holdt eller aflyst."), code="over")
    # a senior talk that is part of the MUS is at the same time
    SeniorTalk.objects.filter(conversation=conversation, state="planned", with_mus=True).update(
        planned_at=planned_at, place=place
    )
    audit.record("senior.conversation_moved", conversation, by=by)
    _tell_time(conversation, by)
    return conversation


@transaction.atomic
def write(conversation, *, by, version, **values):
    """Write what was talked about and when it was held; each save voids the confirmations. Returns the fresh row.

    Raises Stale when the other has written meanwhile.
    """
    require(by, "senior.write_conversation", conversation)
    if conversation.cancelled_at:
        raise ValidationError(_("Samtalen er aflyst."), code="cancelled")
    fresh = save_words(conversation, version, employee_confirmed_at=None, leader_confirmed_at=None, **values)
    ConversationMember.objects.filter(conversation=conversation).update(confirmed_at=None)
    audit.record("senior.conversation_written", conversation, by=by, version=fresh.version)
    return fresh


@transaction.atomic
def confirm(conversation, *, by):
    """Confirm what is written; True the first time."""
    require(by, "senior.write_conversation", conversation)
    if conversation.held_on is None:
        raise ValidationError(_("Samtalen er ikke skrevet ned endnu."), code="not_held")
    now = calendar.now()
    if by.pk == conversation.leader_id:
        waiting = Conversation.objects.filter(pk=conversation.pk, leader_confirmed_at__isnull=True)
        changed = waiting.update(leader_confirmed_at=now)
    elif conversation.is_for_group:
        mine = ConversationMember.objects.filter(conversation=conversation, person=by, confirmed_at__isnull=True)
        changed = mine.update(confirmed_at=now)
    else:
        waiting = Conversation.objects.filter(pk=conversation.pk, employee_confirmed_at__isnull=True)
        changed = waiting.update(employee_confirmed_at=now)
    if changed:
        audit.record("senior.conversation_confirmed", conversation, by=by)
    conversation.refresh_from_db()
    return bool(changed)


@transaction.atomic
def follow_up(conversation, *, by):
    """Note that what was agreed has been followed up; False if that was noted before."""
    require(by, "senior.write_conversation", conversation)
    changed = Conversation.objects.filter(
        pk=conversation.pk, held_on__isnull=False, followed_up_on__isnull=True
    ).update(followed_up_on=calendar.today())
    if changed:
        audit.record("senior.conversation_followed_up", conversation, by=by)
    conversation.refresh_from_db()
    return bool(changed)


@transaction.atomic
def cancel(conversation, *, by):
    """Call a talk off that isn't held; False if that was done before."""
    require(by, "senior.write_conversation", conversation)
    changed = Conversation.objects.filter(pk=conversation.pk, held_on__isnull=True, cancelled_at__isnull=True).update(
        cancelled_at=calendar.now()
    )
    if changed:
        audit.record("senior.conversation_cancelled", conversation, by=by)
        for one in (*conversation.people, conversation.leader):
            tell(one, "S-29", conversation, by=by, key="cancelled")
    return bool(changed)
