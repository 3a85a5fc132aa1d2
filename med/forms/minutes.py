"""Minutes: text, result, actions, attendance, remarks, the check before publication."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from med.choices import OutcomeKind, Presence
from med.forms.ground import RowField, RowsField


class TextForm(forms.Form):
    """An item's text; the version that was on the page comes along."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = fields.LongText(label=_("Referat"), max_length=20000, rows=4, required=False)


TextForm.base_fields["text"].optional_word = ""


class ClosedForm(TextForm):
    """The closed annex to an item."""

    text = fields.LongText(
        label=_("Lukket bilag"),
        max_length=8000,
        rows=4,
        required=False,
        help_text=_("Kun udvalgets medlemmer kan læse det. Det kommer ikke med i den offentlige udgave."),
    )


class OutcomeForm(forms.Form):
    """What came of an item."""

    kind = forms.ChoiceField(label=_("Resultat"), choices=[("", _("Vælg …")), *OutcomeKind.choices])
    text = fields.LongText(
        label=_("Beslutningen i ord"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Skriv den, så den kan læses alene."),
    )
    review_on = fields.DateField(
        label=_("Ses på igen"),
        required=False,
        future=True,
        help_text=_("Så kommer punktet på dagsordenen af sig selv."),
    )
    valid_until = fields.DateField(label=_("Gælder til og med"), required=False)
    passed_to = fields.ShortText(label=_("Sendes videre til"), max_length=120, required=False)
    disagreement = fields.LongText(
        label=_("Begge siders standpunkt"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Kun hvis I ikke blev enige."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # which result the page showed
    is_finished = forms.BooleanField(
        label=_("Emnet er færdigt"), required=False, help_text=_("Ellers kommer det på næste møde.")
    )

    def clean(self):
        """Hold the result to what it needs."""
        found = super().clean()
        if found.get("kind") == OutcomeKind.PASSED_ON and not found.get("passed_to"):
            self.add_error("passed_to", _("Skriv, hvem punktet sendes videre til."))
        return found


class ActionForm(forms.Form):
    """One agreed action."""

    what = fields.ShortText(
        label=_("Opgave"), max_length=160, error_messages={"required": _("Skriv, hvad der skal gøres.")}
    )
    owner = RowField(label=_("Hvem?"), error_messages={"required": _("Vælg en person.")})
    due_on = fields.DateField(label=_("Senest"), future=True)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)


class GroupForm(forms.Form):
    """A working group set up at an item."""

    name = fields.ShortText(
        label=_("Gruppens navn"), max_length=120, error_messages={"required": _("Skriv gruppens navn.")}
    )
    purpose = fields.ShortText(
        label=_("Opgave"), max_length=400, error_messages={"required": _("Skriv, hvad gruppen skal.")}
    )
    members = RowsField(label=_("Medlemmer"), error_messages={"required": _("Vælg mindst ét medlem.")})
    reports_on = fields.DateField(label=_("Vender tilbage senest"), future=True)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].offer(people)


class DoneForm(forms.Form):
    """That an action is done."""

    note = fields.ShortText(label=_("Hvad blev gjort?"), max_length=300, required=False)


class AttendanceForm(forms.Form):
    """Who took part: one choice and perhaps a time for each."""

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"p{row.pk}"] = forms.ChoiceField(
                label=row.who, choices=Presence.choices, initial=row.presence, required=False
            )
            self.fields[f"p{row.pk}"].optional_word = ""
            self.fields[f"c{row.pk}"] = fields.TimeField(label=_("Kl."), required=False, initial=row.clock)

    def lines(self):
        """Return [(row, presence field, time field)]."""
        return [(row, self[f"p{row.pk}"], self[f"c{row.pk}"]) for row in self.rows]

    def presences(self):
        """Return what the verb takes."""
        return {
            row.pk: (self.cleaned_data.get(f"p{row.pk}") or Presence.UNKNOWN, self.cleaned_data.get(f"c{row.pk}"))
            for row in self.rows
        }


