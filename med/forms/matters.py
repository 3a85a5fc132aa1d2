"""A matter between chair and vice chair."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields


class MatterForm(forms.Form):
    """What it is about, and what the two have agreed."""

    title = fields.ShortText(
        label=_("Hvad drejer det sig om?"),
        max_length=160,
        error_messages={"required": _("Skriv, hvad det drejer sig om.")},
    )
    note = fields.LongText(
        label=_("Note"),
        max_length=4000,
        rows=6,
        required=False,
        help_text=_("Kun formand og næstformand kan læse den."),
    )
    follow_up_on = fields.DateField(
        label=_("Se på den igen"),
        required=False,
        future=True,
        help_text=_("Den dag får du, som skriver datoen, en opgave på Min side."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ToAgendaForm(forms.Form):
    """The same matter in words for the whole body."""

    title = fields.ShortText(
        label=_("Punktets titel"),
        max_length=160,
        help_text=_("Med neutrale ord: Sagens egen titel kan afsløre, hvem den handler om."),
        error_messages={"required": _("Skriv en titel.")},
    )
    text = fields.LongText(
        label=_("Hvad skal mødet svare på?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Skriv det på ny med neutrale ord. Noten følger ikke med."),
    )
