"""The telephone note and the description of a person (INC-14, INC-15)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.texts import text
from incidents.models import PersonDescription


class PhoneNoteForm(forms.Form):
    """What was said on the telephone, word for word."""

    citizen_name = fields.ShortText(
        label=_("Borgerens navn"), required=False, max_length=160, help_text=text("field_help", "citizen_name")
    )
    phone = fields.PhoneField(label=_("Nummeret, der blev ringet fra"), required=False)
    called_at = fields.MomentField(label=_("Dato og klokkeslæt"), past=True)
    words = fields.LongText(
        label=_("Truslen, ord for ord"),
        rows=8,
        help_text=text("field_help", "phone_note"),
        error_messages={"required": _("Skriv, hvad der blev sagt.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("called_at", calendar.now())


class DescriptionForm(forms.Form):
    """What somebody looked or sounded like. Every trait may stay empty, but not all of them."""

    kind = forms.ChoiceField(
        label=_("Hvordan mødte du personen?"),
        choices=PersonDescription.KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvordan du mødte personen.")},
    )
    height = fields.ShortText(
        label=_("Højde"), required=False, max_length=120, help_text=_("Brug højdemærket ved døren. Cirka er godt nok.")
    )
    build = fields.ShortText(label=_("Kropsbygning"), required=False, max_length=200)
    age = fields.ShortText(label=_("Alder"), required=False, max_length=120, help_text=_("Fx »omkring 40«."))
    sex = fields.ShortText(label=_("Køn"), required=False, max_length=60)
    hair = fields.ShortText(label=_("Hår"), required=False, max_length=200, help_text=_("Farve, længde, skæg."))
    clothes = fields.ShortText(label=_("Tøj"), required=False, max_length=300)
    voice = fields.ShortText(
        label=_("Stemme og sprog"),
        required=False,
        max_length=300,
        help_text=_("Lys eller mørk, dialekt, talte hurtigt."),
    )
    marks = fields.ShortText(label=_("Særlige kendetegn"), required=False, max_length=300)
    direction = fields.ShortText(label=_("Gik i retning af"), required=False, max_length=200)
    vehicle = fields.ShortText(
        label=_("Køretøj"), required=False, max_length=200, help_text=_("Mærke, farve, nummerplade.")
    )

    def clean(self):
        """Ask for at least one trait."""
        told = super().clean()
        if not self.errors and not any(told.get(name) for name in PersonDescription.TRAITS):
            raise forms.ValidationError(_("Skriv mindst én ting om personen."), code="empty")
        return told

    @property
    def traits(self):
        """Return the traits that were told."""
        return {name: self.cleaned_data[name] for name in PersonDescription.TRAITS if self.cleaned_data.get(name)}
