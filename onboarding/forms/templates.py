"""Lines of templates, and new parts of them."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Unit
from core.texts import error
from onboarding import words
from onboarding.choices import Method, Need
from onboarding.forms.file import OneFile
from onboarding.rules import templates

ROW_DAYS = [
    *((str(n), name.capitalize()) for n, name in enumerate(calendar.WEEKDAYS[:5], 1)),
    ("daily", _("Hver dag")),
    ("any", _("Når det passer")),
    ("latest", _("Senest til sidst")),
    ("weekly:5", _("Hver fredag")),
]
EVERY = [
    ("daily", _("Hver dag")),
    *((f"weekly:{n}", format_lazy(_("Hver {day}"), day=name)) for n, name in enumerate(calendar.WEEKDAYS[:5], 1)),
]
TITLES = {"goals": _("Mål"), "aids": _("Titel")}
NO_TITLE = ("meetings", "loads")


class PackLineForm(OneFile, forms.Form):
    """One line of a template's list. Which fields it has follows from the list."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    BESIDE = ("edit", "role", "second", "upload", "without_file")  # what isn't a value of the line

    def __init__(self, *args, name, file=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.name, self.file = name, file
        if name not in NO_TITLE:
            self.fields["title"] = fields.ShortText(
                label=TITLES.get(name, _("Emne")), max_length=160, error_messages={"required": _("Skriv emnet.")}
            )
        getattr(self, f"_{name}")()
        if name in ("items", "rows"):
            roles = list(words.ROLES.items())
            self.fields["role"] = forms.ChoiceField(label=_("Ansvarlig"), choices=roles)
            self.fields["second"] = forms.ChoiceField(
                label=_("Sammen med"), choices=[("", _("Ingen anden")), *roles], required=False
            )

    @staticmethod
    def initial_of(line, version):
        """Return what the form shows of a line, with the number that tells two people writing."""
        known = {"edit": version.edit if version.published_at is None else None}
        if line is None:
            return known
        return (
            known
            | line
            | {
                "title": line.get("title") or line.get("topic"),
                "role": (line.get("roles") or [""])[0],
                "second": "".join((line.get("roles") or [])[1:2]),
                "time": (line.get("time") or "").replace(":", "."),
                "day": str(line.get("day", "")),
                "period": templates.code_of("loads", line) if "cases" in line else "",
            }
        )

    # -- the fields of each list -------------------------------------------------------------------------------------
    def _items(self):
        self.fields["phase"] = forms.ChoiceField(label=_("Fase"), choices=list(words.GENERAL_PHASES.items()))

    def _rows(self):
        self.fields["block"] = forms.ChoiceField(label=_("Hvornår?"), choices=list(words.GENERAL_BLOCKS.items()))
        self.fields["day"] = forms.ChoiceField(label=_("Dag"), choices=ROW_DAYS)
        self._time(minutes=60)

    def _time(self, minutes):
        self.fields["time"] = fields.TimeField(label=_("Klokkeslæt"), required=False)
        self.fields["minutes"] = forms.IntegerField(
            label=_("Varighed i minutter"), min_value=0, max_value=480, initial=minutes
        )

    def _meetings(self):
        self.fields["series"] = forms.ChoiceField(
            label=_("Hvilke?"),
            choices=[(code, words.SERIES[code]) for code in ("dialogue", "daily", "weekly")],
            help_text=_("Dialog har ikke et klokkeslæt og bliver ikke til møder i kalenderen."),
        )
        self.fields["blocks"] = forms.MultipleChoiceField(
            label=_("I hvilken periode?"),
            choices=list(words.GENERAL_BLOCKS.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Vælg mindst én periode.")},
        )
        self.fields["every"] = forms.ChoiceField(label=_("Hvor tit?"), choices=EVERY)
        self._time(minutes=30)

    def _goals(self):
        self.fields["need"] = forms.ChoiceField(label=_("Slags"), choices=Need.choices)
        self.fields["method"] = forms.ChoiceField(label=_("Måde at lære på"), choices=Method.choices)
        self.fields["month"] = forms.TypedChoiceField(
            label=_("Nået efter måned"), choices=[(n, str(n)) for n in range(1, 13)], coerce=int
        )

    def _topics(self):
        self.fields["category"] = forms.ChoiceField(label=_("Kategori"), choices=list(words.CATEGORIES.items()))

    def _loads(self):
        self.fields["period"] = forms.ChoiceField(label=_("Hvornår?"), choices=words.PERIODS)
        self.fields["cases"] = forms.IntegerField(
            label=_("Antal sager"), min_value=0, max_value=99, error_messages={"required": _("Skriv antallet.")}
        )
        self.fields["kind"] = fields.ShortText(label=_("Hvilke?"), max_length=120, required=False)
        self.fields["support"] = forms.ChoiceField(
            label=_("Hvordan?"), choices=[("with_support", _("Med støtte")), ("alone", _("Alene"))]
        )

    def _aids(self):
        self.fields["url"] = forms.URLField(
            label=_("Link"), required=False, assume_scheme="https", error_messages={"invalid": error("E-13")}
        )
        self.add_file(self.file)
        self.fields["where"] = fields.ShortText(label=_("Hvor ligger det?"), max_length=200, required=False)
        self.fields["before_start"] = forms.BooleanField(label=_("Kan ses inden start"), required=False)

    def _activities(self):
        self.fields["title"].help_text = _("Et oplæg, den nye kollega holder på et møde.")

    # -- what was typed ----------------------------------------------------------------------------------------------
    def clean(self):
        """Hold a row and a series of meetings to what the calendar can place."""
        data = super().clean()
        if self.name == "rows":
            block, day = data.get("block", ""), data.get("day", "")
            if block.startswith("m") and day == "daily":
                self.add_error("day", _("»Hver dag« gælder en uge. Vælg en ugedag eller »Hver fredag«."))
            if block.startswith("w") and day in ("any", "latest"):
                self.add_error("day", _("Vælg en ugedag eller »Hver dag« i en uge."))
        if self.name == "meetings":
            if data.get("every") == "daily" and any(block.startswith("m") for block in data.get("blocks") or []):
                self.add_error("every", _("»Hver dag« gælder uger. Vælg en ugedag for 2. og 3. måned."))
            if data.get("series") != "dialogue" and not data.get("time") and "time" not in self.errors:
                self.add_error("time", _("Skriv klokkeslættet."))
        return data

    def clean_url(self):
        """Take only links that are safe to open."""
        url = self.cleaned_data["url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(error("E-13"))
        return url

    def values(self):
        """Return the line as the template holds it."""
        data = {key: value for key, value in self.cleaned_data.items() if key not in self.BESIDE}
        if self.name in ("rows", "activities"):
            data["topic"] = data.pop("title")
        if "period" in data:
            data |= templates.period_of(data.pop("period"))
        if "day" in data:
            data["day"] = int(data["day"]) if data["day"].isdecimal() else data["day"]
        if "time" in data:
            timed = data["time"] and data.get("series") != "dialogue"
            data["time"] = f"{data['time']:%H:%M}" if timed else None
        if "role" in self.cleaned_data:
            both = [self.cleaned_data["role"], self.cleaned_data["second"]]
            data["roles"] = [role for role in dict.fromkeys(both) if role]
        return data


class LeaveOutForm(forms.Form):
    """A line of the packs below that is left out."""

    line = forms.ChoiceField(
        label=_("Linje"),
        help_text=_("Linjen kommer ikke med i forløb, der bruger denne del."),
        error_messages={"required": _("Vælg en linje."), "invalid_choice": _("Vælg en linje.")},
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", _("Vælg …")), *choices]


class PublishForm(forms.Form):
    """What is new in a version, and which draft was looked through."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)
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
    unit = forms.ModelChoiceField(
        label=_("Afdeling"),
        queryset=Unit.objects.none(),
        empty_label=_("Vælg …"),
        required=False,
        help_text=_("Delen kommer af sig selv med i forløb i afdelingen og dem under den."),
    )
    help_text = fields.ShortText(label=_("Forklaring"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.in_use().order_by("path")

    def clean(self):
        """Ask for the unit of what belongs to one, and only then."""
        data = super().clean()
        if data.get("kind") == "unit" and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Vælg afdelingen."))
        elif data.get("kind") != "unit":
            data["unit"] = None
        return data


class MaterialForm(forms.Form):
    """Where guides and templates from elsewhere lie (ONB-33): an address for each, or none yet."""

    def __init__(self, *args, links, **kwargs):
        super().__init__(*args, **kwargs)
        self.links = links
        for link in links:
            self.fields[f"link_{link.pk}"] = forms.URLField(
                label=link.title,
                required=False,
                max_length=200,
                assume_scheme="https",
                initial=link.url,
                help_text=link.note
                if link.url
                else format_lazy(_("Mangler en adresse og bliver ikke vist. {note}"), note=link.note),
                error_messages={"invalid": error("E-13")},
            )

    def clean(self):
        """Take only links that are safe to open."""
        data = super().clean()
        for name, url in data.items():
            if url and not url.startswith("https://"):
                self.add_error(name, error("E-13"))
        return data

    def changed(self):
        """Return [(link, address)] of those whose address is another."""
        found = [(link, self.cleaned_data[f"link_{link.pk}"]) for link in self.links]
        return [(link, url) for link, url in found if url != link.url]
