"""Calls to other departments, and the sheet to have at hand while calling."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar
from core.views.documents import pdf_response
from incidents import documents
from incidents.actions import calls as verbs
from incidents.forms.calls import DepartmentCallForm
from incidents.views.ground import StepPage, find_incident


@require_http_methods(["GET", "POST"])
def department_call(request, pk):
    """Note a call, and show those that were made."""
    page = StepPage(request, pk, "incidents.department_call", "incidents.manage", shows_case=True)
    form = page.form(DepartmentCallForm, initial={"called_at": calendar.now()})
    return page.answer(
        form,
        lambda data: verbs.record_call(page.incident, by=request.user, **data),
        _("Opkaldet er noteret."),
        template="incidents/steps/department_call.html",
        calls=page.incident.department_calls.order_by("called_at"),
    )


@require_GET
def call_sheet(request, pk):
    """Hand out the sheet (P-20); name and CPR number are spoken, so their lines are empty."""
    incident = find_incident(request, pk, "incidents.manage")
    audit.read("incidents.call_sheet_printed", incident, by=request.user)
    return pdf_response(documents.call_sheet(incident, request.user), "samtaleark")
