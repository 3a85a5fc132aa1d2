"""Somebody who saw it (INC-16)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import text


class WitnessForm(forms.Form):
    """A name and a number are enough."""

    name = fields.ShortText(
        label=_("Navn"),
        max_length=120,
        help_text=text("field_help", "witnesses"),
        error_messages={"required": _("Skriv vidnets navn.")},
    )
    phone = fields.PhoneField(label=_("Telefon"), required=False)
    is_colleague = forms.BooleanField(label=_("Vidnet er en kollega"), required=False)
    will_explain = forms.BooleanField(label=_("Vidnet vil gerne forklare, hvad der skete"), required=False)
