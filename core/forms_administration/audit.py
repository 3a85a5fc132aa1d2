"""Searching the log, taking it out, and telling a person who looked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.forms_administration.ground import PersonField, with_ending


class AuditSearchForm(forms.Form):
    """Who, about what, when, doing what. Everything may stay empty."""

    person = PersonField(label=_("Hvem gjorde det?"), required=False)
    about = PersonField(label=_("Om hvem?"), required=False)
    kind = forms.ChoiceField(label=_("Om hvad?"), required=False)
    number = forms.IntegerField(
        label=_("Id"),
        required=False,
        min_value=0,
        max_value=2**60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={"invalid": _("Skriv et helt tal, fx 3.")},
    )
    action = forms.ChoiceField(label=_("Handling"), required=False)
    only = forms.ChoiceField(
        label=_("Vis"),
        required=False,
        choices=[("", _("Alt")), ("read", _("Kun visninger")), ("write", _("Kun ændringer"))],
    )
    start = fields.DateField(label=_("Fra"), required=False)
    end = fields.DateField(label=_("Til og med"), required=False)

    def __init__(self, *args, kinds=(), actions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Alt")), *kinds]
        self.fields["action"].choices = [("", _("Alle")), *actions]
        for field in self.fields.values():
            field.optional_word = ""

    def clean(self):
        """Hold the days to their order."""
        return with_ending(self, super().clean(), "start", "end")


class AuditExportForm(forms.Form):
    """Why, and in which form."""

    reason = fields.SentenceField(label=_("Hvorfor henter du listen?"), max_length=300)
    form = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Regneark")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class InsightForm(forms.Form):
    """Whom, which days, why."""

    person = PersonField(label=_("Hvem beder om indsigt?"))
    start = fields.DateField(label=_("Fra"), required=False, past=True)
    end = fields.DateField(label=_("Til og med"), required=False)
    reason = fields.SentenceField(
        label=_("Hvorfor?"), max_length=300, help_text=_("Fx at personen har bedt om indsigt den 3. februar.")
    )
    form = forms.ChoiceField(
        label=_("Format"),
        choices=[("page", _("Vis her")), ("xlsx", _("Regneark"))],
        initial="page",
        widget=forms.RadioSelect,
    )

    def clean(self):
        """Hold the days to their order; without any, the last two years."""
        cleaned = with_ending(self, super().clean(), "start", "end")
        cleaned.setdefault("start", None)
        if not cleaned["start"]:
            cleaned["start"] = calendar.add_months(calendar.today(), -24)
        return cleaned
