"""The leader decides the category: as suggested, or another one with a reason (INC-07, INC-08). The steps follow."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from core.todos import require_sentence
from incidents import steps
from incidents.models import CategoryDecision, Incident
from incidents.rules import category as rule
from incidents.states import INCIDENT


@transaction.atomic
def decide(incident, category, *, by, reason=""):
    """Set the category and lay the steps that follow; return the incident.

    A category other than the suggested, and every later change, needs a reason of a sentence (ValidationError, E-05).
    Setting the same again is nothing.
    """
    incident = steps.hold(incident)
    require(by, "incidents.manage", incident)
    if not incident.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    if incident.category == category:
        return incident
    suggestion = rule.of(incident)
    if category != suggestion.category or incident.category:
        reason = require_sentence(reason)
    before = incident.category
    if incident.state == "received":
        incident = INCIDENT.take(
            "work", incident, by=by, category=category, details={"category": category, "suggested": suggestion.category}
        )
    else:
        Incident.objects.filter(pk=incident.pk).update(category=category, version=F("version") + 1)
        audit.record(
            "incidents.category_changed", incident, by=by, before=before, after=category, suggested=suggestion.category
        )
    CategoryDecision(
        incident=incident,
        category=category,
        suggested=suggestion.category,
        reasons=suggestion.reasons,
        reason=reason.strip(),
        decided_by=by,
        decided_at=calendar.now(),
    ).save(force_insert=True)
    incident = steps.hold(incident)
    steps.done(incident, steps.CATEGORY, by=by)
    steps.lay(incident, by=by)
    return incident
