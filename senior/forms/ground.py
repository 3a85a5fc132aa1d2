"""What the forms share: picking a colleague, questions that may be skipped."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Person


class ColleagueField(forms.ModelChoiceField):
    """A colleague from a given set, by name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Person.objects.none())
        kwargs.setdefault("empty_label", _("Vælg en kollega"))
        kwargs.setdefault("error_messages", {"required": _("Vælg en kollega.")})
        super().__init__(**kwargs)

    def label_from_instance(self, obj):
        """Return name and title."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class Questions(forms.Form):
    """A list of questions, each of which may be skipped."""

    def __init__(self, *args, questions, known=None, rows=3, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = list(questions)
        for name, label in questions.items():
            field = fields.LongText(label=label, required=False, rows=rows, max_length=3000)
            field.optional_word = ""
            field.initial = (known or {}).get(name, "")
            self.fields[name] = field

    @property
    def answers(self):
        """Return {name: text} of what was written."""
        return {name: self.cleaned_data.get(name, "") for name in self.names}


class VersionForm(forms.Form):
    """A form that knows which version of the words it was filled in from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_version(self):
        """Return the version, 0 where the browser sent none."""
        return self.cleaned_data.get("version") or 0


class ReasonForm(forms.Form):
    """One reason of at least a sentence."""

    reason = fields.SentenceField(label=_("Begrundelse"))

    def __init__(self, *args, label=None, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
