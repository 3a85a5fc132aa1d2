"""A rule waived, a no with its reason, the facts of a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.texts import error
from med.forms.ground import RowField
from med.models.agreed import BY_HAND


class WaiverForm(forms.Form):
    """Which rule is not followed, and why."""

    rule = forms.ChoiceField(
        label=_("Hvilken regel?"), choices=[("", _("Vælg …")), *((rule.value, rule.label) for rule in BY_HAND)]
    )
    reason = fields.SentenceField(
        label=_("Hvorfor, og hvem er enige?"), max_length=400, help_text=_("Alle medlemmer kan læse det.")
    )


class RefusalForm(forms.Form):
    """A no to one version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = fields.SentenceField(
        label=_("Hvad skal ændres?"), max_length=600, help_text=_("Alle medlemmer kan læse det.")
    )


class FactsForm(forms.Form):
    """Who led the meeting, and when it really began and ended."""

    led_by = RowField(label=_("Ordstyrer"), required=False)
    began = fields.TimeField(label=_("Begyndte kl."))
    ended = fields.TimeField(label=_("Sluttede kl."), required=False)

    def __init__(self, *args, meeting, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["led_by"].offer(people)
        if meeting.ended_at is None:
            del self.fields["ended"]

    def clean(self):
        """Put the times on the day the meeting began."""
        found = super().clean()
        day = calendar.local_date(self.meeting.began_at or self.meeting.starts_at)
        for name in ("began", "ended"):
            if found.get(name):
                try:
                    found[f"{name}_at"] = calendar.moment(day, found[name])
                except ValueError as wrong:
                    self.add_error(name, str(wrong))
        if found.get("ended_at") and found.get("began_at") and found["ended_at"] <= found["began_at"]:
            self.add_error("ended", error("E-26"))
        return found

    def values(self):
        """Return what the verb takes."""
        return {name: self.cleaned_data.get(name) for name in ("led_by", "began_at", "ended_at")}
