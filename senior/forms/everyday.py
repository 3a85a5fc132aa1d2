"""The talks everyone has, and development plans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person
from senior import words
from senior.choices import ConversationKind
from senior.forms.ground import VersionForm


class ConversationPlanForm(forms.Form):
    """When the next talk is."""

    kind = forms.ChoiceField(label=_("Hvilken samtale?"), choices=ConversationKind.choices, widget=forms.RadioSelect)
    planned_at = fields.MomentField(label=_("Hvornår?"))
    place = fields.ShortText(label=_("Hvor?"), max_length=120, required=False)


class PeopleField(forms.ModelMultipleChoiceField):
    """Some of a leader's own staff, by name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Person.objects.none())
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs.setdefault("error_messages", {"required": _("Vælg mindst to.")})
        super().__init__(**kwargs)

    def label_from_instance(self, obj):
        """Return name and title."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class OfGroup(forms.Form):
    """A form that begins with who is in the group."""

    people = PeopleField(label=_("Hvem er med?"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people

    def clean_people(self):
        """Hold it to two or more: one alone has a talk of one's own."""
        found = list(self.cleaned_data["people"])
        if len(found) < 2:
            raise forms.ValidationError(_("Vælg mindst to."))
        return found


class GroupTalkForm(OfGroup):
    """When a group has its MUS."""

    planned_at = fields.MomentField(label=_("Hvornår?"))
    place = fields.ShortText(label=_("Hvor?"), max_length=120, required=False)


class MoveForm(forms.Form):
    """Another time."""

    planned_at = fields.MomentField(label=_("Ny tid"), future=True)
    place = fields.ShortText(label=_("Hvor?"), max_length=120, required=False)


class ConversationRecordForm(VersionForm):
    """What the two talked about."""

    held_on = fields.DateField(label=_("Holdt den"), past=True)
    theme = forms.ChoiceField(label=_("Temakort"), required=False)
    last_year = fields.LongText(label=_("Siden sidste år: hvad blev der af det, I aftalte?"), required=False, rows=2)
    points = fields.LongText(
        label=_("Det talte vi om"),
        help_text=words.ONE_TO_ONE_POINTS,
        error_messages={"required": _("Skriv, hvad I talte om. Stikord er nok.")},
        max_length=4000,
    )
    needs = fields.LongText(label=_("Behov for udvikling"), required=False, rows=2, max_length=3000)
    activities = fields.LongText(label=_("Det har vi planlagt"), required=False, rows=2, max_length=3000)
    follow_up = fields.LongText(label=_("Det følger vi op på"), required=False, rows=2, max_length=2000)
    follow_up_on = fields.DateField(label=_("Hvornår?"), required=False)

    def __init__(self, *args, conversation, **kwargs):
        super().__init__(*args, **kwargs)
        names = [name for name in self.fields if name != "version"]
        self.initial |= {name: getattr(conversation, name) for name in [*names, "version"]}
        self.initial["held_on"] = conversation.held_on or min(
            calendar.local_date(conversation.planned_at or calendar.now()), calendar.today()
        )
        names = dict.fromkeys([*(label[:80] for _code, label in words.MUS_THEMES.pairs()), conversation.theme])
        self.fields["theme"].choices = [("", _("Intet")), *((name, name) for name in names if name)]
        if conversation.kind == ConversationKind.ONE_TO_ONE:
            for name in ("theme", "last_year", "needs", "activities"):
                del self.fields[name]


class DevelopmentPlanForm(VersionForm):
    """Goals and activities."""

    short_goals = fields.LongText(
        label=_("Mål inden for et år"), max_length=3000, error_messages={"required": _("Skriv mindst ét mål.")}
    )
    long_goals = fields.LongText(label=_("Mål på længere sigt"), required=False, max_length=3000)
    activities = fields.LongText(
        label=_("Aktiviteter"),
        required=False,
        max_length=3000,
        help_text=_("Fx kursus, sidemandsoplæring, nye opgaver eller en følgeordning."),
    )
    follow_up_on = fields.DateField(label=_("Følges op"), future=True)


class GroupPlanForm(OfGroup, DevelopmentPlanForm):
    """Goals and activities that a group shares."""

    field_order = ["people"]


class FollowUpForm(VersionForm):
    """How it went, and when to look again."""

    follow_up = fields.LongText(
        label=_("Hvordan gik det?"), max_length=3000, error_messages={"required": _("Skriv, hvordan det gik.")}
    )
    next_on = fields.DateField(label=_("Følges op igen"), future=True)
