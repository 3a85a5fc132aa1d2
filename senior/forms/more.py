"""Choices, handover, redistribution, and HR's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models.person import Area
from senior.choices import (
    Audience,
    Conversion,
    CountsFrom,
    RedistributionState,
    Right,
)
from senior.forms.agreements import NumberField
from senior.forms.ground import ColleagueField
from senior.models import AgreementGroup


class ChoiceForm(forms.Form):
    """What next year's right is taken as."""

    choice = forms.ChoiceField(
        label=_("Hvordan vil du have den?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en af mulighederne.")},
    )
    remark = fields.ShortText(label=_("Bemærkning til HR"), required=False, max_length=500)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one, Conversion(one).label) for one in row.possible]


class LeavingForm(forms.Form):
    """The employee's own date."""

    leaving_on = fields.DateField(label=_("Min sidste arbejdsdag"), future=True)


class ShareForm(forms.Form):
    """Whether the five answers are shared."""

    share = forms.BooleanField(label=_("Min leder må læse mine svar"), required=False)


class TopicForm(forms.Form):
    """One thing to hand on."""

    topic = fields.ShortText(
        label=_("Hvad skal gives videre?"),
        max_length=300,
        help_text=_("Fx en opgave, et netværk eller noget, kun du ved. Ingen borgere."),
        error_messages={"required": _("Skriv, hvad der skal gives videre.")},
    )
    receiver = ColleagueField(label=_("Til hvem?"), required=False)
    due_on = fields.DateField(label=_("Senest"), future=True)


class AskForm(forms.Form):
    """Asking to have something moved."""

    asked = ColleagueField(label=_("Hvem vil du spørge?"))
    words = fields.LongText(
        label=_("Hvad vil du gerne have flyttet?"),
        max_length=2000,
        help_text=_("Skriv, hvad det fylder, ikke hvem borgeren er. Det er en god grund, at du er træt af det."),
        error_messages={"required": _("Skriv, hvad du gerne vil have flyttet.")},
    )
    with_team = forms.BooleanField(label=_("Det må gerne tages op i teamet"), required=False)


