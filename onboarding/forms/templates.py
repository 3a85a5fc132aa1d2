"""Lines of templates, new parts of them, and who knows what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from onboarding import words
from onboarding.choices import Method, Need
from onboarding.forms.people import NameField


class CompetenceForm(forms.Form):
    """What somebody knows and helps with."""

    topic = fields.ShortText(label=_("Emne"), max_length=120, error_messages={"required": _("Skriv emnet.")})
    category = forms.ChoiceField(label=_("Område"), choices=list(words.CATEGORIES.items()))
    level = forms.ChoiceField(
        label=_("Hvor godt?"),
        choices=[("knows", _("Kender til det")), ("uses", _("Bruger det tit")), ("teaches", _("Kan lære andre det"))],
        widget=forms.RadioSelect,
        initial="uses",
    )
    helps = forms.BooleanField(label=_("Jeg hjælper gerne"), required=False, initial=True)
    substitute = NameField(label=_("Afløser"), required=False)
    how = fields.ShortText(
        label=_("Sådan får man fat i dig"),
        max_length=120,
        required=False,
        help_text=_("Fx bedst på Teams om formiddagen."),
    )


class PackLineForm(forms.Form):
    """One line of a template's list."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, name, **kwargs):
        super().__init__(*args, **kwargs)
        label = _("Emne") if name != "goals" else _("Mål")
        self.fields["title"] = fields.ShortText(
            label=label, max_length=160, error_messages={"required": _("Skriv emnet.")}
        )
        if name == "items":
            self.fields["phase"] = forms.ChoiceField(label=_("Fase"), choices=list(words.PHASES.items()))
        if name == "rows":
            self.fields["block"] = forms.ChoiceField(label=_("Hvornår?"), choices=list(words.BLOCKS.items()))
            self.fields["day"] = forms.ChoiceField(
                label=_("Dag"),
                choices=[
                    ("1", _("Mandag")),
                    ("2", _("Tirsdag")),
                    ("3", _("Onsdag")),
                    ("4", _("Torsdag")),
                    ("5", _("Fredag")),
                    ("daily", _("Hver dag")),
                    ("any", _("Når det passer")),
                    ("latest", _("Senest til sidst")),
                    ("weekly:5", _("Hver fredag")),
                ],
            )
            self.fields["time"] = fields.TimeField(label=_("Klokkeslæt"), required=False)
            self.fields["minutes"] = forms.IntegerField(
                label=_("Varighed i minutter"), min_value=0, max_value=480, initial=60
            )
        if name in ("items", "rows"):
            self.fields["role"] = forms.ChoiceField(label=_("Ansvarlig"), choices=list(words.ROLES.items()))
        if name == "topics":
            self.fields["category"] = forms.ChoiceField(label=_("Kategori"), choices=list(words.CATEGORIES.items()))
        if name == "goals":
            self.fields["need"] = forms.ChoiceField(label=_("Slags"), choices=Need.choices)
            self.fields["method"] = forms.ChoiceField(label=_("Måde at lære på"), choices=Method.choices)
            self.fields["month"] = forms.TypedChoiceField(
                label=_("Nået efter måned"), choices=[(n, str(n)) for n in range(1, 13)], coerce=int
            )
        self.name = name

    def clean(self):
        """Hold a row to what the calendar can place."""
        data = super().clean()
        if self.name == "rows":
            block, day = data.get("block", ""), data.get("day", "")
            if block.startswith("m") and day == "daily":
                self.add_error("day", _("»Hver dag« gælder en uge. Vælg en ugedag eller »Hver fredag«."))
            if block.startswith("w") and day in ("any", "latest"):
                self.add_error("day", _("Vælg en ugedag eller »Hver dag« i en uge."))
        return data

    def values(self):
        """Return the line as the template holds it."""
        data = self.cleaned_data
        found = {"title": data["title"]} if self.name != "rows" else {"topic": data["title"]}
        if self.name == "rows":
            day = data["day"]
            found |= {
                "block": data["block"],
                "day": int(day) if day.isdigit() else day,
                "time": f"{data['time']:%H:%M}" if data["time"] else None,
                "minutes": data["minutes"],
            }
        if "role" in data:
            found["roles"] = [data["role"]]
        for name in ("phase", "category", "need", "method", "month"):
            if name in data:
                found[name] = data[name]
        return found


class PublishForm(forms.Form):
    """What is new in a version."""

    what_changed = fields.ShortText(
        label=_("Hvad er nyt?"), max_length=300, error_messages={"required": _("Skriv kort, hvad der er nyt.")}
    )


class NewPackForm(forms.Form):
    """A new part of the template, for a unit or a job."""

    name = fields.ShortText(label=_("Navn"), max_length=80, error_messages={"required": _("Skriv navnet.")})
    kind = forms.ChoiceField(
        label=_("Hvad er den til?"),
        choices=[("unit", _("En afdeling")), ("job", _("Et job")), ("optional", _("Kan tages med"))],
        widget=forms.RadioSelect,
        initial="job",
    )
    help_text = fields.ShortText(label=_("Forklaring"), max_length=300, required=False)
