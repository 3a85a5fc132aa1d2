"""What may be typed in and about a letter (INC-39, INC-79–87)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from incidents.letters import filling
from incidents.models import LetterType, Sanction

LONGEST_BLOCK, LONGEST_FIELD = 3000, 2000
HEADING_LENGTH = 160


class LetterDecisionForm(forms.Form):
    """The talk with the affected and the decision (INC-39)."""

    talked_on = fields.DateField(
        label=_("Hvornår talte I om det?"),
        past=True,
        error_messages={"required": _("Skriv, hvornår du talte med medarbejderen om et brev.")},
    )
    affected_view = fields.LongText(
        label=_("Hvad mener medarbejderen?"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Medarbejderen siger sin mening. Beslutningen er din."),
    )
    send = forms.ChoiceField(
        label=_("Skal der sendes et brev?"),
        choices=[("yes", _("Ja, vi sender et brev")), ("no", _("Nej, vi sender ikke et brev"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om der skal sendes et brev.")},
    )
    reason = fields.LongText(
        label=_("Begrundelse"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Skal skrives, hvis der ikke bliver sendt et brev."),
    )


class LetterViewForm(forms.Form):
    """What the affected thinks, in their own words."""

    view = fields.LongText(
        label=_("Hvad mener du om et brev til borgeren?"),
        max_length=2000,
        rows=3,
        error_messages={"required": _("Skriv, hvad du mener.")},
        help_text=_("Din leder kan læse det og beslutter. Du kan ændre det, indtil beslutningen er truffet."),
    )


class NewLetterForm(forms.Form):
    """Which letter, and to one or several."""

    type = forms.ModelChoiceField(
        label=_("Hvilket brev?"),
        queryset=LetterType.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="code",
        error_messages={"required": _("Vælg et brev."), "invalid_choice": _("Vælg et brev.")},
    )
    to_several = forms.ChoiceField(
        label=_("Hvem er det til?"),
        choices=[("", _("Én (du)")), ("yes", _("Flere (I)"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, kinds, why=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(kind.code, str(kind)) for kind in kinds]  # read once by the page
        self.fields["to_several"].optional_word = ""
        self.fields["type"].choice_help = {code: str(reason) for code, reason in (why or {}).items()}


class LetterForm(forms.Form):
    """The builder's fields: one for each placeholder that the letter uses, one for each block's words and switch.

    Made from a Composition. `content()` returns what is to be stored: only what differs from what the house suggests.
    """

    edit = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    to_several = forms.ChoiceField(
        label=_("Hvem er brevet til?"),
        choices=[("", _("Én (du)")), ("yes", _("Flere (I)"))],
        required=False,
        widget=forms.RadioSelect,
    )
    heading = fields.ShortText(
        label=_("Overskrift"),
        max_length=HEADING_LENGTH,
        required=False,
        help_text=_("Lad feltet stå tomt for at bruge den almindelige overskrift."),
    )

    def __init__(self, *args, composition, sanctions=(), **kwargs):
        self.composition = composition
        super().__init__(*args, **kwargs)
        self.error_heading = _("Der er noget, du skal rette:")
        self.fields["to_several"].optional_word = ""
        self.sanctions = list(sanctions)
        if self.sanctions:
            self.fields["sanction"] = forms.ModelChoiceField(
                label=_("Sanktion"),
                required=False,
                queryset=Sanction.objects.filter(pk__in=[one.pk for one in self.sanctions]),
            )
            self.fields["sanction"].choices = [
                ("", _("Ingen")),
                *(
                    (one.pk, f"{one.get_measure_display()} ({one.get_state_display().lower()})")
                    for one in self.sanctions
                ),
            ]  # they are read already
        for name in composition.used:
            self.fields[f"f_{name}"] = _field(composition.known[name])
        for part in composition.parts:
            if not part.locked:
                self.fields[f"t_{part.code}"] = fields.LongText(
                    label=_("Ordlyd"), max_length=LONGEST_BLOCK, rows=4, required=False
                )
                self.fields[f"t_{part.code}"].optional_word = ""
            if part.optional and not part.locked:
                self.fields[f"on_{part.code}"] = forms.BooleanField(label=_("Tag med i brevet"), required=False)
        for key, part in self.choices_of().items():
            self.fields[key] = forms.ChoiceField(
                label=_("Vælg"),
                choices=[(code, name) for code, name, _chosen in part.siblings],
                widget=forms.RadioSelect,
                required=False,
            )
        if composition.library["K1"].alternatives:
            greetings = [composition.library["K1"].one, *composition.library["K1"].alternatives]
            shown = [(text, text.replace("{modtager}", "…")) for text in greetings]
            self.fields["greeting"] = forms.ChoiceField(
                label=_("Hilsen"),
                choices=shown,
                required=False,
                widget=forms.RadioSelect,
                help_text=_("»Kære« kan virke fjernt."),
            )
            self.fields["greeting"].optional_word = ""

    def choices_of(self):
        """Return {field name: part} of the places where one of several blocks is chosen."""
        return {
            f"one_{'_'.join(code for code, _name, _chosen in part.siblings)}": part
            for part in self.composition.parts
            if part.siblings
        }

    @classmethod
    def stored(cls, composition):
        """Return the initial values: what is stored, else what the house suggests."""
        letter = composition.letter
        found = {
            "edit": letter.edit,
            "to_several": "yes" if letter.to_several else "",
            "heading": letter.heading,
            "sanction": letter.sanction_id,
        }
        for name in composition.used:
            row, value = composition.known[name], composition.value_to_type(name)
            if row.form == "date" and isinstance(value, str) and value:
                try:
                    value = date.fromisoformat(value)
                except ValueError:
                    value = ""
            found[f"f_{name}"] = value
        for part in composition.parts:
            found[f"t_{part.code}"] = part.raw
            found[f"on_{part.code}"] = part.on
            if part.siblings:
                found[f"one_{'_'.join(code for code, _name, _chosen in part.siblings)}"] = part.code
            if part.code == "K1":
                found["greeting"] = part.raw
        return found

    def clean(self):
        """Refuse what stands in braces and is no placeholder (E-16), next to the words."""
        data = super().clean()
        known = self.composition.known
        for name in [name for name in data if name.startswith("t_")]:
            for wrong in filling.unknown(data.get(name), known)[:1]:
                self.add_error(name, ValidationError(error("E-16", felt="{" + wrong[:40] + "}"), code="unknown"))
        for wrong in filling.unknown(data.get("heading"), known)[:1]:
            self.add_error("heading", ValidationError(error("E-16", felt="{" + wrong[:40] + "}"), code="unknown"))
        return data

    def content(self):
        """Return {"to_several", "blocks", "fields", "heading", "sanction"} to be stored.

        Works for what is valid so far, too.
        """
        data, composition = getattr(self, "cleaned_data", {}), self.composition
        typed = {name: value for name, value in composition.typed.items() if name not in composition.used}
        for name in composition.used:
            if f"f_{name}" not in data:
                if name in composition.typed:
                    typed[name] = composition.typed[name]
                continue
            value = data[f"f_{name}"]
            value = value.isoformat() if hasattr(value, "isoformat") else (value or "")
            suggested = composition.suggested.get(name, "")
            suggested = suggested.isoformat() if hasattr(suggested, "isoformat") else str(suggested or "")
            if value != suggested:
                typed[name] = value
        blocks = []
        chosen = {data.get(key) or part.code: part for key, part in self.choices_of().items()}
        for part in composition.parts:
            row = {"code": part.code}
            if part.siblings:
                for code, _name, _chosen in part.siblings:
                    if code != part.code:
                        blocks.append({"code": code, "on": code in chosen, "text": ""})
                row["on"] = part.code in chosen
            elif f"on_{part.code}" in self.fields:
                row["on"] = bool(data.get(f"on_{part.code}"))
            else:
                row["on"] = True
            words = (data.get(f"t_{part.code}") or "").strip()
            if (
                part.code == "K1"
                and data.get("greeting")
                and words in ("", part.raw, part.block.one, *part.alternatives)
            ):
                words = data["greeting"]
            own = words and _same(words) not in {_same(part.block.one), _same(part.block.several)}
            row["text"] = words if own and not part.locked else ""
            blocks.append(row)
        # What belongs to another sanction or choice is kept, so that going back finds it again.
        offered = {row["code"] for row in blocks}
        blocks += [row for row in composition.letter.blocks or [] if row["code"] not in offered]
        heading = (data.get("heading") or "").strip()
        found = {"to_several": data.get("to_several") == "yes", "blocks": blocks, "fields": typed, "heading": heading}
        if "sanction" in self.fields:
            found["sanction"] = data.get("sanction")
        return found


def _same(text):
    """Return a text for comparison: line ends and outer spaces don't count."""
    return (text or "").replace("\r\n", "\n").strip()


