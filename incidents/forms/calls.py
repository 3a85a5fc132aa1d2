"""A call to another department."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import StepForm


class DepartmentCallForm(StepForm):
    """Whom, when, and that they tell their own staff."""

    department = fields.ShortText(
        label=_("Hvilken afdeling?"),
        max_length=120,
        error_messages={"required": _("Skriv, hvilken afdeling du ringede til.")},
    )
    called = fields.ShortText(
        label=_("Hvem talte du med?"),
        max_length=120,
        help_text=_("Lederen eller den, der er leder i dag."),
        error_messages={"required": _("Skriv, hvem du talte med.")},
    )
    phone = fields.PhoneField(label=_("Telefon"), required=False)
    called_at = fields.MomentField(label=_("Hvornår?"), past=True)
    staff_informed = forms.BooleanField(label=_("Lederen giver selv relevante medarbejdere besked"), required=False)
