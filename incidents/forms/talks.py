"""The talk before going home, and the offer of a joint talk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import PersonField, StepForm, carers


class TalkForm(StepForm):
    """Who talked with the affected, when, and how the way home is."""

    held_with = PersonField(label=_("Hvem talte med medarbejderen?"))
    held_at = fields.MomentField(label=_("Hvornår?"), past=True, help_text=_("Cirka er godt nok."))
    home_with = fields.ShortText(
        label=_("Hvem følger med hjem?"),
        max_length=120,
        required=False,
        help_text=_("Fx en kollega eller en pårørende."),
    )
    transport = fields.ShortText(
        label=_("Hvordan kommer medarbejderen hjem?"),
        max_length=120,
        required=False,
        help_text=_("Fx i bil, i taxa eller til fods sammen med en kollega."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_with"].offer(carers(self.incident, self.person))

    def clean_held_at(self):
        """Hold the talk to after the event."""
        held_at = self.cleaned_data["held_at"]
        if held_at and held_at < self.incident.occurred_at:
            raise forms.ValidationError(_("Tidspunktet ligger før hændelsen. Ret det."))
        return held_at


class JointTalkForm(StepForm):
    """What the affected answered."""

    wish = forms.ChoiceField(
        label=_("Hvad svarede medarbejderen?"),
        widget=forms.RadioSelect,
        choices=[("all", _("Med alle kolleger")), ("some", _("Med nogle få")), ("no", _("Nej tak"))],
        error_messages={"required": _("Vælg, hvad medarbejderen svarede.")},
    )
    on = fields.DateField(
        label=_("Hvornår er snakken?"), required=False, help_text=_("Kan vente, til I har fundet en dag.")
    )
