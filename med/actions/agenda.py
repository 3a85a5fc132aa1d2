"""Prepare a meeting: plan it, fill its agenda, arrange it, release it jointly, move it, call it off (MED-05 to MED-11, MED-19)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core import audit, calendar, notices, outbox
from core.permissions import require
from core.texts import error
from med import carrying
from med.actions import inviting
from med.choices import CHAIRS, MeetingState, Part
from med.models import AgendaTemplateItem, Body, Meeting, Outcome, PartyInput, Release, Seat, Topic, Treatment
from med.states import MEETING

notices.register_line("med.", _("Møde: noget venter på dig"))


def hold(meeting, action, *, by):
    """Return the meeting under lock if the person may do the action on it."""
    require(by, action, meeting)
    return Meeting.objects.select_related("body").select_for_update(of=("self",)).get(pk=meeting.pk)


def changed(meeting, *, by, **details):
    """Note that the agenda is another one now: what a chair has said yes to no longer holds."""
    Meeting.objects.filter(pk=meeting.pk).update(agenda_version=F("agenda_version") + 1)
    audit.record("med.agenda_changed", meeting, by=by, **details)


def editable(meeting, *, by):
    """Return the meeting under lock if its agenda can still be changed (ValidationError otherwise)."""
    meeting = hold(meeting, "med.prepare_meeting", by=by)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.RELEASED):
        raise ValidationError(_("Mødet er begyndt, så dagsordenen kan ikke ændres."), code="begun")
    return meeting


# -- the meeting -------------------------------------------------------------------------------------------------------
@transaction.atomic
def plan(body, *, by, starts_at, ends_at, place="", kind="ordinary"):
    """Plan one meeting and invite to it; return the Meeting."""
    require(by, "med.plan_meeting", body)
    body = Body.objects.select_for_update().get(pk=body.pk)
    _check_times(starts_at, ends_at)
    if Meeting.objects.filter(body=body, starts_at=starts_at).exclude(state=MeetingState.CANCELLED).exists():
        raise ValidationError(_("Udvalget har allerede et møde på det tidspunkt."), code="twice")
    year = calendar.local_date(starts_at).year
    last = Meeting.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        body=body,
        year=year,
        number=last + 1,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        planned_by=by,
    )
    audit.record("med.meeting_planned", meeting, by=by)
    inviting.tell(meeting, by=by)
    return meeting


def _check_times(starts_at, ends_at):
    """Refuse a meeting that ends before it begins, lasts a night, or is over."""
    if ends_at <= starts_at or ends_at - starts_at > timedelta(hours=12):
        raise ValidationError({"ends_at": error("E-26")})
    if starts_at < calendar.now():
        raise ValidationError({"starts_at": error("E-23")})


@transaction.atomic
def move(meeting, *, by, starts_at, ends_at, place=""):
    """Give the meeting another time or place; everybody's calendar follows."""
    meeting = editable(meeting, by=by)
    _check_times(starts_at, ends_at)
    was = meeting.starts_at
    same_hour = (starts_at, ends_at, place) == (meeting.starts_at, meeting.ends_at, meeting.place)
    if same_hour:
        return meeting
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=starts_at, ends_at=ends_at, place=place, sequence=F("sequence") + 1
    )
    audit.record("med.meeting_moved", meeting, by=by, before=was.isoformat(), after=starts_at.isoformat())
    inviting.tell(meeting, by=by, was=was if was != starts_at else None)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def cancel(meeting, *, by, reason):
    """Call the meeting off; its items come back on the next agenda by themselves."""
    meeting = MEETING.take("cancel", meeting, by=by, cancelled_because=reason, sequence=meeting.sequence + 1)
    inviting.tell(meeting, by=by)
    return meeting


# -- the agenda --------------------------------------------------------------------------------------------------------
@transaction.atomic
def open_agenda(meeting, *, by):
    """Begin the agenda: the body's fixed items, then everything that comes back (MED-05, MED-19)."""
    meeting = MEETING.take("open_agenda", meeting, by=by)
    fill(meeting, by=by)
    return meeting


