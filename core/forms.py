"""Core's own forms: they clean, and never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models.person import NameDisplay


class NameDisplayForm(forms.Form):
    """How citizens see my name."""

    name_display = forms.ChoiceField(
        label=_("Sådan må borgere se dit navn"),
        choices=NameDisplay.choices,
        widget=forms.RadioSelect,
        help_text=_("Gælder breve og lister, som borgere kan se. Du kan ændre det igen."),
    )
    has_protected_name = forms.BooleanField(
        label=_("Jeg har navne- eller adressebeskyttelse"),
        required=False,
        help_text=_("Kun en påmindelse til dig selv. Ingen andre kan se det."),
    )


class ThemeForm(forms.Form):
    """Light, dark, or as the device says."""

    theme = forms.ChoiceField(
        label=_("Lyst eller mørkt?"),
        required=False,
        choices=[("", _("Som min enhed")), ("light", _("Lyst")), ("dark", _("Mørkt"))],
        widget=forms.RadioSelect,
    )


ThemeForm.base_fields["theme"].optional_word = ""


class NextOfKinForm(forms.Form):
    """One person to call. Health and CPR numbers have no place here (E-18)."""

    name = fields.ShortText(
        label=_("Navn"),
        max_length=120,
        error_messages={"required": _("Skriv navnet.")},
    )
    relation = fields.ShortText(
        label=_("Relation"), max_length=80, required=False, help_text=_("Fx ægtefælle, søster eller ven.")
    )
    phone = fields.PhoneField(label=_("Telefon"))
    other_phone = fields.PhoneField(label=_("Anden telefon"), required=False)
    note = fields.ShortText(
        label=_("Godt at vide"),
        max_length=300,
        required=False,
        help_text=_("Fx »ring ikke på arbejde«. Skriv ikke om sygdom."),
    )
    order = forms.TypedChoiceField(
        label=_("Hvem ringer vi til først?"),
        choices=[(n, _("Nummer %(n)s") % {"n": n}) for n in range(1, 5)],
        coerce=int,
        initial=1,
    )
