"""A check of the cooperation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from med.rules.checks import QUESTIONS

SCALE = [(5, _("5, passer helt")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, passer slet ikke"))]


class BeginCheckForm(forms.Form):
    """How long members can answer."""

    closes_on = fields.DateField(label=_("Svar senest"), future=True)


class CheckForm(forms.Form):
    """Four values, and room for a sentence."""

    text = fields.LongText(
        label=_("Hvad kan vi gøre bedre?"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Dit navn står ikke ved svaret. Skriv ikke om enkeltpersoner."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Vælg et tal.")},
            )
        self.order_fields([*QUESTIONS, "text"])

    def scores(self):
        """Return {value: number}."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}
