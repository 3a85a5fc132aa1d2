"""What a committee writes about its duties: who and when, that one is left aside, what Hoved-MED decided, which item is about one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person
from med.forms.wheel import MONTHS, PersonChoice, members
from med.models import Duty, Treatment
from med.rules import duties as rules
from med.rules import treated


class ItemChoice(forms.ModelChoiceField):
    """An item of minutes that are sent, by its meeting's day."""

    def label_from_instance(self, obj):
        """Return the day and the title."""
        return f"{calendar.long_date(obj.meeting.starts_at)}: {obj.title}"


class DutyForm(forms.Form):
    """How a body takes a duty. What the agreement makes a must can't be chosen away, nor put off by a month of one's own."""

    responsible = PersonChoice(
        label=_("Ansvarlig"), queryset=Person.objects.none(), required=False, empty_label=_("Ikke valgt")
    )
    month = forms.TypedChoiceField(label=_("Fast måned"), choices=MONTHS, required=False, coerce=int, empty_value=None)
    next_due_on = fields.DateField(
        label=_("Næste gang senest"),
        required=False,
        help_text=_("Udfyld kun, når I vil nå den før reglens frist."),
    )
    not_ours = forms.BooleanField(label=_("Opgaven gælder ikke for os"), required=False)
    reason = fields.ShortText(label=_("Hvorfor ikke?"), max_length=300, required=False)

    def __init__(self, *args, body, duty, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = members(body)
        if not rules.may_leave_out(duty):
            del self.fields["not_ours"], self.fields["reason"]


class AgreedForm(forms.Form):
    """Something that was agreed in an item of the body's own minutes."""

    treatment = ItemChoice(
        label=_("Hvor aftalte I det?"),
        queryset=Treatment.objects.none(),
        empty_label=_("Vælg et punkt"),
        help_text=_("Kun punkter fra referater, der er sendt ud."),
        error_messages={"required": _("Vælg det punkt, hvor I aftalte det.")},
    )

    def __init__(self, *args, body, months=36, **kwargs):
        super().__init__(*args, **kwargs)
        since = calendar.add_months(calendar.today(), -months)
        self.fields["treatment"].queryset = treated.matters(body, since)


class DeviationForm(AgreedForm):
    """What was agreed instead."""

    field_order = ("text", "treatment", "until")
    text = fields.ShortText(
        label=_("Hvad har I aftalt?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv, hvad I har aftalt.")},
    )
    until = fields.DateField(
        label=_("Gælder til"),
        required=False,
        help_text=_("Højst, til opgaven skal nås igen. Står feltet tomt, gælder det så længe."),
    )


class RulingForm(AgreedForm):
    """Whether Hoved-MED leaves guidelines to each body or lays them down for all."""

    field_order = ("is_local", "treatment")
    is_local = forms.TypedChoiceField(
        label=_("Hvad har I bestemt?"),
        choices=[
            ("yes", _("Retningslinjerne aftales i hvert LokalMED")),
            ("no", _("Retningslinjerne er fælles for hele kommunen")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad I har bestemt.")},
    )


class LinkForm(forms.Form):
    """Which duty of the year wheel an item is about."""

    duty = forms.ModelChoiceField(
        label=_("Opfylder opgaven"),
        queryset=Duty.objects.none(),
        empty_label=_("Vælg en opgave"),
        error_messages={"required": _("Vælg en opgave.")},
    )

    def __init__(self, *args, duties=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duty"].queryset = Duty.objects.filter(is_on=True)
        self.fields["duty"].choices = [("", _("Vælg en opgave")), *((duty.pk, duty.title) for duty in duties)]


class DutyRuleForm(forms.Form):
    """How often a duty comes round in every committee it is for."""

    interval_months = forms.IntegerField(
        label=_("Mindst hver … måned"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Tom: ingen fast frist."),
    )
    window_from = forms.TypedChoiceField(
        label=_("Fra måned"), choices=MONTHS, required=False, coerce=int, empty_value=None
    )
    window_to = forms.TypedChoiceField(
        label=_("Til og med måned"), choices=MONTHS, required=False, coerce=int, empty_value=None
    )
    lead_days = forms.IntegerField(label=_("Mind om det, dage før"), min_value=1, max_value=366)
    source = fields.ShortText(label=_("Kilde"), max_length=200, error_messages={"required": _("Skriv, hvor det står.")})
    is_on = forms.BooleanField(label=_("Opgaven er slået til"), required=False)

    def clean(self):
        """Hold the months together."""
        data = super().clean()
        first, last = data.get("window_from"), data.get("window_to")
        if first and last and last < first:
            self.add_error("window_to", _("Den sidste måned kan ikke ligge før den første."))
        return data
