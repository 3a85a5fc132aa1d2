"""Lay a meeting together with another one of the body: it is called off, and what stood on it goes along (bad days)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core import audit, todos
from med import enclosures
from med.actions import inviting
from med.actions.agenda import GAP, LAST, open_agenda
from med.actions.ground import agenda_changed, hold
from med.choices import BEFORE, MeetingState, Part
from med.models import (
    AnnualDiscussion,
    DutyLink,
    ItemSheet,
    Level,
    Meeting,
    PartyInput,
    PreMeetingNote,
    Treatment,
)
from med.states import MEETING

GIVEN = (
    "environment",
    "environment_effect",
    "influence",
    "follows_on",
    "responsible_person_id",
    "responsible_role",
    "responsible_body_id",
)


def targets(meeting):
    """Return the coming meetings of the same body that a meeting can be laid together with."""
    return Meeting.objects.filter(body=meeting.body_id).coming().exclude(pk=meeting.pk).order_by("starts_at")


@transaction.atomic
def merge(meeting, *, by, into, reason):
    """Call a meeting off and bring its items, input and files to another coming meeting; return that one.

    The meeting never took place, so its items move instead of being treated anew. What stands on both agendas is joined.
    """
    first, second = sorted([meeting, into], key=lambda one: one.pk)
    held = {one.pk: hold(one, "med.prepare_meeting", by=by, states=BEFORE) for one in (first, second)}
    meeting, into = held[meeting.pk], held.get(into.pk)
    if meeting.pk == into.pk or meeting.body_id != into.body_id:
        raise ValidationError({"into": _("Vælg et andet møde i samme udvalg.")})
    reason = todos.require_sentence(reason)
    items = list(meeting.treatments.standing().order_by("part", "order", "pk"))
    meeting = MEETING.take(
        "cancel", meeting, by=by, cancelled_because=reason, merged_into=into, sequence=F("sequence") + 1
    )
    if into.state == MeetingState.PLANNED:
        into = open_agenda(into, by=by)
    there = {one.topic_id: one for one in into.treatments.standing()}
    for item in items:
        if item.topic_id in there:
            _join(item, there[item.topic_id])
        else:
            _take_along(item, into)
    agenda_changed(into)
    audit.record("med.meeting_merged", into, by=by, taken=meeting.pk, items=len(items))
    todos.withdraw(meeting, by=by)
    inviting.tell(meeting, by=by)
    into.refresh_from_db()
    return into


def _take_along(item, into):
    """Move an item to the end of its part; after the agenda was sent, to the supplement."""
    part = Part.C if into.state == MeetingState.RELEASED else item.part
    rows = into.treatments.standing().filter(part=part).exclude(topic__code=LAST)
    place = (rows.aggregate(last=Max("order"))["last"] or 0) + GAP
    Treatment.objects.filter(pk=item.pk).update(meeting=into, part=part, order=place)
    PreMeetingNote.objects.filter(treatment=item).update(meeting=into)


def _join(item, twin):
    """Give what was written to an item to the one that stands on the other agenda; nothing is overwritten."""
    fresh = {name: getattr(item, name) for name in GIVEN if getattr(item, name) and not getattr(twin, name)}
    if item.background and item.background not in twin.background:
        fresh["background"] = "\n\n".join(part for part in (twin.background, item.background) if part)[:8000]
    if any(name.startswith("responsible") and getattr(twin, name) for name in GIVEN):
        fresh = {name: value for name, value in fresh.items() if not name.startswith("responsible")}
    if fresh:
        Treatment.objects.filter(pk=twin.pk).update(**fresh)
    own = {row.author_id: row for row in twin.inputs.all()}
    for row in item.inputs.all():
        if row.author_id in own:
            other = own[row.author_id]
            PartyInput.objects.filter(pk=other.pk).update(text=f"{other.text}\n\n{row.text}"[:6000])
        else:
            PartyInput.objects.filter(pk=row.pk).update(treatment=twin)
    enclosures.of_items([item.pk], closed=True).update(subject_id=twin.pk)
    _join_notes(item, twin)
    item.proposals.update(treatment=twin)
    item.lifts.update(treatment=twin)
    item.reviews.update(reviewed_in=twin)
    DutyLink.objects.filter(treatment=item).exclude(duty__in=twin.duty_links.values("duty")).update(treatment=twin)
    for one in (ItemSheet, Level, AnnualDiscussion):  # what an item has one of: its own stands
        if not one.objects.filter(treatment=twin).exists():
            one.objects.filter(treatment=item).update(treatment=twin)


def _join_notes(item, twin):
    """Give each side's note to an item to its twin, behind what the side had written there."""
    there = {note.side: note for note in PreMeetingNote.objects.filter(meeting=twin.meeting_id, treatment=twin)}
    for note in PreMeetingNote.objects.filter(treatment=item):
        other = there.get(note.side)
        if other is None:
            PreMeetingNote.objects.filter(pk=note.pk).update(meeting=twin.meeting_id, treatment=twin)
        elif note.text:
            both = "\n\n".join(text for text in (other.text, note.text) if text)[:6000]
            PreMeetingNote.objects.filter(pk=other.pk).update(text=both, version=F("version") + 1)
