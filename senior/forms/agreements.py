"""Agreements: the draft, the branch's answer, the evaluation, the notice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from senior import words
from senior.choices import AgreementKind, EvaluationOutcome, Function, Option, UnionParty
from senior.forms.ground import ColleagueField, VersionForm

TEXTS = ("content", "tasks", "pay", "pension", "operation", "side_effects", "avoided")
HELP = {
    "content": _("Fx »Fri hver fredag« eller »Bent giver fire opgaver videre i januar«."),
    "pay": _("Fx »Følger timetallet«. Skriv »ingen ændring«, hvis det er svaret."),
    "pension": _("Fx »Kommunen indbetaler fortsat af 37 timer«."),
    "operation": _("Fx hvem der dækker, og hvornår I ser på det igen."),
    "side_effects": _("Fx for kollegerne eller for fællesskabet."),
}


class NumberField(forms.DecimalField):
    """A number of hours written with a comma."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s", "autocomplete": "off"})
        )
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"].setdefault("invalid", _("Skriv tallet med komma, fx 6,8."))
        super().__init__(min_value=0, max_value=60, max_digits=4, decimal_places=2, **kwargs)

    def to_python(self, value):
        """Return the decimal of »32,5«."""
        return super().to_python(str(value).replace(",", ".").strip() if value not in self.empty_values else value)

    def prepare_value(self, value):
        """Show a number with a comma."""
        if value in self.empty_values or isinstance(value, str):
            return value
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


