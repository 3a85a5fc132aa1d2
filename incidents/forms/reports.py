"""The joint report and the note for the citizen's journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from incidents.forms.ground import StepForm


class EventReportForm(StepForm):
    """The four parts; the version that was on the page comes along."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    course = fields.LongText(
        label=_("Hvad skete der?"),
        max_length=20000,
        rows=8,
        required=False,
        help_text=_("Skriv det sammen, i den rækkefølge det skete. Ord og handlinger, ingen bedømmelser."),
    )
    persons = fields.LongText(
        label=_("Hvem var med?"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Skriv »borgeren«, ikke et navn, hvor det er nok."),
    )
    measures = fields.LongText(label=_("Hvad har vi gjort?"), max_length=8000, rows=4, required=False)
    learning = fields.LongText(
        label=_("Hvad lærer vi?"),
        max_length=8000,
        rows=4,
        required=False,
        help_text=_("Hvad kan forhindre, at det sker igen?"),
    )


class JournalNoteForm(StepForm):
    """Short and factual: only what may be read aloud to the citizen."""

    on = fields.DateField(label=_("Hvornår skete det?"), past=True)
    event = fields.LongText(
        label=_("Kort om hændelsen"),
        max_length=2000,
        rows=4,
        help_text=_("Ord og handlinger. Ingen medarbejderes navne."),
        error_messages={"required": _("Skriv kort, hvad der skete.")},
    )
    sanction = fields.LongText(label=_("Hvad er besluttet?"), max_length=1000, rows=2, required=False)


class FiledForm(StepForm):
    """That a document lies on its case."""

    on = fields.DateField(label=_("Journaliseret den"), past=True)
    case_number = fields.ShortText(label=_("På sagsnummer"), max_length=40, required=False)
