"""People and their employment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.forms_administration.ground import WEEKDAYS, AddressField, SiteField, UnitField, with_ending
from core.models.person import Area


class PersonForm(forms.Form):
    """Only what the functions need. The date of birth is there for HR alone."""

    name = fields.ShortText(label=_("Navn"), max_length=120, error_messages={"required": _("Skriv navnet.")})
    email = AddressField(label=_("Mail"), help_text=_("Arbejdsmailen. Den bruges til at logge ind."))
    title = fields.ShortText(
        label=_("Stilling"), max_length=80, required=False, help_text=_("Med lille begyndelsesbogstav, fx rådgiver.")
    )
    initials = fields.ShortText(
        label=_("Initialer"), max_length=8, required=False, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    phone = fields.PhoneField(label=_("Telefon"), required=False, max_length=20)
    unit = UnitField(label=_("Afdeling"), required=False, empty_label=_("Ingen afdeling"))
    site = SiteField(label=_("Arbejdssted"), required=False, empty_label=_("Intet fast sted"))
    active_from = fields.DateField(label=_("Ansat fra"), required=False)
    worked_weekdays = forms.TypedMultipleChoiceField(
        label=_("Arbejdsdage"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[1, 2, 3, 4, 5],
        error_messages={"required": _("Vælg mindst én arbejdsdag.")},
    )
    collective_agreement = fields.ShortText(label=_("Overenskomst"), max_length=80, required=False)
    employment_area = forms.ChoiceField(
        label=_("Ansættelsesområde"), choices=Area.choices, initial="municipal", widget=forms.RadioSelect
    )
    employed_since = fields.DateField(label=_("Ansat i kommunen siden"), required=False, past=True)
    born_on = fields.DateField(label=_("Født"), required=False, past=True, help_text=_("Kun HR kan se datoen."))

    def __init__(self, *args, sees_birth_date=False, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].fill(also=person.unit if person else None)
        if not sees_birth_date:
            del self.fields["born_on"]
        if person and person.site_id:
            from core.models import Site

            self.fields["site"].queryset = Site.objects.in_use() | Site.objects.filter(pk=person.site_id)

    def clean(self):
        """Hold the days to their order."""
        return (
            with_ending(self, super().clean(), "employed_since", "active_from")
            if self.cleaned_data.get("active_from")
            else self.cleaned_data
        )


class LastDayForm(forms.Form):
    """The last day of an employment."""

    on = fields.DateField(
        label=_("Sidste arbejdsdag"),
        help_text=_("Roller slutter den dag. Dagen efter går åbne opgaver til nærmeste leder."),
    )
