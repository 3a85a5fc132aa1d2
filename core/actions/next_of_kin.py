"""The next-of-kin list: written by the employee, opened on grounds, told to the employee (GEN-12, GEN-13)."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core import audit, calendar, outbox, todos
from core.models import NextOfKin, Person, Todo
from core.permissions import require, rows

CONFIRM = "core.next_of_kin_check"


@transaction.atomic
def save(person, *, by, values, pk=None):
    """Add an entry, or change one; returns it. Only the person's own list."""
    now = calendar.now()
    if pk is None:
        if by != person:
            raise PermissionError("Only the employee writes the list.")
        entry = NextOfKin.objects.create(person=person, updated_at=now, **values)
        audit.record("core.next_of_kin_added", person, by=by)
    else:
        entry = get_object_or_404(rows(by, "core.change_next_of_kin"), pk=pk)
        for name, value in values.items():
            setattr(entry, name, value)
        entry.updated_at = now
        entry.save()
        audit.record("core.next_of_kin_changed", person, by=by)
    _confirmed(person, by, now)
    return entry


@transaction.atomic
def remove(entry, *, by):
    """Take an entry off the list."""
    require(by, "core.change_next_of_kin", entry)
    entry.delete()
    audit.record("core.next_of_kin_removed", by, by=by)


@transaction.atomic
def confirm(person, *, by):
    """Say that the list is right, which also answers the half-yearly reminder (R-27)."""
    if by != person:
        raise PermissionError("Only the employee confirms the list.")
    _confirmed(person, by, calendar.now())
    audit.record("core.next_of_kin_confirmed", person, by=by)


def _confirmed(person, by, now):
    """Note the day, and close the to-do that asked."""
    Person.objects.filter(pk=person.pk).update(next_of_kin_confirmed_on=calendar.local(now).date())
    for todo in Todo.objects.about(person).open().filter(code=CONFIRM):
        todos.complete(todo, by=by)


@transaction.atomic
def open_list(person, entries, *, by, reason, role, subject):
    """Open somebody's list on the grounds of `subject` (an open incident): logged, and told to the employee at once.

    `entries` must come from rows() for `by`; `role` is the Danish word for who opened it. Returns the entries.
    """
    now = calendar.now()
    found = list(entries)
    entry = audit.read("core.next_of_kin_opened", person, by=by, reason=reason, grounds=":".join(map(str, subject)))
    outbox.enqueue(
        person,
        "N-24",
        subject=person,
        link=reverse("core:profile"),
        by=by,
        dedupe_key=f"kin:{person.pk}:{entry.pk}",
        context={"rolle": str(role), "dato": calendar.long_date(now), "tid": calendar.clock(now)},
    )
    return found
