"""That a decision no longer holds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from med.forms.ground import RowField


class EndDecisionForm(forms.Form):
    """From when, why, and which later decision holds instead."""

    replaced_by = RowField(
        label=_("Hvilken beslutning gælder i stedet?"),
        required=False,
        help_text=_("Lad feltet stå tomt, hvis ingen anden er kommet i stedet."),
    )
    ended_on = fields.DateField(label=_("Gælder ikke længere fra"))
    reason = fields.SentenceField(
        label=_("Hvorfor?"), max_length=300, help_text=_("Alle, der kan læse beslutningen, kan læse grunden.")
    )

    def __init__(self, *args, later=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].offer(
            later, lambda one: f"{one.label}: {one.treatment.title}, {calendar.short_date(one.decided_on)}"
        )
