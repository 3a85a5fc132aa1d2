"""The gathering of the department."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import StepForm


class BriefingForm(StepForm):
    """When, by whom, how many, and what was said in points."""

    held_at = fields.MomentField(label=_("Hvornår?"), past=True)
    held_by = fields.ShortText(
        label=_("Hvem holdt den?"), max_length=120, error_messages={"required": _("Skriv, hvem der holdt den.")}
    )
    present = forms.IntegerField(
        label=_("Hvor mange var med?"),
        min_value=1,
        max_value=999,
        error_messages={
            "required": _("Skriv et helt tal, fx 12."),
            "invalid": _("Skriv et helt tal, fx 12."),
            "min_value": _("Skriv mindst 1."),
        },
    )
    points = fields.LongText(
        label=_("Hvad blev der sagt?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("I punkter. Ingen navne, og intet om sygdom."),
    )
