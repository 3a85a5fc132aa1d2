"""A check of the cooperation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from med.rules.checks import IN_WORDS, QUESTIONS

SCALE = [(5, _("5, passer helt")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, passer slet ikke"))]


class BeginCheckForm(forms.Form):
    """How long members can answer."""

    closes_on = fields.DateField(label=_("Svar senest"), future=True)


class CheckForm(forms.Form):
    """The questions of a kind of check, and room for a sentence."""

    text = fields.LongText(
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Dit navn står ikke ved svaret. Skriv ikke om enkeltpersoner."),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = QUESTIONS[kind]
        self.fields["text"].label = IN_WORDS[kind]
        for name, label in self.questions.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Vælg et tal.")},
            )
        self.order_fields([*self.questions, "text"])

    def scores(self):
        """Return {value: number}."""
        return {name: self.cleaned_data[name] for name in self.questions}
