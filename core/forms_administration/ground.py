"""Choices that many forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Person, Site, Unit
from core.texts import error

WEEKDAYS = [
    (1, _("Mandag")),
    (2, _("Tirsdag")),
    (3, _("Onsdag")),
    (4, _("Torsdag")),
    (5, _("Fredag")),
    (6, _("Lørdag")),
    (7, _("Søndag")),
]


class UnitField(forms.ModelChoiceField):
    """A unit in use, shown under those above it."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "error_messages", {"required": _("Vælg en afdeling."), "invalid_choice": _("Vælg en afdeling på listen.")}
        )
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def fill(self, *, also=None):
        """Read the units in the order of the tree; `also` is a closed one that the row has already."""
        found = Unit.objects.all() if also else Unit.objects.in_use()
        self.queryset = found
        names = {unit.pk: unit for unit in Unit.objects.all()}
        shown = [unit for unit in names.values() if unit.closed_on is None or (also and unit.pk == also.pk)]

        def trail(unit):
            return [names[pk].name.lower() for pk in reversed(unit.ancestor_ids) if pk in names]

        shown.sort(key=trail)
        self._in_order = [(unit.pk, "\u2003" * (len(unit.ancestor_ids) - 1) + unit.name) for unit in shown]
        self.choices = [("", self.empty_label or _("Vælg afdeling")), *self._in_order]

    def narrow(self, units):
        """Offer these units only, and make one of them necessary."""
        allowed = set(units.values_list("pk", flat=True))
        self.queryset = self.queryset.filter(pk__in=allowed)
        self.choices = [("", _("Vælg afdeling")), *(one for one in self._in_order if one[0] in allowed)]
        self.required, self.empty_label = True, None


class SiteField(forms.ModelChoiceField):
    """A site in use."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "error_messages",
            {"required": _("Vælg et arbejdssted."), "invalid_choice": _("Vælg et arbejdssted på listen.")},
        )
        super().__init__(queryset=Site.objects.in_use(), **kwargs)


class PersonField(forms.CharField):
    """A colleague, typed as a mail address or a whole name; there are too many for a list (E-14)."""

    def __init__(self, **kwargs):
        kwargs.setdefault("error_messages", {"required": _("Skriv navn eller mail.")})
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("help_text", _("Skriv mailadressen eller hele navnet."))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "list": "colleagues"}))
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the person, or None when nothing was typed."""
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        if "@" in text:
            person = Person.objects.filter(email__iexact=text).first()
        else:
            found = list(Person.objects.filter(name__iexact=text)[:2])
            if len(found) > 1:
                raise forms.ValidationError(_("Der er flere, der hedder sådan. Skriv mailadressen."), code="several")
            person = found[0] if found else None
        if person is None:
            raise forms.ValidationError(error("E-14", tekst=text[:60]), code="unknown")
        return person

    def prepare_value(self, value):
        """Show a person as the mail address."""
        return value.email if isinstance(value, Person) else value


class AddressField(forms.EmailField):
    """A mail address (E-06)."""

    default_error_messages = {"required": _("Skriv mailadressen."), "invalid": error("E-06")}


def with_ending(form, cleaned, first="starts_on", last="ends_on"):
    """Put E-25 by the last day when it lies before the first."""
    begins, ends = cleaned.get(first), cleaned.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, error("E-25"))
    return cleaned


class ReasonForm(forms.Form):
    """Why."""

    reason = fields.SentenceField(
        label=_("Hvorfor?"), max_length=300, help_text=_("Begrundelsen står i loggen. Skriv ikke om sygdom.")
    )