def fill(meeting, *, by):
    """Put the fixed items and what comes back on an agenda that lacks them."""
    body, now = meeting.body, calendar.now()
    rows = list(AgendaTemplateItem.objects.filter(body=body)) or list(
        AgendaTemplateItem.objects.filter(body__isnull=True, template=body.kind)
    )
    there = set(meeting.treatments.values_list("topic_id", flat=True))  # also those that were taken off on purpose
    for row in rows:
        topic, _made = Topic.objects.get_or_create(
            body=body,
            code=row.code,
            is_standing=True,
            closed_at=None,
            defaults={"title": row.title, "origin": "standing", "opened_at": now},
        )
        if topic.pk not in there:
            Treatment.objects.create(
                meeting=meeting,
                topic=topic,
                part=row.part,
                order=row.order,
                title=row.title,
                help=row.help,
                purpose=row.purpose,
                responsible_role=row.responsible_role,
                duration=row.duration,
                put_on_by=by,
                put_on_at=now,
            )
    for order, carried in enumerate(carrying.coming_back(meeting), 1):
        if carried.topic.pk in there:
            continue
        last = carried.last
        treatment = Treatment.objects.create(
            meeting=meeting,
            topic=carried.topic,
            part=Part.B,
            order=100 + order * 10,
            title=last.title if last else carried.topic.title,
            purpose=last.purpose if last else "discussion",
            background=last.background if last else "",
            responsible_person=last.responsible_person if last else None,
            responsible_role=last.responsible_role if last else "",
            responsible_body=last.responsible_body if last else None,
            duration=last.duration if last else 10,
            carried=carried.times,
            carried_because=carried.because,
            put_on_by=by,
            put_on_at=now,
        )
        Outcome.objects.filter(
            treatment__topic=carried.topic,
            review_on__lte=calendar.local_date(meeting.starts_at),
            reviewed_in__isnull=True,
        ).update(reviewed_in=treatment)
    audit.record("med.agenda_filled", meeting, by=by)


@transaction.atomic
def put_on(meeting, *, by, title, purpose="discussion", topic=None, **values):
    """Put an item on the agenda; after the release it goes to the supplement. Return the Treatment."""
    meeting = editable(meeting, by=by)
    now = calendar.now()
    topic = topic or Topic.objects.create(body=meeting.body, title=title, opened_at=now, origin_person=by)
    if meeting.treatments.standing().filter(topic=topic).exists():
        raise ValidationError(_("Punktet står allerede på dagsordenen."), code="twice")
    part = Part.C if meeting.state == MeetingState.RELEASED else values.pop("part", Part.B)
    values.pop("part", None)
    others = meeting.treatments.standing().filter(part=part).exclude(order__gte=900)
    last = others.aggregate(last=Max("order"))["last"] or 0
    treatment = Treatment.objects.create(
        meeting=meeting,
        topic=topic,
        part=part,
        order=min(last + 10, 890),
        title=title,
        purpose=purpose,
        put_on_by=by,
        put_on_at=now,
        **values,
    )
    changed(meeting, by=by, put_on=treatment.pk)
    return treatment


@transaction.atomic
def edit(treatment, *, by, **values):
    """Change what stands on the agenda about an item."""
    meeting = editable(treatment.meeting, by=by)
    Treatment.objects.filter(pk=treatment.pk).update(**values)
    changed(meeting, by=by, item=treatment.pk)
    treatment.refresh_from_db()
    return treatment


@transaction.atomic
def take_off(treatment, *, by):
    """Take an item off this agenda; the topic lives on. False if it was off already."""
    meeting = editable(treatment.meeting, by=by)
    done = Treatment.objects.filter(pk=treatment.pk, taken_off_at__isnull=True).update(taken_off_at=calendar.now())
    if done:
        changed(meeting, by=by, taken_off=treatment.pk)
    return bool(done)


@transaction.atomic
def put_back(treatment, *, by):
    """Put an item back that was taken off."""
    meeting = editable(treatment.meeting, by=by)
    done = Treatment.objects.filter(pk=treatment.pk, taken_off_at__isnull=False).update(taken_off_at=None)
    if done:
        changed(meeting, by=by, put_back=treatment.pk)
    return bool(done)


