"""What a body does about its duties: put one on an agenda, say who answers for it, leave it aside in agreement.

Nothing here makes a duty handled: only sent minutes do (`rules/treated.py`).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, documents
from core.permissions import require
from med import papers
from med.actions import onto
from med.actions.duty_links import fits
from med.choices import BodyKind, Origin
from med.models import BodyDuty, Deviation, Duty, Ruling
from med.models.duties import DutyArea, Obligation
from med.rules import duties as rules
from med.rules import treated
from med.rules.agreement import forbids_deviation


@transaction.atomic
def put_on_agenda(body, duty: Duty, *, by):
    """Put a duty on the next agenda; return (topic, treatment or None when no meeting is planned)."""
    require(by, "med.keep_wheel", body)
    fits(body, duty)
    return onto.bring(
        body,
        by=by,
        title=duty.title,
        source_key=treated.key_of(duty),
        origin=Origin.DUTY,
        purpose="discussion",
        background=duty.text,
    )


# -- who, when -------------------------------------------------------------------------------------------------------
@transaction.atomic
def arrange(body, duty: Duty, *, by, responsible=None, month=None, next_due_on=None, concerns_us=True, reason=""):
    """Say who answers for a duty, in which month, or that it doesn't concern the body and why; return the row.

    What the agreement makes a must can't be chosen away, and no date of the body's own is later than the rule's.
    """
    require(by, "med.keep_wheel", body)
    fits(body, duty)
    if not concerns_us and not rules.may_leave_out(duty):
        words = _("Aftalen siger, at udvalget skal. Opgaven kan ikke vælges fra.")
        raise ValidationError({"not_ours": words})
    if not concerns_us and len(reason.split()) < 3:
        raise ValidationError({"reason": _("Skriv begrundelsen i mindst én hel sætning.")})
    latest = rules.last_month(duty)
    if month and latest and month > latest:
        words = _("Opgaven skal nås senest i %(month)s. Vælg den måned eller en før.")
        raise ValidationError({"month": words % {"month": calendar.MONTHS[latest - 1]}})
    before = BodyDuty.objects.select_for_update().filter(body=body, duty=duty).first()
    if next_due_on and (before is None or before.next_due_on != next_due_on):
        _check_date(body, duty, month, next_due_on)
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


def _check_date(body, duty, month, day):
    """Refuse a date of the body's own that has passed or is later than the rule allows."""
    line = rules.line_of(body, duty)
    latest = rules.rule_day(duty, month, line.counts_from, line.since)[0] if line else None
    if latest and latest < calendar.today():
        words = _("Opgaven skulle være nået %(day)s. Sæt den på en dagsorden i stedet for at flytte fristen.")
        raise ValidationError({"next_due_on": words % {"day": calendar.long_date(latest)}})
    if day < calendar.today():
        raise ValidationError({"next_due_on": _("Dagen er gået. Vælg i dag eller en senere dag.")})
    if latest and day > latest:
        words = _("Opgaven skal nås senest %(day)s. Vælg den dag eller en før.")
        raise ValidationError({"next_due_on": words % {"day": calendar.long_date(latest)}})


# -- agreed in the body ----------------------------------------------------------------------------------------------
def _agreed_in(body, treatment):
    """Return the day of the meeting whose sent minutes hold what was agreed."""
    if treatment is None or treatment.meeting.body_id != body.pk or treatment.taken_off_at:
        raise ValidationError({"treatment": _("Vælg det punkt, hvor I aftalte det.")})
    if not (treatment.meeting.minutes_are_out and treated.was_treated(treatment)):
        words = _("Referatet skal være sendt ud, og det skal stå der, hvad I aftalte.")
        raise ValidationError({"treatment": words})
    return calendar.local_date(treatment.meeting.starts_at)


