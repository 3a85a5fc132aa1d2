"""What is typed about templates and lists: a row, when it holds from, who owns it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.texts import error


class RowForm(forms.Form):
    """One row. `seen` is the sum of the row as it was shown, so that nobody writes over what they haven't read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @classmethod
    def initial_of(cls, row):
        """Return the initial values for a row of the content."""
        return {name: row.get(name) for name in cls.base_fields if name != "seen"}

    def values(self):
        """Return what the row is to hold."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def option_form(options, content, row):
    """Return the form of one option of a list."""
    taken = [one["label"].strip().lower() for one in content["rows"] if row is None or one["code"] != row["code"]]

    class OptionForm(RowForm):
        """The words of an option, and where it stands."""

        label = fields.ShortText(
            label=_("Navn"),
            max_length=120,
            help_text=_("Sådan står det i skemaer, lister og papirer."),
            error_messages={"required": _("Skriv, hvad valget hedder.")},
        )
        if options.phrases:
            phrase = fields.ShortText(
                label=_("I en sætning"),
                max_length=80,
                help_text=options.phrase_help,
                error_messages={"required": _("Skriv, hvordan det står i en sætning.")},
            )
        if options.groups and row is None:
            group = forms.ChoiceField(
                label=_("Overskrift"),
                choices=[
                    (code, heading) for code, heading, _codes in options.groups if code not in options.closed_groups
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Vælg, hvor valget hører til.")},
            )

        def clean_label(self):
            """Refuse a name that the list has already."""
            label = self.cleaned_data["label"]
            if label.strip().lower() in taken:
                raise ValidationError(error("E-15", navn=label), code="doubled")
            return label

    return OptionForm


class PublishForm(forms.Form):
    """From when an edition holds, and what is new in it."""

    valid_from = fields.DateField(label=_("Gælder fra"), help_text=_("Udgaven gælder fra dagens begyndelse."))
    what_changed = fields.ShortText(
        label=_("Hvad er nyt?"), max_length=300, error_messages={"required": _("Skriv kort, hvad der er nyt.")}
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = calendar.today()


class DropForm(forms.Form):
    """Why a row that a law or the plan asks for is left out."""

    reason = fields.SentenceField(
        label=_("Hvorfor?"),
        max_length=300,
        help_text=_("Begrundelsen står i udgavens historik."),
    )


class OwnerForm(forms.Form):
    """Which role words a template."""

    role = forms.ChoiceField(
        label=_("Hvem retter den?"), widget=forms.RadioSelect, error_messages={"required": _("Vælg en rolle.")}
    )

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = owners
