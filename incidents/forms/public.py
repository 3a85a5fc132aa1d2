"""Named on the net, a matter in the press, complaints, claims."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, fields
from core.versions import SeenForm
from incidents import choices
from incidents.forms.ground import PersonField
from incidents.models import Compensation, Naming
from incidents.models.public import ComplaintCause, NamingHow


def of_model(model, name):
    """Return the choices of a model's field."""
    return model._meta.get_field(name).choices


class NamingForm(forms.Form):
    """Evidence first: where it is, who wrote it, when it was seen."""

    medium = forms.ChoiceField(
        label=gettext_lazy("Hvor er det?"),
        choices=[("", gettext_lazy("Vælg sted")), *of_model(Naming, "medium")],
        error_messages={"required": gettext_lazy("Vælg, hvor det er.")},
    )
    how = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad er der sket?"),
        help_text=gettext_lazy("Vælg alt, der passer."),
        choices=NamingHow.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Vælg, hvad der er sket.")},
    )
    address = fields.ShortText(
        label=gettext_lazy("Adressen på opslaget"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Kopiér linket fra browseren eller appen."),
    )
    account = fields.ShortText(label=gettext_lazy("Kontoens navn"), max_length=200, required=False)
    seen_at = fields.MomentField(label=gettext_lazy("Hvornår så du det?"), past=True)
    spread = forms.ChoiceField(
        label=gettext_lazy("Hvem kan se det?"),
        choices=[*of_model(Naming, "spread")],
        widget=forms.RadioSelect,
        required=False,
    )
    wish = fields.LongText(label=gettext_lazy("Hvad ønsker du, at vi gør?"), max_length=2000, rows=3, required=False)

    def public(self):
        """Return what the verb keeps."""
        return {
            name: self.cleaned_data[name]
            for name in ("medium", "how", "address", "account", "seen_at", "spread", "wish")
        }


class OnlineReportForm(NamingForm):
    """A whole report of something on the net."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    files = fields.FilesField(
        label=gettext_lazy("Skærmbilleder"),
        required=False,
        help_text=gettext_lazy("Tag dem, før opslaget bliver slettet. Få navn, dato og adresse med på billedet."),
    )
    narrative = fields.LongText(label=gettext_lazy("Med dine egne ord"), rows=4, required=False)
    wellbeing = forms.ChoiceField(
        label=gettext_lazy("Er du okay?"),
        choices=choices.Wellbeing.choices[:2],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvordan du har det.")},
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Giv også kommunikation besked nu"),
        help_text=gettext_lazy("De ser opslaget, men ikke resten af hændelsen. Din leder kan også gøre det senere."),
        required=False,
    )
    field_order = ["token", "files", "address", "account", "medium", "how", "seen_at", "spread", "narrative", "wish"]


class TakedownForm(forms.Form):
    """What was done about it."""

    takedown_asked_on = fields.DateField(label=gettext_lazy("Bedt om at få det fjernet den"), past=True, required=False)
    takedown_asked_by = fields.ShortText(label=gettext_lazy("Hvem bad om det?"), max_length=120, required=False)
    removed_on = fields.DateField(label=gettext_lazy("Fjernet den"), past=True, required=False)


# -- the press -----------------------------------------------------------------------------------------------------
class ForewarnForm(forms.Form):
    """That a matter may be on its way."""

    title = fields.ShortText(
        label=gettext_lazy("Kort titel"),
        max_length=120,
        help_text=gettext_lazy("Ingen navne. Fx »Spørgsmål om ventetid«."),
        error_messages={"required": gettext_lazy("Skriv en kort titel.")},
    )
    about = fields.LongText(
        label=gettext_lazy("Hvad kan den komme til at handle om?"), max_length=4000, rows=4, required=False
    )


class MediaCaseForm(SeenForm):
    """What holds now."""

    spokesperson = fields.ShortText(label=gettext_lazy("Hvem udtaler sig?"), max_length=120, required=False)
    process = fields.LongText(
        label=gettext_lazy("Det gør vi nu"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=gettext_lazy("En sætning, alle kan sige. Intet om borgeren og intet fra sagen."),
    )
    guidance = fields.LongText(
        label=gettext_lazy("Til medarbejderne"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Fx hvad I siger, når en journalist ringer eller står ved døren."),
    )
    exposed = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Hvem er berørt?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("De kan læse siden."),
    )
    with_communications = forms.BooleanField(label=gettext_lazy("Kommunikation er med"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exposed"].queryset = people


class NoteForm(forms.Form):
    """A line for the log."""

    text = fields.LongText(
        label=gettext_lazy("Skriv i loggen"),
        max_length=4000,
        rows=3,
        error_messages={"required": gettext_lazy("Skriv, hvad der er sket.")},
    )


class PromiseForm(forms.Form):
    """When news is promised, to whom, by whom."""

    to_whom = fields.ShortText(
        label=gettext_lazy("Til hvem?"),
        max_length=120,
        help_text=gettext_lazy("Fx medarbejderne, pressen eller de pårørende. Ingen navne på borgere."),
        error_messages={"required": gettext_lazy("Skriv, hvem der får nyt.")},
    )
    due_at = fields.MomentField(label=gettext_lazy("Hvornår?"), future=True)
    owner = PersonField(label=gettext_lazy("Hvem giver nyt?"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)


# -- complaints, claims ----------------------------------------------------------------------------------------------
class ComplaintForm(forms.Form):
    """A month's number."""

    month = fields.DateField(label=gettext_lazy("En dag i måneden"), past=True)
    number = forms.IntegerField(
        label=gettext_lazy("Hvor mange åbne klager har teamet?"),
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Skriv antallet."), "invalid": gettext_lazy("Skriv et helt tal.")},
    )
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad handler de typisk om?"),
        choices=ComplaintCause.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    support = fields.ShortText(
        label=gettext_lazy("Hvilken støtte har I aftalt?"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Fx to på sagen, sparring eller en jurist. Ingen navne."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("month", calendar.today())


class CompensationForm(forms.Form):
    """A claim."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad drejer det sig om?"),
        choices=of_model(Compensation, "kind"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvad det drejer sig om.")},
    )
    what = fields.ShortText(
        label=gettext_lazy("Hvad er der sket skade på?"),
        max_length=500,
        help_text=gettext_lazy("Fx briller, telefon eller bil. Ingen helbredsoplysninger."),
        error_messages={"required": gettext_lazy("Skriv, hvad der er sket skade på.")},
    )
    amount = forms.IntegerField(
        label=gettext_lazy("Beløb i kroner"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Skriv beløbet som et helt tal.")},
    )
    sent_to = fields.ShortText(
        label=gettext_lazy("Sendt til"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Fx et forsikringsselskab eller kommunens forsikringskontor."),
    )
    sent_on = fields.DateField(label=gettext_lazy("Sendt den"), past=True, required=False)

    def clean(self):
        """Ask to whom it was sent when a day is given."""
        told = super().clean()
        if told.get("sent_on") and not told.get("sent_to"):
            self.add_error("sent_to", _("Skriv, hvem det er sendt til."))
        return told


class ClaimAnswerForm(forms.Form):
    """How the claim went."""

    result = fields.ShortText(
        label=gettext_lazy("Hvad blev svaret?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Skriv svaret.")},
    )
    answered_on = fields.DateField(label=gettext_lazy("Svar den"), past=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answered_on", calendar.today())
