"""The file to take in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.texts import error


class ImportForm(forms.Form):
    """One file, and whether it is the whole list."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("Et regneark (xlsx) eller en CSV-fil, højst 5 MB og 20.000 rækker."),
        error_messages={"required": _("Vælg en fil."), "empty": error("E-36")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    close_missing = forms.BooleanField(
        label=_("Luk det, der ikke står i filen"),
        required=False,
        help_text=_("Kun hvis filen er hele listen. Du ser, hvem det gælder, før noget sker."),
    )
