"""Evidence: files that are sealed when they arrive (INC-13)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models.attachment import AttachmentKind
from core.texts import text


class EvidenceForm(forms.Form):
    """Files, and what they show."""

    error_heading = _("Filen kunne ikke vedhæftes:")

    files = fields.FilesField(
        label=_("Billede eller besked, du vil gemme"),
        help_text=text("field_help", "evidence"),
        error_messages={"required": _("Vælg en fil.")},
    )


class DescribedEvidenceForm(EvidenceForm):
    """With kind and why it matters, for the page of the case."""

    files = fields.FilesField(label=_("Vælg filer"), error_messages={"required": _("Vælg en fil.")})
    kind = forms.ChoiceField(
        label=_("Hvad viser filen?"), choices=AttachmentKind.choices, initial="screenshot", widget=forms.RadioSelect
    )
    caption = fields.ShortText(label=_("Hvorfor er den vigtig?"), required=False, max_length=500)
    taken_at = fields.MomentField(label=_("Hvornår er det fra?"), past=True, required=False)