class GuestForm(forms.Form):
    """Somebody who came: a substitute or a guest."""

    person = RowField(label=_("Suppleant eller kollega"), required=False)
    name = fields.ShortText(label=_("Eller gæstens navn"), max_length=120, required=False)
    function = fields.ShortText(
        label=_("Som"), max_length=60, required=False, help_text=_("Fx suppleant, eller HR under punkt 9.")
    )
    instead_of = RowField(label=_("I stedet for"), required=False)

    def __init__(self, *args, people=(), members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)
        self.fields["instead_of"].offer(members)

    def clean(self):
        """Somebody must be named."""
        found = super().clean()
        if not found.get("person") and not found.get("name"):
            self.add_error("person", _("Vælg en person, eller skriv gæstens navn."))
        return found


class RemarkForm(forms.Form):
    """A remark, or an addendum."""

    treatment = RowField(label=_("Hvilket punkt handler det om?"), required=False)
    text = fields.LongText(
        label=_("Din bemærkning"), max_length=2000, rows=3, error_messages={"required": _("Skriv din bemærkning.")}
    )

    def __init__(self, *args, parts=(), **kwargs):
        super().__init__(*args, **kwargs)
        labels = {item.pk: f"{part.code} {number}. {item.title}" for part in parts for number, item in part.items}
        items = [item for part in parts for _number, item in part.items]
        self.fields["treatment"].offer(items, lambda item: labels[item.pk])
        self.fields["treatment"].choices = [("", _("Hele referatet")), *self.fields["treatment"].choices[1:]]


class AnswerForm(forms.Form):
    """An answer to a remark."""

    answer = fields.LongText(label=_("Svar"), max_length=2000, rows=2, error_messages={"required": _("Skriv svaret.")})


class ApprovalForm(forms.Form):
    """Approval of the minutes before."""

    corrections = fields.LongText(
        label=_("Rettelser"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Lad feltet stå tomt, hvis der ingen er."),
    )
    anyway = forms.BooleanField(label=_("Godkend alligevel"), required=False)


class PublishForm(forms.Form):
    """The minute taker's check."""

    TICKS = (
        ("citizens", _("Ingen borgere kan kendes, heller ikke uden navn.")),
        ("illness", _("Ingen kan se, hvem der er eller har været syg.")),
        ("cases", _("Klager og enkeltsager er kun nævnt som emne.")),
        ("names", _("Medarbejdere er kun nævnt ved navn, når de har en opgave eller en rolle på mødet.")),
        ("private", _("Ingen oplysninger om løn, konflikter eller private forhold.")),
        ("numbers", _("Ingen tal for færre end {graense} personer.")),
        ("files", _("Bilagene er læst på samme måde.")),
    )

    def __init__(self, *args, limit=5, **kwargs):
        super().__init__(*args, **kwargs)
        for code, label in (*self.TICKS, ("read", _("Jeg har læst referatet og bilagene igennem."))):
            self.fields[code] = forms.BooleanField(
                label=str(label).replace("{graense}", str(limit)), error_messages={"required": error("E-03")}
            )


class TrioNoteForm(forms.Form):
    """A note that only the TRIO reads."""

    text = fields.LongText(
        label=_("Note"),
        max_length=6000,
        rows=4,
        error_messages={"required": _("Skriv noten.")},
        help_text=_("Kun I i TRIO'en kan læse den. Ingen navne på borgere."),
    )


class SendToMedForm(forms.Form):
    """Neutral words for MED."""

    body = RowField(label=_("Til hvilket udvalg?"))
    title = fields.ShortText(label=_("Emne"), max_length=160, error_messages={"required": _("Skriv emnet.")})
    text = fields.LongText(
        label=_("Hvad skal mødet svare på?"),
        max_length=4000,
        rows=4,
        help_text=_("Skriv det på ny, så ingen kan kendes. Noten følger ikke med."),
        error_messages={"required": _("Skriv det, mødet skal svare på.")},
    )

    def __init__(self, *args, bodies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].offer(bodies)
