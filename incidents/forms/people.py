"""Choose a colleague by writing the name: works without script, and with ten thousand employees."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Person
from core.search import every_word
from core.texts import error

NEAR = 60  # suggestions: people of the same unit or site


class SuggestingInput(forms.TextInput):
    """A line with suggestions beside it."""

    template_name = "incidents/widgets/suggesting.html"
    suggestions: list = []

    def get_context(self, name, value, attrs):
        """Add the list that the line points at."""
        attrs = (attrs or {}) | {"list": f"{(attrs or {}).get('id', name)}_list", "autocomplete": "off"}
        return super().get_context(name, value, attrs) | {"suggestions": self.suggestions}


class ColleagueField(forms.CharField):
    """The name of one colleague who works here. Returns the Person;
    says who it could be when several have the name (E-14).
    """

    widget = SuggestingInput
    default_error_messages = {"required": gettext_lazy("Skriv navnet på din kollega.")}

    def near(self, person):
        """Suggest those who work with the person. One query."""
        if not (person.unit_id or person.site_id):
            return
        rows = Person.objects.working().exclude(pk=person.pk)
        rows = rows.filter(unit=person.unit_id) | rows.filter(site=person.site_id, site__isnull=False)
        self.widget.suggestions = [
            f"{row.name}, {row.title}" if row.title else row.name for row in rows.order_by("name")[:NEAR]
        ]

    def clean(self, value):
        """Return the Person, or None when nothing was written."""
        text = super().clean(value).strip().replace("\x00", "")[:200]
        if not text:
            return None
        name, _comma, rest = (part.strip() for part in text.partition(","))
        working = Person.objects.working().select_related("unit", "site")
        found = list(working.filter(name__iexact=name)[:6]) or list(working.filter(email__iexact=text)[:1])
        found = found or list(working.filter(every_word(name.split()[:5], "name"))[:6])
        if len(found) > 1 and rest:
            found = [row for row in found if rest.lower() in (row.title.lower(), str(row.unit or "").lower())] or found
        if not found:
            raise ValidationError(error("E-14", tekst=name[:60]), code="unknown")
        if len(found) > 1:
            names = "; ".join(f"{row.name}, {row.unit or row.title}" for row in found[:5])
            raise ValidationError(_("Flere passer. Skriv en af dem: %(names)s") % {"names": names}, code="several")
        return found[0]

    def prepare_value(self, value):
        """Show a person by name."""
        return getattr(value, "name", value)
