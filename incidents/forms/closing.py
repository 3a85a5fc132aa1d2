"""Follow up, close, open again."""

from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import text
from incidents.forms.ground import StepForm


class FollowUpOnForm(StepForm):
    """When it is looked at again."""

    on = fields.DateField(label=_("Hvornår følger I op?"), future=True, help_text=_("Den ramte kan se datoen."))


class ReopenForm(StepForm):
    """Why it is opened again."""

    reason = fields.SentenceField(
        label=_("Hvorfor bliver hændelsen åbnet igen?"), help_text=text("field_help", "reason")
    )
