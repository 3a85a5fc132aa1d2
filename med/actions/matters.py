"""What chair and vice chair see to between meetings: write, solve, or put on the agenda in neutral words (MED-49)."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from core.reminders import opener
from core.texts import error
from core.todos import TodoSpec
from med.actions import onto
from med.choices import Origin
from med.models import ChairMatter, Seat
from med.models.between import MatterState

FOLLOW_UP = "med.chair_matter"


@transaction.atomic
def add(body, *, by, title, note="", follow_up_on=None):
    """Write a new matter; return it."""
    require(by, "med.share_matters", body)
    row = ChairMatter.objects.create(
        body=body, title=title, note=note, follow_up_on=follow_up_on, written_by=by, written_at=calendar.now()
    )
    audit.record("med.matter_written", row, by=by)
    _remind(row, by)
    return row


@transaction.atomic
def change(row, *, by, title, note, version, follow_up_on=None):
    """Write on; E-48 when the other one saved meanwhile. Return the fresh row."""
    require(by, "med.change_chair_matter", row)
    before = row.follow_up_on
    values = {"title": title, "note": note, "follow_up_on": follow_up_on, "version": F("version") + 1}
    if not ChairMatter.objects.filter(pk=row.pk, version=version, state=MatterState.OPEN).update(**values):
        raise ValidationError(error("E-48", navn=_("En anden")), code="stale")
    audit.record("med.matter_changed", row, by=by)
    row.refresh_from_db()
    if follow_up_on != before:
        _remind(row, by)
    return row


def _remind(row, by):
    """Let the one to-do of a matter be that of its date: it opens on the day, for whoever set it, in neutral words."""
    todos.withdraw(row, [FOLLOW_UP], by=by)
    if row.follow_up_on is None:
        return
    spec = TodoSpec(
        row,
        FOLLOW_UP,
        _("Se på en sag i formandskabet"),
        owner=by,
        opened_at=calendar.at(row.follow_up_on, time(7)),
        due_at=calendar.at(row.follow_up_on, time(12)),
        link=reverse("med:matter", args=[row.pk]),
        button=_("Åbn sag"),
        kind="page",
        round=row.version,
        context=str(row.body)[:120],
        reasons=[_("Du skrev datoen på sagen.")],
    )
    todos.open_many([spec], by=by)


@opener
def follow_the_chairs(today, *, by=None):
    """Let the to-do of a matter go to the other chair when whoever set its date is chair no longer: only those who may open
    the matter are reminded of it.
    """
    waiting = list(Todo.objects.open().filter(code=FOLLOW_UP).select_related("unit", "site"))
    bodies = dict(ChairMatter.objects.filter(pk__in=[one.subject_id for one in waiting]).values_list("pk", "body"))
    seats = Seat.objects.held(today).chairs().filter(body__in=set(bodies.values())).select_related("person")
    chairs: dict = {}
    for seat in seats.order_by("pk"):
        chairs.setdefault(seat.body_id, []).append(seat.person)
    for todo in waiting:
        may = chairs.get(bodies.get(todo.subject_id), [])
        if may and todo.owner_id not in {person.pk for person in may}:
            todos.rewrite(todo, by=by, owner=may[0])


def _settle(row, by, **values):
    """Close a matter that is still open, once."""
    require(by, "med.change_chair_matter", row)
    settled = {"settled_at": calendar.now(), **values}
    if not ChairMatter.objects.filter(pk=row.pk, state=MatterState.OPEN).update(**settled):
        raise ValidationError(_("Sagen er allerede afsluttet."), code="settled")
    todos.withdraw(row, [FOLLOW_UP], by=by)


@transaction.atomic
def solve(row, *, by):
    """Say that it is solved."""
    _settle(row, by, state=MatterState.SOLVED)
    audit.record("med.matter_solved", row, by=by)


@transaction.atomic
def to_agenda(row, *, by, title, text):
    """Put it on the next agenda, in words written for everybody; the note stays. Return (topic, treatment or None)."""
    _settle(row, by, state=MatterState.TO_AGENDA)
    found = onto.bring(
        row.body, by=by, title=title, source_key=f"matter:{row.pk}", origin=Origin.CHAIR, background=text
    )
    ChairMatter.objects.filter(pk=row.pk).update(topic=found[0])
    audit.record("med.matter_to_agenda", row, by=by)
    return found
