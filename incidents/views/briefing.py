"""The gathering of the department, with its points."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar
from core.views.documents import pdf_response
from incidents import documents
from incidents.actions import briefing as verbs
from incidents.forms.briefing import BriefingForm
from incidents.views.ground import StepPage, find_incident


@require_http_methods(["GET", "POST"])
def briefing(request, pk):
    """Show the points and note the briefing."""
    page = StepPage(request, pk, "incidents.briefing", "incidents.manage")
    form = page.form(BriefingForm, initial={"held_by": request.user.name, "held_at": calendar.now()})
    return page.answer(
        form,
        lambda data: verbs.record_briefing(page.incident, by=request.user, **data),
        _("Briefingen er noteret."),
        template="incidents/steps/briefing.html",
        points=documents.briefing_points(),
        held=page.incident.briefings.order_by("held_at"),
    )


@require_GET
def briefing_sheet(request, pk):
    """Hand out the points on paper (P-21)."""
    incident = find_incident(request, pk, "incidents.manage")
    audit.record("incidents.briefing_sheet_printed", incident, by=request.user)
    return pdf_response(documents.briefing(incident, documents.briefing_points()), "briefing")
