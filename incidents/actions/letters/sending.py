"""An approved letter on its way: printed, sent, filed (INC-58, INC-84, R-12)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, documents, pdf, todos
from core.models import Todo
from core.permissions import require
from core.states import StepRefused
from core.texts import error
from incidents.actions import sanctions as sanction_verbs
from incidents.actions.letters.approving import verify
from incidents.actions.letters.ground import FILE, SEND, Tampered, begin_step, finish_step, load
from incidents.letters import building
from incidents.states import LETTER


def still_holds(letter):
    """Refuse to print or send what announces a measure that no longer holds."""
    sanction = letter.sanction
    if (
        sanction
        and letter.type.code not in ("end_of_restriction", "ban_hearing")
        and sanction.state not in building.DECIDED
    ):
        raise ValidationError(
            _("Sanktionen gælder ikke længere. Lav en ny version, eller lad være med at sende brevet."), code="ended"
        )


@transaction.atomic
def print_pdf(letter, *, by):
    """Make the PDF of the frozen text and keep it; return the letter.

    Raises Tampered, ValidationError, pdf.PdfError, StepRefused.
    """
    require(by, "incidents.send_letter", letter)
    letter = load(letter.pk, lock=True)
    if letter.state != "approved":
        raise StepRefused(LETTER.steps["print"], letter, error("E-50", tilstand=letter.get_state_display().lower()))
    verify(letter)
    still_holds(letter)
    doc = letter.fields["_printed"]
    content = pdf.render_html(letter.approved_html, document_id=doc["number"], at=letter.approved_at)
    document = documents.freeze(
        letter.type.pdf,
        doc["title"],
        letter,
        content,
        by,
        approved_by=letter.approved_by,
        number=doc["number"],
        case_number=letter.case_number,
    )
    return load(LETTER.take("print", letter, by=by, document=document, details={"document": document.pk}).pk)


@transaction.atomic
def mark_sent(letter, *, by, on, how):
    """Note that the letter was sent, after comparing text and file with what was approved once more.

    Return the letter.
    """
    require(by, "incidents.send_letter", letter)
    letter = load(letter.pk, lock=True)
    if letter.state != "printed":
        raise StepRefused(LETTER.steps["mark_sent"], letter, error("E-50", tilstand=letter.get_state_display().lower()))
    verify(letter)
    still_holds(letter)
    try:
        documents.content_of(letter.document)
    except documents.Damaged as fault:
        raise Tampered() from fault
    if on > calendar.today():
        raise ValidationError({"sent_on": error("E-22")})
    if on < calendar.local_date(letter.approved_at):
        raise ValidationError(
            {"sent_on": _("Brevet blev først godkendt %(day)s.") % {"day": calendar.long_date(letter.approved_at)}}
        )
    found = LETTER.take("mark_sent", letter, by=by, sent_on=on, sent_how=how, sent_by=by, details={"how": how})
    finish_step(found, SEND, ["approved", "printed"], by=by)
    begin_step(found, FILE, "letter_sent", by=by)
    if letter.type.code == "end_of_restriction" and letter.sanction_id:
        for todo in Todo.objects.about(letter.sanction).open().filter(code=sanction_verbs.END):
            todos.complete(todo, by=by)
    return load(found.pk)


@transaction.atomic
def mark_filed(letter, *, by, on, case_number, benefit_case=""):
    """Note where and when the letter was filed, and the copy on the benefit case if there is one (INC-58).

    Return the letter.
    """
    if on > calendar.today():
        raise ValidationError({"filed_on": error("E-22")})
    if letter.sent_on and on < letter.sent_on:
        raise ValidationError(
            {"filed_on": _("Brevet blev først sendt %(day)s.") % {"day": calendar.long_date(letter.sent_on)}}
        )
    found = LETTER.take(
        "mark_filed", letter, by=by, filed_on=on, filed_by=by, case_number=case_number, benefit_case=benefit_case
    )
    if found.document_id:
        documents.mark_filed(found.document, on=on, by=by, case_number=case_number)
    finish_step(found, FILE, ["sent"], by=by)
    return load(found.pk)
