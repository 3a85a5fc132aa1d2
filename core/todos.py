"""To-dos: one engine for everything that must be done by a time (docs/todos.md).

The verbs here are the only writers of `Todo`. Each one is a single conditional UPDATE with an audit entry in one
transaction, so that two clicks can't both win: the first returns True, the second False and changes nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar, events, laying
from core.models import ReminderRule, Todo
from core.models.todo import TodoState
from core.subjects import key_of
from core.written import HOW_MANY, Written

CLOSED = (TodoState.DONE, TodoState.NOT_RELEVANT)


@dataclass
class TodoSpec:
    """What a to-do is to be. `subject` is a row or (type, id); unit, site and people are rows, moments are aware."""

    subject: object
    code: str
    title: str
    owner: object = None
    owner_role: str = ""
    unit: object = None
    site: object = None
    about: object = None
    due_at: object = None
    opened_at: object = None
    event_at: object = None
    category: str = ""
    help: str = ""
    context: str = ""
    link: str = ""
    button: str = ""
    kind: str = "simple"
    order: int = 0
    is_obligatory: bool = False
    is_law: bool = False
    rule: str = ""
    round: int = 1
    reasons: list = field(default_factory=list)
    facts: dict = field(default_factory=dict)

    @property
    def key(self):
        """Return what makes the to-do the same one: opening it again gives the row that exists."""
        return (*key_of(self.subject), self.code, self.round)

    def build(self, now):
        """Return an unsaved row."""
        values = {name: value for name, value in vars(self).items() if name != "subject"}
        subject_type, subject_id = key_of(self.subject)
        return Todo(
            **values
            | {
                "subject_type": subject_type,
                "subject_id": subject_id,
                "title": str(self.title),
                "help": str(self.help),
                "button": str(self.button),
                "opened_at": self.opened_at or now,
                "reasons": [str(reason) for reason in self.reasons],
            }
        )


# -- opening -------------------------------------------------------------------------------------------------------
def open_todo(subject, code, *, title, by, **values):
    """Open one to-do and lay out its reminders; return the one that exists if it is open or done already.

    Takes the fields of TodoSpec. `by` is the person whose act it follows from, None for the clock.
    """
    return open_many([TodoSpec(subject, code, title, **values)], by=by)[0]


@transaction.atomic
def open_many(specs, *, by):
    """Open many to-dos in a fixed number of queries; return them in the order of the specs."""
    if not specs:
        return []
    now = calendar.now()
    known = _by_key(specs)
    fresh = {spec.key: spec.build(now) for spec in specs if spec.key not in known}
    if fresh:
        Todo.objects.bulk_create(fresh.values(), ignore_conflicts=True)
        opened = {key: todo for key, todo in _by_key(specs).items() if key in fresh}
        laying.lay(opened.values(), now)
        known |= opened
    return [known[spec.key] for spec in specs]


def _by_key(specs):
    """Return {key: to-do} of those that exist."""
    found = Todo.objects.filter(
        subject_type__in={spec.key[0] for spec in specs},
        subject_id__in={spec.key[1] for spec in specs},
        code__in={spec.code for spec in specs},
        round__in={spec.round for spec in specs},
    ).select_related("unit", "site")
    return {(todo.subject_type, todo.subject_id, todo.code, todo.round): todo for todo in found}


# -- one to-do -----------------------------------------------------------------------------------------------------
def complete(todo, *, by, note="", at=None):
    """Mark a to-do done; return False if somebody was first."""
    return _close(todo, TodoState.DONE, "core.todo_completed", by=by, note=note, at=at)


def mark_not_relevant(todo, *, by, reason):
    """Mark a to-do not relevant, with a reason of at least a sentence (E-05); return False if it was closed already."""
    return _close(todo, TodoState.NOT_RELEVANT, "core.todo_not_relevant", by=by, note=require_sentence(reason))


@transaction.atomic
def _close(todo, state, action, *, by, note="", at=None):
    """Take an open to-do to a closed state and call off what would have reminded of it."""
    changed = Todo.objects.filter(pk=todo.pk, state=TodoState.OPEN).update(
        state=state, done_at=at or calendar.now(), done_by=by, note=note
    )
    todo.refresh_from_db()
    if not changed:
        return False
    laying.call_off([todo.pk])
    audit.record(action, todo.subject, by=by, todo=todo.pk, code=todo.code)
    events.todo_completed.send(sender=Todo, todo=todo, by=by)
    return True


@transaction.atomic
def reopen(todo, *, by):
    """Undo: make a done or not relevant to-do wait again; return False if it waits already."""
    before = todo.state
    changed = Todo.objects.filter(pk=todo.pk, state__in=CLOSED).update(
        state=TodoState.OPEN, done_at=None, done_by=None, note=""
    )
    todo.refresh_from_db()
    if not changed:
        return False
    laying.lay_again([todo], calendar.now())
    audit.record("core.todo_reopened", todo.subject, by=by, todo=todo.pk, code=todo.code, before=str(before))
    events.todo_reopened.send(sender=Todo, todo=todo, by=by)
    return True


@transaction.atomic
def move_due(todo, *, due_at, by, reason):
    """Give an open to-do another deadline and lay its reminders out anew; return False if it is closed.

    A deadline that comes from a law can't be moved (ValidationError).
    """
    reason = require_sentence(reason)
    if todo.is_law:
        raise ValidationError(_("Fristen kommer fra en lov og kan ikke flyttes."))
    before = todo.due_at
    if not Todo.objects.filter(pk=todo.pk, state=TodoState.OPEN).update(due_at=due_at, level=0):
        todo.refresh_from_db()
        return False
    todo.refresh_from_db()
    laying.lay_again([todo], calendar.now(), anew=True)
    audit.record(
        "core.todo_moved",
        todo.subject,
        by=by,
        reason=reason,
        todo=todo.pk,
        code=todo.code,
        before=before.isoformat() if before else None,
        after=due_at.isoformat() if due_at else None,
    )
    return True


@transaction.atomic
def recount_due(todo, *, due_at, reasons, by):
    """Give an open to-do the deadline that follows from a fact that became known; also where a law fixes the length.

    Unlike `move_due` nobody chooses here: the same rule is counted from another day, such as the first day of absence.
    """
    before = todo.due_at
    if due_at == before or not Todo.objects.filter(pk=todo.pk, state=TodoState.OPEN).update(
        due_at=due_at, reasons=[str(r) for r in reasons], level=0
    ):
        todo.refresh_from_db()
        return False
    todo.refresh_from_db()
    laying.lay_again([todo], calendar.now(), anew=True)
    audit.record(
        "core.todo_recounted",
        todo.subject,
        by=by,
        todo=todo.pk,
        code=todo.code,
        before=before.isoformat() if before else None,
        after=due_at.isoformat() if due_at else None,
    )
    return True


@transaction.atomic
def rewrite(todo, *, by, **values):
    """Give an open to-do the words, owner and deadline that its rule now says (another category); False if it is closed.

    Takes fields of TodoSpec. What reminds of it is laid out anew.
    """
    values["reasons"] = [str(reason) for reason in values.get("reasons", todo.reasons)]
    if not Todo.objects.filter(pk=todo.pk, state=TodoState.OPEN).update(level=0, **values):
        todo.refresh_from_db()
        return False
    todo.refresh_from_db()
    laying.lay_again([todo], calendar.now(), anew=True)
    audit.record("core.todo_rewritten", todo.subject, by=by, todo=todo.pk, code=todo.code)
    return True


# -- the to-dos of a subject ---------------------------------------------------------------------------------------
@transaction.atomic
def withdraw(subject, codes=None, *, by):
    """Let the open to-dos of a subject lapse (all, or those with the codes); return how many."""
    waiting = _waiting(subject, codes)
    ids = list(waiting.values_list("pk", flat=True))
    changed = Todo.objects.filter(pk__in=ids, state=TodoState.OPEN).update(
        state=TodoState.WITHDRAWN, done_at=calendar.now(), done_by=by
    )
    if changed:
        laying.call_off(ids)
        audit.record("core.todos_withdrawn", subject, by=by, todos=ids)
        events.todos_withdrawn.send(sender=Todo, subject=key_of(subject), ids=ids, by=by)
    return changed


@transaction.atomic
def withdraw_all(waiting, *, by):
    """Let some open to-dos (a queryset) lapse in a fixed number of queries; return how many."""
    found = list(waiting.filter(state=TodoState.OPEN).values_list("pk", "subject_type", "subject_id"))
    ids = [pk for pk, *_subject in found]
    changed = Todo.objects.filter(pk__in=ids, state=TodoState.OPEN).update(
        state=TodoState.WITHDRAWN, done_at=calendar.now(), done_by=by
    )
    laying.call_off(ids)
    audit.record_many(
        {"action": "core.todos_withdrawn", "subject": subject, "by": by, "details": {}}
        for subject in {(kind, pk) for _todo, kind, pk in found}
    )
    return changed


@transaction.atomic
def reassign(subject, *, owner, by, codes=None):
    """Give the open to-dos of a subject another owner (None: back to the role); return how many changed hands."""
    waiting = _waiting(subject, codes).exclude(owner=owner)
    ids = list(waiting.values_list("pk", flat=True))
    changed = Todo.objects.filter(pk__in=ids, state=TodoState.OPEN).update(owner=owner)
    if changed:
        audit.record("core.todos_reassigned", subject, by=by, todos=ids, owner=owner.pk if owner else None)
    return changed


@transaction.atomic
def hand_on(waiting, *, owner, by):
    """Give some open to-dos (a queryset) another owner (None: back to the role); return how many changed hands."""
    found = list(waiting.filter(state=TodoState.OPEN).values_list("pk", "subject_type", "subject_id"))
    changed = Todo.objects.filter(pk__in=[pk for pk, *_subject in found], state=TodoState.OPEN).update(owner=owner)
    audit.record_many(
        {
            "action": "core.todos_reassigned",
            "subject": subject,
            "by": by,
            "details": {"owner": owner.pk if owner else None},
        }
        for subject in {(kind, pk) for _todo, kind, pk in found}
    )
    return changed


def _waiting(subject, codes):
    """Return the open to-dos of a subject."""
    waiting = Todo.objects.about(subject).open()
    return waiting if codes is None else waiting.filter(code__in=codes)


# -- whose ---------------------------------------------------------------------------------------------------------
def waits_for(person):
    """Return the condition that an open to-do waits for the person.

    Own ones, those of whoever the person deputises for today, and those nobody owns that stand with a role the person
    holds at the place. A leader's role means the nearest leader, as everywhere.
    """
    shape, values = places_of(person)
    return waits_at(shape, **values)


def places_of(person):
    """Return (shape, values) of what waits for the person: which conditions the roles make, and what stands in them."""
    standing = person.standing
    kinds: dict[str, dict[str, list]] = {"led": {}, "site": {}, "below": {}, "everywhere": {}}
    for role in standing.roles:
        if role.kind == "leader":
            kinds["led"].setdefault("leader", []).extend(standing.care if role.acting_for is None else [role.unit_id])
        elif role.site_id:
            kinds["site"].setdefault(role.kind, []).append(role.site_id)
        elif role.unit_path:
            kinds["below"].setdefault(role.kind, []).append(role.unit_path)
        else:
            kinds["everywhere"][role.kind] = []
    shape: list[tuple[str, str, str]] = []
    values = {"owner": person.pk, "acting": list(standing.acting_for)}
    for reach, found in kinds.items():
        for kind, where in sorted(found.items()):
            for place in where if reach == "below" else [where]:
                name = "" if reach == "everywhere" else f"place{len(shape)}"
                shape.append((reach, kind, name))
                if name:
                    values[name] = place
    return tuple(shape), values


def waits_at(shape, *, owner, acting, **places):
    """Return the condition for a shape of `places_of`."""
    condition = Q(owner=owner) | Q(owner__any_of=acting)
    for reach, kind, name in shape:
        mine = Q(owner__isnull=True, owner_role=kind)
        if reach == "below":
            mine &= Q(unit__path__startswith=places[name])
        elif name:
            mine &= Q(**{f"{'unit' if reach == 'led' else 'site'}__any_of": places[name]})
        condition |= mine
    return condition


def mine(person):
    """Return the open to-dos that wait for the person, the most urgent first."""
    return Todo.objects.waiting_for(person).order_by("due_at", "order", "pk")


def waiting_count(person):
    """Count them, in one query (the person's standing is read once per request)."""
    shape, values = places_of(person)
    return _count_at(shape)(now=calendar.now(), **values)[0][0]


@lru_cache(maxsize=256)
def _count_at(shape):
    """Return the count for a shape, written down."""
    return Written(
        lambda now, **places: (
            Todo.objects.open().filter(waits_at(shape, **places), opened_at__lte=now).order_by().values_list(HOW_MANY)
        ),
        now=datetime,
        **kinds_of(shape),
    )


def kinds_of(shape):
    """Return what kind of value stands in each place of a shape, for `Written`."""
    reaches = {name: str if reach == "below" else list for reach, _kind, name in shape if name}
    return {"owner": int, "acting": list} | reaches


# -- rules ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def relay(rule_code, by):
    """Work out the pending reminders of a rule again after it was changed; return how many to-dos it watches."""
    codes = set(ReminderRule.objects.filter(code=rule_code).values_list("todo", flat=True))
    watched = list(Todo.objects.open().filter(code__in=codes).select_related("unit", "site"))
    laying.lay_again(watched, calendar.now(), rule=rule_code)
    audit.record("core.rule_relaid", ("core.reminderrule", 0), by=by, rule=rule_code, todos=len(watched))
    return len(watched)


def require_sentence(text):
    """Return the reason, trimmed, if it is at least a sentence; ValidationError with the text of E-05 otherwise."""
    text = (text or "").strip()
    if len(text) < 10 or len(re.findall(r"\w+", text)) < 3:
        raise ValidationError(_("Skriv begrundelsen i mindst én hel sætning."), code="reason")
    return text
