"""Choose a person by writing the name: works without script, and with ten thousand employees."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, mentors
from core.models import Person
from core.search import every_word
from core.texts import error
from onboarding import words
from onboarding.models import Competence

NEAR = 80  # suggestions
NAMED = 6  # of those who have agreed


class SuggestingInput(forms.TextInput):
    """A line with suggestions beside it."""

    template_name = "onboarding/widgets/suggesting.html"
    suggestions: list = []

    def get_context(self, name, value, attrs):
        """Add the list that the line points at."""
        attrs = (attrs or {}) | {"list": f"{(attrs or {}).get('id', name)}_list", "autocomplete": "off"}
        return super().get_context(name, value, attrs) | {"suggestions": self.suggestions}


class NameField(forms.CharField):
    """The name of one person. Returns the Person; says who it could be when several have the name (E-14).

    `people` is a function that returns whom one may choose; everybody who works here unless given.
    """

    widget = SuggestingInput
    default_error_messages = {"required": gettext_lazy("Skriv navnet.")}

    def __init__(self, *, people=None, **kwargs):
        super().__init__(**kwargs)
        self.people = people or (lambda: Person.objects.working())

    def near(self, people, agreed=(), knowing=()):
        """Suggest some people; perhaps those of a unit. Who has agreed to be asked or knows about it comes first, and is named."""
        shown = list({row.pk: row for row in (*knowing, *agreed, *people[:NEAR])}.values())
        self.widget.suggestions = [f"{row.name}, {row.title}" if row.title else row.name for row in shown]
        for some, told in (
            (knowing, _("Ved noget om området og hjælper gerne: {names}.")),
            (agreed, _("Har sagt ja til at blive spurgt: {names}.")),
        ):
            if some:
                told = told.format(names=words.listed(row.name for row in some[:NAMED]))
                self.help_text = f"{self.help_text} {told}".strip()

    def near_unit(self, unit_id):
        """Suggest those who work in a unit. One query."""
        if unit_id:
            self.near(Person.objects.working().filter(unit=unit_id).order_by("name"))

    def clean(self, value):
        """Return the Person, or None when nothing was written."""
        text = super().clean(value).strip().replace("\x00", "")[:200]
        if not text:
            return None
        name, _comma, rest = (part.strip() for part in text.partition(","))
        some = self.people().select_related("unit", "site")
        found = list(some.filter(name__iexact=name)[:6]) or list(some.filter(email__iexact=text)[:1])
        found = found or list(some.filter(every_word(name.split()[:5], "name"))[:6])
        if len(found) > 1 and rest:
            found = [row for row in found if rest.lower() in (row.title.lower(), str(row.unit or "").lower())] or found
        if not found:
            raise ValidationError(error("E-14", tekst=name[:60]), code="unknown")
        if len(found) > 1:
            names = "; ".join(f"{row.name}, {row.unit or row.title}" for row in found[:5])
            raise ValidationError(_("Flere passer. Skriv en af dem: {names}").format(names=names), code="several")
        return found[0]

    def prepare_value(self, value):
        """Show a person by name."""
        return getattr(value, "name", value)


class AnyoneField(NameField):
    """A person by name, or an outside unit as it is written (ONB-07). Returns a Person, a text, or None."""

    def clean(self, value):
        """Return the Person if somebody has the name, else the text."""
        text = (value or "").strip().replace("\x00", "")[:120]
        try:
            return super().clean(value)
        except ValidationError as problem:
            if problem.code == "unknown" and text:
                return text
            raise


def have_agreed(function):
    """Return those who have agreed to be asked to be »mentor« or »knowledge_person« (SEN-21), the nearest by name."""
    return [one.person for one in mentors.possible(calendar.today(), function)]


def who_know(category, unit_id):
    """Return those who have written that they know something of an area and like to help (GEN-70): the department's own
    first, and who can teach it before who uses it.
    """
    near = Case(When(person__unit=unit_id, then=0), default=1)
    well = Case(When(level="teaches", then=0), When(level="uses", then=1), default=2)
    known = Competence.objects.filter(category=category, helps=True, person__in=Person.objects.working())
    found = known.select_related("person").order_by(near, well, "person__name")[: NAMED * 3]
    return list({one.person_id: one.person for one in found}.values())[:NAMED]


def may_begin():
    """Return the people whose introduction can be planned: those to come, and those who came within the year."""
    today = calendar.today()
    return Person.objects.filter(
        Q(active_from__isnull=True) | Q(active_from__gte=calendar.add_months(today, -12)),
        Q(active_to__isnull=True) | Q(active_to__gte=today),
        is_active=True,
    )
