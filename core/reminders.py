"""Reminders: the clock asks which moments have passed and nobody has handled, and writes mails (docs/reminders.md).

`sweep` may run late, twice or in two workers at once: a moment is handled under a row lock in the transaction that
writes its mails, and each mail has a unique key. The number of queries is the same for ten people and ten thousand.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from core import audit, calendar, laying, notices, outbox
from core.bulk import uncollected
from core.models import Person, Reminder, Todo
from core.models.mail import Speed
from core.receivers import Snapshot, resolve

logger = logging.getLogger(__name__)
OPENERS: list[Callable] = []
FOLLOWERS: list[Callable] = []
ESCALATIONS_AT_ONCE = 3000  # each takes a lock of the audit chain, and PostgreSQL's lock table is finite


@dataclass(frozen=True)
class Planned:
    """One reminder for one person."""

    reminder: Reminder
    todo: Todo
    person: Person

    @property
    def key(self):
        """Return what makes it the same reminder, whoever writes it and when."""
        reminder, todo = self.reminder, self.todo
        return (
            f"{reminder.rule}:{todo.subject_type}:{todo.subject_id}:{todo.code}:{todo.round}:"
            f"{reminder.level}:{self.person.pk}:{reminder.at.isoformat()}"
        )


def plan(batch, at):
    """Return ([Planned], [(reminder, todo)] for which nobody was found) for reminders that are due."""
    pairs = [(reminder, reminder.todo) for reminder in batch]
    snapshot = Snapshot(calendar.local_date(at))
    snapshot.attach([todo for _reminder, todo in pairs])
    answer = resolve(pairs, snapshot)
    planned = [
        Planned(reminder, todo, person)
        for reminder, todo in pairs
        if reminder.notice
        for person in answer.people[reminder.pk]
    ]
    return planned, answer.missing


def one_each(planned):
    """Return the planned reminders that become a mail: of those that would tell one person of one subject at once and
    at the same moment only the one that asks most of them. The daily mail is a list already, so its lines stay.
    """
    best: dict[tuple, Planned] = {}
    for one in planned:
        urgent = one.reminder.speed == Speed.NOW
        key = (one.todo.subject, one.person.pk, one.reminder.at) if urgent else (one.key,)
        if key not in best or _asks(one) > _asks(best[key]):
            best[key] = one
    return list(best.values())


def _asks(one):
    """Return how much a reminder asks of the person: to do something comes before to know; what is due first is first."""
    due = one.todo.due_at
    return (
        one.reminder.notice not in notices.ASKS_NOTHING,
        one.reminder.level,
        -due.timestamp() if due else float("-inf"),
    )


def sweep(at=None, batch=20_000):
    """Handle every moment that has passed; return how many. One transaction per batch."""
    at, handled = at or calendar.now(), 0
    while True:
        count, more = _sweep_batch(at, batch)
        handled += count
        if not more:
            return handled


def handle_now(todos, at=None):
    """Handle what is due of these to-dos in the caller's transaction: urgent news doesn't wait for the clock."""
    return _sweep_batch(at or calendar.now(), 1000, laying.pending(at or calendar.now()).filter(todo__in=todos))[0]


def follower(function):
    """Register what follows from telling people, in the same transaction.

    `function(planned, at) -> {(reminder id, person id): words}`: words of notices.ALLOWED that only this person's
    mail gets. It is asked once per batch, also when the batch tells nobody of its kind, and never when somebody only
    asks what would be sent.
    """
    FOLLOWERS.append(function)
    return function


@uncollected()
@transaction.atomic
def _sweep_batch(at, batch, waiting=None):
    """Handle one batch under lock; return (how many, whether more may wait).

    Rows that another worker holds, or whose to-do is being closed at this moment, are left to them.
    """
    waiting = laying.pending(at) if waiting is None else waiting
    due = list(waiting.select_for_update(skip_locked=True, of=("self", "todo"))[:batch])
    if not due:
        return 0, False
    more = len(due) == batch
    escalated = [place for place, reminder in enumerate(due) if reminder.level]
    if len(escalated) > ESCALATIONS_AT_ONCE:
        due, more = due[: escalated[ESCALATIONS_AT_ONCE]], True
    planned, missing = plan(due, at)
    own_words: dict[tuple, dict] = {}
    for function in FOLLOWERS:
        own_words |= function(planned, at)
    outbox.enqueue_many(
        [_mail(one, at, own_words.get((one.reminder.pk, one.person.pk), {})) for one in one_each(planned)], at=at
    )
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in due]).update(is_pending=False, handled_at=at)
    raised = {reminder.todo_id for reminder in due if reminder.level > reminder.todo.level}
    if raised:
        highest = (
            Reminder.objects.filter(todo=OuterRef("pk"), handled_at__isnull=False)
            .order_by()
            .values("todo")
            .annotate(top=Max("level"))
            .values("top")
        )
        Todo.objects.filter(pk__in=raised).update(level=Greatest(F("level"), Subquery(highest)))
    audit.record_many(
        [
            {
                "action": "core.reminder_escalated",
                "subject": reminder.todo.subject,
                "by": None,
                "details": {"rule": reminder.rule, "level": reminder.level, "todo": reminder.todo_id},
            }
            for reminder in due
            if reminder.level
        ]
        + [
            {
                "action": "core.reminder_without_receiver",
                "subject": todo.subject,
                "by": None,
                "details": {"rule": reminder.rule, "level": reminder.level, "todo": todo.pk},
            }
            for reminder, todo in missing
        ]
    )
    return len(due), more


def _mail(one, at, own_words):
    """Return the mail of a planned reminder."""
    reminder, todo = one.reminder, one.todo
    context = notices.words_of(todo, at)
    if reminder.notice in notices.HAPPENED:
        context |= notices.happened(todo)
    context |= notices.words(own_words)
    return outbox.MailSpec(
        one.person,
        reminder.notice,
        todo.subject,
        todo.link,
        one.key,
        context,
        todo.due_at,
        reminder.speed,
        todo,
    )


def explain(at):
    """Return what would be sent if the clock ran at that moment, as dicts; nothing is sent and nothing is locked."""
    planned, _missing = plan(list(laying.pending(at)), at)
    return [
        {
            "at": one.reminder.at.isoformat(),
            "rule": one.reminder.rule,
            "subject": f"{one.todo.subject_type}:{one.todo.subject_id}",
            "todo": one.todo.code,
            "receiver": one.person.email,
            "channel": one.reminder.speed,
            "notice": one.reminder.notice,
            "escalation": one.reminder.level,
        }
        for one in one_each(planned)
    ]


# -- what comes back by itself -------------------------------------------------------------------------------------
def opener(function):
    """Register a function that opens what has come due: `function(today)`, in a fixed number of queries."""
    OPENERS.append(function)
    return function


def open_periodic(today=None):
    """Run every opener. One that fails is logged and doesn't stop the others; return how many failed."""
    today, failed = today or calendar.today(), 0
    for function in OPENERS:
        try:
            with transaction.atomic():
                function(today)
        except Exception:
            logger.exception("The opener %s.%s failed.", function.__module__, function.__name__)
            failed += 1
    return failed
