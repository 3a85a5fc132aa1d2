"""The number from Safetynet."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.models import ReferenceLink
from incidents.actions import safetynet as verbs
from incidents.forms.safetynet import SafetynetForm
from incidents.models import SafetynetEntry
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def safetynet(request, pk):
    """Note that the incident stands in Safetynet too."""
    page = StepPage(request, pk, "incidents.safetynet", "incidents.help_safetynet")
    known = SafetynetEntry.objects.filter(incident=page.incident).first()
    form = page.form(
        SafetynetForm,
        initial={
            "number": known.number if known else "",
            "entered_on": known.entered_on if known else calendar.today(),
            "helped_by_safety_rep": known.helped_by_safety_rep if known else request.user.standing.has("safety_rep"),
        },
    )
    return page.answer(
        form,
        lambda data: verbs.record_entry(page.incident, by=request.user, **data),
        _("Nummeret fra Safetynet er noteret."),
        question=_("Er hændelsen skrevet i Safetynet?"),
        button=_("Notér nummer"),
        link=ReferenceLink.objects.filter(code="safetynet").exclude(url="").first(),
    )
