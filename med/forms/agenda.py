"""Items of an agenda, and what members write to them before the meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.texts import text
from med.choices import EnvironmentEffect, Influence, Party, Purpose, Responsible
from med.forms.ground import RowField, TagsField


class ItemForm(forms.Form):
    """What an item says (MED-06)."""

    title = fields.ShortText(label=_("Titel"), max_length=160, error_messages={"required": _("Skriv en titel.")})
    purpose = forms.ChoiceField(label=_("Formål"), choices=Purpose.choices)
    background = fields.LongText(
        label=_("Sagsfremstilling"),
        max_length=8000,
        rows=5,
        required=False,
        help_text=_("Skriv det, mødet skal svare på, som et spørgsmål."),
    )
    environment_effect = forms.ChoiceField(
        label=_("Betydning for arbejdsmiljøet"),
        choices=[("", _("Ikke vurderet")), *EnvironmentEffect.choices],
        required=False,
    )
    environment = fields.LongText(
        label=_("Arbejdsmiljø"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=text("field_help", "working_environment"),
    )
    responsible_person = RowField(label=_("Ansvarlig person"), required=False)
    responsible_role = forms.ChoiceField(
        label=_("Eller ansvarlig side eller gruppe"),
        choices=[("", _("Ingen valgt")), *Responsible.choices],
        required=False,
    )
    responsible_body = RowField(label=_("Eller arbejdsgruppe"), required=False)
    influence = forms.ChoiceField(
        label=_("Form for indflydelse"), choices=[("", _("Ikke valgt")), *Influence.choices], required=False
    )
    duration = forms.IntegerField(label=_("Minutter"), min_value=0, max_value=480, initial=10)
    follows_on = fields.DateField(
        label=_("Bilag kommer senest"), required=False, help_text=_("Kun hvis noget bliver eftersendt.")
    )

    def __init__(self, *args, people=(), groups=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible_person"].offer(people)
        self.fields["responsible_body"].offer(groups)

    def clean(self):
        """One party answers for the item."""
        found = super().clean()
        chosen = [name for name in ("responsible_person", "responsible_role", "responsible_body") if found.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], _("Vælg kun én ansvarlig: en person, en side eller en arbejdsgruppe."))
        return found


class ItemEditForm(ItemForm):
    """What an item says, with the mark of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class TagsForm(forms.Form):
    """By which words a topic is found."""

    tags = TagsField(
        label=_("Emneord"),
        required=False,
        help_text=_("Adskil med komma, fx stress, hjemmearbejde. Emnets beslutninger kan findes på dem."),
    )


class InputForm(forms.Form):
    """What a member writes to an item."""

    text = fields.LongText(
        label=_("Dit oplæg"),
        max_length=6000,
        rows=4,
        required=False,
        help_text=_("Medlemmerne kan læse det før mødet. Ingen enkeltsager."),
    )


class FilesForm(forms.Form):
    """Files to an item."""

    files = fields.FilesField(
        label=_("Vedhæft filer"), help_text=_("Medlemmerne kan læse dem. Når referatet er offentliggjort, kan alle.")
    )
    closed = forms.BooleanField(label=_("Lukket bilag: kun udvalgets medlemmer kan læse det"), required=False)
    still_missing = forms.BooleanField(label=_("Der mangler stadig et bilag"), required=False)

    def __init__(self, *args, promised=False, may_close=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not promised:
            del self.fields["still_missing"]
        if not may_close:
            del self.fields["closed"]


class PreNoteForm(forms.Form):
    """A note of one's own side."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = fields.LongText(label=_("Jeres note"), max_length=6000, rows=3, required=False)


class PreMeetingForm(forms.Form):
    """When one side meets before the meeting."""

    day = fields.DateField(label=_("Dato"), required=False)
    begins = fields.TimeField(label=_("Kl."), required=False)
    place = fields.ShortText(label=_("Sted"), max_length=160, required=False)
    participants = fields.ShortText(label=_("Hvem er med?"), max_length=300, required=False)
    ideas = fields.LongText(label=_("Idéer, I vil tage med"), max_length=4000, rows=3, required=False)

    def clean(self):
        """Put the moment together."""
        found = super().clean()
        if bool(found.get("day")) != bool(found.get("begins")) and not self.errors:
            self.add_error("begins" if found.get("day") else "day", _("Skriv både dato og klokkeslæt."))
        elif found.get("day"):
            try:
                found["starts_at"] = calendar.moment(found["day"], found["begins"])
            except ValueError as wrong:
                self.add_error("begins", str(wrong))
        return found

    def values(self):
        """Return what the verb takes."""
        names = ("starts_at", "place", "participants", "ideas")
        return {name: self.cleaned_data.get(name) for name in names}


class ProposalForm(forms.Form):
    """A wish for the agenda."""

    title = fields.ShortText(label=_("Emne"), max_length=160, error_messages={"required": _("Skriv emnet.")})
    text = fields.LongText(
        label=_("Hvad skal mødet svare på?"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("Skriv det som et spørgsmål. Ingen enkeltsager og ingen navne på borgere."),
    )
    purpose = forms.ChoiceField(label=_("Hvad ønsker du?"), choices=Purpose.choices, initial="discussion")
    is_terms = forms.BooleanField(
        label=_("Det handler om løn eller vilkår for bestemte personer eller en bestemt gruppe"),
        required=False,
        help_text=_("Så går det til TR i stedet. Det forhandles af TR eller kredsen og kommer ikke på dagsordenen."),
    )


class ProposalThroughForm(ProposalForm):
    """An employee's wish, through TR or AMR."""

    via = RowField(label=_("Hvem skal tage det med?"), help_text=_("TR eller AMR læser det først."))

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["via"].offer(people)
        self.order_fields(["title", "text", "purpose", "via", "is_terms"])


class NegotiateForm(forms.Form):
    """Who negotiates it."""

    party = forms.ChoiceField(
        label=_("Hvem forhandler?"), choices=Party.choices, widget=forms.RadioSelect, initial="tr"
    )
    reason = fields.SentenceField(
        label=_("Begrundelse"), max_length=600, help_text=_("Den, der har foreslået, kan læse den.")
    )


class RejectForm(forms.Form):
    """Why a proposal isn't taken up."""

    reason = fields.SentenceField(
        label=_("Begrundelse"), max_length=600, help_text=_("Den, der har foreslået, kan læse den.")
    )
