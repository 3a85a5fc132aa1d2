"""An agreement about the way back."""

from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from incidents.forms.ground import PersonField, StepForm, colleagues


class ReturnForm(StepForm):
    """What, from when to when, and who sees to it."""

    initiative = fields.LongText(
        label=_("Hvad gør vi?"),
        max_length=1000,
        rows=3,
        help_text=_("Opgaver, tid og selskab de første dage. Skriv ikke om sygdom."),
        error_messages={"required": _("Skriv, hvad I har aftalt.")},
    )
    starts_on = fields.DateField(label=_("Fra"))
    ends_on = fields.DateField(label=_("Til og med"), required=False)
    responsible = PersonField(label=_("Hvem er ansvarlig?"))
    follow_up_on = fields.DateField(
        label=_("Vi følger op den"),
        required=False,
        help_text=_("Du bliver også mindet om det 14 og 60 dage efter hændelsen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].offer(colleagues(self.incident, self.person))

    def clean(self):
        """Hold the end to after the start (E-25)."""
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", error("E-25"))
        return data
