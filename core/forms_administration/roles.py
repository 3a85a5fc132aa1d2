"""Roles, absences, and the leader chain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.forms_administration.ground import PersonField, SiteField, UnitField, with_ending
from core.models import RoleKind


class RoleForm(forms.Form):
    """Who, what, where, from when until when."""

    person = PersonField(label=_("Hvem?"))
    kind = forms.ChoiceField(
        label=_("Rolle"),
        choices=[("", _("Vælg rolle"))] + list(RoleKind.choices),
        error_messages={"required": _("Vælg rollen.")},
    )
    unit = UnitField(
        label=_("Afdeling"),
        required=False,
        empty_label=_("Ingen"),
        help_text=_(
            "Rollen gælder afdelingen og alle under den. Uden afdeling og arbejdssted gælder den hele kommunen."
        ),
    )
    site = SiteField(
        label=_("Arbejdssted"),
        required=False,
        empty_label=_("Intet"),
        help_text=_("Kun for AMR, TR og servicemedarbejdere."),
    )
    starts_on = fields.DateField(label=_("Fra"))
    ends_on = fields.DateField(
        label=_("Til og med"), required=False, help_text=_("Adgangen slutter af sig selv den dag.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].fill()

    def clean(self):
        """Hold the days to their order."""
        return with_ending(self, super().clean())


class RoleDaysForm(forms.Form):
    """The days of a role."""

    starts_on = fields.DateField(label=_("Fra"))
    ends_on = fields.DateField(
        label=_("Til og med"), required=False, help_text=_("Adgangen slutter af sig selv den dag.")
    )

    def clean(self):
        """Hold the days to their order."""
        return with_ending(self, super().clean())


class AbsenceForm(forms.Form):
    """From when until when, and who stands in. Not why."""

    starts_on = fields.DateField(label=_("Væk fra"))
    ends_on = fields.DateField(label=_("Til og med"), help_text=_("Er du i tvivl, så skriv et gæt. Datoen kan ændres."))
    deputy = PersonField(
        label=_("Stedfortræder"),
        required=False,
        help_text=_("Skriv mailadressen eller hele navnet. Stedfortræderen får besked med det samme."),
    )
    note = fields.ShortText(
        label=_("Aftalt om opgaver"),
        max_length=300,
        required=False,
        help_text=_("Skriv ikke, hvorfor personen er væk."),
    )

    def clean(self):
        """Hold the days to their order, and within reason."""
        cleaned = with_ending(self, super().clean())
        ends = cleaned.get("ends_on")
        if ends and "ends_on" not in self.errors and ends > calendar.add_months(calendar.today(), 36):
            self.add_error("ends_on", _("Datoen ligger mere end tre år fremme. Ret den."))
        if ends and "ends_on" not in self.errors and ends < calendar.today():
            self.add_error("ends_on", _("Fraværet er slut. Vælg i dag eller en senere dag."))
        return cleaned


class WhomForm(forms.Form):
    """Whose absence."""

    person = PersonField(label=_("Hvem er væk?"))


class ChainStepForm(forms.Form):
    """One link: a person, or whoever leads a unit."""

    label = fields.ShortText(
        label=_("Betegnelse"),
        max_length=80,
        help_text=_("Fx »anden kontorleder« eller »direktør«."),
        error_messages={"required": _("Skriv, hvem det er i kæden.")},
    )
    person = PersonField(label=_("Person"), required=False)
    led_unit = UnitField(
        label=_("Eller lederen af"),
        required=False,
        empty_label=_("Vælg afdeling"),
        help_text=_("Så følger leddet med, når afdelingen får en ny leder."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["led_unit"].fill()
