"""A reference to another system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.choices import SYSTEMS


class SystemForm(forms.Form):
    """Which system, under which reference, since when. A tick is a system and a date."""

    system = forms.ChoiceField(
        label=_("System"),
        choices=SYSTEMS.pairs,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg systemet.")},
    )
    reference = fields.ShortText(
        label=_("Henvisning"),
        max_length=80,
        required=False,
        help_text=_("Fx et sagsnummer. Skriv ikke navne eller CPR-numre."),
    )
    on = fields.DateField(
        label=_("Lagt der den"), past=True, error_messages={"required": _("Skriv, hvornår det blev lagt der.")}
    )
