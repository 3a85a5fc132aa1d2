"""Ask another body; plan who is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Person
from med.forms.ground import RowsField
from med.forms.wheel import PersonChoice, members
from med.models import Body
from med.models.lifts import Channel


class LiftForm(forms.Form):
    """A question to another body, with prompts for preparing it."""

    to_body = forms.ModelChoiceField(
        label=_("Hvilket udvalg spørger I?"),
        queryset=Body.objects.none(),
        empty_label=None,
        error_messages={"required": _("Vælg et udvalg.")},
    )
    question = fields.LongText(
        label=_("Hvad vil I have svar på?"),
        max_length=4000,
        rows=3,
        error_messages={"required": _("Skriv spørgsmålet.")},
    )
    examples = fields.LongText(
        label=_("Konkrete eksempler"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Uden navne på borgere eller kolleger."),
    )
    proposed_solution = fields.LongText(label=_("Forslag til løsning"), max_length=4000, rows=3, required=False)
    effect = fields.LongText(
        label=_("Hvad ved I om virkningen?"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Tænk på økonomi, hvornår det kan besluttes, modargumenter, og hvem der støtter det."),
    )
    files = RowsField(
        label=_("Bilag, der skal med"),
        required=False,
        help_text=_("Kun det, du vælger, kan det andet udvalg åbne."),
    )
    reply_by = fields.DateField(label=_("Svar ønskes senest"), required=False, future=True)

    def __init__(self, *args, bodies, attachments=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_body"].queryset = bodies
        if attachments:
            self.fields["files"].offer(attachments, lambda one: one.original_name)
        else:
            del self.fields["files"]


class LiftAnswerForm(forms.Form):
    """The answer."""

    answer = fields.LongText(label=_("Svar"), max_length=4000, rows=6, error_messages={"required": _("Skriv svaret.")})


class DeclineForm(forms.Form):
    """Why not."""

    reason = fields.SentenceField(label=_("Begrundelse"), max_length=1000)


class TellingForm(forms.Form):
    """Five questions about telling: who, what, how, when, who has access."""

    is_to_med = forms.TypedChoiceField(
        label=_("Hvilken vej?"),
        choices=[("0", _("Fra MED til medarbejderne")), ("1", _("Fra medarbejderne til MED"))],
        coerce=lambda value: value == "1",
        initial="0",
        widget=forms.RadioSelect,
    )
    who = fields.ShortText(
        label=_("Hvem skal vide det?"), max_length=200, error_messages={"required": _("Skriv, hvem der skal vide det.")}
    )
    what = fields.LongText(
        label=_("Hvad skal de vide?"),
        max_length=2000,
        rows=4,
        error_messages={"required": _("Skriv, hvad de skal vide.")},
    )
    channel = forms.ChoiceField(label=_("Hvordan?"), choices=Channel.choices)
    due_on = fields.DateField(label=_("Hvornår?"))
    access = fields.ShortText(label=_("Hvem har adgang?"), max_length=200, required=False)
    needs_dialogue = forms.BooleanField(label=_("Kræver dialog på et personalemøde"), required=False)
    responsible = PersonChoice(
        label=_("Ansvarlig"), queryset=Person.objects.none(), error_messages={"required": _("Vælg en person.")}
    )

    def __init__(self, *args, body, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = members(body)
        if not is_new:
            del self.fields["is_to_med"]


class ToldForm(forms.Form):
    """That it was told, and how many were reached in each team."""

    note = fields.ShortText(label=_("Hvordan gik det?"), max_length=300, required=False)

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {f"unit_{team.unit.pk}": team.unit for team in teams}
        for team in teams:
            self.fields[f"unit_{team.unit.pk}"] = forms.IntegerField(
                label=_("Antal nået i %(unit)s") % {"unit": team.unit.name},
                help_text=_("Der er %(n)s i teamet.") % {"n": team.size},
                min_value=0,
                max_value=team.size,
                required=False,
                error_messages={"max_value": _("Der er kun %(limit_value)s i teamet.")},
            )

    def counts(self):
        """Return [(unit, number)] of those that were filled in."""
        return [
            (unit, self.cleaned_data[name]) for name, unit in self.units.items() if self.cleaned_data[name] is not None
        ]


class BroughtForm(forms.Form):
    """What the employees said, in words for the committee."""

    title = fields.ShortText(
        label=_("Punktets titel"), max_length=160, error_messages={"required": _("Skriv en titel.")}
    )
    text = fields.LongText(
        label=_("Hvad siger medarbejderne?"),
        max_length=4000,
        rows=5,
        help_text=_("Uden navne på kolleger og borgere."),
        error_messages={"required": _("Skriv, hvad de siger.")},
    )
    note = fields.ShortText(label=_("Hvordan gik det?"), max_length=300, required=False)


class SummaryForm(forms.Form):
    """A meeting told in short."""

    text = fields.LongText(
        label=_("Kort fortalt"),
        max_length=1200,
        rows=6,
        help_text=_("Tre til fem linjer om det, der betyder noget for kollegerne. Ingen navne og ingen enkeltsager."),
        error_messages={"required": _("Skriv, hvad mødet endte med.")},
    )
    needs_dialogue = forms.BooleanField(label=_("Tal om det på et personalemøde"), required=False)
