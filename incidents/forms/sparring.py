"""Offer and book times for sparring."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import fields
from incidents.models.sparring import SparringWish

RHYTHMS = [
    ("0", gettext_lazy("Kun den ene gang")),
    ("1", gettext_lazy("Hver uge")),
    ("2", gettext_lazy("Hver anden uge")),
    ("3", gettext_lazy("Hver tredje uge")),
    ("4", gettext_lazy("Hver fjerde uge")),
]
LENGTHS = [(5, "5"), (15, "15"), (30, "30"), (45, "45"), (60, "60")]


class OfferForm(forms.Form):
    """One time, or a fixed one."""

    first_at = fields.MomentField(label=gettext_lazy("Hvornår?"), future=True)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Hvor mange minutter?"), choices=LENGTHS, coerce=int, initial=30, widget=forms.RadioSelect
    )
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("Hvor tit?"), choices=RHYTHMS, coerce=int, initial="0", widget=forms.RadioSelect
    )
    until = fields.DateField(
        label=gettext_lazy("Til og med"),
        future=True,
        required=False,
        help_text=gettext_lazy("Ved faste tider. Højst et år frem. Helligdage bliver sprunget over."),
    )
    place = fields.ShortText(label=gettext_lazy("Hvor?"), max_length=120, required=False)

    def clean(self):
        """Ask how long a fixed time goes on."""
        told = super().clean()
        first, until = told.get("first_at"), told.get("until")
        if told.get("weeks") and not until and "until" not in self.errors:
            self.add_error("until", _("Skriv, hvor længe tiderne skal blive ved."))
        if first and until and until < first.date():
            self.add_error("until", _("Datoen ligger før den første tid. Ret den ene."))
        return told


class BookForm(forms.Form):
    """What kind of help is wanted."""

    wish = forms.ChoiceField(
        label=gettext_lazy("Hvad har du brug for?"),
        choices=SparringWish.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvad du har brug for.")},
    )
    topic = fields.ShortText(
        label=gettext_lazy("Emne"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ingen borgers navn. Kun den, du skal tale med, læser det."),
    )
