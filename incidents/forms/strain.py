"""A day of strain: how strained, and the episodes behind it as rows."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, fields
from core.texts import text
from incidents.choices import DEMANDS

ROWS = 6
OLDEST = timedelta(days=31)


class StrainField(forms.TypedChoiceField):
    """A number from 0 to 10 as tiles."""

    default_error_messages = {"required": gettext_lazy("Vælg et tal fra 0 til 10.")}

    def __init__(self, **kwargs):
        super().__init__(
            choices=[(n, str(n)) for n in range(11)], coerce=int, empty_value=None, widget=forms.RadioSelect, **kwargs
        )


class DayForm(forms.Form):
    """The day as a whole, and what may become of it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    day = fields.DateField(label=gettext_lazy("Hvilken dag?"), past=True)
    strain = StrainField(
        label=gettext_lazy("Hvor belastet var du, da dagen sluttede?"),
        help_text=gettext_lazy("0 er slet ikke. 10 er det mest belastende, du kan forestille dig."),
    )
    counts_in_team = forms.BooleanField(
        label=gettext_lazy("Tæl dagen med i teamets tal, uden navn"),
        help_text=gettext_lazy("TRIO'en ser kun tal for mindst 5 medarbejdere."),
        required=False,
    )
    share = forms.BooleanField(
        label=gettext_lazy("Del dagen med min leder til vores næste 1:1-samtale"),
        help_text=gettext_lazy("Din leder kan så læse hele dagen. Du kan altid tage det tilbage."),
        required=False,
    )

    def clean_day(self):
        """Refuse days so old that the number would be a guess."""
        day = self.cleaned_data["day"]
        if day < calendar.today() - OLDEST:
            raise forms.ValidationError(_("Skriv en dag inden for den seneste måned."))
        return day


class EpisodeForm(forms.Form):
    """One episode of the day. An empty row is nothing."""

    at = fields.TimeField(label=gettext_lazy("Klokken cirka"), required=False)
    demands = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad krævede det af dig?"),
        choices=DEMANDS.grouped,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Vælg alt, der passer."),
    )
    text = fields.LongText(
        label=gettext_lazy("Med egne ord"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=text("field_help", "sensitive_text"),
    )

    def clean(self):
        """Ask for more than a clock time."""
        told = super().clean()
        if told.get("at") and not (told.get("demands") or told.get("text")) and not self.errors:
            self.add_error("text", _("Skriv et par ord, eller vælg, hvad det krævede."))
        return told

    @property
    def is_told(self):
        """Tell whether anything was written in the row."""
        return bool(self.cleaned_data.get("demands") or self.cleaned_data.get("text"))

    @property
    def is_open(self):
        """Tell whether the row is shown unfolded: it holds something, or an error."""
        return bool(self.errors or any(self.data.get(self.add_prefix(name)) for name in self.fields))


EpisodeRows = forms.formset_factory(EpisodeForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


def told_episodes(rows):
    """Return the rows that hold something, ready for the verb."""
    return [
        {name: row.cleaned_data.get(name) for name in ("at", "demands", "text")} for row in rows.forms if row.is_told
    ]


class AnswerForm(forms.Form):
    """One number."""

    strain = StrainField(label=gettext_lazy("Hvor belastet er du i dag af det, der skete?"))
