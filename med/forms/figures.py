"""Numbers for economy and sickness absence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import error
from med.choices import FigureKind
from med.forms.ground import RowField


class PercentField(forms.DecimalField):
    """A per cent number with a comma."""

    def __init__(self, **kwargs):
        super().__init__(
            max_digits=5,
            decimal_places=1,
            min_value=0,
            max_value=999,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-s", "autocomplete": "off"}),
            error_messages={
                "required": _("Skriv procenten."),
                "invalid": error("E-09"),
                "max_decimal_places": _("Skriv højst én decimal."),
            },
            **kwargs,
        )

    def to_python(self, value):
        """Read a comma as well as a point."""
        return super().to_python(str(value).replace("%", "").replace(",", ".").strip() if value else value)


class FigureForm(forms.Form):
    """One unit's number for one period."""

    kind = forms.ChoiceField(label=_("Hvad"), choices=FigureKind.choices)
    unit = RowField(label=_("Afdeling"))
    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Periode"),
        choices=[("", _("Hele året")), *((n, _("%(n)s. kvartal") % {"n": n}) for n in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    percent = PercentField(label=_("Procent"), help_text=_("Forbrug eller fravær, fx 6,8."))
    amount = forms.IntegerField(
        label=_("Beløb i 1.000 kr."), required=False, help_text=_("Kun økonomi. Minus betyder mindreforbrug.")
    )
    group_size = forms.IntegerField(
        label=_("Antal ansatte"),
        min_value=0,
        max_value=100000,
        required=False,
        help_text=_("Sygefravær for små grupper bliver ikke vist."),
    )
    note = fields.ShortText(label=_("Forklaring"), max_length=300, required=False)

    def __init__(self, *args, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units)

    def clean(self):
        """Sickness absence needs the size of the group."""
        found = super().clean()
        if (
            found.get("kind") == FigureKind.SICKNESS
            and found.get("group_size") is None
            and "group_size" not in self.errors
        ):
            self.add_error("group_size", _("Skriv, hvor mange ansatte tallet dækker."))
        return found
