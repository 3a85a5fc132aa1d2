"""The annual discussion, APV and plans; what is written about duties stands in forms/duties.py."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person, Unit
from med.models import Seat
from med.models.duties import AssessmentKind, Phase, Result

MONTHS = [("", _("Ikke valgt"))] + [(n, calendar.MONTHS[n - 1].capitalize()) for n in range(1, 13)]


class PersonChoice(forms.ModelChoiceField):
    """A colleague by name."""

    def label_from_instance(self, obj):
        """Return the name, and the title where there is one."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


def members(body):
    """Return the people with a seat in the body today."""
    return Person.objects.filter(pk__in=Seat.objects.held().filter(body=body).values("person")).order_by("name")


class DiscussionForm(forms.Form):
    """The five points of the yearly working-environment discussion (MED-35)."""

    held_on = fields.DateField(label=_("Holdt den"), required=False, past=True)
    content = fields.LongText(
        label=_("1. Hvad skal næste års samarbejde om arbejdsmiljø handle om?"), max_length=4000, rows=4, required=False
    )
    cooperation = fields.LongText(
        label=_("2. Hvordan samarbejder vi?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Former, møder, hvor tit, og hvem der gør hvad."),
    )
    last_year = fields.LongText(
        label=_("3. Blev sidste års mål nået?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Målene står ovenfor. Skriv her, hvad I lærte af dem."),
    )
    goals_text = fields.LongText(
        label=_("4. Hvad vil vi nå det kommende år?"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Selve målene tilføjer I nedenfor, ét ad gangen."),
    )
    competence = fields.LongText(
        label=_("5. Hvad skal medlemmerne kunne?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Jeres bidrag til kompetenceplanen for arbejdsmiljøorganisationen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GoalForm(forms.Form):
    """One goal for the coming year."""

    text = fields.ShortText(label=_("Mål"), max_length=300, error_messages={"required": _("Skriv målet.")})
    measure = fields.ShortText(label=_("Sådan kan vi se det"), max_length=300, required=False)
    owner = PersonChoice(
        label=_("Ansvarlig"), queryset=Person.objects.none(), required=False, empty_label=_("Ikke valgt")
    )

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members(body)


class JudgeForm(forms.Form):
    """How it went with a goal."""

    result = forms.ChoiceField(label=_("Blev målet nået?"), choices=Result.choices[1:], widget=forms.RadioSelect)
    result_text = fields.ShortText(label=_("Hvordan gik det?"), max_length=300, required=False)


class AssessmentForm(forms.Form):
    """An APV or a survey."""

    kind = forms.ChoiceField(label=_("Type"), choices=AssessmentKind.choices, widget=forms.RadioSelect)
    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    unit = forms.ModelChoiceField(label=_("Afdeling"), queryset=Unit.objects.none(), empty_label=None)
    phase = forms.ChoiceField(label=_("Fase"), choices=Phase.choices)
    started_on = fields.DateField(label=_("Begyndt den"), past=True)
    completed_on = fields.DateField(
        label=_("Afsluttet den"),
        required=False,
        past=True,
        help_text=_("Den næste regnes herfra. Indtil den er afsluttet, gælder fristen fra den forrige."),
    )
    scope = fields.ShortText(label=_("Omfang"), max_length=300, required=False)
    method = fields.ShortText(label=_("Metode"), max_length=300, required=False)
    change_trigger = fields.ShortText(
        label=_("Ændring, der kræver en ny"),
        max_length=300,
        required=False,
        help_text=_("Fx flytning, ny organisation eller nye opgaver."),
    )
    keep_numbers = forms.BooleanField(
        label=_("Behold de tal, der står"),
        required=False,
        initial=True,
        help_text=_("Tallene er så små, at de ikke vises. Fjern krydset, hvis du vil skrive andre."),
    )
    asked = forms.IntegerField(label=_("Antal spurgte"), min_value=0, max_value=100000, required=False)
    answered = forms.IntegerField(label=_("Antal svar"), min_value=0, max_value=100000, required=False)
    index = forms.DecimalField(
        label=_("Samlet tal"),
        min_value=0,
        max_value=1000,
        decimal_places=1,
        max_digits=5,
        required=False,
        localize=True,
    )
    trend = fields.ShortText(label=_("Udvikling siden sidst"), max_length=200, required=False)
    note = fields.LongText(label=_("Hvad viser den?"), max_length=4000, rows=4, required=False)

    def __init__(self, *args, body, is_hidden=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_hidden:
            del self.fields["keep_numbers"]
        units = Unit.objects.in_use()
        if body.unit_id:
            units = units.filter(path__startswith=body.unit.path)
        self.fields["unit"].queryset = units.order_by("path")

    def clean(self):
        """Hold the dates and numbers together."""
        data = super().clean()
        if data.get("completed_on") and data.get("started_on") and data["completed_on"] < data["started_on"]:
            self.add_error("completed_on", _("Den kan ikke være afsluttet, før den begyndte."))
        if data.get("phase") == Phase.DONE and not data.get("completed_on") and "completed_on" not in self.errors:
            self.add_error("completed_on", _("Skriv, hvornår den blev afsluttet."))
        if data.get("completed_on") and data.get("phase") in (Phase.MAPPING, Phase.ANALYSIS, Phase.JUDGEMENT):
            self.add_error("phase", _("Den er afsluttet. Vælg »Handlingsplan«, »Opfølgning« eller »Afsluttet«."))
        if data.get("answered") and data.get("asked") is not None and data["answered"] > data["asked"]:
            self.add_error("answered", _("Der kan ikke være flere svar end spurgte."))
        return data


class MeasureForm(forms.Form):
    """One line of an action plan."""

    problem = fields.ShortText(label=_("Problem"), max_length=300, error_messages={"required": _("Skriv problemet.")})
    cause = fields.ShortText(label=_("Årsag"), max_length=300, required=False)
    measure = fields.ShortText(
        label=_("Hvad gør vi?"), max_length=300, error_messages={"required": _("Skriv, hvad I gør.")}
    )
    is_long_term = forms.BooleanField(label=_("På længere sigt"), required=False)
    owner = PersonChoice(
        label=_("Ansvarlig"), queryset=Person.objects.none(), error_messages={"required": _("Vælg en person.")}
    )
    due_on = fields.DateField(label=_("Senest"))

    def __init__(self, *args, unit, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        people = Person.objects.working().filter(unit__path__startswith=unit.path)
        if row is not None:  # whoever has it, also from elsewhere, as long as they work here
            people = Person.objects.working().filter(Q(unit__path__startswith=unit.path) | Q(pk=row.owner_id))
        self.fields["owner"].queryset = people.order_by("name")

    def clean_due_on(self):
        """Refuse a day that is over, unless it stood there already."""
        day = self.cleaned_data["due_on"]
        if day < calendar.today() and (self.row is None or day != self.row.due_on):
            raise forms.ValidationError(_("Vælg en dag, der ligger fremme i tiden."))
        return day


class MeasureDoneForm(forms.Form):
    """What became of a measure."""

    state = forms.ChoiceField(
        label=_("Hvordan står det?"),
        choices=[("open", _("I gang")), ("done", _("Udført")), ("dropped", _("Opgivet"))],
        widget=forms.RadioSelect,
    )
    effect = fields.ShortText(label=_("Virkede det?"), max_length=300, required=False)
    checked_on = fields.DateField(label=_("Efterset den"), required=False, past=True)
