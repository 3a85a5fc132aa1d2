"""The number from Safetynet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import StepForm


class SafetynetForm(StepForm):
    """Number, date, and whether AMR helped."""

    number = fields.ShortText(
        label=_("Nummer i Safetynet"), max_length=40, error_messages={"required": _("Skriv nummeret fra Safetynet.")}
    )
    entered_on = fields.DateField(label=_("Skrevet ind den"), past=True)
    helped_by_safety_rep = forms.BooleanField(label=_("AMR hjalp"), required=False)
