"""Walk-rounds, near misses, courses, lone work, worries, calling back."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, fields
from core.models import Person, Site
from core.versions import SeenForm
from incidents.forms.ground import PersonField
from incidents.forms.people import ColleagueField
from incidents.models import Concern, LoneWork, PreventionCourse


def of_model(model, name):
    """Return the choices of a model's field."""
    return model._meta.get_field(name).choices


# -- walk-rounds -----------------------------------------------------------------------------------------------------
class WalkAnswerForm(forms.Form):
    """What was seen at one point."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Hvordan ser det ud?"),
        choices=[
            ("ok", gettext_lazy("I orden")),
            ("fault", gettext_lazy("Skal ordnes")),
            ("none", gettext_lazy("Ikke her")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg et svar.")},
    )
    note = fields.ShortText(label=gettext_lazy("Hvad så I?"), max_length=600, required=False)
    measure = fields.ShortText(label=gettext_lazy("Hvad gør vi?"), max_length=300, required=False)
    owner = PersonField(label=gettext_lazy("Hvem er ansvarlig?"), required=False)
    due_on = fields.DateField(label=gettext_lazy("Senest"), future=True, required=False)
    photos = fields.FilesField(label=gettext_lazy("Billeder"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)
        for name in ("note", "measure", "owner", "due_on", "photos"):
            self.fields[name].optional_word = ""

    def clean(self):
        """Ask for owner and day when something is to be done."""
        told = super().clean()
        if told.get("answer") == "fault":
            if not told.get("note"):
                self.add_error("note", _("Skriv, hvad der skal ordnes."))
            if told.get("measure") and not told.get("owner"):
                self.add_error("owner", _("Vælg, hvem der gør det."))
            if told.get("measure") and not told.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Skriv, hvornår det skal være gjort."))
        return told


class FinishWalkForm(forms.Form):
    """Who walked together."""

    together_with = fields.ShortText(
        label=gettext_lazy("Hvem var med?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Fx lederen og serviceteamet."),
    )


class WalkPointForm(forms.Form):
    """A point of the site's own."""

    title = fields.ShortText(
        label=gettext_lazy("Hvad skal I også se på?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv punktet.")},
    )


class WalkMeasureForm(forms.Form):
    """That it is done."""

    done_on = fields.DateField(label=gettext_lazy("Gjort den"), past=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_on", calendar.today())


# -- near misses -----------------------------------------------------------------------------------------------------
class NearMissForm(forms.Form):
    """It was close."""

    what = fields.LongText(
        label=gettext_lazy("Hvad var lige ved at ske?"),
        max_length=2000,
        rows=4,
        help_text=gettext_lazy("Ingen navne, heller ikke borgerens."),
        error_messages={"required": gettext_lazy("Skriv, hvad der var lige ved at ske.")},
    )
    happened_on = fields.DateField(label=gettext_lazy("Hvornår?"), past=True)
    site = forms.ModelChoiceField(
        label=gettext_lazy("Hvor?"),
        queryset=Site.objects.in_use(),
        empty_label=gettext_lazy("Vælg arbejdssted"),
        error_messages={
            "required": gettext_lazy("Vælg arbejdssted."),
            "invalid_choice": gettext_lazy("Vælg et arbejdssted på listen."),
        },
    )
    idea = fields.LongText(label=gettext_lazy("Hvad kunne forebygge det?"), max_length=1000, rows=2, required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_on", calendar.today())
        self.initial.setdefault("site", person.site_id)


class OutcomeForm(SeenForm):
    """What is done about it."""

    outcome = fields.ShortText(
        label=gettext_lazy("Hvad gør I?"),
        max_length=400,
        error_messages={"required": gettext_lazy("Skriv, hvad I gør.")},
    )


# -- courses ---------------------------------------------------------------------------------------------------------
class CourseForm(forms.Form):
    """One course, held or planned."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvilket kursus?"),
        choices=of_model(PreventionCourse, "kind"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg kursus.")},
    )
    held_on = fields.DateField(label=gettext_lazy("Dato"))
    site = forms.ModelChoiceField(
        label=gettext_lazy("Arbejdssted"),
        queryset=Site.objects.in_use(),
        required=False,
        empty_label=gettext_lazy("Et andet sted"),
    )
    provider = fields.ShortText(label=gettext_lazy("Underviser eller udbyder"), max_length=120, required=False)


class ParticipantsForm(SeenForm):
    """Who takes part."""

    participants = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Hvem deltager?"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participants"].queryset = people
        self.fields["participants"].label_from_instance = lambda person: person.name


# -- lone work -----------------------------------------------------------------------------------------------------------
class LoneForm(forms.Form):
    """Who watches, where, and when you report back."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad skal du?"),
        choices=of_model(LoneWork, "kind"),
        widget=forms.RadioSelect,
        initial="visit",
        error_messages={"required": gettext_lazy("Vælg, hvad du skal.")},
    )
    where = fields.ShortText(
        label=gettext_lazy("Hvor?"),
        max_length=160,
        help_text=gettext_lazy("Initialer og område er nok, fx »MK, Havnegade«. Ikke borgerens navn."),
        error_messages={"required": gettext_lazy("Skriv, hvor du er.")},
    )
    watcher = ColleagueField(
        label=gettext_lazy("Hvem holder øje?"),
        help_text=gettext_lazy("Spørg først. Din kollega får besked nu og igen, hvis du ikke melder dig."),
    )
    begins_at = fields.MomentField(label=gettext_lazy("Fra"))
    check_in_at = fields.MomentField(label=gettext_lazy("Meld tilbage senest"), future=True)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["watcher"].near(person)
        now = calendar.now()
        self.initial.setdefault("begins_at", now)
        self.initial.setdefault("check_in_at", now + timedelta(hours=1))


class ExtendForm(forms.Form):
    """Stay longer."""

    check_in_at = fields.MomentField(label=gettext_lazy("Nyt tidspunkt"), future=True)


# -- worries, calls --------------------------------------------------------------------------------------------------
class ConcernForm(forms.Form):
    """A worry about the tone, as a topic."""

    text = fields.LongText(
        label=gettext_lazy("Hvad ser og hører du?"),
        max_length=2000,
        rows=5,
        help_text=gettext_lazy("Skriv om tonen og vanerne, ikke om en bestemt kollega. Ingen navne."),
        error_messages={"required": gettext_lazy("Skriv, hvad du ser.")},
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("Hvad ønsker du?"),
        choices=of_model(Concern, "wish"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvad du ønsker.")},
    )
    receiver = forms.ChoiceField(
        label=gettext_lazy("Hvem skal have det?"),
        choices=of_model(Concern, "receiver"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvem der skal have det.")},
    )


class CallBackForm(forms.Form):
    """When, to whom, and what to have ready."""

    initials = fields.ShortText(
        label=gettext_lazy("Initialer"),
        max_length=8,
        help_text=gettext_lazy("Kun initialer, ikke navnet."),
        error_messages={"required": gettext_lazy("Skriv initialerne.")},
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off"}),
    )
    at = fields.MomentField(label=gettext_lazy("Hvornår ringer du?"), future=True)
    ready = fields.ShortText(
        label=gettext_lazy("Hvad vil du have parat?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Fx »svar fra juristen«. Intet fra sagen."),
    )
