"""Agenda and minutes go out when both chairs have said yes to the same version (MED-08, 21).

A yes is a row about a version; any change makes a new version. The step itself is one conditional UPDATE on the version,
so that two clicks at once send once and a stale page sends nothing.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, documents, todos
from core.models import Todo
from core.states import StepRefused
from core.texts import error
from med import notices, numbering
from med.actions import agenda
from med.actions.ground import hold
from med.actions.planning import RELEASE, agenda_due
from med.choices import CHAIRS, DECISIONS, MeetingState, Purpose, SeatFunction
from med.circle import must_say_yes
from med.models import Body, Outcome, Release
from med.permissions.relations import seats, stood_in
from med.states import MEETING

MINUTES = "med.minutes"


def own_function(person, body):
    """Return as what the person says yes: chair, vice chair, or, where nobody is above the others, member."""
    found = {function for body_id, function, _side, _kind in seats(person) if body_id == body.pk}
    found |= {function for body_id, function in stood_in(person) if body_id == body.pk}
    return next((name for name in (*CHAIRS, SeatFunction.MEMBER) if name in found), "")


def given(meeting, what, version):
    """Return {function: Release} of the yes that count for a version."""
    return {row.function: row for row in meeting.releases.filter(what=what, version=version).select_related("person")}


def missing(meeting, what, version):
    """Return the people who have still to say yes."""
    body = meeting.body
    needed = must_say_yes(body)
    said = given(meeting, what, version)
    if not needed or not body.joint_release or meeting.waivers.filter(rule=f"joint_{what}").exists():
        return [] if said else list(needed.values())[:1]
    return [person for function, person in needed.items() if function not in said]


def _say_yes(meeting, what, version, current, by):
    """Note the yes; raise when the page was stale. Return who is still missing."""
    if version != current:
        raise ValidationError(
            _("Teksten er ændret, siden du åbnede siden. Læs den igen, og sig så god for den."), code="stale"
        )
    Release.objects.get_or_create(
        meeting=meeting,
        what=what,
        version=version,
        function=own_function(by, meeting.body),
        defaults={"person": by, "at": calendar.now()},
    )
    audit.record(f"med.{what}_approved", meeting, by=by, version=version)
    return missing(meeting, what, version)


@transaction.atomic
def say_yes_to_agenda(meeting, *, by, version):
    """Say yes to this version of the agenda; it goes out when both have. Return (meeting, who is missing).

    Raises ValidationError for a stale version, StepRefused when it went out already.
    """
    meeting = hold(meeting, "med.release", by=by)
    if meeting.state != MeetingState.AGENDA_OPEN:
        return MEETING.take("release", meeting, by=by), []  # tells what the state is now
    waiting = _say_yes(meeting, "agenda", version, meeting.agenda_version, by)
    holder = must_say_yes(meeting.body).get(own_function(by, meeting.body), by)
    for todo in Todo.objects.about(meeting).open().filter(code=RELEASE, owner__in=[by, holder]):
        todos.complete(todo, by=by)
    if waiting:
        return meeting, waiting
    now = calendar.now()
    meeting = MEETING.take(
        "release",
        meeting,
        by=by,
        where={"agenda_version": version},
        released_at=now,
        was_late=now > agenda_due(meeting)
        and not meeting.body.waiver
        and not meeting.waivers.filter(rule="agenda_days").exists(),
    )
    for todo in Todo.objects.about(meeting).open().filter(code=RELEASE):
        todos.complete(todo, by=by)
    freeze_agenda(meeting, by)
    late = meeting.treatments.standing().filter(follows_on__isnull=False).count()
    notices.released(meeting, late)
    return meeting, []


def freeze_agenda(meeting, by):
    """Freeze the agenda's PDF as it is now."""
    from med import documents as papers

    number = documents.take_number()
    documents.freeze("P-01", _("Dagsorden"), meeting, papers.agenda(meeting, number), by, approved_by=by, number=number)


