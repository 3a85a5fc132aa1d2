"""What MED prints beside agenda and minutes: year wheel (P-05), annual discussion (P-07), APV plan (P-38) and lists."""

import re
from base64 import b64encode

from django.utils.translation import gettext as _

from core import calendar, documents, pdf
from med import numbering
from med.choices import FRAME_QUESTIONS
from med.models import AnnualDiscussion
from med.rules import wheel

documents.register_kind("P-05", "med.view_wheel")
documents.register_kind("P-07", "med.view_annual_discussion")
documents.register_kind("P-38", "med.view_assessment")
# A picture in a document carries its own style: page style sheets don't reach into it (docs/documents.md).
WHEEL_STYLE = (
    "<style>text{font-family:Public Sans Paper;font-size:21px;fill:#14191b}.seg{fill:#fff;stroke:#d5d8d9;stroke-width:2}"
    ".seg-past{fill:#f3f2ef}.seg-now{fill:#e1edf0}.mon{font-weight:600;fill:#454d51}.meet{fill:#0d4a5d}"
    ".meet-t{fill:#fff;font-weight:600}.duty{fill:#fff;stroke:#0d4a5d;stroke-width:2}.done{fill:#e6f1e9;stroke:#1f6b3a}"
    ".duty-t{fill:#0d4a5d;font-weight:600}.hand{stroke:#a32a1d;stroke-width:2.5}.hand-dot{fill:#a32a1d}"
    ".year{font-size:64px;font-weight:700}.year-s{font-size:19px;fill:#454d51}</style>"
)


def _as_image(drawing):
    """Return a picture as the address of an image, so that it can have words of its own."""
    whole = str(drawing).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" ', 1)
    whole = re.sub("<title>.*?</title>", WHEEL_STYLE, whole, count=1)
    return "data:image/svg+xml;base64," + b64encode(whole.encode()).decode()


def year_wheel(body, year, months, number=""):
    """Return a body's year wheel as a picture and a list (P-05); `number` is that of a frozen one."""
    title = _("Årshjul %(year)s for %(body)s") % {"year": year, "body": body}
    return pdf.render(
        "pdf/med/year_wheel.html",
        {
            "unit": body.unit,
            "body": body,
            "year": year,
            "months": months,
            "picture": _as_image(wheel.picture(months, year, title, calendar.today())),
            "title": title,
            "printed_on": calendar.today(),
        },
        title=title,
        document_id=number,
    )


def annual_discussion(row, number="", needs=()):
    """Return the yearly discussion on one page (P-07)."""
    before = AnnualDiscussion.objects.filter(body=row.body_id, year__lt=row.year).order_by("-year").first()
    return pdf.render(
        "pdf/med/annual_discussion.html",
        {
            "unit": row.body.unit,
            "row": row,
            "goals": row.goals.select_related("owner"),
            "needs": needs,
            "last_goals": before.goals.all() if before else [],
        },
        title=_("Årlig arbejdsmiljødrøftelse %(year)s") % {"year": row.year},
        document_id=number,
    )


def action_plan(assessment, measures, number=""):
    """Return the action plan of an APV or a survey (P-38); `number` is that of a frozen one."""
    return pdf.render(
        "pdf/med/action_plan.html",
        {
            "unit": assessment.unit,
            "assessment": assessment,
            "measures": measures,
            "printed_on": calendar.today(),
        },
        title=_("Handlingsplan: %(title)s") % {"title": assessment.title},
        document_id=number,
    )


def decision_list(rows, printed_for):
    """Return found decisions as a list on paper (P-04)."""
    return pdf.render(
        "pdf/med/decision_list.html",
        {"rows": rows, "printed_on": calendar.today(), "filters": printed_for},
        title=_("Beslutninger"),
    )


def dissemination(meeting, rows):
    """Return the form that says who is told what (P-06)."""
    return pdf.render(
        "pdf/med/dissemination.html",
        {"unit": meeting.body.unit, "meeting": meeting, "rows": rows},
        title=_("Formidlingsskema"),
    )


def frame(row, members):
    """Return a TRIO's rules of cooperation (P-08); `members` are [(person, when they stood behind it or None)]."""
    return pdf.render(
        "pdf/med/frame.html",
        {
            "unit": row.body.unit,
            "row": row,
            "points": [(label, row.answers.get(name, "")) for name, label in FRAME_QUESTIONS.items()],
            "members": members,
            "printed_on": calendar.today(),
        },
        title=_("Rammer for TRIO-samarbejdet"),
    )


def trio_meeting(meeting, items, notes):
    """Return a TRIO's agenda with its notes (P-09): internal, made when it is asked for and kept nowhere."""
    return pdf.render(
        "pdf/med/trio_meeting.html",
        {
            "unit": meeting.body.unit,
            "meeting": meeting,
            "parts": numbering.parts(items),
            "notes": notes,
            "printed_on": calendar.today(),
        },
        title=_("TRIO-møde"),
    )


def training(lines):
    """Return the overview of training (P-39)."""
    return pdf.render(
        "pdf/med/training.html",
        {"lines": lines, "printed_on": calendar.today()},
        title=_("Uddannelse for MED og arbejdsmiljøorganisationen"),
    )
