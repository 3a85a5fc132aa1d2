"""The decision about a police report, and its result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error, text
from incidents.forms.ground import StepForm


class PoliceDecisionForm(StepForm):
    """Yes or no; yes is chosen beforehand in category A, and no needs a reason there (Q4)."""

    affected_view = fields.LongText(
        label=_("Hvad mener medarbejderen?"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("Spørg, og skriv svaret. Beslutningen er din."),
    )
    report = forms.ChoiceField(
        label=_("Skal det anmeldes til politiet?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Ja, det skal anmeldes")), ("no", _("Nej, det skal ikke anmeldes"))],
        error_messages={"required": _("Vælg, om det skal anmeldes.")},
    )
    reason = fields.LongText(
        label=_("Begrundelse"), max_length=2000, rows=3, required=False, help_text=text("field_help", "reason")
    )

    def clean(self):
        """Ask for the reason of a no in category A (E-54)."""
        data = super().clean()
        if (
            data.get("report") == "no"
            and self.incident.working_category == "A"
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", error("E-54"))
        if "report" in data:
            data["report"] = data["report"] == "yes"
        return data


class PoliceResultForm(StepForm):
    """That it is reported, and what the police gave."""

    reported_at = fields.MomentField(label=_("Hvornår er det anmeldt?"), past=True)
    reported_by = fields.ShortText(
        label=_("Hvem anmeldte det?"), max_length=120, error_messages={"required": _("Skriv, hvem der anmeldte det.")}
    )
    district = fields.ShortText(label=_("Politikreds"), max_length=80, required=False)
    journal_number = fields.ShortText(label=_("Politiets journalnummer"), max_length=60, required=False)
    charge = fields.ShortText(
        label=_("Hvad er anmeldt?"),
        max_length=200,
        required=False,
        help_text=_("Fx trusler om vold mod en offentligt ansat."),
    )
    note_received_on = fields.DateField(label=_("Politiets notat er modtaget den"), required=False, past=True)

    def clean_reported_at(self):
        """Hold the report to after the event."""
        found = self.cleaned_data["reported_at"]
        if found and found < self.incident.occurred_at:
            raise forms.ValidationError(_("Tidspunktet ligger før hændelsen. Ret det."))
        return found


class ViewForm(StepForm):
    """What the affected thinks."""

    view = fields.LongText(
        label=_("Hvad mener du om en anmeldelse?"),
        max_length=1000,
        rows=3,
        help_text=_("Din leder læser det og beslutter. Du kan altid selv anmelde."),
        error_messages={"required": _("Skriv, hvad du mener.")},
    )
