"""Letter, meetings, questions, goals, topics, aids, cases, journal, papers, knowledge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error, text
from onboarding import words
from onboarding.choices import Method, Need
from onboarding.documents import agenda, paper_form
from onboarding.forms.file import OneFile
from onboarding.forms.people import NameField
from onboarding.models.newcomer import RATINGS

AGREE = [(n, str(n)) for n in range(1, 6)]


class LetterForm(forms.Form):
    """The parts of the welcome letter that a person writes."""

    meets_at = fields.TimeField(label=_("Mødetid den første dag"))
    meeting_place = fields.ShortText(
        label=_("Hvor tager I imod?"), max_length=120, required=False, help_text=_("Fx hovedindgangen.")
    )
    bring = fields.ShortText(label=_("Medbring"), max_length=200, required=False)
    greeting = fields.LongText(
        label=_("En personlig hilsen"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Et par linjer fra dig. Resten af brevet er skrevet."),
    )
    private_address = forms.EmailField(
        label=_("Privat mail"),
        required=False,
        max_length=254,
        help_text=text("field_help", "private_email"),
        error_messages={"invalid": error("E-06")},
    )

    def __init__(self, *args, sees_address, **kwargs):
        super().__init__(*args, **kwargs)
        if not sees_address:
            del self.fields["private_address"]


class NotesForm(forms.Form):
    """The fixed agenda with room for notes (ONB-09)."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = []
        for part in agenda():
            names = []
            for point in part["points"]:
                name = f"{part['code']}_{point['code']}"
                self.fields[name] = fields.LongText(label=point["label"], max_length=5000, rows=2, required=False)
                self.fields[name].optional_word = ""
                names.append(name)
            self.parts.append((part["title"], names))

    def grouped(self):
        """Return [(heading, fields)]."""
        return [(title, [self[name] for name in names]) for title, names in self.parts]

    def notes(self):
        """Return {point: text}."""
        return {name: self.cleaned_data[name] for _title, names in self.parts for name in names}


class MeetingForm(forms.Form):
    """When and where a meeting is."""

    starts_at = fields.MomentField(label=_("Hvornår?"))
    place = fields.ShortText(label=_("Sted"), max_length=120, required=False)


class PointForm(forms.Form):
    """Something unfinished."""

    text = fields.LongText(
        label=_("Nyt punkt"),
        max_length=1000,
        rows=2,
        error_messages={"required": _("Skriv, hvad I ikke nåede.")},
        help_text=_("Det står på næste dagsorden, til det er lukket."),
    )


class PointItemForm(forms.Form):
    """A line of the checklist that comes of a point."""

    title = fields.ShortText(
        label=_("Punkt på huskelisten"),
        max_length=160,
        help_text=_("Lederen og HR kan se det, så skriv kun det, de må læse."),
        error_messages={"required": _("Skriv, hvad der skal gøres.")},
    )
    due_on = fields.DateField(label=_("Frist"), future=True)
    whose = forms.ChoiceField(
        label=_("Hvem gør det?"),
        choices=[("newcomer", _("Den nye kollega")), ("mentor", _("Mentor"))],
        widget=forms.RadioSelect,
        initial="newcomer",
    )


class QuestionForm(forms.Form):
    """A question of the newcomer's."""

    text = fields.LongText(
        label=_("Hvad vil du spørge om?"),
        max_length=1000,
        rows=2,
        error_messages={"required": _("Skriv dit spørgsmål.")},
        help_text=_("Skriv ikke om borgere."),
    )
    need = forms.ChoiceField(
        label=_("Hvad handler det om?"), choices=[("", _("Vælg …")), *Need.choices], required=False
    )


class AnswerForm(forms.Form):
    """The mentor's answer."""

    text = fields.LongText(label=_("Svar"), max_length=4000, rows=3, error_messages={"required": _("Skriv svaret.")})


class GoalForm(forms.Form):
    """A learning goal."""

    title = fields.ShortText(label=_("Mål"), max_length=200, error_messages={"required": _("Skriv målet.")})
    knowledge = fields.ShortText(
        label=_("Det skal jeg vide noget om"),
        max_length=300,
        required=False,
        help_text=_("Systemer, værktøjer, lovgivning eller metoder."),
    )
    need = forms.ChoiceField(label=_("Slags"), choices=Need.choices)
    method = forms.ChoiceField(
        label=_("Måde at lære på"), choices=Method.choices, help_text=_("De første er mest styret, de sidste mindst.")
    )
    with_whom = fields.ShortText(
        label=_("Sammen med"),
        max_length=120,
        required=False,
        help_text=_("Ved fælles sager: hvem har ansvaret for hver sag?"),
    )
    due_on = fields.DateField(label=_("Hvornår?"), required=False)


class RatingForm(forms.Form):
    """How far a goal is."""

    rating = forms.TypedChoiceField(label=_("Hvor langt er det?"), choices=RATINGS, coerce=int)


class TopicForm(forms.Form):
    """Who knows about a topic."""

    title = fields.ShortText(label=_("Emne"), max_length=120, error_messages={"required": _("Skriv emnet.")})
    person = NameField(label=_("Vidensperson"), required=False)
    remark = fields.ShortText(label=_("Bemærkninger"), max_length=200, required=False)


