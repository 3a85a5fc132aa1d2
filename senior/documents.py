"""What senior prints: preparation (P-32), talk (P-33), agreement (P-34), rights (P-35), 1:1 and MUS (P-37), numbers."""

from django.utils.translation import gettext as _

from core import calendar, documents, pdf
from senior import agreement_text, words
from senior.choices import Option
from senior.models import Signature

documents.register_kind("P-33", "senior.read_talk")
documents.register_kind("P-34", "senior.view_agreement")


def agreement_pdf(agreement, number=""):
    """Return the agreement on paper, with who has signed it."""
    signatures = Signature.objects.filter(agreement=agreement, voided_at__isnull=True).select_related("person")
    return pdf.render(
        "pdf/senior/agreement.html",
        {
            "unit": agreement.unit,
            "agreement": agreement,
            "facts": agreement_text.facts(agreement),
            "other_side": agreement_text.other_side(agreement),
            "signatures": signatures,
            "purpose": words.PURPOSE,
            "today": calendar.today(),
        },
        title=str(agreement.get_kind_display()),
        document_id=number,
    )


def talk_lines(talk):
    """Return [(heading, words)] of what a talk's record says."""
    themes, answers = talk.themes or {}, talk.answers or {}
    found = [(label, themes[name]) for name, label in words.THEMES.labels().items() if themes.get(name)]
    found += [(str(_("Ønsker")), talk.wishes)] if talk.wishes else []
    for questions in (words.LESS_TIME, words.WORKING_TIME):
        found += [(str(label), answers[name]) for name, label in questions.items() if answers.get(name)]
    found += [(str(_("Det aftalte vi")), talk.agreed)] if talk.agreed else []
    return found


def talk_options(talk, rows=None):
    """Return the whole menu with what became of each option."""
    known = {row.option: row for row in (rows if rows is not None else talk.options.all())}
    return [
        {
            "option": value,
            "label": label,
            "help": words.MENU[value],
            "row": known.get(value),
        }
        for value, label in Option.choices
    ]


def talk_pdf(talk, number=""):
    """Return the summary of a talk (P-33)."""
    return pdf.render(
        "pdf/senior/talk.html",
        {
            "unit": talk.unit,
            "talk": talk,
            "lines": talk_lines(talk),
            "options": talk_options(talk),
            "today": calendar.today(),
        },
        title=_("Resumé af seniorsamtale"),
        document_id=number,
    )


def preparation_pdf(talk, sheet):
    """Return the employee's own sheet, empty where nothing is written (P-32)."""
    answers = sheet.answers if sheet else {}
    return pdf.render(
        "pdf/senior/preparation.html",
        {
            "unit": talk.unit,
            "person": talk.person,
            "rows": [(label, answers.get(name, "")) for name, label in words.PREPARATION.items()],
            "shared": bool(sheet and sheet.shared_at),
            "today": calendar.today(),
        },
        title=_("Forberedelse til seniorsamtale"),
    )


def rights_pdf(person, rows, belonging, on, confirmed=None):
    """Return what applies when for a person, as information (P-35), and whether HR has confirmed it."""
    return pdf.render(
        "pdf/senior/rights.html",
        {
            "unit": person.unit,
            "person": person,
            "rows": rows,
            "belonging": belonging,
            "today": on,
            "confirmed": confirmed,
        },
        title=_("Dine muligheder som senior"),
    )


def conversation_pdf(conversation, lines):
    """Return what two people talked about (P-37)."""
    return pdf.render(
        "pdf/senior/conversation.html",
        {
            "unit": conversation.unit,
            "conversation": conversation,
            "lines": lines,
            "names": ", ".join(one.name for one in conversation.people),
            "parties": conversation.parties(),
            "today": calendar.today(),
        },
        title=str(conversation.get_kind_display()),
    )


def plan_pdf(plan, lines):
    """Return a development plan (P-37)."""
    return pdf.render(
        "pdf/senior/plan.html",
        {
            "unit": plan.unit,
            "plan": plan,
            "lines": lines,
            "names": ", ".join(one.name for one in plan.people),
            "today": calendar.today(),
        },
        title=_("Udviklingsplan"),
    )


def numbers_pdf(context):
    """Return a year's numbers for LokalMED."""
    return pdf.render(
        "pdf/senior/numbers.html",
        context,
        title=_("Seniorsamtaler og aftaler %(year)s") % {"year": context["year"]},
        document_id=f"SEN-{context['year']}",
    )