# -- minutes ---------------------------------------------------------------------------------------------------------
def unfinished(meeting):
    """Return [(label, item)] of items that need a result and have none (E-57)."""
    items = list(meeting.treatments.standing().select_related("outcome", "topic"))
    return [
        (f"{part.code} {number}", item)
        for part in numbering.parts(items)
        for number, item in part.items
        if part.code != "A"
        and item.topic.code != "any_other"
        and item.purpose != Purpose.ORIENTATION
        and not hasattr(item, "outcome")
    ]


@transaction.atomic
def say_yes_to_minutes(meeting, *, by, version):
    """Say yes to this version of the minutes; they go to the members when both have. Return (meeting, who is missing)."""
    meeting = hold(meeting, "med.release", by=by)
    if meeting.state != MeetingState.MINUTES_DRAFT:
        return MEETING.take("send_minutes", meeting, by=by), []
    without = unfinished(meeting)
    if without:
        raise ValidationError([error("E-57", nr=label) for label, _item in without[:5]], code="outcome")
    waiting = _say_yes(meeting, "minutes", version, meeting.minutes_version, by)
    if waiting:
        return meeting, waiting
    number_decisions(meeting)
    today = calendar.today()
    meeting = MEETING.take(
        "send_minutes",
        meeting,
        by=by,
        where={"minutes_version": version},
        minutes_sent_at=calendar.now(),
        comments_until=calendar.add_working_days(today, meeting.body.comment_days),
    )
    _written(meeting, by)
    agenda.carry_on(meeting, by=by)
    notices.minutes_sent(meeting)
    return meeting, []


@transaction.atomic
def lock_notes(meeting, *, by):
    """Lock the notes of a body whose minutes nobody approves (TRIO, groups); return the meeting."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=(MeetingState.MINUTES_DRAFT, MeetingState.APPROVED))
    if meeting.body.approves_minutes:
        raise ValidationError(_("Referatet skal sendes til medlemmerne og godkendes på næste møde."))
    if meeting.state == MeetingState.APPROVED:
        raise StepRefused(MEETING.steps["lock"], meeting, _("Noterne er låst allerede."))
    number_decisions(meeting)
    meeting = MEETING.take("lock", meeting, by=by, approved_at=calendar.now(), approved_by=by)
    _written(meeting, by)
    agenda.carry_on(meeting, by=by)
    return meeting


def number_decisions(meeting):
    """Give each decision of the meeting the next number of its body and year, under the body's lock."""
    Body.objects.select_for_update().get(pk=meeting.body_id)
    year = calendar.local(meeting.starts_at).year
    known = Outcome.objects.filter(body=meeting.body_id, year=year)
    last = max(known.aggregate(Max("number", default=0), Max("former_number", default=0)).values())
    fresh = Outcome.objects.filter(
        treatment__meeting=meeting, treatment__taken_off_at__isnull=True, kind__in=DECISIONS, number__isnull=True
    ).exclude(treatment__topic__code="approval")
    for place, outcome in enumerate(fresh.order_by("treatment__part", "treatment__order", "pk"), start=1):
        Outcome.objects.filter(pk=outcome.pk).update(year=year, number=last + place)


def _written(meeting, by):
    """Complete the minute taker's to-do."""
    for todo in Todo.objects.about(meeting).open().filter(code=MINUTES):
        todos.complete(todo, by=by)


def lay_minutes_todo(meeting, *, by):
    """Open the minute taker's to-do to finish the minutes in time."""
    body = meeting.body
    taker = meeting.minute_taker or by
    todos.open_todo(
        meeting,
        MINUTES,
        title=_("Skriv referatet færdigt"),
        by=by,
        owner=taker,
        unit=body.unit,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), body.minutes_days), calendar.parse_time("12")),
        context=str(body),
        link=reverse("med:write", args=[meeting.pk]),
        button=_("Skriv referat"),
        kind="page",
        rule="R-34",
        facts={"udvalg": str(body)},
        reasons=[_("Udvalgets egen regel: Referatet er ude %(n)s hverdage efter mødet.") % {"n": body.minutes_days}],
    )
