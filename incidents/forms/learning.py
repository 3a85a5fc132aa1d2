"""Causes and measures, without names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.choices import CAUSES
from incidents.forms.ground import PersonField, StepForm, colleagues


class LearningForm(StepForm):
    """The course of events, its causes in three groups, and who is exposed."""

    course = fields.LongText(
        label=_("Hvad skete der, trin for trin?"),
        max_length=6000,
        rows=6,
        required=False,
        help_text=_("Begynd, før det gik galt: Hvad gik forud, og hvad skete så? Teksten bliver på hændelsen."),
    )
    causes = forms.MultipleChoiceField(
        label=_("Hvad spillede ind?"),
        choices=CAUSES.grouped,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Der er næsten altid flere årsager. Se i alle tre grupper."),
    )
    exposed = fields.ShortText(
        label=_("Hvem er udsat?"),
        max_length=200,
        help_text=_("Fx dem, der sidder i skranken. Ingen navne."),
        error_messages={"required": _("Skriv, hvem der er udsat.")},
    )
    cause = fields.LongText(
        label=_("Hvorfor kunne det ske?"),
        max_length=4000,
        rows=4,
        help_text=_("Fx indretning, bemanding, aftaler eller oplæring. Ingen navne, og ingen skyld."),
        error_messages={"required": _("Skriv, hvorfor det kunne ske.")},
    )


class MeasureForm(StepForm):
    """One measure with owner and date."""

    measure = fields.ShortText(
        label=_("Hvad gør vi?"), max_length=300, error_messages={"required": _("Skriv, hvad I gør.")}
    )
    owner = PersonField(label=_("Hvem er ansvarlig?"))
    due_on = fields.DateField(label=_("Senest"), future=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(colleagues(self.incident, self.person))


class MeasureDoneForm(forms.Form):
    """That it is carried out."""

    done_on = fields.DateField(label=_("Gjort den"), past=True)


class EffectForm(forms.Form):
    """Whether it worked."""

    effect = fields.ShortText(
        label=_("Virkede det?"),
        max_length=300,
        help_text=_("Ja, nej eller delvis, og hvad I kan se."),
        error_messages={"required": _("Skriv, om det virkede.")},
    )