def _field(row):
    """Return the form field of one placeholder; nothing is required before the approval."""
    common = {"label": row.label, "help_text": row.help, "required": False}
    if row.form == "date":
        found = fields.DateField(**common)
    elif row.form == "phone":
        found = fields.PhoneField(**common)
    elif row.form in ("lines", "sentence"):
        found = fields.LongText(max_length=LONGEST_FIELD, rows=3, **common)
    else:
        found = fields.ShortText(max_length=300, **common)
    if row.name not in ("kopi_til",):
        found.optional_word = ""  # empty is allowed in a draft only
    return found


class SendBackForm(forms.Form):
    """The remark that goes with a letter that is sent back."""

    reason = fields.SentenceField(label=_("Hvad skal rettes?"))


class SentForm(forms.Form):
    """When and how it was sent; the sending itself happens elsewhere."""

    sent_on = fields.DateField(label=_("Sendt den"), past=True)
    how = forms.ChoiceField(
        label=_("Hvordan?"),
        choices=[("digital_post", _("Digital Post")), ("letter", _("Brev med posten")), ("by_hand", _("Afleveret"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvordan brevet er sendt.")},
    )


class FiledForm(forms.Form):
    """On which case it was filed, and when (INC-58)."""

    case_number = fields.ShortText(
        label=_("Sagsnummer i SBSYS"),
        max_length=40,
        error_messages={"required": _("Skriv sagsnummeret.")},
        help_text=_("Gem brevet på sagen i SBSYS, og skriv nummeret her."),
    )
    filed_on = fields.DateField(label=_("Journaliseret den"), past=True)
    benefit_case = fields.ShortText(
        label=_("Kopi på ydelsessag"),
        max_length=40,
        required=False,
        help_text=_("Nummeret, hvis der også ligger en kopi på borgerens ydelsessag."),
    )
