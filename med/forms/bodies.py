"""Bodies, seats, meetings' dates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.forms_administration.ground import PersonField
from core.texts import error
from med.choices import BodyKind, MeetingKind, Represents, SeatFunction, Side
from med.forms.ground import RowField


class BodyForm(forms.Form):
    """A body's facts and own rules."""

    name = fields.ShortText(label=_("Navn"), max_length=120, error_messages={"required": _("Skriv udvalgets navn.")})
    short_name = fields.ShortText(
        label=_("Kort navn"), max_length=40, required=False, help_text=_("Bruges i lister og mails.")
    )
    kind = forms.ChoiceField(label=_("Hvad er det?"), choices=BodyKind.choices)
    unit = RowField(label=_("Afdeling"), required=False)
    site = RowField(label=_("Arbejdssted"), required=False, help_text=_("For en TRIO eller en AMR-gruppe."))
    parent = RowField(label=_("Hører under"), required=False)
    handles_environment = forms.BooleanField(
        label=_("Arbejdsmiljøarbejdet ligger i udvalget"), required=False, initial=True
    )
    agreement_url = forms.URLField(
        label=_("Link til den lokale MED-aftale"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": error("E-13")},
    )
    proposal_days = forms.IntegerField(label=_("Forslag senest, dage før mødet"), min_value=0, max_value=60, initial=14)
    agenda_days = forms.IntegerField(label=_("Dagsorden senest, dage før mødet"), min_value=0, max_value=60, initial=8)
    attachment_days = forms.IntegerField(label=_("Bilag senest, dage før mødet"), min_value=0, max_value=60, initial=5)
    minutes_days = forms.IntegerField(
        label=_("Referat senest, hverdage efter mødet"), min_value=1, max_value=60, initial=3
    )
    comment_days = forms.IntegerField(
        label=_("Bemærkninger senest, hverdage efter referatet"), min_value=1, max_value=60, initial=5
    )
    meetings_a_year = forms.IntegerField(label=_("Møder om året"), min_value=1, max_value=60, initial=4)
    waiver = fields.ShortText(
        label=_("Aftalt fravigelse fra fristerne"),
        max_length=300,
        required=False,
        help_text=_("Hvad er I enige om at fravige, og hvornår aftalte I det?"),
    )


class SeatForm(forms.Form):
    """One person's seat."""

    person = PersonField(label=_("Hvem?"))
    function = forms.ChoiceField(label=_("Funktion"), choices=SeatFunction.choices, initial="member")
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, initial="employee")
    represents = forms.ChoiceField(label=_("Sidder der som"), choices=Represents.choices, initial="none")
    substitute_for = RowField(label=_("Suppleant for"), required=False)
    starts_on = fields.DateField(label=_("Fra"))
    ends_on = fields.DateField(
        label=_("Til og med"), required=False, help_text=_("Lad den stå tom, hvis den ikke er aftalt.")
    )

    def __init__(self, *args, people, seats=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["substitute_for"].offer(seats, lambda seat: seat.person.name)

    def clean_person(self):
        """Take only somebody who works here and whom the person may see."""
        person = self.cleaned_data["person"]
        if not self.people.filter(pk=person.pk).exists():
            raise forms.ValidationError(error("E-14", tekst=str(self.data.get("person", ""))[:60]), code="unknown")
        return person


class SeatEndForm(forms.Form):
    """The last day of a seat."""

    ends_on = fields.DateField(label=_("Sidste dag"))


class MeetingForm(forms.Form):
    """When and where."""

    day = fields.DateField(label=_("Dato"))
    begins = fields.TimeField(label=_("Fra kl."))
    ends = fields.TimeField(label=_("Til kl."))
    place = fields.ShortText(label=_("Sted"), max_length=160, required=False)
    link = forms.URLField(
        label=_("Link til onlinemøde"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": error("E-13")},
    )

    def clean(self):
        """Put the moments together."""
        found = super().clean()
        if found.get("day") and found.get("begins") and found.get("ends"):
            try:
                found["starts_at"] = calendar.moment(found["day"], found["begins"])
                found["ends_at"] = calendar.moment(found["day"], found["ends"])
            except ValueError as wrong:
                self.add_error("begins", str(wrong))
                return found
            if found["ends_at"] <= found["starts_at"]:
                self.add_error("ends", error("E-26"))
        return found

    def times(self):
        """Return what the verbs take."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "place", "link")}


class NewMeetingForm(MeetingForm):
    """A new meeting."""

    kind = forms.ChoiceField(label=_("Slags"), choices=MeetingKind.choices, initial="ordinary")
    minute_taker = RowField(label=_("Referent"), required=False)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minute_taker"].offer(people)

    def clean(self):
        """A new meeting lies ahead."""
        found = super().clean()
        if found.get("starts_at") and found["starts_at"] < calendar.now():
            self.add_error("day", error("E-23"))
        return found


class SureForm(forms.Form):
    """That it is meant."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")


class ReasonForm(forms.Form):
    """Why."""

    reason = fields.SentenceField(label=_("Hvorfor?"), max_length=300)


class MergeForm(ReasonForm):
    """Which other meeting takes over."""

    into = RowField(label=_("Hvilket møde?"), error_messages={"required": _("Vælg et møde.")})
    field_order = ["into", "reason"]

    def __init__(self, *args, meetings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].offer(
            meetings, lambda one: f"{calendar.long_date(one.starts_at)}, {one.get_state_display()}"
        )
