"""What is added to a report that was sent: words, another moment, another colleague it happened to."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core import fields
from core.texts import text
from incidents.forms.people import ColleagueField


class AddendumForm(forms.Form):
    """Something to add to what was told."""

    text = fields.LongText(
        label=gettext_lazy("Tilføj til forløbet"),
        rows=3,
        help_text=format_lazy(
            "{} {}",
            gettext_lazy("Det, der er sendt, bliver ikke rettet. Du kan altid skrive til."),
            text("field_help", "sensitive_text"),
        ),
        error_messages={"required": gettext_lazy("Skriv det, du vil tilføje.")},
    )


class CorrectionForm(forms.Form):
    """Another moment than the one that was told."""

    occurred_at = fields.MomentField(label=gettext_lazy("Hvornår skete det?"), past=True)
    text = fields.LongText(
        label=gettext_lazy("Hvorfor er tidspunktet et andet?"),
        rows=2,
        max_length=2000,
        error_messages={"required": gettext_lazy("Skriv, hvorfor tidspunktet er et andet.")},
        help_text=gettext_lazy("Begge tidspunkter bliver stående. Frister regnes stadig fra det første."),
    )


class AffectedForm(forms.Form):
    """Another colleague it happened to."""

    colleague = ColleagueField(
        label=gettext_lazy("Hvem blev også ramt?"), help_text=gettext_lazy("Din kollega kan følge hændelsen bagefter.")
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].near(person)
