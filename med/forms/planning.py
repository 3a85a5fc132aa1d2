"""Plan a year's meetings; say whether one comes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from med.rules.dates import LONGEST_SERIES

MONTHS = [(n, calendar.MONTHS[n - 1].capitalize()) for n in range(1, 13)]


class SeriesForm(forms.Form):
    """The habit that a year's meetings follow; or dates written one by one."""

    interval = forms.ChoiceField(
        label=_("Hvor tit mødes I?"),
        choices=[("monthly", _("Hver måned")), ("fortnight", _("Hver 14. dag")), ("other", _("Datoer, vi vælger"))],
        initial="other",
        widget=forms.RadioSelect,
        help_text=_("Hver 14. dag passer, når TRIO'en er i gang med noget svært. Hver måned holder samme ugedag."),
    )
    first = fields.DateField(label=_("Første møde"), required=False, future=True)
    last = fields.DateField(
        label=_("Sidste møde senest"), required=False, help_text=_("Står der ingenting, er det årets sidste dag.")
    )
    days = forms.CharField(
        label=_("Datoer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Én dato på hver linje, fx 12.02.2027. Bruges kun til »Datoer, vi vælger«."),
    )
    begins = fields.TimeField(label=_("Begynder kl."))
    ends = fields.TimeField(label=_("Slutter kl."))
    place = fields.ShortText(label=_("Sted"), max_length=160, required=False)

    def clean_days(self):
        """Return the dates, each understood as Danes write them."""
        found = []
        lines = [line.strip(" ,;") for line in self.cleaned_data["days"].splitlines() if line.strip(" ,;")]
        if len(lines) > LONGEST_SERIES:
            raise forms.ValidationError(_("Planlæg højst %(n)s møder ad gangen.") % {"n": LONGEST_SERIES})
        for line in lines:
            try:
                day = calendar.parse_date(line)
            except ValueError as wrong:
                raise forms.ValidationError(_("»%(line)s«: %(why)s") % {"line": line[:40], "why": wrong}) from wrong
            if day < calendar.today():
                raise forms.ValidationError(_("Datoen %(line)s er gået.") % {"line": line[:40]})
            found.append(day)
        return sorted(set(found))

    def clean(self):
        """Hold the habit together."""
        data = super().clean()
        if data.get("interval") == "other":
            if not data.get("days") and "days" not in self.errors:
                self.add_error("days", _("Skriv mindst én dato."))
        elif not data.get("first") and "first" not in self.errors:
            self.add_error("first", _("Skriv datoen for det første møde."))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("Det sidste møde kan ikke ligge før det første."))
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("Mødet skal slutte, efter det er begyndt."))
        return data
