"""The work-injury report: absence, facts, receipt; and the sheet with EASY's fields in EASY's order."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar
from core.models import ReferenceLink
from core.settings_values import Settings
from core.views.documents import pdf_response
from incidents import documents
from incidents.actions import injury as verbs
from incidents.forms.injury import AbsenceForm, InjuryFactsForm, ReceiptForm
from incidents.rules import deadlines
from incidents.views.ground import StepPage, find_incident


@require_http_methods(["GET", "POST"])
def injury(request, pk):
    """Set the first day of absence, note doctor and insurance, and the receipt."""
    page = StepPage(request, pk, verbs.CODE, "incidents.report_injury", shows_case=True, along=["injury__reported_by"])
    known = getattr(page.incident, "injury", None)
    has_insurance = Settings(page.incident.unit).flag("violence_insurance")
    clock = deadlines.clock_of(page.incident, verbs.CODE)
    absence = page.form(AbsenceForm, name="absence", initial={"day": page.incident.first_absence_on})
    facts = page.form(
        InjuryFactsForm,
        name="facts",
        has_insurance=has_insurance,
        initial={name: getattr(known, name) for name in ("doctor_seen_on", "insurance_told_on") if known},
    )
    receipt = page.form(
        ReceiptForm,
        name="receipt",
        initial={
            "reported_on": (known and known.reported_on) or calendar.today(),
            "receipt": known.receipt if known else "",
        },
    )
    skip, gone = page.skip()
    here = redirect("incidents:injury", pk=pk)
    if gone is None and absence.is_bound and absence.is_valid():
        gone = page.act(
            absence,
            lambda data: verbs.set_first_absence(page.incident, by=request.user, **data),
            _("Fraværsdagen er gemt, og fristen er regnet om."),
            here,
        )
    if gone is None and facts.is_bound and facts.is_valid():
        gone = page.act(
            facts, lambda data: verbs.save_facts(page.incident, by=request.user, **data), _("Det er gemt."), here
        )
    if gone is None and receipt.is_bound and receipt.is_valid():
        gone = page.act(
            receipt,
            lambda data: verbs.record_report(page.incident, by=request.user, **data),
            _("Skadesanmeldelsen er noteret."),
        )
    return gone or page.render(
        "incidents/steps/injury.html",
        absence=absence,
        facts=facts,
        receipt=receipt,
        skip=skip,
        known=known,
        has_insurance=has_insurance,
        reasons=clock["reasons"] if clock else [],
        link=ReferenceLink.objects.filter(code="easy").exclude(url="").first(),
    )


ON_THE_SHEET = ("injury", "police")


def _fields(incident):
    return documents.easy_fields(incident, getattr(incident, "injury", None), Settings(incident.unit))


@require_GET
def easy_sheet(request, pk):
    """Show EASY's fields in EASY's order, each with a copy button; an empty line where the CPR number goes."""
    page = StepPage(request, pk, verbs.CODE, "incidents.report_injury", along=ON_THE_SHEET)
    audit.read("incidents.easy_sheet_opened", page.incident, by=request.user)
    return page.render(
        "incidents/steps/easy_sheet.html",
        groups=_fields(page.incident),
        link=ReferenceLink.objects.filter(code="easy").exclude(url="").first(),
    )


@require_GET
def easy_sheet_pdf(request, pk):
    """Hand out the same sheet on paper."""
    incident = find_incident(request, pk, "incidents.report_injury", along=ON_THE_SHEET)
    audit.read("incidents.easy_sheet_printed", incident, by=request.user)
    return pdf_response(documents.easy_sheet(incident, _fields(incident)), "ark-til-easy")
