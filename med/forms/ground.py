"""What the forms share: a choice among people or other rows, offered by the view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields


class RowField(forms.TypedChoiceField):
    """A choice among a few rows."""

    default_error_messages = {"required": _("Vælg en på listen.")}

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)
        self.known = {}

    def offer(self, found, label=str):
        """Set what can be chosen."""
        self.known = {str(one.pk): one for one in found}
        self.choices = [("", _("Vælg …")), *((pk, label(one)) for pk, one in self.known.items())]

    def clean(self, value):
        """Return the chosen row. Not a `coerce`: a form's fields are copies, and each has its own rows."""
        return self.known.get(str(super().clean(value)))

    def prepare_value(self, value):
        """Show a row as the choice it is."""
        return getattr(value, "pk", value)


class RowsField(forms.MultipleChoiceField):
    """A choice of several among a few rows."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, found, label=str):
        """Set what can be chosen."""
        self.known = {str(one.pk): one for one in found}
        self.choices = [(pk, label(one)) for pk, one in self.known.items()]

    def clean(self, value):
        """Return the chosen rows."""
        return [self.known[str(one)] for one in super().clean(value)]


class TagsField(fields.ShortText):
    """Words between commas, as a list."""

    MOST, LONGEST = 8, 30

    def prepare_value(self, value):
        """Show a list as words between commas."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        """Return the words, each once."""
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        found = list(dict.fromkeys(word.lower() for word in words if word))
        if len(found) > self.MOST or any(len(word) > self.LONGEST for word in found):
            raise forms.ValidationError(_("Skriv højst otte emneord på hver højst 30 tegn."), code="tags")
        return found
