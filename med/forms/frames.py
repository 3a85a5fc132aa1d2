"""The questions of a TRIO's frame."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from med.choices import FRAME_QUESTIONS


class FrameForm(forms.Form):
    """One answer for each question."""

    next_review_on = fields.DateField(label=_("Ses efter"), required=False, future=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in FRAME_QUESTIONS.items():
            self.fields[name] = fields.LongText(label=label, max_length=2000, rows=3, required=False)
        self.order_fields([*FRAME_QUESTIONS, "next_review_on", "version"])
