"""Three sessions of supervision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from incidents.forms.ground import StepForm


class SupervisionForm(StepForm):
    """The dates; the leader is in the third."""

    session_1 = fields.MomentField(label=_("1. session"), required=False)
    session_2 = fields.MomentField(label=_("2. session"), required=False)
    session_3 = fields.MomentField(label=_("3. session, hvor du er med"), required=False)

    def clean(self):
        """Ask for one date at least, and for their order."""
        data = super().clean()
        dates = [data.get(f"session_{number}") for number in (1, 2, 3)]
        if not any(dates) and not self.errors:
            self.add_error("session_1", _("Skriv mindst én dato, eller markér skridtet ikke relevant."))
        known = [date for date in dates if date]
        if known != sorted(known):
            raise forms.ValidationError(_("Sessionerne står ikke i rækkefølge. Ret datoerne."))
        return data


class SessionForm(StepForm):
    """Whether a session was held."""

    held = forms.ChoiceField(
        label=_("Blev sessionen holdt?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Ja")), ("no", _("Nej"))],
        error_messages={"required": error("E-02")},
    )
    follow_up = fields.ShortText(
        label=_("Hvad er aftalt i hverdagen?"),
        max_length=300,
        required=False,
        help_text=_("Kun det praktiske. Skriv ikke, hvad der blev talt om."),
    )
