"""The questions of a TRIO's frame."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields

QUESTIONS = {
    "roles": _("Hvad er hver af vores roller?"),
    "decides": _("Hvem bestemmer hvad, og hvad har vi sammen?"),
    "disagree": _("Hvad gør vi, når vi er uenige?"),
    "tools": _("Hvad skriver vi ned, og hvor?"),
    "meetings": _("Hvilke møder holder vi, hvornår og hvor længe?"),
    "towards_staff": _("Hvad er vores rolle over for kollegerne?"),
    "insight": _("Hvordan får vi øje på forskellige synspunkter?"),
    "telling": _("Hvordan og hvornår fortæller vi de andre noget?"),
    "involving": _("Hvornår i et forløb inddrager vi andre?"),
}


class FrameForm(forms.Form):
    """One answer for each question."""

    next_review_on = fields.DateField(label=_("Ses efter"), required=False, future=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in QUESTIONS.items():
            self.fields[name] = fields.LongText(label=label, max_length=2000, rows=3, required=False)
        self.order_fields([*QUESTIONS, "next_review_on", "version"])
