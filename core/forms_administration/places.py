"""Units, sites, alarms, defibrillators, alarm tests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.forms_administration.ground import WEEKDAYS, UnitField
from core.models import Alarm
from core.models.place import AlarmKind, RoomKind
from core.texts import error


class UnitForm(forms.Form):
    """A unit and where it belongs."""

    name = fields.ShortText(label=_("Navn"), max_length=120, error_messages={"required": _("Skriv navnet.")})
    parent = UnitField(label=_("Hører under"), required=False, empty_label=_("Ingen, det er øverste niveau"))
    address = fields.ShortText(label=_("Adresse"), max_length=200, required=False, help_text=_("Står i brevhovedet."))
    phone = fields.PhoneField(label=_("Telefon"), required=False, max_length=20)

    def __init__(self, *args, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].fill(also=unit.parent if unit else None)


class HoursWidget(forms.MultiWidget):
    """Two clock times side by side."""

    def __init__(self, attrs=None):
        super().__init__(
            {
                part: forms.TextInput(
                    attrs={
                        "inputmode": "numeric",
                        "autocomplete": "off",
                        "class": "w-s",
                        "placeholder": word,
                        "aria-label": word,
                    }
                )
                for part, word in (("opens", _("åbner")), ("closes", _("lukker")))
            },
            attrs,
        )

    def decompress(self, value):
        """Split a pair."""
        return list(value) if value else ["", ""]


class HoursField(forms.MultiValueField):
    """When a site opens and closes on a weekday; nothing for closed."""

    widget = HoursWidget

    def __init__(self, **kwargs):
        super().__init__(
            fields=(fields.TimeField(required=False), fields.TimeField(required=False)),
            require_all_fields=False,
            required=False,
            **kwargs,
        )
        self.optional_word = ""

    def compress(self, values):
        """Return (opens, closes), or None."""
        if not values or not any(values):
            return None
        if not all(values):
            raise forms.ValidationError(_("Skriv både åbner og lukker, eller lad begge stå tomme."), code="incomplete")
        if values[1] <= values[0]:
            raise forms.ValidationError(_("Lukketiden ligger før åbningstiden. Ret den ene."), code="order")
        return tuple(values)


class SiteForm(forms.Form):
    """A site: where it is, when it is open, how to get out."""

    name = fields.ShortText(label=_("Navn"), max_length=120, error_messages={"required": _("Skriv navnet.")})
    address = fields.ShortText(label=_("Adresse"), max_length=200, required=False)
    phone = fields.PhoneField(label=_("Telefon"), required=False, max_length=20)
    escape_routes = fields.LongText(label=_("Flugtveje"), max_length=2000, rows=3, required=False)
    meeting_point = fields.ShortText(
        label=_("Mødested"), max_length=200, required=False, help_text=_("Hvor samles I, hvis I skal ud?")
    )
    back_office_rule = fields.LongText(
        label=_("Regel for baglokaler"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("Fx at I bliver i baglokalerne, når alarmen lyder. Står på Hjælp nu."),
    )
    parking = fields.LongText(label=_("Parkering"), max_length=2000, rows=2, required=False)

    unit = UnitField(
        label=_("Hvem passer på stedet?"),
        required=False,
        empty_label=_("Hele kommunen"),
        help_text=_("Ejeren af afdelingens beredskabsplan kan rette stedet, også før nogen arbejder der."),
    )

    def __init__(self, *args, hours=None, own=None, with_unit=True, **kwargs):
        """`own`: the units somebody may choose who doesn't answer for all; `with_unit`: whether it may be chosen at all."""
        super().__init__(*args, **kwargs)
        if with_unit:
            self.fields["unit"].fill()
            if own is not None:
                self.fields["unit"].narrow(own)
        else:
            del self.fields["unit"]
        for day, name in WEEKDAYS:
            span = (hours or {}).get(str(day)) or ("", "")
            self.fields[f"hours_{day}"] = HoursField(
                label=_("Åbent %(day)s") % {"day": str(name).lower()}, initial=[text.replace(":", ".") for text in span]
            )

    def clean(self):
        """Gather the hours into the site's shape."""
        cleaned = super().clean() or self.cleaned_data
        spans = {str(day): cleaned.pop(f"hours_{day}", None) for day, _name in WEEKDAYS}
        cleaned["opening_hours"] = {
            day: [f"{span[0]:%H:%M}", f"{span[1]:%H:%M}"] for day, span in spans.items() if span
        }
        return cleaned


class AlarmForm(forms.Form):
    """What an alarm does where it hangs."""

    kind = forms.ChoiceField(
        label=_("Type"),
        choices=AlarmKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg typen.")},
    )
    placement = fields.ShortText(
        label=_("Hvor"),
        max_length=120,
        help_text=_("Fx skranken og samtalerum 1–3."),
        error_messages={"required": _("Skriv, hvor alarmen er.")},
    )
    receivers = fields.ShortText(
        label=_("Hvem får alarmen"),
        max_length=160,
        help_text=_("Fx serviceteamet og politiet."),
        error_messages={"required": _("Skriv, hvem der får alarmen.")},
    )
    note = fields.ShortText(
        label=_("Regel"), max_length=300, required=False, help_text=_("Det, man skal vide, når alarmen lyder.")
    )


class RoomForm(forms.Form):
    """A room: what it suits, its alarm, the way out."""

    name = fields.ShortText(
        label=_("Navn"),
        max_length=80,
        help_text=_("Som det står på døren, fx Samtalerum 3."),
        error_messages={"required": _("Skriv rummets navn.")},
    )
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=RoomKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg typen.")},
    )
    suits = fields.ShortText(
        label=_("Hvad egner det sig til?"),
        max_length=200,
        required=False,
        help_text=_("Fx svære samtaler, hvor I er to."),
    )
    alarm = forms.ModelChoiceField(
        label=_("Alarm"),
        queryset=Alarm.objects.none(),
        required=False,
        empty_label=_("Ingen alarm i rummet"),
        error_messages={"invalid_choice": _("Vælg en alarm på listen.")},
    )
    way_out = fields.ShortText(
        label=_("Vejen ud"), max_length=200, required=False, help_text=_("Fx døren bag din stol, så gennem arkivet.")
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alarm"].queryset = site.alarms.all()
        self.fields["alarm"].optional_word = ""


class DefibrillatorForm(forms.Form):
    """Where a defibrillator hangs."""

    placement = fields.ShortText(
        label=_("Hvor hænger hjertestarteren?"),
        max_length=160,
        error_messages={"required": _("Skriv, hvor den hænger.")},
    )


class AlarmTestForm(forms.Form):
    """How a test went."""

    tested_on = fields.DateField(label=_("Afprøvet den"), past=True)
    worked = forms.TypedChoiceField(
        label=_("Virkede alarmen?"),
        choices=[("ja", _("Ja")), ("nej", _("Nej"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, om alarmen virkede.")},
    )
    fault = fields.ShortText(
        label=_("Hvad virkede ikke?"),
        max_length=300,
        required=False,
        help_text=_("Skriv det, så den, der skal rette det, kan forstå det."),
    )

    def clean(self):
        """Ask what failed when something did."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("worked") is False and not cleaned.get("fault"):
            self.add_error("fault", _("Skriv, hvad der ikke virkede."))
        tested = cleaned.get("tested_on")
        if tested and tested < calendar.add_months(calendar.today(), -120):
            self.add_error("tested_on", error("E-20"))
        return cleaned
