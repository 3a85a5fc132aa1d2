"""A sheet as a form: one field for each question, some empty rows to fill in."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from med.choices import LEVELS
from med.sheets import CHOICE, DAY, LINE, LINES, MOST_ROWS, ROWS

SPARE = 1  # empty rows beyond those that are filled in


def _field(kind, label, help_text="", choices=()):
    """Return the form field of a question."""
    if kind == DAY:
        return fields.DateField(label=label, required=False, help_text=help_text)
    if kind == LINE:
        return fields.ShortText(label=label, required=False, max_length=200, help_text=help_text)
    if kind == CHOICE:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", _("Ikke valgt")), *choices], help_text=help_text
        )
    return fields.LongText(label=label, required=False, max_length=3000, rows=3, help_text=help_text)


class SheetForm(forms.Form):
    """The questions of one sheet; `answers()` gives what was filled in."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, sheet, known=None, **kwargs):
        self.sheet, known = sheet, known or {}
        self.rows = {
            ask.name: min(MOST_ROWS, max(len(known.get(ask.name) or ()) + SPARE, 2))
            for ask in sheet.asks
            if ask.kind == ROWS
        }
        super().__init__(*args, **kwargs)
        for ask in sheet.asks:
            if ask.kind != ROWS:
                self.fields[ask.name] = _field(ask.kind, ask.label, ask.help, ask.choices)
                continue
            for number in range(self.rows[ask.name]):
                for name, label, kind in ask.columns:
                    words = _("%(what)s %(n)s: %(column)s") % {"what": ask.label, "n": number + 1, "column": label}
                    self.fields[f"{ask.name}_{number}_{name}"] = _field(kind, words)
        self.order_fields([*[name for name in self.fields if name != "version"], "version"])

    def answers(self):
        """Return the answers as they are kept: ISO days, lists of lines, rows that say something."""
        found = {}
        for ask in self.sheet.asks:
            if ask.kind == ROWS:
                rows = [
                    {
                        name: _kept(self.cleaned_data.get(f"{ask.name}_{n}_{name}"))
                        for name, _label, _kind in ask.columns
                    }
                    for n in range(self.rows[ask.name])
                ]
                value = [row for row in rows if any(row.values())]
            else:
                value = _kept(self.cleaned_data.get(ask.name))
                if ask.kind == LINES:
                    value = [line.strip() for line in value.splitlines() if line.strip()]
            if value:
                found[ask.name] = value
        return found


def initial_of(sheet, answers):
    """Return a form's first values from kept answers."""
    found = {}
    for ask in sheet.asks:
        value = answers.get(ask.name)
        if not value:
            continue
        if ask.kind == ROWS:
            for number, row in enumerate(value[:MOST_ROWS]):
                for name, _label, kind in ask.columns:
                    found[f"{ask.name}_{number}_{name}"] = _typed(row.get(name), kind)
        else:
            found[ask.name] = "\n".join(value) if ask.kind == LINES else _typed(value, ask.kind)
    return found


def _kept(value):
    """Return a value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else (value or "")


def _typed(value, kind):
    """Return a kept value as a field shows it."""
    if kind != DAY or not value:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class LevelForm(forms.Form):
    """Who decides an item."""

    level = forms.ChoiceField(label=_("Hvem afgør det?"), choices=LEVELS, widget=forms.RadioSelect)
