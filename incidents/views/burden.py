"""Complaints that weigh on a team, and claims after an incident (INC-44, INC-78)."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit, charts
from core.permissions import can
from core.views.acting import done, page
from incidents.actions import compensation as claims
from incidents.actions import complaints as verbs
from incidents.forms.public import ClaimAnswerForm, CompensationForm, ComplaintForm
from incidents.models import Compensation, ComplaintCount
from incidents.models.public import ComplaintCause
from incidents.views.beside import own_units
from incidents.views.ground import find_incident

SEE = "incidents.see_complaints"
MONTHS = 24


@require_http_methods(["GET", "POST"])
def complaints(request, pk=None):
    """Show a team's complaints month by month; its nearest leader writes the number."""
    units, unit = own_units(request, SEE, pk)
    may_count = can(request.user, "incidents.count_complaints", unit)
    form = ComplaintForm(request.POST if may_count and request.method == "POST" else None)
    if may_count and done(request, form, lambda data: verbs.count(unit, by=request.user, **data), _("Tallet er gemt.")):
        return redirect("incidents:complaints_of", pk=unit.pk)
    labels = dict(ComplaintCause.choices)
    found = list(ComplaintCount.objects.filter(unit=unit)[:MONTHS])
    lines = [(row, [str(labels[code]) for code in row.causes if code in labels]) for row in found]
    recent = [(f"{row.month:%m.%Y}", row.number) for row in reversed(found[:12])]
    return page(
        request,
        "incidents/public/complaints.html",
        units=units,
        unit=unit,
        lines=lines,
        form=form if may_count else None,
        chart=charts.column_chart(
            [label for label, _n in recent],
            [(_("Åbne klager"), [n for _label, n in recent])],
            title=_("Åbne klager måned for måned. Tallene står i tabellen."),
        )
        if len(recent) > 1
        else "",
    )


@require_http_methods(["GET", "POST"])
def compensation(request, pk):
    """Note claims of a case and how they went."""
    incident = find_incident(request, pk, "incidents.manage")
    pressed = request.POST.get("claim", "") if request.method == "POST" else ""
    form = CompensationForm(request.POST if request.method == "POST" and not pressed else None)
    answer = ClaimAnswerForm(request.POST if pressed else None)
    if pressed:
        claim = get_object_or_404(
            Compensation.objects.filter(incident=incident), pk=pressed if pressed.isdigit() else 0
        )
        if done(request, answer, lambda data: claims.answer(claim, by=request.user, **data), _("Svaret er noteret.")):
            return redirect("incidents:compensation", pk=pk)
    elif done(request, form, lambda data: claims.add(incident, by=request.user, **data), _("Kravet er noteret.")):
        return redirect("incidents:compensation", pk=pk)
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="compensation")
    return page(
        request,
        "incidents/public/compensation.html",
        incident=incident,
        form=form,
        answer=answer,
        pressed=int(pressed) if pressed.isdigit() else 0,
        claims=incident.compensations.all(),
    )
