"""Offers and talks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from senior import words
from senior.choices import Option, Outcome
from senior.forms.ground import VersionForm


class GiveForm(forms.Form):
    """The leader's own line above the offer."""

    words = fields.LongText(
        label=_("Din egen hilsen"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("Et par ord, hvis du har lyst. Teksten nedenunder følger altid med."),
    )


class AnswerForm(forms.Form):
    """Yes, no thanks, later."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no_thanks", ""), ("later", "")])
    with_mus = forms.BooleanField(label=_("Samtalen må gerne være en del af MUS"), required=False)


class PlanForm(forms.Form):
    """When and where."""

    planned_at = fields.MomentField(label=_("Hvornår?"), future=True)
    place = fields.ShortText(
        label=_("Hvor?"),
        max_length=120,
        help_text=_("Et sted, hvor I kan tale uforstyrret."),
        error_messages={"required": _("Skriv, hvor I mødes.")},
    )
    with_mus = forms.BooleanField(label=_("Samtalen er en del af MUS"), required=False)


class RecordForm(VersionForm):
    """What was talked about: the menu, the theme card, wishes, what was agreed."""

    held_on = fields.DateField(label=_("Holdt den"), past=True)

    def __init__(self, *args, talk, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.talk = talk
        self.initial |= {
            "version": talk.version,
            "held_on": talk.held_on or min(calendar.local_date(talk.planned_at or calendar.now()), calendar.today()),
        }
        known = {row.option: row for row in rows}
        self.refused = {option for option, row in known.items() if row.outcome == Outcome.REFUSED}
        for value, label in Option.choices:
            if value in self.refused:
                continue
            row = known.get(value)
            field = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("Ikke nævnt")), (Outcome.DISCUSSED, _("Drøftet")), (Outcome.CHOSEN, _("Valgt"))],
                widget=forms.RadioSelect,
                help_text=words.MENU[value],
                initial=row.outcome if row else "",
            )
            field.optional_word = ""
            self.fields[f"option_{value}"] = field
            note = fields.ShortText(
                label=_("Noter om %(option)s") % {"option": str(label).lower()},
                required=False,
                max_length=1000,
                initial=row.words if row else "",
            )
            self.fields[f"words_{value}"] = note
        for name, label in words.THEMES.pairs(*(talk.themes or {})):
            self._long(f"theme_{name}", label, (talk.themes or {}).get(name, ""), rows=2)
        self._long("wishes", _("Ønsker"), talk.wishes)
        for name, label in words.LESS_TIME.items():
            self._long(f"less_{name}", label, (talk.answers or {}).get(name, ""), rows=2)
        for name, label in words.WORKING_TIME.items():
            self._long(f"work_{name}", label, (talk.answers or {}).get(name, ""), rows=2)
        self._long("agreed", _("Det aftalte vi"), talk.agreed)
        self.fields["next_talk_on"] = fields.DateField(
            label=_("Næste samtale"), required=False, initial=talk.next_talk_on
        )

    def _long(self, name, label, initial, rows=3):
        """Add a text that may be skipped."""
        field = fields.LongText(label=label, required=False, rows=rows, max_length=4000, initial=initial)
        field.optional_word = ""
        self.fields[name] = field

    def _part(self, beginning):
        """Return the bound fields of one part, for the template."""
        return [self[name] for name in self.fields if name.startswith(beginning)]

    @property
    def menu(self):
        """Return [(choice, note)] of the options that are open."""
        return [
            (self[f"option_{value}"], self[f"words_{value}"])
            for value in Option.values
            if f"option_{value}" in self.fields
        ]

    @property
    def theme_fields(self):
        """Return the theme card's fields."""
        return self._part("theme_")

    @property
    def less_fields(self):
        """Return the questions about reduced hours."""
        return self._part("less_")

    @property
    def work_fields(self):
        """Return the questions about working time and content."""
        return self._part("work_")

    def clean(self):
        """Ask for at least one option, so that the menu is named in every talk."""
        data = super().clean()
        if not self.refused and not any(data.get(f"option_{value}") for value in Option.values):
            self.add_error(None, _("Markér de muligheder, I har talt om."))
        return data

    @property
    def said(self):
        """Return what the verb takes."""
        data = self.cleaned_data
        kept = lambda beginning: {  # noqa: E731
            name.removeprefix(beginning): data[name]
            for name in self.fields
            if name.startswith(beginning) and data.get(name)
        }
        return {
            "held_on": data["held_on"],
            "wishes": data["wishes"],
            "agreed": data["agreed"],
            "next_talk_on": data["next_talk_on"],
            "themes": kept("theme_"),
            "answers": kept("less_") | kept("work_"),
            "options": [
                (value, data[f"option_{value}"], data.get(f"words_{value}", ""))
                for value in Option.values
                if data.get(f"option_{value}")
            ],
        }
