"""The agenda: fixed lines, what comes back, new items, order, input (MED-05 to 12, 19)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.actions import attachments
from core.models import Todo
from core.permissions import can, require
from med import carrying
from med.actions.duty_links import carry_links
from med.actions.ground import Conflict, agenda_changed, hold, mark_of, minutes_changed
from med.actions.planning import lay_release_todos
from med.choices import BEFORE, WRITING, MeetingState, Origin, Part, Purpose
from med.enclosures import CLOSED
from med.fixed_agenda import GAP, LAST, fixed_lines
from med.models import Meeting, Outcome, PartyInput, Proposal, Topic, Treatment
from med.states import MEETING

OPEN = (MeetingState.AGENDA_OPEN,)
ALSO_LATER = (MeetingState.AGENDA_OPEN, MeetingState.RELEASED)
ITEM = (
    "title",
    "purpose",
    "background",
    "environment_effect",
    "environment",
    "responsible_person_id",
    "responsible_role",
    "responsible_body_id",
    "influence",
    "duration",
    "follows_on",
)
TWICE = timedelta(minutes=2)
PROMISED = "med.attachment"  # the to-do of whoever promised a paper


def changed(meeting, *, by, **details):
    """Note that the agenda is another one now: what a chair has said yes to no longer holds."""
    agenda_changed(meeting)
    audit.record("med.agenda_changed", meeting, by=by, **details)


@transaction.atomic
def open_agenda(meeting, *, by):
    """Begin the agenda: the fixed lines, and what earlier meetings left. Return the meeting."""
    meeting = hold(meeting, "med.prepare_meeting", by=by)
    meeting = MEETING.take("open_agenda", meeting, by=by)
    now, lines = calendar.now(), fixed_lines(meeting.body)
    standing = {topic.code: topic for topic in Topic.objects.filter(body=meeting.body, is_standing=True).open()}
    fresh = [
        Topic(
            body=meeting.body,
            title=line.title,
            code=line.code,
            is_standing=True,
            origin=Origin.STANDING,
            opened_at=now,
        )
        for line in lines
        if line.code not in standing
    ]
    standing |= {topic.code: topic for topic in Topic.objects.bulk_create(fresh)}
    Treatment.objects.bulk_create(
        Treatment(
            meeting=meeting,
            topic=standing[line.code],
            part=line.part,
            order=line.order,
            title=line.title,
            help=line.help,
            purpose=line.purpose,
            responsible_role=line.responsible_role,
            duration=line.duration,
            put_on_by=by,
            put_on_at=now,
        )
        for line in lines
    )
    carry_over(meeting, by=by)
    lay_release_todos(meeting, by=by)  # of a meeting planned in a series
    agenda_changed(meeting)
    meeting.refresh_from_db()
    return meeting


def carry_over(meeting, *, by):
    """Put what earlier meetings left on the agenda, each with its reason; return how many."""
    found = carrying.leftovers(meeting)
    part = Part.C if meeting.state == MeetingState.RELEASED else Part.B
    place, made = _next_place(meeting, part), []
    for number, left in enumerate(found):
        last = left.last
        treatment = Treatment(
            meeting=meeting,
            topic=left.topic,
            part=part,
            order=place + number * GAP,
            title=left.topic.title,
            purpose=last.purpose if last else Purpose.DISCUSSION,
            influence=last.influence if last else "",
            responsible_person=last.responsible_person if last else None,
            responsible_role=last.responsible_role if last else "",
            responsible_body=last.responsible_body if last else None,
            background=last.background if last else "",
            environment=last.environment if last else "",
            environment_effect=last.environment_effect if last else "",
            duration=last.duration if last else 10,
            carried=left.times,
            carried_because=left.reason,
            put_on_by=by,
            put_on_at=calendar.now(),
        )
        treatment.save(force_insert=True)
        made.append(treatment)
        # a proposal that was put off stands on an agenda again
        Proposal.objects.filter(treatment__topic=left.topic, state="postponed").update(
            state="on_agenda", treatment=treatment
        )
        if left.review is not None:
            Outcome.objects.filter(pk=left.review.pk, reviewed_in__isnull=True).update(reviewed_in=treatment)
    if found:
        carry_links(made, by=by)
        audit.record("med.carried_over", meeting, by=by, items=len(found))
    return len(found)


def carry_on(held, *, by):
    """Put what a meeting left on the next agenda, where that one was begun before the meeting was over."""
    waiting = Meeting.objects.filter(body=held.body_id, state__in=ALSO_LATER, starts_at__gt=calendar.now())
    following = waiting.select_related("body__unit").select_for_update(of=("self",)).order_by("starts_at", "pk").first()
    if following is not None and carry_over(following, by=by):
        agenda_changed(following)


def _next_place(meeting, part):
    """Return the order behind the last item of a part, »Eventuelt« left out: it stays last."""
    last = meeting.treatments.filter(part=part, taken_off_at__isnull=True).exclude(topic__code=LAST)
    return (last.aggregate(last=Max("order"))["last"] or 0) + GAP


@transaction.atomic
def add_item(meeting, *, by, topic=None, origin=Origin.CHAIR, proposed_by=None, **values):
    """Put an item on the agenda; after the agenda was sent it goes to the supplement (part C). Return the Treatment.

    `proposed_by` is whose wish it was, when it wasn't one's own (MED-06).
    """
    meeting = hold(meeting, "med.prepare_meeting", by=by, states=ALSO_LATER)
    late = meeting.state == MeetingState.RELEASED
    if topic is None:
        known = _sent_before(meeting, by, values)
        if known is not None:
            return known
        topic = Topic(
            body=meeting.body,
            title=values["title"],
            origin=origin,
            origin_person=proposed_by or by,
            opened_at=calendar.now(),
        )
        topic.save(force_insert=True)
    elif meeting.treatments.filter(topic=topic, taken_off_at__isnull=True).exists():
        raise ValidationError(_("Emnet står allerede på dagsordenen."))
    part = Part.C if late else values.pop("part", Part.B)
    values.pop("part", None)
    treatment = Treatment(
        meeting=meeting,
        topic=topic,
        part=part,
        order=_next_place(meeting, part),
        put_on_by=by,
        put_on_at=calendar.now(),
        **values,
    )
    treatment.save(force_insert=True)
    audit.record("med.item_added", meeting, by=by, item=treatment.pk, late=late)
    agenda_changed(meeting)
    return treatment


def _sent_before(meeting, by, values):
    """Return the same item that the same person put on a moment ago: a form that was sent twice makes one."""
    again = {name: values[name] for name in ("title", "background", "purpose") if name in values}
    return (
        meeting.treatments.standing()
        .filter(put_on_by=by, put_on_at__gte=calendar.now() - TWICE, **again)
        .filter(topic__is_standing=False)
        .first()
    )


@transaction.atomic
def change_item(treatment, *, by, seen=None, **values):
    """Change what an item says; return it. The topic takes the new title along.

    Conflict when somebody has written other words since the page that was `seen` (its mark).
    """
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by, states=ALSO_LATER)
    if meeting.state == MeetingState.RELEASED and treatment.part != Part.C:
        raise ValidationError(_("Dagsordenen er udsendt. Skriv et tillæg i stedet."), code="released")
    treatment.refresh_from_db()
    changed = sorted(name for name, value in values.items() if getattr(treatment, name) != value)
    if changed and seen is not None and seen != mark_of(treatment, ITEM):
        raise Conflict(treatment)
    if changed:
        Treatment.objects.filter(pk=treatment.pk).update(**values)
        treatment.refresh_from_db()
        if "title" in changed and not treatment.topic.is_standing:
            Topic.objects.filter(pk=treatment.topic_id).update(title=treatment.title)
        audit.record("med.item_changed", meeting, by=by, item=treatment.pk, fields=changed)
        agenda_changed(meeting)
    return treatment


@transaction.atomic
def take_off(treatment, *, by):
    """Take an item off the agenda; its topic stays open and comes back. False if it was off already."""
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by, states=OPEN)
    changed = Treatment.objects.filter(pk=treatment.pk, taken_off_at__isnull=True).update(taken_off_at=calendar.now())
    if changed:
        Outcome.objects.filter(reviewed_in=treatment).update(reviewed_in=None)
        treatment.proposals.filter(state="on_agenda").update(state="postponed")
        audit.record("med.item_taken_off", meeting, by=by, item=treatment.pk)
        agenda_changed(meeting)
    return bool(changed)


@transaction.atomic
def put_back(treatment, *, by):
    """Undo: put an item back on the agenda; False if it stands there already."""
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by, states=OPEN)
    if meeting.treatments.filter(topic=treatment.topic_id, taken_off_at__isnull=True).exists():
        return False
    changed = Treatment.objects.filter(pk=treatment.pk, taken_off_at__isnull=False).update(taken_off_at=None)
    if changed:
        treatment.proposals.filter(state="postponed").update(state="on_agenda")
        audit.record("med.item_put_back", meeting, by=by, item=treatment.pk)
        agenda_changed(meeting)
    return bool(changed)


@transaction.atomic
def move_item(treatment, *, by, up):
    """Move an item one place up or down within its part; False where it stands first or last."""
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by, states=OPEN)
    items = list(meeting.treatments.filter(part=treatment.part, taken_off_at__isnull=True).order_by("order", "pk"))
    place = next((n for n, one in enumerate(items) if one.pk == treatment.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if other is None or not 0 <= other < len(items):
        return False
    items.insert(other, items.pop(place))
    _lay_in_order(meeting, items, treatment, by)
    return True


@transaction.atomic
def place_item(treatment, *, by, before=None):
    """Put an item right before another one of its part, or last; False where it stands there already."""
    meeting = hold(treatment.meeting, "med.prepare_meeting", by=by, states=OPEN)
    items = list(meeting.treatments.filter(part=treatment.part, taken_off_at__isnull=True).order_by("order", "pk"))
    was = [one.pk for one in items]
    if treatment.pk not in was or (before is not None and before not in was):
        raise ValidationError(_("Punktet kan kun flyttes inden for sin egen del."), code="part")
    moved = items.pop(was.index(treatment.pk))
    place = len(items) if before is None else next((n for n, one in enumerate(items) if one.pk == before), None)
    if place is None:  # before itself
        return False
    items.insert(place, moved)
    if [one.pk for one in items] == was:
        return False
    _lay_in_order(meeting, items, treatment, by)
    return True


def _lay_in_order(meeting, items, moved, by):
    """Write the order of a part's items."""
    for number, one in enumerate(items, start=1):
        if one.order != number * GAP:
            Treatment.objects.filter(pk=one.pk).update(order=number * GAP)
    audit.record("med.item_moved", meeting, by=by, item=moved.pk)
    agenda_changed(meeting)


