"""Numbers for economy and sickness absence, as table and chart (MED-13, MED-14)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.models import Unit
from core.views.acting import done, found, page
from med import figures as numbers
from med.actions import figures as verbs
from med.forms.figures import FigureForm
from med.models import Body


@require_http_methods(["GET", "POST"])
def figures(request, pk):
    """Show the numbers and enter new ones."""
    body = found(request, "med.sit_in", Body.objects.select_related("unit"), pk, ("med.write_figures",))
    may = "med.write_figures" in body.may
    if request.method == "POST" and not may:
        found(request, "med.write_figures", Body.objects.all(), pk)
    form = None
    if may:
        units = Unit.objects.in_use().order_by("path")
        if body.unit_id:
            units = units.filter(path__startswith=body.unit.path)
        form = FigureForm(
            request.POST if request.method == "POST" else None,
            units=units,
            initial={"year": calendar.today().year, "unit": body.unit},
        )
        if done(request, form, lambda data: verbs.enter_figure(body, by=request.user, **data), _("Tallet er gemt.")):
            return redirect("med:figures", pk=pk)
    limit = numbers.limit_for(body)
    return page(
        request,
        "med/figures.html",
        body=body,
        form=form,
        series=numbers.series(body, limit=limit),
        limit=limit,
    )
