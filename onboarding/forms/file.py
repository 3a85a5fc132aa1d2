"""One file in a form: chosen, changed for another, or taken away."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import fields


class OneFile:
    """A form with room for one file; `upload` is (file, facts) when a new one was chosen."""

    upload = None

    def add_file(self, file):
        """Add the field, and where there is a file already a box that takes it away."""
        self.fields["upload"] = fields.FilesField(
            label=_("Ny fil i stedet") if file else _("Fil"),
            required=False,
            help_text=_("Én fil: PDF, billede, tekst, lyd eller video."),
            widget=forms.ClearableFileInput,
        )
        if file:
            label = format_lazy(_("Fjern filen »{name}«"), name=file.original_name)
            self.fields["without_file"] = forms.BooleanField(label=label, required=False)

    def clean_upload(self):
        """Keep the file with its facts."""
        found = self.cleaned_data["upload"]
        self.upload = found[0] if found else None
        return self.upload
