"""HR's word that what was worked out for a person and a year is right (SEN-10)."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from senior.models import RightsConfirmation


def digest(rows):
    """Return the sum of what stands on the page: another rule, group or birth date gives another sum."""
    said = [[row["label"], row["said"], [one["source"] for one in row["why"]]] for row in rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def confirmed(person, year, rows):
    """Return the RightsConfirmation of exactly these lines, or None."""
    found = RightsConfirmation.objects.filter(person=person, year=year).select_related("confirmed_by").first()
    return found if found and found.sha256 == digest(rows) else None


@transaction.atomic
def confirm(person, *, by, year, rows, read):
    """Note that HR has held the lines against the agreement; `read` is the sum of what the page showed.

    Returns the RightsConfirmation. ValidationError where the lines are other ones by now, or there are none.
    """
    require(by, "senior.confirm_rights", person)
    if not rows:
        raise ValidationError(_("Fødselsdatoen mangler."), code="unknown")
    if digest(rows) != read:
        raise ValidationError(_("Noget er ændret, siden du åbnede siden. Læs den igen."), code="stale")
    row, _made = RightsConfirmation.objects.update_or_create(
        person=person,
        year=year,
        defaults={"sha256": read, "confirmed_by": by, "confirmed_at": calendar.now()},
    )
    audit.record("senior.rights_confirmed", person, by=by, year=year)
    return row


@transaction.atomic
def tell_of_scheme(person, *, by):
    """Note that the leader has told somebody of the scheme that begins next year (R-86); True the first time."""
    require(by, "senior.see_staff", person)
    waiting = Todo.objects.open().filter(code="senior.scheme", subject_type="core.person", subject_id=person.pk)
    done = [todo for todo in waiting if todos.complete(todo, by=by)]
    if done:
        audit.record("senior.scheme_told", person, by=by)
    return bool(done)
