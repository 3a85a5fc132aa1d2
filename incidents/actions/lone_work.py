"""Alone at work: a moment to report back by, and a named colleague who is told when it passes (INC-90, R-103)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, notices, outbox, receivers, todos
from core.models import Todo
from core.permissions import require
from core.states import StepRefused
from incidents.actions.ground import TWICE
from incidents.models import LoneWork
from incidents.states import LONE

CODE = "incidents.lone_check_in"
notices.register_line(CODE, _("Meld dig tilbage"))


@receivers.receiver("watcher")
def watcher(batch, snapshot):
    """Return the colleague who watches, for each reminder of the batch. One query."""
    rows = LoneWork.objects.filter(pk__in=[todo.subject_id for _reminder, todo in batch]).select_related("watcher")
    known = {row.pk: row.watcher for row in rows}
    return {reminder.pk: [known[todo.subject_id]] if todo.subject_id in known else [] for reminder, todo in batch}


@transaction.atomic
def plan(*, by, watcher, kind, where, begins_at, check_in_at):
    """Agree on lone work; the colleague is told at once, and again if nobody reports back. Return (LoneWork, is new)."""
    now = calendar.now()
    if watcher.pk == by.pk:
        raise ValidationError({"watcher": _("Vælg en kollega. Du kan ikke selv holde øje.")})
    if check_in_at <= begins_at:
        raise ValidationError({"check_in_at": _("Tidspunktet skal ligge efter, at du begynder.")})
    for row in LoneWork.objects.filter(person=by, made_at__gte=now - TWICE, state="planned"):
        if (row.begins_at, row.check_in_at, row.watcher_id) == (begins_at, check_in_at, watcher.pk):
            return row, False
    row = LoneWork.objects.create(
        person=by,
        watcher=watcher,
        kind=kind,
        where=where,
        begins_at=begins_at,
        check_in_at=check_in_at,
        made_at=now,
    )
    audit.record("incidents.lone_work_planned", row, by=by, watcher=watcher.pk)
    todos.open_todo(
        row,
        CODE,
        title=_("Meld dig tilbage"),
        by=by,
        owner=by,
        about=by,
        unit=by.unit,
        site=by.site,
        event_at=begins_at,
        due_at=check_in_at,
        link=reverse("incidents:lone", args=[row.pk]),
        button=_("Meld tilbage"),
        kind="page",
        rule="R-103",
        help=_("%(name)s holder øje og får besked, hvis du ikke melder dig.") % {"name": watcher.name},
        reasons=[_("Du har sagt, at du er alene, og hvornår du melder dig tilbage.")],
    )
    outbox.enqueue(
        watcher,
        "I-06",
        subject=row,
        link=reverse("incidents:lone", args=[row.pk]),
        dedupe_key=f"I-06:{row.pk}",
        context={"dato": begins_at, "fra": begins_at, "til": check_in_at},
    )
    return row, True


@transaction.atomic
def extend(row, *, by, check_in_at):
    """Stay longer: the moment moves, and everybody's reminders with it. Return the row."""
    require(by, "incidents.change_lone_work", row)
    if check_in_at <= calendar.now():
        raise ValidationError({"check_in_at": _("Skriv et tidspunkt, der ikke er gået.")})
    if check_in_at <= row.begins_at:
        raise ValidationError({"check_in_at": _("Tidspunktet skal ligge efter, at du begynder.")})
    changed = LoneWork.objects.filter(pk=row.pk, state="planned").update(check_in_at=check_in_at, watched_at=None)
    row.refresh_from_db()
    if not changed:  # a page of before: nobody may believe that a colleague still watches
        message = _("Aftalen er slut, så ingen holder øje længere. Lav en ny, hvis du stadig er alene.")
        raise StepRefused(LONE.steps["come_back"], row, message)
    audit.record("incidents.lone_work_extended", row, by=by)
    for todo in Todo.objects.about(row).open().filter(code=CODE):
        todos.recount_due(todo, due_at=check_in_at, reasons=todo.reasons, by=by)
    return row


@transaction.atomic
def come_back(row, *, by):
    """Report back: all is well. Return the row."""
    return _end(row, "come_back", by=by, back_at=calendar.now())


@transaction.atomic
def cancel(row, *, by):
    """Call it off. Return the row."""
    return _end(row, "cancel", by=by)


@transaction.atomic
def find(row, *, by, outcome):
    """Note that the colleague was reached, by the one who watches or the leader. Return the row."""
    return _end(row, "find", by=by, back_at=calendar.now(), outcome=outcome)


def _end(row, step, *, by, **values):
    """Take the step, and let the to-do go."""
    row = LONE.take(step, row, by=by, **values)
    audit.record(f"incidents.lone_work_{step}", row, by=by)
    for todo in Todo.objects.about(row).open().filter(code=CODE):
        todos.complete(todo, by=by)
    return row


@transaction.atomic
def take_watch(row, *, by):
    """Say that one is acting: calling, driving there, asking the leader. False when somebody said so before."""
    require(by, "incidents.watch_lone_work", row)
    changed = LoneWork.objects.filter(pk=row.pk, state="planned", watched_at__isnull=True).update(
        watched_at=calendar.now()
    )
    if changed:
        audit.record("incidents.lone_work_watched", row, by=by)
    return bool(changed)