@transaction.atomic
def shift(treatment, *, by, step):
    """Move an item one place up (-1) or down (1) within its part; False at the end of the list."""
    meeting = editable(treatment.meeting, by=by)
    rows = list(meeting.treatments.standing().filter(part=treatment.part).order_by("order", "pk"))
    place = next((number for number, row in enumerate(rows) if row.pk == treatment.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return False
    rows[place], rows[place + step] = rows[place + step], rows[place]
    return _number_anew(meeting, rows, by)


@transaction.atomic
def arrange(meeting, *, by, ids):
    """Give the items of one part the order that somebody dragged them into; what the page didn't know stays last."""
    meeting = editable(meeting, by=by)
    rows = {row.pk: row for row in meeting.treatments.standing()}
    wanted = [rows[pk] for pk in ids if pk in rows]
    if not wanted or len({row.part for row in wanted}) != 1:
        return False
    part = wanted[0].part
    wanted += [row for row in rows.values() if row.part == part and row not in wanted]
    return _number_anew(meeting, wanted, by)


def _number_anew(meeting, rows, by):
    """Write the order of a part's items."""
    for number, row in enumerate(rows, 1):
        row.order = number * 10
    Treatment.objects.bulk_update(rows, ["order"])
    changed(meeting, by=by, order=[row.pk for row in rows])
    return True


@transaction.atomic
def write_input(treatment, *, by, text):
    """Write one's own input to an item before the meeting; an empty text takes it away."""
    require(by, "med.write_input", treatment.meeting)
    if not text:
        PartyInput.objects.filter(treatment=treatment, author=by).delete()
        return None
    seat = Seat.objects.held().filter(body=treatment.meeting.body_id, person=by).first()
    row, _made = PartyInput.objects.update_or_create(
        treatment=treatment,
        author=by,
        defaults={"text": text, "side": seat.side if seat else "", "written_at": calendar.now()},
    )
    audit.record("med.input_written", treatment.meeting, by=by, item=treatment.pk)
    return row


# -- releasing jointly -------------------------------------------------------------------------------------------------
def chairs(body):
    """Return the seats whose yes is needed: both chairs, or whoever of them there is."""
    return list(Seat.objects.held().chairs().filter(body=body).select_related("person").order_by("function"))


def function_of(meeting, person):
    """Return as what the person says yes."""
    found = next((seat.function for seat in chairs(meeting.body_id) if seat.person_id == person.pk), None)
    return found or "member"


def has_all(meeting, what, version):
    """Tell whether everybody whose yes is needed has said it to this version."""
    said = set(Release.objects.filter(meeting=meeting, what=what, version=version).values_list("function", flat=True))
    needed = {seat.function for seat in chairs(meeting.body_id)} if meeting.body.joint_release else set()
    return bool(said) and (not meeting.body.joint_release or needed <= said)


@transaction.atomic
def approve_agenda(meeting, *, by, version):
    """Say yes to the version that was read; with the last yes the agenda goes out. Return the fresh Meeting.

    Raises ValidationError when the agenda is another one by now (E-49).
    """
    meeting = hold(meeting, "med.release", by=by)
    if meeting.agenda_version != version:
        raise ValidationError(error("E-49"), code="stale")
    if meeting.state not in (MeetingState.AGENDA_OPEN, MeetingState.RELEASED):
        raise ValidationError(_("Dagsordenen kan ikke udsendes nu."), code="state")
    function = function_of(meeting, by)
    _row, made = Release.objects.get_or_create(
        meeting=meeting,
        what="agenda",
        version=version,
        function=function,
        defaults={"person": by, "at": calendar.now()},
    )
    if made:
        audit.record("med.agenda_approved", meeting, by=by, version=version, function=function)
    if meeting.state == MeetingState.AGENDA_OPEN and has_all(meeting, "agenda", version):
        now = calendar.now()
        deadline = calendar.local_date(meeting.starts_at) - timedelta(days=meeting.body.agenda_days)
        late = calendar.local_date(now) > deadline
        meeting = MEETING.take("release", meeting, by=by, released_at=now, was_late=late)
        tell_members(meeting, "M-03", by=by)
    elif meeting.state == MeetingState.RELEASED and made and has_all(meeting, "agenda", version):
        tell_members(meeting, "M-03", by=by)
    return meeting


def tell_members(meeting, notice, *, by, **words):
    """Write one mail to each who sits there today."""
    people = {seat.person for seat in Seat.objects.held().filter(body=meeting.body_id).select_related("person")}
    values = {
        "udvalg": str(meeting.body),
        "dato": calendar.long_date(meeting.starts_at),
        "n": str(meeting.treatments.standing().filter(follows_on__isnull=False).count()),
        **words,
    }
    from django.urls import reverse

    outbox.queue_many(
        notice,
        sorted(people, key=lambda one: one.pk),
        meeting,
        values,
        link=reverse("med:meeting", args=[meeting.pk]),
        by=by,
    )


def needed(meeting, what):
    """Return [(seat, the yes or None)] of the version that stands, for the page."""
    version = meeting.agenda_version if what == "agenda" else meeting.minutes_version
    said = {
        row.function: row
        for row in Release.objects.filter(meeting=meeting, what=what, version=version).select_related("person")
    }
    return [(seat, said.get(seat.function)) for seat in chairs(meeting.body_id)] if CHAIRS else []
