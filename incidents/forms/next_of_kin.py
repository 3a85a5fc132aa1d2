"""Open the list with a reason; note the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import StepForm


class OpenListForm(StepForm):
    """Why the list must be opened now."""

    reason = fields.SentenceField(
        label=_("Hvorfor åbner du listen?"), help_text=_("Medarbejderen kan læse begrundelsen."), max_length=300
    )


class KinContactForm(StepForm):
    """How the call went."""

    outcome = forms.ChoiceField(
        label=_("Hvordan gik det?"),
        widget=forms.RadioSelect,
        choices=[
            ("contacted", _("Jeg har talt med en pårørende")),
            ("no_answer", _("Ingen svarede")),
            ("not_wished", _("Medarbejderen ønskede det ikke")),
        ],
        error_messages={"required": _("Vælg, hvordan det gik.")},
    )
    spoke_with = fields.ShortText(
        label=_("Hvem talte du med?"), required=False, max_length=120, help_text=_("Fx navnet på den pårørende.")
    )
    contacted_at = fields.MomentField(label=_("Hvornår?"), past=True, required=False)

    def clean(self):
        """Ask for the moment of a call that was made."""
        data = super().clean()
        if data.get("outcome") == "contacted" and not data.get("contacted_at") and "contacted_at" not in self.errors:
            self.add_error("contacted_at", _("Skriv, hvornår du ringede."))
        return data
