"""What the clock does for MED: open what should wait, close what has been seen to, follow dates that were moved."""

from django.db import transaction

from core import receivers, todos
from core.models import Todo
from core.models.todo import TodoState
from core.reminders import opener
from med.actions import decisions
from med.choices import CHAIRS, Represents, SeatFunction
from med.models import Seat
from med.rules import rounds


@opener
def keep_waiting(today, *, by=None):
    """Let the open to-dos be those that the rules want today (R-30 to R-56)."""
    for find in rounds.ROUNDS:
        reconcile(list(find(today)), by=by, codes=codes_of(find))


@opener
def lapse_decisions(today, *, by=None):
    """Let decisions lapse whose time is over."""
    decisions.lapse_past_their_day(by=by)


def codes_of(find):
    """Return the codes that a round answers for."""
    return OWN[find.__name__]


OWN = {
    "agendas": ("med.call_for_items", "med.pre_meeting", "med.trio_meeting"),
    "promised": ("med.attachment",),
    "minutes": ("med.read_minutes",),
    "decisions": ("med.review_decision",),
    "year_wheel": ("med.duty", "med.sickness_statistics", "med.annual_discussion", "med.budget"),
    "register": ("med.revise_guideline", "med.signatures", "med.tell"),
    "assessments": ("med.apv", "med.survey", "med.measure"),
    "trios": ("med.trio_planning", "med.expectations"),
    "courses": (
        *("med.basic_course", "med.safety_course", "med.safety_days", "med.med_days", "med.period_ends"),
        *("med.new_function", "med.join_years"),
    ),
    "competence": ("med.competence_plan",),
}


@transaction.atomic
def reconcile(specs, *, by, codes):
    """Open what is missing, move what has another deadline or owner, complete what is wanted no longer.

    What the clock itself has completed waits again when it is wanted again: a plan that came to nothing ends no duty.
    """
    wanted = {spec.key: spec for spec in specs}
    waiting = {
        (one.subject_type, one.subject_id, one.code, one.round): one
        for one in Todo.objects.open().filter(code__in=codes).select_related("unit", "site")
    }
    for todo in todos.open_many([spec for key, spec in wanted.items() if key not in waiting], by=by):
        if todo.state == TodoState.DONE and todo.done_by_id is None:
            todos.reopen(todo, by=by)
    for key, todo in waiting.items():
        spec = wanted.get(key)
        if spec is None:
            todos.complete(todo, by=by)
        elif spec.due_at != todo.due_at or (spec.owner.pk if spec.owner else None) != todo.owner_id:
            todos.rewrite(todo, by=by, due_at=spec.due_at, event_at=spec.event_at, owner=spec.owner, facts=spec.facts)


# -- who is told -----------------------------------------------------------------------------------------------------
PATHS = {
    "med.meeting": "body",
    "med.treatment": "meeting__body",
    "med.outcome": "body",
    "med.body": "pk",
    "med.bodyduty": "body",
    "med.guideline": "body",
    "med.agreement": "body",
    "med.dissemination": "treatment__meeting__body",
    "med.assessment": "body",
    "med.planmeasure": "assessment__body",
    "med.seat": "body",
    "med.trainingrecord": "seat__body",
    "med.action": "treatment__meeting__body",
}


def _seated(batch, snapshot, functions=(), *, represents="", or_all=False, themselves=False):
    """Return {reminder pk: people with such a seat in the body that the to-do is about, or who stand in for them}.

    One query for each kind of row. `or_all`: where nobody has such a seat (a TRIO), all who sit there. `themselves`:
    nobody in their place.
    """
    from django.apps import apps

    ids: dict = {}
    for _reminder, todo in batch:
        if todo.subject_type in PATHS:
            ids.setdefault(todo.subject_type, set()).add(todo.subject_id)
    bodies = {
        (kind, pk): body
        for kind, some in ids.items()
        for pk, body in apps.get_model(kind)._default_manager.filter(pk__in=some).values_list("pk", PATHS[kind])
    }
    chosen: dict = {}
    others: dict = {}
    for seat in Seat.objects.held(snapshot.on).filter(body__in=set(bodies.values())).select_related("person"):
        is_asked = seat.function in functions or bool(represents) and seat.represents == represents
        (chosen if is_asked else others).setdefault(seat.body_id, []).append(seat.person)
    found = {}
    for reminder, todo in batch:
        body = bodies.get(todo.subject)
        people = chosen.get(body) or (others.get(body, []) if or_all else [])
        found[reminder.pk] = (
            people if themselves else [one for person in people for one in snapshot.standing_in(person)]
        )
    return found


@receivers.receiver("med_chairs")
def chairs(batch, snapshot):
    """Return chair and vice chair of the body that the to-do is about, or its members where nobody stands above."""
    return _seated(batch, snapshot, CHAIRS, or_all=True)


@receivers.receiver("med_chair")
def chair(batch, snapshot):
    """Return the chair alone of the body that the to-do is about: training is read by nobody in their place (matrix 7.2)."""
    return _seated(batch, snapshot, [SeatFunction.CHAIR], themselves=True)


@receivers.receiver("med_members")
def members(batch, snapshot):
    """Return all who sit in the body that the to-do is about."""
    return _seated(batch, snapshot, [*CHAIRS, SeatFunction.MEMBER, SeatFunction.MINUTE_TAKER])


@receivers.receiver("med_safety_reps")
def safety_reps(batch, snapshot):
    """Return the AMR who sit in the body that the to-do is about."""
    return _seated(batch, snapshot, represents=Represents.SAFETY_REP)