@transaction.atomic
def deviate(body, duty: Duty, *, by, text, treatment, until=None):
    """Write that the body agreed to leave a duty aside, and in which item; it counts as handled on that day. Return the row."""
    require(by, "med.keep_wheel", body)
    fits(body, duty)
    if forbids_deviation():
        raise ValidationError(_("Den lokale MED-aftale giver ikke lov til at fravige opgaver."), code="agreement")
    if not duty.may_deviate:
        raise ValidationError(_("Opgaven kan ikke fraviges."), code="fixed")
    agreed_on = _agreed_in(body, treatment)
    longest = calendar.add_months(agreed_on, duty.interval_months or 12)
    if longest < calendar.today():
        raise ValidationError({"treatment": _("Aftalen er for gammel. Den gælder højst, til opgaven skal nås igen.")})
    if until and until < agreed_on:
        raise ValidationError({"until": _("Slutdatoen kan ikke ligge før aftalen.")})
    if until and until > longest:
        words = _("Fravigelsen kan højst gælde til %(day)s.") % {"day": calendar.long_date(longest)}
        raise ValidationError({"until": words})
    row = Deviation.objects.create(
        body=body,
        duty=duty,
        text=text,
        agreed_on=agreed_on,
        until=until or longest,
        treatment=treatment,
        written_by=by,
    )
    audit.record("med.duty_left_aside", body, by=by, duty=duty.code, item=treatment.pk)
    return row


@transaction.atomic
def withdraw_deviation(body, duty: Duty, *, by):
    """Take back the newest note that a duty was left aside, where it was written wrongly; False when there is none."""
    require(by, "med.keep_wheel", body)
    found = Deviation.objects.select_for_update().filter(body=body, duty=duty)
    row = found.order_by("-agreed_on", "-pk").first()
    if row is None:
        return False
    audit.record("med.deviation_withdrawn", body, by=by, duty=duty.code, item=row.treatment_id)
    row.delete()
    return True


@transaction.atomic
def rule(body, duty: Duty, *, by, is_local, treatment):
    """Write what Hoved-MED decided about a duty that hangs on it: agreed in each body, or laid down for all. Return the row."""
    require(by, "med.keep_wheel", body)
    if body.kind != BodyKind.HOVED or duty.obligation != Obligation.DEPENDS or not duty.is_on:
        raise ValidationError(_("Den beslutning hører ikke til udvalget."), code="kind")
    decided_on = _agreed_in(body, treatment)
    row = Ruling.objects.create(
        body=body, duty=duty, is_local=is_local, treatment=treatment, decided_on=decided_on, written_by=by
    )
    audit.record("med.duty_ruled", body, by=by, duty=duty.code, is_local=is_local)
    return row


# -- for all bodies --------------------------------------------------------------------------------------------------
@transaction.atomic
def change_duty(duty: Duty, *, by, **values):
    """Say how often a duty comes round, by when, and whether it is on, as the agreements have it now; return it."""
    require(by, "med.keep_duties", duty)
    fresh = Duty.objects.select_for_update().get(pk=duty.pk)
    is_must = fresh.obligation in (Obligation.MUST, Obligation.DEPENDS) and fresh.area != DutyArea.REGIONAL
    if is_must and not values.get("interval_months"):
        raise ValidationError({"interval_months": _("Udvalget skal nå opgaven. Skriv, hvor tit.")})
    changed = sorted(name for name, value in values.items() if getattr(fresh, name) != value)
    if changed:
        Duty.objects.filter(pk=fresh.pk).update(**values)
        audit.record("med.duty_rule_changed", fresh, by=by, fields=changed)
        fresh.refresh_from_db()
    return fresh


# -- on paper --------------------------------------------------------------------------------------------------------
@transaction.atomic
def print_wheel(body, *, by, year, months):
    """Freeze a body's year wheel as it stands for the notice board (P-05); return the Document."""
    require(by, "med.keep_wheel", body)
    number = documents.take_number()
    content = papers.year_wheel(body, year, months, number)
    title = _("Årshjul %(year)s") % {"year": year}
    return documents.freeze("P-05", title, body, content, by=by, number=number)
