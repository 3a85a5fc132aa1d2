"""Lines of the checklist and rows of the schedule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import text
from onboarding import words
from onboarding.choices import Phase
from onboarding.forms.people import AnyoneField


class LineForm(forms.Form):
    """What lines and rows share: who answers for it."""

    def who(self, course, line=None):
        """Add the choice of who answers: a role, or somebody by name."""
        known = [*words.COURSE_ROLES, "newcomer", *(row.role for row in course.roles.all())]
        known += line.roles if line is not None else []
        self.fields["role"] = forms.ChoiceField(
            label=_("Ansvarlig rolle"),
            choices=[(role, words.ROLES[role]) for role in dict.fromkeys(known)],
            initial=line.roles[0] if line is not None and line.roles else "mentor",
        )
        self.fields["second"] = forms.ChoiceField(
            label=_("Sammen med"),
            choices=[("", _("Ingen anden")), *self.fields["role"].choices],
            initial="".join(line.roles[1:2]) if line is not None else "",
            required=False,
        )
        self.fields["somebody"] = AnyoneField(
            label=_("Eller en bestemt"),
            required=False,
            initial=(line.named or line.outside) if line is not None else None,
            help_text=_("Skriv et navn eller et sted, hvis det er en anden end rollen."),
        )
        self.fields["somebody"].near_unit(course.unit_id)

    def answerable(self):
        """Return roles, named person and outside unit as the verbs take them."""
        somebody, role = self.cleaned_data.get("somebody"), self.cleaned_data["role"]
        roles = [one for one in dict.fromkeys((role, self.cleaned_data.get("second"))) if one]
        return {
            "roles": roles,
            "named": None if isinstance(somebody, str) else somebody,
            "outside": somebody if isinstance(somebody, str) else "",
        }


class ItemForm(LineForm):
    """A line of the checklist."""

    title = fields.ShortText(label=_("Emne"), max_length=160, error_messages={"required": _("Skriv emnet.")})
    phase = forms.ChoiceField(label=_("Fase"), choices=Phase.choices)
    due_on = fields.DateField(label=_("Frist"))
    remark = fields.LongText(label=_("Bemærkning"), max_length=1000, rows=2, required=False)
    reason = fields.ShortText(label=_("Hvorfor?"), max_length=200, required=False)

    def __init__(self, *args, course, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = list(words.phases(course.length).items())
        self.who(course, item)
        if item is None:
            del self.fields["remark"]
        else:
            del self.fields["phase"], self.fields["reason"]


class RowForm(LineForm):
    """A row of the schedule."""

    topic = fields.ShortText(label=_("Emne"), max_length=160, error_messages={"required": _("Skriv emnet.")})
    day = fields.DateField(label=_("Dato"))
    clock = fields.TimeField(label=_("Klokkeslæt"), required=False, help_text=_("Tomt betyder »Løbende«."))
    minutes = forms.IntegerField(
        label=_("Varighed i minutter"),
        min_value=0,
        max_value=480,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={
            "required": _("Skriv et helt tal, fx 60."),
            "invalid": _("Skriv et helt tal, fx 60."),
            "max_value": _("Tallet skal være mellem 0 og 480."),
            "min_value": _("Tallet skal være mellem 0 og 480."),
        },
    )
    place = fields.ShortText(label=_("Sted"), max_length=120, required=False)
    reason = fields.ShortText(label=_("Hvorfor?"), max_length=200, required=False, help_text=_("Skriv ikke om sygdom."))

    def __init__(self, *args, course, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.who(course, row)
        if row is not None and row.every:
            del self.fields["day"], self.fields["clock"]
        elif row is not None:
            self.fields["day"].required = False


class ProposeForm(forms.Form):
    """Another time for a row."""

    day = fields.DateField(label=_("Ny dato"))
    clock = fields.TimeField(label=_("Klokkeslæt"))


class SkipForm(forms.Form):
    """Why a line isn't relevant."""

    reason = fields.SentenceField(label=_("Hvorfor er det ikke relevant?"), help_text=text("field_help", "reason"))


class TakeOutForm(forms.Form):
    """Why a row is taken out."""

    reason = fields.SentenceField(label=_("Hvorfor tager du den ud?"), help_text=text("field_help", "reason"))
