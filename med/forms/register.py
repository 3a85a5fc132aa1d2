"""Search the register; write guidelines and local agreements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person, Unit
from med.choices import AGREED_BEFORE, OutcomeKind, OutcomeState
from med.forms.ground import TagsField
from med.forms.wheel import PersonChoice, members
from med.models import Body, Treatment
from med.models.register import AgreementState, GuidelineKind, RuleState

ALL = [("", _("Alle"))]
STATES = {"decisions": OutcomeState, "guidelines": RuleState, "agreements": AgreementState}


class RegisterForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label=_("Søg efter"), required=False, max_length=100)
    body = forms.ModelChoiceField(
        label=_("Udvalg"), queryset=Body.objects.none(), required=False, empty_label=_("Alle")
    )
    year = forms.TypedChoiceField(label=_("År"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Resultat"),
        required=False,
        choices=[("", _("Alle"))] + [one for one in OutcomeKind.choices if one[0] != "not_treated"],
    )
    state = forms.ChoiceField(label=_("Status"), required=False)
    tag = forms.ChoiceField(label=_("Emneord"), required=False)

    def __init__(self, *args, tab, bodies, years, tags=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = ALL + list(STATES[tab].choices)
        self.fields["tag"].choices = ALL + [(one, one) for one in tags]
        if tab != "decisions":
            del self.fields["kind"]
        if not tags:
            del self.fields["tag"]
        self.fields["body"].queryset = bodies
        self.fields["year"].choices = [("", _("Alle"))] + [(year, str(year)) for year in years]
        for field in self.fields.values():
            field.optional_word = ""


class AgreedField(forms.ChoiceField):
    """At which item the body agreed to a text."""

    def offer(self, items):
        """Set the items that can be chosen."""
        self.items = {str(one.pk): one for one in items}
        self.choices = [
            ("", _("Ikke aftalt endnu")),
            *(
                (pk, f"{one.outcome.label}: {one.title}, {calendar.short_date(one.meeting.starts_at)}")
                for pk, one in self.items.items()
            ),
            (AGREED_BEFORE, _("Aftalt, før vi skrev referat her")),
        ]

    def clean(self, value):
        """Return the item, AGREED_BEFORE, or None."""
        value = super().clean(value)
        return value if value == AGREED_BEFORE else self.items.get(value)


class GuidelineForm(forms.Form):
    """A guideline, guide or policy."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # which wording the page showed

    kind = forms.ChoiceField(label=_("Type"), choices=GuidelineKind.choices, widget=forms.RadioSelect)
    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    text = fields.LongText(label=_("Tekst"), max_length=40000, rows=12, required=False)
    what_changed = fields.ShortText(label=_("Hvad er nyt siden sidst?"), max_length=300, required=False)
    state = forms.ChoiceField(label=_("Status"), choices=RuleState.choices)
    agreed_at = AgreedField(
        label=_("Hvor blev udvalget enigt?"),
        required=False,
        help_text=_(
            "Vælg punktet, når en ny tekst bliver godkendt. Indtil da gælder den tekst, I sidst blev enige om."
        ),
    )
    owner = PersonChoice(label=_("Ejer"), queryset=Person.objects.none(), required=False, empty_label=_("Ikke valgt"))
    in_force_from = fields.DateField(label=_("Gælder fra"), required=False)
    revise_by = fields.DateField(label=_("Revideres senest"), required=False)
    tags = TagsField(label=_("Emneord"), required=False, help_text=_("Adskil med komma, fx stress, hjemmearbejde."))
    link = forms.URLField(label=_("Link"), required=False, max_length=200, assume_scheme="https")
    dissemination_plan = fields.LongText(label=_("Plan for at bruge den"), max_length=4000, rows=3, required=False)
    effect_note = fields.LongText(
        label=_("Virker den?"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Skriv det, når I har set på tallene."),
    )

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members(body)
        self.fields["agreed_at"].offer(Treatment.objects.agreed_by(body)[:40])


class HearingForm(forms.Form):
    """Which teams are asked, and by when they answer."""

    units = forms.ModelMultipleChoiceField(
        label=_("Hvilke teams spørger I?"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst ét team.")},
    )
    due_on = fields.DateField(label=_("Svar senest"), required=False, future=True)

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.in_use()
        if body.unit_id:
            units = units.filter(path__startswith=body.unit.path)
        self.fields["units"].queryset = units.order_by("path")


class AnswerForm(forms.Form):
    """What a team says."""

    answer = fields.LongText(label=_("Svar"), max_length=4000, rows=6, error_messages={"required": _("Skriv svaret.")})


class AgreementForm(forms.Form):
    """A local agreement."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    holder = PersonChoice(
        label=_("Har udkastet"), queryset=Person.objects.none(), error_messages={"required": _("Vælg en person.")}
    )
    text = fields.LongText(label=_("Tekst"), max_length=40000, rows=12, required=False)
    what_changed = fields.ShortText(label=_("Hvad er nyt siden sidst?"), max_length=300, required=False)
    state = forms.ChoiceField(label=_("Status"), choices=AgreementState.choices)
    negotiating_party = forms.ChoiceField(
        label=_("Forhandles med"), choices=[("tr", _("TR")), ("branch", _("Kreds"))], widget=forms.RadioSelect
    )
    is_delegated = forms.BooleanField(label=_("Kredsen har givet TR retten til at forhandle"), required=False)
    tags = TagsField(label=_("Emneord"), required=False, help_text=_("Adskil med komma, fx løn, arbejdstid."))
    drafted_by = fields.ShortText(label=_("Skrevet af"), max_length=160, required=False)
    earlier_draft = fields.ShortText(label=_("Bygger på"), max_length=160, required=False)
    reviewed_on = fields.DateField(label=_("Set igennem af personaleafdelingen"), required=False, past=True)
    sent_to_union_on = fields.DateField(label=_("Sendt til kredsen"), required=False, past=True)
    wording_checked_on = fields.DateField(label=_("Ordlyd kontrolleret"), required=False, past=True)
    in_force_from = fields.DateField(label=_("Gælder fra"), required=False)
    ends_on = fields.DateField(label=_("Gælder til"), required=False)
    review_on = fields.DateField(label=_("Ses efter"), required=False)

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = members(body)


class PartyForm(forms.Form):
    """Who must sign."""

    party = fields.ShortText(
        label=_("Hvem skal skrive under?"),
        max_length=120,
        error_messages={"required": _("Skriv, hvem der skal skrive under.")},
    )


class MedAgreementForm(forms.Form):
    """The main facts of the municipality's MED agreement (MED-04)."""

    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    link = forms.URLField(label=_("Link til aftalen"), required=False, max_length=300, assume_scheme="https")
    starts_on = fields.DateField(label=_("Gælder fra"))
    ends_on = fields.DateField(label=_("Gælder til"), required=False)
    structure = fields.LongText(label=_("Udvalg og niveauer"), max_length=2000, rows=3, required=False)
    meetings = fields.LongText(label=_("Hvor tit udvalgene mødes"), max_length=1000, rows=2, required=False)
    papers = fields.LongText(label=_("Krav til dagsorden og referat"), max_length=2000, rows=3, required=False)
    survey = fields.LongText(label=_("Hvor trivselsmålingen hører til"), max_length=1000, rows=2, required=False)
    may_deviate = forms.BooleanField(label=_("LokalMED må fravige aftalte opgaver i enighed"), required=False)
    vouchers = fields.LongText(label=_("Principper for klippekortet"), max_length=1000, rows=2, required=False)

    def clean(self):
        """Hold the dates together."""
        data = super().clean()
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("Slutdatoen kan ikke ligge før begyndelsen."))
        return data


class AttachForm(forms.Form):
    """Files."""

    files = fields.FilesField(
        label=_("Vælg filer"),
        help_text=_("PDF eller billede. De, der kan læse siden, kan hente filen."),
        error_messages={"required": _("Vælg en fil.")},
    )