class AnswerRedistributionForm(forms.Form):
    """The answer."""

    outcome = forms.ChoiceField(
        label=_("Hvad gør I?"),
        choices=[
            (one, RedistributionState(one).label)
            for one in (RedistributionState.MOVED, RedistributionState.PARTLY, RedistributionState.KEPT)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad I gør.")},
    )
    words = fields.SentenceField(label=_("Svar til din kollega"))


class RuleForm(forms.Form):
    """One line of an agreement."""

    right = forms.ChoiceField(label=_("Ret"), choices=Right.choices)
    area = forms.ChoiceField(label=_("Område"), choices=[("", _("Begge")), *Area.choices], required=False)
    group = forms.ModelChoiceField(
        label=_("Gruppe"), queryset=AgreementGroup.objects.none(), required=False, empty_label=_("Alle grupper")
    )
    audience = forms.ChoiceField(label=_("For hvem"), choices=Audience.choices)
    counts_from = forms.ChoiceField(label=_("Alderen regnes"), choices=CountsFrom.choices, widget=forms.RadioSelect)
    age_from = forms.IntegerField(label=_("Fra alder"), min_value=40, max_value=80, required=False)
    age_to = forms.IntegerField(label=_("Til og med alder"), min_value=40, max_value=90, required=False)
    days = forms.IntegerField(label=_("Dage om året"), min_value=0, max_value=30, required=False)
    bonus_percent = NumberField(label=_("Bonus, procent"), required=False)
    convertible_percent = NumberField(label=_("Heraf kan byttes, procent"), required=False)
    convertible_days = forms.IntegerField(label=_("Kan byttes til dage"), min_value=0, max_value=30, required=False)
    convertible_to = forms.MultipleChoiceField(
        label=_("Kan tages som"), choices=Conversion.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    max_years = forms.IntegerField(label=_("Højst antal år"), min_value=1, max_value=20, required=False)
    leaving_age = forms.IntegerField(
        label=_("Tidligst fratrædelse ved alder"), min_value=50, max_value=80, required=False
    )
    agreed_by = fields.ShortText(label=_("Aftales af"), max_length=120, required=False)
    starts_on = fields.DateField(label=_("Gælder fra"))
    ends_on = fields.DateField(label=_("Gælder til og med"), required=False)
    source = fields.ShortText(
        label=_("Kilde"),
        max_length=200,
        help_text=_("Overenskomst, paragraf og år, så en anden kan finde den."),
        error_messages={"required": _("Skriv, hvor reglen står.")},
    )
    note = fields.ShortText(label=_("Note"), max_length=300, required=False)
    checked = forms.BooleanField(
        label=_("Jeg har kontrolleret reglen mod den aftale, der gælder"),
        required=False,
        help_text=_("Ellers står der »skal kontrolleres« ved alt, der bygger på den."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = AgreementGroup.objects.all()
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s", "autocomplete": "off"})
                field.error_messages["invalid"] = _("Skriv et helt tal, fx 3.")
        self.fields["group"].label_from_instance = lambda group: group.name

    def clean(self):
        """Hold ages and days in order, and ask for what the right needs."""
        data = super().clean()
        low, high = data.get("age_from"), data.get("age_to")
        if low and high and high < low:
            self.add_error("age_to", _("Alderen ligger før »fra alder«. Ret den ene."))
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Slutdatoen ligger før startdatoen. Ret den ene."))
        right = data.get("right")
        if right == Right.DAYS and data.get("group") and data.get("days") is None:
            self.add_error("days", _("Skriv antallet af dage."))
        if right == Right.BONUS and data.get("group") and data.get("bonus_percent") is None:
            self.add_error("bonus_percent", _("Skriv bonus i procent."))
        if data.get("convertible_days") and data.get("convertible_percent") is None:
            self.add_error("convertible_percent", _("Skriv, hvor mange procent der kan byttes til dagene."))
        if right == Right.GENERATION_CHANGE:
            for name, said in (
                ("max_years", _("Skriv, hvor mange år ordningen højst varer.")),
                ("leaving_age", _("Skriv, hvornår lederen tidligst kan fratræde.")),
            ):
                if data.get(name) is None:
                    self.add_error(name, said)
        if (
            right
            and right != Right.RETIREMENT
            and low is None
            and (data.get("group") or right not in (Right.DAYS, Right.BONUS))
        ):
            self.add_error("age_from", _("Skriv, fra hvilken alder reglen gælder."))
        return data


class GuidelineForm(forms.Form):
    """The guideline as MED adopted it."""

    version = fields.ShortText(
        label=_("Version"), max_length=20, error_messages={"required": _("Skriv versionen, fx 2.0.")}
    )
    adopted_by = forms.ChoiceField(
        label=_("Vedtaget af"), choices=[("Hoved-MED", "Hoved-MED"), ("LokalMED", "LokalMED")], widget=forms.RadioSelect
    )
    adopted_on = fields.DateField(label=_("Vedtaget den"), past=True)
    starts_on = fields.DateField(label=_("Gælder fra"))
    offer_age = forms.IntegerField(
        label=_("Samtalen bliver tilbudt fra alder"),
        min_value=40,
        max_value=70,
        help_text=_("Tilbuddene følger reglen. Er alderen en anden, så lav også en ny regel."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={"invalid": _("Skriv et helt tal, fx 52."), "required": _("Skriv et helt tal, fx 52.")},
    )
    themes = fields.LongText(label=_("Temaer"), required=False, help_text=_("Et tema på hver linje."), max_length=2000)
    text = fields.LongText(
        label=_("Indhold"), rows=10, max_length=6000, error_messages={"required": _("Skriv, hvad der er vedtaget.")}
    )

    def clean_themes(self):
        """Return the themes as a list."""
        return [line.strip()[:120] for line in self.cleaned_data["themes"].splitlines() if line.strip()]


class GroupForm(forms.Form):
    """Which group and area a person belongs to."""

    group = forms.ModelChoiceField(
        label=_("Overenskomstgruppe"),
        queryset=AgreementGroup.objects.none(),
        empty_label=_("Vælg en gruppe"),
        error_messages={"required": _("Vælg en gruppe.")},
    )
    area = forms.ChoiceField(label=_("Område"), choices=Area.choices, widget=forms.RadioSelect)
    starts_on = fields.DateField(label=_("Fra"))
    replace = forms.BooleanField(label=_("Slet den senere gruppe"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = AgreementGroup.objects.all()
        self.fields["group"].label_from_instance = lambda group: group.name

    def add_error(self, field, error):
        """Show the tick that answers a question about later groups."""
        if field == "replace":
            self.fields["replace"].widget = forms.CheckboxInput()
        super().add_error(field, error)


class SchemeForm(forms.Form):
    """How the whole scheme has worked."""

    result = fields.LongText(
        label=_("Hvordan har ordningen virket?"),
        max_length=4000,
        rows=8,
        help_text=_("Ingen navne. Teksten kommer på LokalMED's dagsorden sammen med tallene."),
        error_messages={"required": _("Skriv, hvordan ordningen har virket.")},
    )
    next_on = fields.DateField(label=_("Næste evaluering"), future=True)
