"""Ask for an account, write it, add to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.texts import text
from incidents.forms.people import ColleagueField


class AskForm(forms.Form):
    """Whom, and by when."""

    colleague = ColleagueField(label=_("Hvilken kollega?"), help_text=_("Din kollega ser kun sin egen side."))
    due_on = fields.DateField(label=_("Senest"), future=True)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].near(person)
        self.initial.setdefault("due_on", calendar.add_working_days(calendar.today(), 3))


class StatementForm(forms.Form):
    """What was seen and heard."""

    text = fields.LongText(
        label=_("Hvad så og hørte du?"),
        rows=10,
        help_text=text("field_help", "sensitive_text"),
        error_messages={"required": _("Skriv, hvad du så og hørte.")},
    )


class AdditionForm(forms.Form):
    """What was remembered later."""

    text = fields.LongText(
        label=_("Er du kommet i tanke om mere?"),
        max_length=8000,
        rows=4,
        error_messages={"required": _("Skriv det, du vil tilføje.")},
    )