class AidForm(OneFile, forms.Form):
    """Something for the aids folder: a link, a file, or where it lies."""

    title = fields.ShortText(label=_("Titel"), max_length=120, error_messages={"required": _("Skriv titlen.")})
    url = forms.URLField(
        label=_("Link"), required=False, assume_scheme="https", error_messages={"invalid": error("E-13")}
    )
    where = fields.ShortText(label=_("Hvor ligger det?"), max_length=200, required=False)
    before_start = forms.BooleanField(label=_("Kan ses inden start"), required=False)
    field_order = ("title", "url", "upload", "without_file", "where", "before_start")

    def __init__(self, *args, file=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_file(file)
        self.order_fields(self.field_order)

    def clean_url(self):
        """Take only links that are safe to open."""
        url = self.cleaned_data["url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(error("E-13"))
        return url

    def values(self):
        """Return what was typed, with the file as (file, facts)."""
        return {name: value for name, value in self.cleaned_data.items() if name != "upload"} | {"upload": self.upload}


class CasesForm(forms.Form):
    """What is agreed about the cases of a week or a month."""

    period = forms.ChoiceField(label=_("Hvornår?"), choices=words.PERIODS)
    cases = forms.IntegerField(
        label=_("Antal sager"),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={
            "required": _("Skriv et helt tal, fx 5."),
            "invalid": _("Skriv et helt tal, fx 5."),
            "max_value": _("Tallet skal være mellem 0 og 60."),
            "min_value": _("Tallet skal være mellem 0 og 60."),
        },
    )
    kind = fields.ShortText(label=_("Hvilke?"), max_length=120, required=False)
    support = forms.ChoiceField(
        label=_("Hvordan?"),
        choices=[("with_support", _("Med støtte")), ("alone", _("Alene"))],
        widget=forms.RadioSelect,
        initial="with_support",
    )


class ContributionForm(forms.Form):
    """What the newcomer presents at a meeting."""

    topic = fields.ShortText(label=_("Emne"), max_length=200, error_messages={"required": _("Skriv emnet.")})
    meeting = fields.ShortText(label=_("Møde"), max_length=120, required=False, help_text=_("Fx teammøde."))
    day = fields.DateField(label=_("Dato"), required=False)


class JournalForm(forms.Form):
    """An entry in one's own journal."""

    text = fields.LongText(
        label=_("Din journal"),
        max_length=20000,
        rows=8,
        error_messages={"required": _("Skriv noget først.")},
        help_text=_("Kun du kan læse den. Ingen andre, heller ikke din mentor, din leder eller it."),
    )


class PaperForm(forms.Form):
    """One of the forms that two or three fill in; what it asks is reference data."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kind, goals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = paper_form(kind)
        self.goals = list(goals)
        if kind in ("alignment", "follow_up_1", "follow_up_3"):
            self.fields["held_on"] = fields.DateField(label=_("Dato for samtalen"), required=False)
        for row in self.asked.get("ratings", []):
            self.fields[f"rating_{row['code']}"] = forms.TypedChoiceField(
                label=row["label"],
                choices=AGREE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                help_text=_("1 er slet ikke, 5 er i høj grad."),
            )
        for goal in self.goals:
            self.fields[f"goal_{goal.pk}"] = forms.TypedChoiceField(
                label=_("Læringsmål: {title}").format(title=goal.title),
                choices=[("", _("Ikke vurderet")), *RATINGS],
                coerce=int,
                empty_value=None,
                required=False,
            )
        for row in self.asked["fields"]:
            self.fields[row["code"]] = fields.LongText(
                label=row["label"], max_length=8000, rows=3, required=False, help_text=row.get("help", "")
            )
            self.fields[row["code"]].optional_word = ""

    def answers(self):
        """Return {field: text}."""
        return {row["code"]: self.cleaned_data[row["code"]] for row in self.asked["fields"]}

    def ratings(self):
        """Return {statement: 1–5} of those that were chosen."""
        found = {row["code"]: self.cleaned_data[f"rating_{row['code']}"] for row in self.asked.get("ratings", [])}
        return {code: value for code, value in found.items() if value}

    def goal_ratings(self):
        """Return [(goal, 1–4)] of the learning goals that were rated."""
        found = [(goal, self.cleaned_data[f"goal_{goal.pk}"]) for goal in self.goals]
        return [(goal, value) for goal, value in found if value]

    def clean(self):
        """Ask for at least one word."""
        data = super().clean()
        if not self.errors and not any(data.get(row["code"]) for row in self.asked["fields"]):
            raise forms.ValidationError(_("Skriv mindst ét af felterne."))
        return data


class SchemeForm(forms.Form):
    """Whether there is to be a mentor scheme."""

    answer = forms.ChoiceField(
        label=_("Skal der være en mentorordning?"),
        choices=[("yes", _("Ja")), ("no", _("Nej"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg ja eller nej.")},
    )
    starts_on = fields.DateField(label=_("Begynder"), required=False)
    ends_on = fields.DateField(label=_("Slutter"), required=False)
