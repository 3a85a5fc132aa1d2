"""The plan's sections, the publishing of a version, and what a new employee was shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from incidents.models import ContingencyPlan
from incidents.models.plan import Point
from incidents.plan import LONGEST, MOST

SPARE = 2  # empty sections at the end, to write new ones in


class PlanForm(forms.Form):
    """All sections of a draft; a section with neither heading nor text is left out."""

    error_heading = _("Planen er ikke gemt")

    edit = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST + SPARE)

    def __init__(self, data=None, *, sections=(), edit=1, **kwargs):
        sections = list(sections)
        count = len(sections) + SPARE
        if data is not None and str(data.get("count", "")).isdigit():
            count = min(max(int(data["count"]), 0), MOST + SPARE)
        initial = {"edit": edit, "count": count}
        for place, section in enumerate(sections, start=1):
            initial |= {f"title_{place}": section["title"], f"text_{place}": section["text"], f"place_{place}": place}
        initial |= kwargs.pop("initial", {})
        super().__init__(data, initial=initial, **kwargs)
        self.section_count = count
        for place in range(1, count + 1):
            self.fields[f"title_{place}"] = fields.ShortText(label=_("Overskrift"), max_length=120, required=False)
            self.fields[f"text_{place}"] = fields.LongText(
                label=_("Tekst"),
                max_length=LONGEST,
                required=False,
                rows=6 if place <= len(sections) else 3,
            )
            self.fields[f"place_{place}"] = forms.IntegerField(
                label=_("Nummer"),
                required=False,
                min_value=1,
                max_value=99,
                widget=forms.NumberInput(attrs={"class": "w-s"}),
                error_messages={
                    "invalid": _("Skriv et tal."),
                    "min_value": _("Skriv et tal fra 1 til 99."),
                    "max_value": _("Skriv et tal fra 1 til 99."),
                },
            )
            for name in ("title", "text", "place"):
                self.fields[f"{name}_{place}"].optional_word = ""

    def parts(self):
        """Return [(number, title field, text field, place field, is new)] for the template."""
        return [
            (
                place,
                self[f"title_{place}"],
                self[f"text_{place}"],
                self[f"place_{place}"],
                place > self.section_count - SPARE,
            )
            for place in range(1, self.section_count + 1)
        ]

    def clean(self):
        """Ask for a heading where there is text."""
        data = super().clean()
        for place in range(1, self.section_count + 1):
            if (
                (data.get(f"text_{place}") or "").strip()
                and not (data.get(f"title_{place}") or "").strip()
                and f"title_{place}" not in self.errors
            ):
                self.add_error(f"title_{place}", _("Skriv en overskrift til afsnittet."))
        return data

    def sections(self):
        """Return the sections in the order of their numbers; those without one stay where they are."""
        found = []
        for place in range(1, self.section_count + 1):
            title, text = self.cleaned_data.get(f"title_{place}") or "", self.cleaned_data.get(f"text_{place}") or ""
            found.append((self.cleaned_data.get(f"place_{place}") or place, place, {"title": title, "text": text}))
        return [section for _number, _place, section in sorted(found, key=lambda one: one[:2])]


class PublishForm(forms.Form):
    """What is new, and whether the whole plan was gone through."""

    edit = forms.IntegerField(widget=forms.HiddenInput)
    what_changed = fields.LongText(
        label=_("Hvad er nyt?"),
        max_length=400,
        rows=3,
        help_text=_("Det læser dine kolleger først. Skriv det i en eller to sætninger."),
        error_messages={"required": error("E-01")},
    )
    was_reviewed = forms.BooleanField(
        label=_("Hele planen er set igennem"),
        required=False,
        help_text=_("Så er årets gennemgang gjort, og den næste er om et år."),
    )


class NewPlanForm(forms.Form):
    """Which workplace gets a plan."""

    unit = forms.ModelChoiceField(
        label=_("Arbejdsplads"),
        queryset=None,
        empty_label=_("Vælg"),
        error_messages={"required": error("E-02"), "invalid_choice": error("E-02")},
    )

    def __init__(self, data=None, *, units, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units.exclude(pk__in=ContingencyPlan.objects.values("unit"))


class IntroductionForm(forms.Form):
    """What the new colleague has been shown."""

    points = forms.MultipleChoiceField(
        label=_("Det har jeg vist"),
        choices=Point.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Sæt mindst ét kryds.")},
    )