class AgreementForm(VersionForm):
    """The draft of an agreement."""

    kind = forms.ChoiceField(label=_("Hvilken aftale?"), choices=AgreementKind.choices, widget=forms.RadioSelect)
    options = forms.MultipleChoiceField(
        label=_("Muligheder"), choices=Option.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    starts_on = fields.DateField(label=_("Gælder fra"), required=False)
    ends_on = fields.DateField(
        label=_("Til og med"), required=False, help_text=_("Lad feltet stå tomt, hvis aftalen ikke har en slutdato.")
    )
    hours_before = NumberField(label=_("Timer om ugen før"), required=False)
    hours_after = NumberField(label=_("Timer om ugen efter"), required=False)
    evaluate_on = fields.DateField(label=_("Evalueres"), required=False, help_text=_("En dag, mens aftalen gælder."))
    notice_months = forms.IntegerField(
        label=_("Varsel, måneder"),
        min_value=0,
        max_value=12,
        error_messages={"invalid": _("Skriv et helt tal, fx 3."), "required": _("Skriv et helt tal, fx 3.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
    )
    leaving_on = fields.DateField(
        label=_("Fratræder"), required=False, help_text=_("Kun hvis medarbejderen selv har sagt det.")
    )
    function = forms.ChoiceField(
        label=_("Særlig funktion"),
        required=False,
        choices=[("", _("Ingen")), *Function.choices],
        widget=forms.RadioSelect,
    )
    function_from = fields.DateField(label=_("Funktionen fra"), required=False)
    function_to = fields.DateField(label=_("Funktionen til og med"), required=False)
    changes_terms = forms.BooleanField(
        label=_("Løn, pension eller ansættelse bliver ændret"),
        required=False,
        help_text=_("Så skal TR eller kredsen bekræfte. Ændres timetallet, sker det af sig selv."),
    )
    union_party = forms.ChoiceField(
        label=_("Hvem skal bekræfte?"), required=False, choices=UnionParty.choices, widget=forms.RadioSelect
    )
    union_rep = ColleagueField(label=_("TR"), required=False)
    branch = fields.ShortText(label=_("Kreds"), required=False, max_length=120)

    questions_seen = forms.BooleanField(
        label=_("Vi har gået spørgsmålene om færre timer igennem"),
        required=False,
        help_text=_("De skal være set, før aftalen kan sendes."),
    )

    def __init__(self, *args, agreement, union_reps, **kwargs):
        super().__init__(*args, **kwargs)
        self.less_questions, self.less_risks = [*words.LESS_TIME.values()], words.LESS_TIME_RISKS
        self.agreement = agreement
        self.fields["union_rep"].queryset = union_reps
        self.fields["union_rep"].empty_label = _("Vælg TR")
        self.fields["kind"].choice_help = {
            "effort": _("Fleksibel tid, ned i tid, bedre tid eller andet."),
            "senior_position": _("For den, der er over 60: færre timer eller andre opgaver, fuld pension."),
            "generation_change": _("Kun for ledere."),
            "retirement": _("En ordning om at stoppe, som er aftalt lokalt."),
        }
        text = agreement.text or {}
        for name in TEXTS:
            self._text(name, words.AGREEMENT_TEXT[name], text.get(name, ""), HELP.get(name, ""))
        for extra in words.KIND_TEXT.values():
            for name, label in extra.items():
                if f"text_{name}" not in self.fields:
                    self._text(name, label, text.get(name, ""), "", rows=2)
        self.initial |= {
            name: getattr(agreement, name)
            for name in (
                "kind",
                "options",
                "starts_on",
                "ends_on",
                "hours_before",
                "hours_after",
                "evaluate_on",
                "notice_months",
                "leaving_on",
                "function",
                "function_from",
                "function_to",
                "changes_terms",
                "union_party",
                "branch",
                "version",
            )
        } | {"union_rep": agreement.union_rep_id}
        self.initial["questions_seen"] = agreement.questions_seen_at is not None
        self.initial["union_party"] = agreement.union_party or UnionParty.UNION_REP

    def _text(self, name, label, initial, help_text, rows=3):
        """Add one text of the agreement."""
        field = fields.LongText(
            label=label, required=False, rows=rows, max_length=3000, help_text=help_text, initial=initial
        )
        field.optional_word = ""
        self.fields[f"text_{name}"] = field

    @property
    def extras(self):
        """Return [(kinds as the page shows them, field)] of what only some kinds say, each field once."""
        kinds: dict[str, list] = {}
        for kind, extra in words.KIND_TEXT.items():
            for name in extra:
                kinds.setdefault(name, []).append(kind)
        return [("|".join(some), self[f"text_{name}"]) for name, some in kinds.items()]

    @property
    def values(self):
        """Return what the verb takes."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("text_")}
        data.pop("version", None)
        kind = data["kind"]
        wanted = [*TEXTS, *words.KIND_TEXT[kind]]
        data["text"] = {
            name: self.cleaned_data[f"text_{name}"] for name in wanted if self.cleaned_data.get(f"text_{name}")
        }
        if not data["function"]:
            data["function_from"] = data["function_to"] = None
        return data


class BranchForm(forms.Form):
    """The branch's answer, which came from outside the house."""

    confirmed_on = fields.DateField(label=_("Kredsens svar er fra"), past=True)
    on_behalf_of = fields.ShortText(
        label=_("Hvem i kredsen?"),
        max_length=120,
        help_text=_("Navn og kreds, som det står i svaret."),
        error_messages={"required": _("Skriv, hvem der har svaret.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)


class EvaluationForm(forms.Form):
    """How it goes; the leader's form has the outcome too."""

    said = fields.LongText(
        label=_("Hvordan går det?"),
        max_length=3000,
        help_text=_("Hvad virker, hvad virker ikke, og hvad betyder det for dig og for de andre?"),
        error_messages={"required": _("Skriv, hvordan det går.")},
    )
    outcome = forms.ChoiceField(
        label=_("Hvad sker der nu?"),
        choices=EvaluationOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad der sker nu.")},
    )
    next_on = fields.DateField(label=_("Næste evaluering"), required=False, future=True)

    def __init__(self, *args, is_leader, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_leader:
            del self.fields["outcome"], self.fields["next_on"]


class NoticeForm(forms.Form):
    """Ending an agreement with its notice."""

    last_day = fields.DateField(label=_("Aftalens sidste dag"), future=True)
    reason = fields.LongText(label=_("Hvorfor?"), required=False, rows=2, max_length=2000)


class AdviceForm(forms.Form):
    """Whom the employee has asked before deciding."""

    advice = forms.MultipleChoiceField(
        label=_("Sæt kryds"), required=False, choices=list(words.ADVICE.items()), widget=forms.CheckboxSelectMultiple
    )
