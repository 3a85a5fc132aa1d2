"""What may be typed in a message to the staff of a site (INC-61, INC-62)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Site
from incidents.models import Sanction
from incidents.rules import plain_speech


class StaffMessageForm(forms.Form):
    """Text, site and period; a sanction when the message is about one."""

    sanction = forms.ModelChoiceField(
        label=_("Hvad handler beskeden om?"),
        queryset=Sanction.objects.none(),
        required=False,
        empty_label=_("En advarsel uden sanktion"),
    )
    site = forms.ModelChoiceField(
        label=_("Arbejdssted"),
        queryset=Site.objects.in_use(),
        error_messages={"required": _("Vælg et arbejdssted.")},
        help_text=_(
            "Alle, der arbejder her, får en mail om, at der er en besked. Selve beskeden læser de her på siden."
        ),
    )
    text = fields.LongText(
        label=_("Hvad skal de ansatte gøre?"),
        max_length=1000,
        rows=5,
        error_messages={"required": _("Skriv, hvad de ansatte skal gøre.")},
        help_text=_(
            "Skriv, hvad de skal gøre, og hvor længe. Ikke hvad der skete, ingen navne og intet om helbred. "
            "Hvem det handler om, kan de få vist ved siden af beskeden, og det bliver noteret."
        ),
    )
    starts_on = fields.DateField(label=_("Fra"))
    ends_on = fields.DateField(
        label=_("Til og med"), future=True, help_text=_("Beskeden forsvinder af sig selv dagen efter.")
    )

    def __init__(self, *args, incident, decided, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sanction"].queryset = Sanction.objects.filter(
            incident=incident, state__in=["approved", "in_force"]
        )
        self.fields["sanction"].choices = [  # from the rows that the page has read anyway
            ("", self.fields["sanction"].empty_label),
            *((one.pk, one.get_measure_display()) for one in decided),
        ]

    def clean_text(self):
        """Refuse what speaks of health."""
        text = self.cleaned_data["text"]
        plain_speech.refuse_health(text)
        return text

    def clean(self):
        """Hold the dates in order."""
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            from core.texts import error

            self.add_error("ends_on", ValidationError(error("E-25"), code="order"))
        return data