@transaction.atomic
def write_input(treatment, *, by, text):
    """Write one's own input to an item before the meeting; an empty text takes it away. Return the input or None."""
    meeting = hold(treatment.meeting, "med.write_input", by=by)
    from med.permissions.relations import seats

    side = next((side for body, _function, side, _kind in seats(by) if body == meeting.body_id), "")
    if not text.strip():
        PartyInput.objects.filter(treatment=treatment, author=by).delete()
        audit.record("med.input_removed", meeting, by=by, item=treatment.pk)
        return None
    row, _made = PartyInput.objects.update_or_create(
        treatment=treatment,
        author=by,
        defaults={"text": text, "side": side, "written_at": calendar.now()},
    )
    audit.record("med.input_written", meeting, by=by, item=treatment.pk)
    return row


@transaction.atomic
def attach(treatment, uploaded, facts, *, by, still_missing=False, closed=False):
    """Hang a file on an item; return the Attachment. Whoever writes the item or gives input may, until the minutes are out.

    A `closed` one is for the body's members alone (MED-30).

    A paper that was promised is there now, unless it is `still_missing`. What is added while the minutes are written
    goes out with them (MED-28).
    """
    action = "med.prepare_meeting" if can(by, "med.prepare_meeting", treatment.meeting) else "med.write_input"
    meeting = hold(treatment.meeting, action, by=by, states=(*BEFORE, *WRITING))
    if closed:
        require(by, "med.read_closed", meeting)
    row = attachments.attach((CLOSED, treatment.pk) if closed else treatment, uploaded, facts, by=by)
    if treatment.follows_on and not still_missing:
        Treatment.objects.filter(pk=treatment.pk).update(follows_on=None)
        treatment.follows_on = None
        for todo in Todo.objects.about(treatment).open().filter(code=PROMISED):
            todos.complete(todo, by=by)
    if meeting.state == MeetingState.AGENDA_OPEN:
        agenda_changed(meeting)
    elif meeting.is_writing:
        minutes_changed(meeting)
    return row


@transaction.atomic
def close_topic(topic, *, by):
    """Close a topic: it no longer comes back. False if it was closed."""
    require(by, "med.close_topic", topic)
    changed = Topic.objects.filter(pk=topic.pk, closed_at__isnull=True, is_standing=False).update(
        closed_at=calendar.now(), closed_by=by
    )
    if changed:
        audit.record("med.topic_closed", topic, by=by)
    return bool(changed)


@transaction.atomic
def reopen_topic(topic, *, by):
    """Open a closed topic again; it comes on the next agenda. False if it was open."""
    require(by, "med.close_topic", topic)
    changed = Topic.objects.filter(pk=topic.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None)
    if changed:
        audit.record("med.topic_reopened", topic, by=by)
    return bool(changed)


@transaction.atomic
def tag_topic(topic, *, by, tags):
    """Say by which words a topic's decisions are found; False when they were said already."""
    require(by, "med.close_topic", topic)
    changed = Topic.objects.filter(pk=topic.pk).exclude(tags=tags).update(tags=tags)
    if changed:
        audit.record("med.topic_tagged", topic, by=by)
    return bool(changed)
