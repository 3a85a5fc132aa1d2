"""Functions, offers of training, and when it was completed."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.forms_administration.ground import PersonField
from core.texts import error
from med.choices import Represents
from med.forms.ground import RowField
from med.models import Course, TrainingRecord
from med.models.training import CourseKind


def seat_words(seat):
    """Say which seat it is."""
    return f"{seat.body}: {seat.as_what}"


class WhoForm(forms.Form):
    """Whose function is written."""

    person = PersonField(label=_("Hvem?"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_person(self):
        """Take only somebody who works here."""
        person = self.cleaned_data["person"]
        if not self.people.filter(pk=person.pk).exists():
            raise forms.ValidationError(error("E-14", tekst=str(self.data.get("person", ""))[:60]), code="unknown")
        return person


class PeriodForm(forms.Form):
    """A new period of the same function."""

    elected_on = fields.DateField(label=_("Genvalgt den"))
    period_ends_on = fields.DateField(label=_("Perioden slutter"), required=False)
    seat = RowField(label=_("Plads i udvalg"), required=False)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].offer(seats, seat_words)

    def clean(self):
        """Hold the dates together."""
        data = super().clean()
        elected = data.get("elected_on")
        if elected and elected > calendar.today() + timedelta(days=366):
            self.add_error("elected_on", _("Datoen ligger mere end et år frem."))
        if elected and data.get("period_ends_on") and data["period_ends_on"] < elected:
            self.add_error("period_ends_on", _("Perioden kan ikke slutte før valget."))
        if elected and data.get("first_elected_on") and data["first_elected_on"] > elected:
            self.add_error("first_elected_on", _("Første valg kan ikke ligge efter det seneste."))
        return data


class RecordForm(PeriodForm):
    """A person's function. The seats are the person's own."""

    function = forms.ChoiceField(label=_("Funktion"), choices=[one for one in Represents.choices if one[0] != "none"])
    elected_on = fields.DateField(label=_("Valgt eller udpeget den"))
    first_elected_on = fields.DateField(
        label=_("Første gang valgt"),
        required=False,
        past=True,
        help_text=_("Udfyldes ved genvalg. Så begynder der ikke et nyt første år."),
    )
    in_med = forms.BooleanField(label=_("Sidder i MED"), required=False, initial=True)
    in_safety = forms.BooleanField(label=_("Sidder i arbejdsmiljøorganisationen"), required=False)
    med_handles_safety = forms.BooleanField(label=_("MED varetager arbejdsmiljøet"), required=False, initial=True)
    has_basic_before = forms.BooleanField(label=_("Har MED-grunduddannelsen i forvejen"), required=False)
    has_safety_before = forms.BooleanField(label=_("Har arbejdsmiljøuddannelsen i forvejen"), required=False)
    note = fields.ShortText(label=_("Note"), max_length=300, required=False)
    ended_on = fields.DateField(
        label=_("Trådt ud den"), required=False, help_text=_("Tøm feltet, hvis funktionen alligevel går videre.")
    )
    field_order = ["function", "seat", "elected_on", "first_elected_on", "period_ends_on"]

    def __init__(self, *args, is_ended=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].help_text = _(
            "Formanden for udvalget kan følge uddannelsen. Slutter pladsen, slutter funktionen."
        )
        if not is_ended:
            del self.fields["ended_on"]

    def clean(self):
        """Hold the dates together."""
        data = super().clean()
        if data.get("elected_on") and data.get("ended_on") and data["ended_on"] < data["elected_on"]:
            self.add_error("ended_on", _("Funktionen kan ikke slutte, før den begyndte."))
        if not data.get("in_med") and not data.get("in_safety"):
            self.add_error("in_med", _("Sæt kryds ved MED, arbejdsmiljøorganisationen eller begge."))
        return data


class EndForm(forms.Form):
    """The last day of a function."""

    ended_on = fields.DateField(label=_("Sidste dag"))


class JoinForm(forms.Form):
    """The employer's half of an agreement to take two years' days together."""

    agreed_on = fields.DateField(label=_("Aftalt den"), past=True)
    files = fields.FilesField(
        label=_("Skriftlig aftale"),
        required=False,
        help_text=_("PDF eller billede af den underskrevne aftale. Kan undværes, når begge bekræfter her på siden."),
    )


class FigureForm(forms.Form):
    """A number of an agreement from a day."""

    days = forms.DecimalField(label=_("Dage"), min_value=0, max_value=30, decimal_places=1, max_digits=4, localize=True)
    months = forms.IntegerField(label=_("Frist i måneder fra valget"), required=False, min_value=1, max_value=60)
    valid_from = fields.DateField(label=_("Gælder fra"))
    source = fields.ShortText(
        label=_("Kilde"), max_length=200, error_messages={"required": _("Skriv, hvor tallet står.")}
    )
    note = fields.ShortText(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, has_months=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_months:
            del self.fields["months"]
        else:
            self.fields["months"].required = True


class FilterForm(forms.Form):
    """Which functions the overview shows."""

    body = RowField(label=_("Udvalg"), required=False)
    function = forms.ChoiceField(
        label=_("Funktion"),
        required=False,
        choices=[("", _("Alle")), *[one for one in Represents.choices if one[0] != "none"]],
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Alle")),
            ("late", _("Overskredet")),
            ("soon", _("Snart")),
            ("open", _("I gang")),
            ("done", _("På plads")),
            ("new", _("Nye, ikke set igennem")),
            ("ended", _("Afsluttede funktioner")),
        ],
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].offer(bodies)
        self.fields["body"].choices = [("", _("Alle")), *list(self.fields["body"].choices)[1:]]


class OfferForm(forms.Form):
    """What is offered."""

    kind = forms.ChoiceField(label=_("Uddannelse"), choices=CourseKind.choices)
    days = forms.DecimalField(
        label=_("Dage"), min_value=0.5, max_value=30, decimal_places=1, max_digits=4, localize=True
    )
    offered_on = fields.DateField(label=_("Tilbudt den"), past=True, required=False)
    provider = fields.ShortText(label=_("Udbyder"), max_length=120, required=False)


class CompleteForm(forms.Form):
    """When it was completed."""

    completed_on = fields.DateField(label=_("Gennemført den"), past=True)


class CourseForm(forms.Form):
    """A course of the register."""

    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    kind = forms.ChoiceField(label=_("Uddannelse"), choices=CourseKind.choices)
    days = forms.DecimalField(
        label=_("Dage"), min_value=0.5, max_value=30, decimal_places=1, max_digits=4, localize=True
    )
    starts_on = fields.DateField(label=_("Begynder"), required=False)
    place = fields.ShortText(label=_("Sted"), max_length=160, required=False)
    provider = fields.ShortText(label=_("Udbyder"), max_length=120, required=False)
    is_approved = forms.BooleanField(label=_("Udbyderen er godkendt"), required=False)
    is_joint = forms.BooleanField(label=_("Leder, TR og AMR kan deltage sammen"), required=False)

    def clean(self):
        """Only an approved provider gives the obligatory working-environment training."""
        data = super().clean()
        if data.get("kind") == CourseKind.SAFETY_BASIC and not data.get("is_approved"):
            self.add_error("is_approved", _("Arbejdsmiljøuddannelsen skal gives af en godkendt udbyder."))
        return data


class InviteForm(forms.Form):
    """Who is offered a course."""

    records = forms.ModelMultipleChoiceField(
        label=_("Hvem får tilbuddet?"),
        queryset=TrainingRecord.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én.")},
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["records"].queryset = records
        self.fields["records"].label_from_instance = lambda record: (
            f"{record.person.name}, {record.get_function_display()}"
        )


class NeedForm(forms.Form):
    """What a member needs to learn."""

    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    need = fields.ShortText(
        label=_("Hvad er der brug for at kunne?"),
        max_length=300,
        error_messages={"required": _("Skriv, hvad der er brug for.")},
    )
    course = forms.ModelChoiceField(
        label=_("Kursus"), queryset=Course.objects.none(), required=False, empty_label=_("Ikke valgt")
    )

    def __init__(self, *args, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["course"].label_from_instance = lambda course: course.title
