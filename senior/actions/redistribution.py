"""Asking to have a case or a task moved, and the answer (GEN-42). No citizen is named."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Person
from senior.actions.ground import close, open_for
from senior.models import Redistribution
from senior.notices import tell
from senior.states import REDISTRIBUTION

STEPS = {"moved": "move", "partly": "move_partly", "kept": "keep"}


@transaction.atomic
def ask(*, by, asked, words, with_team):
    """Ask somebody to have something moved; return the Redistribution. The same words sent twice are one request."""
    Person.objects.select_for_update().get(pk=by.pk)
    for known in Redistribution.objects.filter(person=by, asked=asked, state="asked"):
        if known.words == words:
            return known
    row = Redistribution(
        person=by, unit=by.unit, asked=asked, words=words, with_team=with_team, asked_at=calendar.now()
    )
    row.save(force_insert=True)
    audit.record("senior.redistribution_asked", row, by=by)
    open_for(
        row,
        "senior.redistribution",
        _("Svar på et ønske fra en kollega"),
        owner=asked,
        due=calendar.add_working_days(calendar.today(), 5),
        by=by,
        button=_("Læs ønske"),
        reasons=[_("Det er i orden at bede om at få noget flyttet. Svar inden for en uge.")],
    )
    tell(asked, "S-18", row, by=by, key="asked")
    return row


@transaction.atomic
def answer(row, *, by, outcome, words):
    """Answer what is asked; return the Redistribution."""
    words = todos.require_sentence(words)
    row = REDISTRIBUTION.take(STEPS[outcome], row, by=by, answer=words, answered_at=calendar.now(), answered_by=by)
    close(row, "senior.redistribution", by=by)
    tell(row.person, "S-19", row, by=by, key="answered")
    return row


@transaction.atomic
def withdraw(row, *, by):
    """Take a request back; return the Redistribution."""
    row = REDISTRIBUTION.take("withdraw", row, by=by, answered_at=calendar.now())
    todos.withdraw(row, by=by)
    return row
