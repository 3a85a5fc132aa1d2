"""1:1 talks and MUS: planned, held, followed up; read by the two alone (GEN-32, GEN-33)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from senior.actions.ground import own_leader, save_words
from senior.models import Conversation
from senior.notices import tell


@transaction.atomic
def plan(person, *, by, kind, planned_at, place="", form="individual"):
    """Agree on a time for a talk; the other one is told. Returns the Conversation. ValidationError without a leader."""
    require(by, "senior.talk_with", person)
    leader = by if by.pk != person.pk else own_leader(person)
    if leader is None:
        raise ValidationError(_("Der er ingen leder at tale med. Bed HR om hjælp."), code="leader")
    row = Conversation(
        person=person,
        leader=leader,
        unit=person.unit,
        kind=kind,
        form=form,
        planned_at=planned_at,
        place=place,
        created_at=calendar.now(),
    )
    row.save(force_insert=True)
    audit.record("senior.conversation_planned", row, by=by, kind=kind)
    for one in (person, leader):
        tell(one, "S-04", row, by=by, key=planned_at.isoformat(), dato=planned_at, tid=planned_at)
    return row


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
    audit.record("senior.conversation_moved", conversation, by=by)
    for one in (conversation.person, conversation.leader):
        tell(one, "S-04", conversation, by=by, key=planned_at.isoformat(), dato=planned_at, tid=planned_at)
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
    audit.record("senior.conversation_written", conversation, by=by, version=fresh.version)
    return fresh


@transaction.atomic
def confirm(conversation, *, by):
    """Confirm what is written; True the first time."""
    require(by, "senior.write_conversation", conversation)
    if conversation.held_on is None:
        raise ValidationError(_("Samtalen er ikke skrevet ned endnu."), code="not_held")
    field = "employee_confirmed_at" if by.pk == conversation.person_id else "leader_confirmed_at"
    changed = Conversation.objects.filter(pk=conversation.pk, **{f"{field}__isnull": True}).update(
        **{field: calendar.now()}
    )
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
    return bool(changed)
