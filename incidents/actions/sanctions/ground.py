"""What the verbs of sanctions share: who may decide, what a decision needs, the case under lock."""

from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import calendar
from core.permissions import Forbidden, can, require, who_may
from core.texts import error
from core.todos import require_sentence
from incidents.letters.checks import is_heard
from incidents.models import Incident, Sanction
from incidents.models.sanctions import Measure
from incidents.rules import measures

STEP = "incidents.sanctions"
END = "incidents.restriction_end"
REVIEW = "incidents.restriction_review"
BAN = "incidents.ban_decision"
NOON = time(12, 0)
DECIDED_FIELDS = (
    "scope",
    "reason",
    "proportionality",
    "starts_on",
    "ends_on",
    "review_on",
    "is_formal_decision",
    "heard_on",
    "legal_checked_by",
    "legal_checked_on",
    "what_to_do",
    "citizen_reference",
    "site",
)


class Known(ValidationError):
    """The measure holds already; `sanction` is the decision that holds."""

    def __init__(self, sanction):
        super().__init__(_("Den sanktion gælder allerede. Vil du ændre den, så erstat den."), code="known")
        self.sanction = sanction


class OwnCase(ValidationError):
    """Somebody would decide in their own case (E-42)."""


def locked(incident):
    """Return the fresh incident under lock; refuse when it is closed."""
    fresh = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("unit", "site", "responsible", "affected")
        .get(pk=incident.pk)
    )
    if not fresh.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    return fresh


def locked_any(pk):
    """Return the fresh incident under lock, open or closed: a restriction may outlive its case."""
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related("unit", "site", "responsible", "affected")
        .get(pk=pk)
    )


def may_decide(person, incident, measure, settings=None):
    """Return (may decide, the Decider if it is somebody else).

    A ban belongs to the leader's leader where the setting says so.
    """
    decider = measures.ban_decider(incident, settings) if measure == Measure.ACCESS_BAN else None
    if decider is None:
        return can(person, "incidents.decide_sanction", incident), None
    return person.pk != incident.responsible_id and can(person, "incidents.decide_ban", incident), decider


def require_decider(incident, measure, *, by, settings=None):
    """Refuse whoever may not decide: in one's own case with E-42, otherwise as the permission table says."""
    if by.pk in measures.shut_out_of(incident) and can(by, "incidents.view", incident):
        raise OwnCase(error("E-42", navn=measures.decider_for_affected(incident)), code="own")
    allowed, decider = may_decide(by, incident, measure, settings)
    if allowed:
        return
    if decider is not None and can(by, "incidents.decide_sanction", incident):
        raise ValidationError(
            _("%(name)s afgør adgangsforbud. Send forslaget videre.") % {"name": decider.name}, code="ban"
        )
    require(by, "incidents.decide_sanction", incident)
    raise Forbidden("incidents.decide_ban", who_may("incidents.decide_ban"))


def check(values, measure, settings, incident, *, may_be_unheard=False):
    """Raise the faults of what is to be decided, field by field.

    Reason, dates (E-25, E-28, E-29), hearing and lawyer (Q33).
    """
    faults = {}
    for name in ("reason", "proportionality"):
        try:
            require_sentence(values.get(name) or "")
        except ValidationError as fault:
            faults[name] = fault
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if measure in measures.TIMED:
        if not starts:
            faults["starts_on"] = ValidationError(_("Skriv, fra hvilken dag det gælder."), code="required")
        if not ends:
            faults["ends_on"] = ValidationError(error("E-28"), code="endless")
        elif starts and ends < starts:
            faults["ends_on"] = ValidationError(error("E-25"), code="order")
        elif ends < calendar.today():
            faults["ends_on"] = ValidationError(error("E-23"), code="past")
        elif (
            measures.is_too_long(starts, ends, measures.longest(settings))
            and not (values.get("why_longer") or "").strip()
        ):
            faults["ends_on"] = ValidationError(error("E-29", max=measures.longest(settings)), code="long")
        if starts and ends and not values.get("review_on"):
            faults["review_on"] = ValidationError(_("Skriv, hvornår du ser på den igen."), code="required")
        elif values.get("review_on") and starts and ends and not starts <= values["review_on"] <= ends:
            faults["review_on"] = ValidationError(_("Datoen skal ligge i perioden."), code="range")
    if measure in measures.LIMITING and not (values.get("what_to_do") or "").strip():
        faults["what_to_do"] = ValidationError(_("Skriv, hvad de ansatte skal gøre."), code="required")
    if measure == Measure.ACCESS_BAN and not (values.get("scope") or "").strip():
        faults["scope"] = ValidationError(_("Skriv, hvor forbuddet gælder."), code="required")
    if values.get("is_formal_decision"):
        probe = Sanction(incident=incident, heard_on=values.get("heard_on"))
        if not may_be_unheard and not is_heard(probe):
            faults["heard_on"] = ValidationError(
                _(
                    "Borgeren skal høres, før det bliver besluttet. Send et høringsbrev, eller skriv, "
                    "hvornår borgeren er hørt."
                ),
                code="unheard",
            )
        if not (values.get("legal_checked_by") and values.get("legal_checked_on")):
            faults["legal_checked_by"] = ValidationError(
                _("Skriv, hvem der har vurderet det juridisk, og hvornår."), code="lawyer"
            )
    if faults:
        raise ValidationError(faults)


def fields_of(values):
    """Return the fields of a decision; a further reason for a long period stands with the proportionality."""
    found = {name: values[name] for name in DECIDED_FIELDS if name in values}
    longer = (values.get("why_longer") or "").strip()
    if longer:
        found["proportionality"] = f"{found.get('proportionality', '')}\n\n{longer}".strip()
    return found
