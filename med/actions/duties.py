"""What a body does about its duties: put one on an agenda, say who answers for it, leave it aside in agreement."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.permissions import require
from med.actions import onto
from med.choices import Origin
from med.models import BodyDuty, Deviation, Duty
from med.rules.agreement import forbids_deviation
from med.rules.duties import key_of


def _of(body, duty):
    """Refuse a duty that is not for this kind of body."""
    if not duty.is_on or body.kind not in duty.kinds:
        raise ValidationError(_("Opgaven hører ikke til udvalget."), code="kind")


@transaction.atomic
def put_on_agenda(body, duty: Duty, *, by):
    """Put a duty on the next agenda; return (topic, treatment or None when no meeting is planned)."""
    require(by, "med.keep_wheel", body)
    _of(body, duty)
    return onto.bring(
        body,
        by=by,
        title=duty.title,
        source_key=key_of(duty),
        origin=Origin.DUTY,
        purpose="discussion",
        background=duty.text,
    )


@transaction.atomic
def arrange(body, duty: Duty, *, by, responsible=None, month=None, next_due_on=None, concerns_us=True, reason=""):
    """Say who answers for a duty, in which month, or that it doesn't concern the body and why; return the row."""
    require(by, "med.keep_wheel", body)
    _of(body, duty)
    if not concerns_us and len(reason.split()) < 3:
        raise ValidationError({"reason": _("Skriv begrundelsen i mindst én hel sætning.")})
    row, _made = BodyDuty.objects.update_or_create(
        body=body,
        duty=duty,
        defaults={
            "responsible": responsible,
            "month": month,
            "next_due_on": next_due_on,
            "concerns_us": concerns_us,
            "reason": "" if concerns_us else reason,
        },
    )
    audit.record("med.duty_arranged", body, by=by, duty=duty.code, concerns_us=concerns_us)
    return row


@transaction.atomic
def deviate(body, duty: Duty, *, by, text, agreed_on, until=None):
    """Write that the body agreed to leave a duty aside; it counts as handled until then. Return the row."""
    require(by, "med.keep_wheel", body)
    _of(body, duty)
    if forbids_deviation():
        raise ValidationError(_("Den lokale MED-aftale giver ikke lov til at fravige opgaver."), code="agreement")
    if not duty.may_deviate:
        raise ValidationError(_("Opgaven kan ikke fraviges."), code="fixed")
    if until and until < agreed_on:
        raise ValidationError({"until": _("Slutdatoen kan ikke ligge før aftalen.")})
    row = Deviation.objects.create(body=body, duty=duty, text=text, agreed_on=agreed_on, until=until, written_by=by)
    audit.record("med.duty_left_aside", body, by=by, duty=duty.code)
    return row
