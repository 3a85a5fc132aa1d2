"""Who knows what: a competence, basic education, courses, and the three questions about the years to come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from onboarding import words
from onboarding.choices import CompetenceKind, Education
from onboarding.forms.people import NameField

QUESTIONS = {
    "tasks": _("Hvilke opgaver vil du gerne kunne løse om to til fem år?"),
    "lack": _("Hvad mangler du at kunne for at løse dem?"),
    "way": _("Hvordan lærer du det bedst, og hvad kan arbejdspladsen gøre?"),
}


class CompetenceForm(forms.Form):
    """What somebody knows and helps with."""

    topic = fields.ShortText(label=_("Emne"), max_length=120, error_messages={"required": _("Skriv emnet.")})
    category = forms.ChoiceField(label=_("Område"), choices=list(words.CATEGORIES.items()))
    level = forms.ChoiceField(
        label=_("Hvor godt?"),
        choices=[("knows", _("Kender til det")), ("uses", _("Bruger det tit")), ("teaches", _("Kan lære andre det"))],
        widget=forms.RadioSelect,
        initial="uses",
    )
    kind = forms.ChoiceField(label=_("Slags"), choices=CompetenceKind.choices, initial=CompetenceKind.KNOWLEDGE)
    helps = forms.BooleanField(label=_("Jeg hjælper gerne"), required=False, initial=True)
    substitute = NameField(label=_("Afløser"), required=False)
    how = fields.ShortText(
        label=_("Sådan får man fat i dig"),
        max_length=120,
        required=False,
        help_text=_("Fx bedst på Teams om formiddagen."),
    )


class BackgroundForm(forms.Form):
    """What somebody was trained as."""

    education = forms.ChoiceField(label=_("Grunduddannelse"), choices=[("", _("Vælg …")), *Education.choices])
    other = fields.ShortText(label=_("Hvilken?"), max_length=120, required=False)

    def clean(self):
        """Ask which one, when it is another."""
        data = super().clean()
        if data.get("education") == "other" and not data.get("other"):
            self.add_error("other", _("Skriv uddannelsen."))
        return data


class TrainingForm(forms.Form):
    """A course that somebody took."""

    title = fields.ShortText(label=_("Kursus"), max_length=160, error_messages={"required": _("Skriv kurset.")})
    place = forms.ChoiceField(
        label=_("Hvor?"),
        choices=[("internal", _("Internt")), ("external", _("Eksternt"))],
        widget=forms.RadioSelect,
        initial="internal",
    )
    year = forms.IntegerField(label=_("År"), min_value=1960, error_messages={"required": _("Skriv året.")})

    def clean_year(self):
        """Refuse a year to come."""
        year = self.cleaned_data["year"]
        if year > calendar.today().year:
            raise forms.ValidationError(_("Året er ikke kommet endnu. Skriv et kursus, du har taget."))
        return year


class NeedsForm(forms.Form):
    """Three questions about the next two to five years."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS.items():
            self.fields[code] = fields.LongText(label=label, max_length=2000, required=False)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Hvad handler det mest om?"),
            choices=CompetenceKind.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_(
                "Din leder kan se det. MED kan bruge tallene for hele afdelingen, og i dem er dit navn ikke med."
            ),
        )

    def values(self):
        """Return (answers, kinds)."""
        data = self.cleaned_data
        return {code: data[code] for code in QUESTIONS}, data["kinds"]
