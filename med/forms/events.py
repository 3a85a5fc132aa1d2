"""An event in the calendar: when, for whom, how to take part (MED-63)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from med.models.calendar import Audience

LONGEST = 31  # days; a year typed wrong would otherwise stand in the calendar for good


class EventForm(forms.Form):
    """Day and hours stand in fields of their own, so that a draft finds each again."""

    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    audience = forms.MultipleChoiceField(
        label=_("Hvem er det for?"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kun de, du vælger, kan se arrangementet."),
        error_messages={"required": _("Vælg mindst én gruppe.")},
    )
    day = fields.DateField(label=_("Dato"), future=True)
    begins = fields.TimeField(label=_("Begynder kl."))
    last_day = fields.DateField(label=_("Sidste dag"), required=False, help_text=_("Kun hvis det varer flere dage."))
    ends = fields.TimeField(label=_("Slutter kl."), required=False)
    place = fields.ShortText(label=_("Sted"), max_length=160, required=False)
    registration = fields.ShortText(
        label=_("Tilmelding"),
        max_length=200,
        required=False,
        help_text=_("Hvordan og hvornår senest, fx »Skriv til HR senest 1. marts«."),
    )
    price = fields.ShortText(label=_("Pris"), max_length=60, required=False, help_text=_("Fx »Gratis« eller »150 kr.«"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """Put the moments together: an end needs an hour, and lies after the beginning."""
        found = super().clean()
        day, begins, last, ends = (found.get(name) for name in ("day", "begins", "last_day", "ends"))
        if last and not ends and "ends" not in self.errors:
            self.add_error("ends", _("Skriv også, hvornår den sidste dag slutter."))
        if self.errors:
            return found
        for name, on, at in (("starts_at", day, begins), ("ends_at", last or day, ends)):
            try:
                found[name] = calendar.moment(on, at) if at else None
            except ValueError as wrong:
                self.add_error("begins" if name == "starts_at" else "ends", str(wrong))
                return found
        if found["starts_at"] <= calendar.now():
            self.add_error("begins", _("Klokkeslættet er passeret."))
        if found["ends_at"] and found["ends_at"] <= found["starts_at"]:
            self.add_error("last_day" if last and last < day else "ends", _("Det skal slutte, efter det er begyndt."))
        elif last and (last - day).days >= LONGEST:
            self.add_error("last_day", _("Et arrangement kan højst vare %(n)s dage.") % {"n": LONGEST})
        return found

    def values(self):
        """Return what the event is to hold."""
        names = ("title", "audience", "starts_at", "ends_at", "place", "registration", "price")
        return {name: self.cleaned_data[name] for name in names}


def known(event):
    """Return what the form begins with for a known event."""
    starts, ends = calendar.local(event.starts_at), calendar.local(event.ends_at) if event.ends_at else None
    return {
        "title": event.title,
        "audience": event.audience,
        "day": starts.date(),
        "begins": starts.time(),
        "last_day": ends.date() if ends and ends.date() != starts.date() else None,
        "ends": ends.time() if ends else None,
        "place": event.place,
        "registration": event.registration,
        "price": event.price,
        "version": event.sequence,
    }
