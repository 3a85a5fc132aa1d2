"""Who is told about which time, and when it is another: invitations with their own sequence (ONB-08, R-75)."""

import uuid
from collections import defaultdict

from django.db.models import F

from core import calendar, invitations
from core.models import Todo
from core.todos import open_many, rewrite
from onboarding import notices
from onboarding.actions import building
from onboarding.models import Invitation, ScheduleRow, StatusMeeting

TOGETHER = 3  # more events than this go to a person in one mail


def ask(course, rows, *, by):
    """Ask whoever answers for the rows to confirm their times; a question that waits already gets the new time."""
    specs = {row.number: building.row_spec(course, row) for row in rows}
    known = {
        todo.round: todo
        for todo in Todo.objects.about(course).filter(code="onboarding.row", round__in=list(specs) or [0])
    }
    fresh = []
    for row in rows:
        spec, todo = specs[row.number], known.get(row.number)
        if spec is None:
            if todo is not None and todo.state == "open":
                close_question(todo, by=by)
        elif todo is None:
            fresh.append((row, spec))
        else:
            if todo.state != "open":
                Todo.objects.filter(pk=todo.pk).update(state="open", done_at=None, done_by=None, note="")
                todo.state = "open"
            rewrite(
                todo,
                by=by,
                owner=spec.owner,
                title=str(spec.title),
                due_at=spec.due_at,
                event_at=spec.event_at,
                facts=spec.facts,
            )
    for (row, _spec), todo in zip(fresh, open_many([spec for _row, spec in fresh], by=by), strict=True):
        ScheduleRow.objects.filter(pk=row.pk).update(todo=todo)


def close_question(todo, *, by):
    """Let a question about a time lapse."""
    from core.todos import CLOSED, laying

    if todo.state not in CLOSED:
        Todo.objects.filter(pk=todo.pk, state="open").update(state="withdrawn", done_at=calendar.now(), done_by=by)
        laying.call_off([todo.pk])


def _events(course):
    """Return [(row or meeting, moment, topic, [people])] of what has a day and a clock time and lies ahead."""
    now, found = calendar.now(), []
    if not course.schedule_approved_at:
        return []
    reachable = [course.person] if course.has_begun else []
    for row in (
        course.rows.kept().filter(day__isnull=False, clock__isnull=False, every="").select_related("owner", "second")
    ):
        starts = calendar.at(row.day, row.clock)
        if starts > now:
            people = [one for one in (row.owner, row.second) if one] + reachable
            found.append((row, starts, row.topic, list(dict.fromkeys(people))))
    guide = course.mentor or course.contact
    for meeting in course.meetings.waiting().filter(starts_at__gt=now):
        people = [one for one in (guide, *reachable) if one]
        found.append((meeting, meeting.starts_at, str(building._("Statusmøde")), list(dict.fromkeys(people))))
    return found


def update(course, *, by):
    """Tell everybody what is new for them since they were last told: new, moved and called-off times. Return how many."""
    told = {}
    for one in Invitation.objects.filter(course=course).select_related("receiver").order_by("pk"):
        told[one.uid, one.receiver_id] = one
    wanted, fresh, counted = set(), [], set()
    now = calendar.now()
    for thing, starts, topic, people in _events(course):
        changed = [
            person
            for person in people
            if (last := told.get((thing.uid, person.pk))) is None
            or last.method == invitations.CANCEL
            or (last.starts_at, last.minutes, last.place, last.topic)
            != (starts, thing.minutes or 30, thing.place, topic)
        ]
        wanted |= {(thing.uid, person.pk) for person in people}
        if not changed:
            continue
        if any((thing.uid, person.pk) in told for person in changed) and thing.uid not in counted:
            counted.add(thing.uid)
            thing.sequence += 1
            type(thing).objects.filter(pk=thing.pk).update(sequence=F("sequence") + 1)
        fresh += [_invitation(course, thing, person, starts, topic, "REQUEST", now) for person in changed]
    gone = [
        one
        for key, one in told.items()
        if key not in wanted and one.method != invitations.CANCEL and one.starts_at > now
    ]
    return _tell(fresh, by) + _take_back(gone, now, by)


def call_off(course, *, by):
    """Withdraw every invitation to something that lies ahead; return how many."""
    now = calendar.now()
    told = {}
    for one in Invitation.objects.filter(course=course).select_related("receiver").order_by("pk"):
        told[one.uid, one.receiver_id] = one
    return _take_back(
        [one for one in told.values() if one.method != invitations.CANCEL and one.starts_at > now], now, by
    )


def _invitation(course, thing, person, starts, topic, method, now):
    """Return an unsaved invitation."""
    return Invitation(
        course=course,
        row=thing if isinstance(thing, ScheduleRow) else None,
        meeting=thing if isinstance(thing, StatusMeeting) else None,
        receiver=person,
        method=method,
        uid=thing.uid,
        sequence=thing.sequence,
        topic=topic,
        place=thing.place,
        starts_at=starts,
        minutes=thing.minutes or 30,
        told_at=now,
    )


def _take_back(gone, now, by):
    """Write the cancellations of some invitations, each counted once more than what was told."""
    taken = []
    for one in gone:
        taken.append(
            Invitation(
                course_id=one.course_id,
                row_id=one.row_id,
                meeting_id=one.meeting_id,
                receiver=one.receiver,
                method=invitations.CANCEL,
                uid=one.uid,
                sequence=one.sequence + 1,
                topic=one.topic,
                place=one.place,
                starts_at=one.starts_at,
                minutes=one.minutes,
                told_at=now,
            )
        )
    return _tell(taken, by, together=False)


def _tell(fresh, by, *, together=True):
    """Write invitations and their mails: a few one by one, many for one person in one mail."""
    by_person = defaultdict(list)
    for one in fresh:
        by_person[one.receiver].append(one)
    bundles = []
    for person, some in by_person.items():
        some.sort(key=lambda one: one.starts_at)
        parts = [some] if together and len(some) > TOGETHER else [[one] for one in some]
        for part in parts:
            bundle = uuid.uuid4().hex
            for one in part:
                one.bundle = bundle
            bundles.append((person, bundle, part))
    Invitation.objects.bulk_create([one for _person, _bundle, part in bundles for one in part])
    notices.invite(bundles, by=by)
    return len(fresh)
