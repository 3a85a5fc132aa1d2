"""Functions, offers of training, and when it was completed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Person
from med.choices import Represents
from med.forms.wheel import PersonChoice
from med.models import Course, TrainingRecord
from med.models.training import CourseKind


class RecordForm(forms.Form):
    """A person's function."""

    person = PersonChoice(
        label=_("Person"), queryset=Person.objects.none(), error_messages={"required": _("Vælg en person.")}
    )
    function = forms.ChoiceField(label=_("Funktion"), choices=[one for one in Represents.choices if one[0] != "none"])
    elected_on = fields.DateField(label=_("Valgt eller udpeget den"), past=True)
    first_elected_on = fields.DateField(
        label=_("Første gang valgt"),
        required=False,
        past=True,
        help_text=_("Udfyldes ved genvalg. Så begynder der ikke et nyt første år."),
    )
    period_ends_on = fields.DateField(label=_("Perioden slutter"), required=False)
    in_med = forms.BooleanField(label=_("Sidder i MED"), required=False, initial=True)
    in_safety = forms.BooleanField(label=_("Sidder i arbejdsmiljøorganisationen"), required=False)
    med_handles_safety = forms.BooleanField(label=_("MED varetager arbejdsmiljøet"), required=False, initial=True)
    has_basic_before = forms.BooleanField(label=_("Har grunduddannelsen i forvejen"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

    def clean(self):
        """Hold the dates together."""
        data = super().clean()
        elected = data.get("elected_on")
        if elected and data.get("period_ends_on") and data["period_ends_on"] < elected:
            self.add_error("period_ends_on", _("Perioden kan ikke slutte før valget."))
        if elected and data.get("first_elected_on") and data["first_elected_on"] > elected:
            self.add_error("first_elected_on", _("Første valg kan ikke ligge efter det seneste."))
        return data


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
