"""The work-injury report: first day of absence, facts, receipt."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from incidents.forms.ground import StepForm


class AbsenceForm(StepForm):
    """The first day of absence."""

    day = fields.DateField(
        label=_("Første fraværsdag"),
        help_text=_("Den første hele dag, hvor medarbejderen ikke kunne arbejde. Fristen regnes fra den."),
    )

    def clean_day(self):
        """Hold the day to the event and the near future."""
        day = self.cleaned_data["day"]
        if day and day < calendar.local_date(self.incident.occurred_at):
            raise forms.ValidationError(_("Dagen ligger før hændelsen. Ret den."))
        if day and day > calendar.today() + timedelta(days=14):
            raise forms.ValidationError(_("Dagen ligger mere end 14 dage ude i fremtiden. Ret den."))
        return day


class InjuryFactsForm(StepForm):
    """The doctor and the insurance."""

    doctor_seen_on = fields.DateField(
        label=_("Været ved lægen den"),
        required=False,
        past=True,
        help_text=_("Kun datoen. Skriv ikke, hvad lægen sagde."),
    )
    insurance_told_on = fields.DateField(
        label=_("Medarbejderen har fået at vide, at der er en voldsskadeforsikring, den"), required=False, past=True
    )

    def __init__(self, *args, has_insurance=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_insurance:
            del self.fields["insurance_told_on"]


class ReceiptForm(StepForm):
    """The receipt from EASY."""

    reported_on = fields.DateField(label=_("Anmeldt i EASY den"), past=True)
    receipt = fields.ShortText(
        label=_("Kvitteringens nummer"),
        max_length=60,
        help_text=_("Står øverst på kvitteringen fra EASY."),
        error_messages={"required": _("Skriv nummeret fra kvitteringen.")},
    )

    def clean_reported_on(self):
        """Hold the report to after the event."""
        day = self.cleaned_data["reported_on"]
        if day and day < calendar.local_date(self.incident.occurred_at):
            raise forms.ValidationError(_("Datoen ligger før hændelsen. Ret den."))
        return day
