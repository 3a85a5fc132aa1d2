"""Anonymous statistics as page, PDF and spreadsheet (INC-71, P-23)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import calendar, charts, pdf
from core.permissions import require_add
from core.settings_values import Settings
from incidents import statistics
from incidents.choices import Category

YEARS_BACK = 4


def _numbers(request, year):
    """Return the year's numbers for somebody who may see statistics, with charts and tables ready for a template."""
    require_add(request.user, "incidents.see_statistics")
    this_year = calendar.today().year
    year = year or this_year
    if not this_year - YEARS_BACK <= year <= this_year:
        raise Http404
    found = statistics.of_year(year, Settings().number("small_cell_limit") or 5)
    quarters = [statistics.quarter_label(q) for q in found.quarters.rows]
    return {
        "numbers": found,
        "year": year,
        "years": range(this_year, this_year - YEARS_BACK - 1, -1),
        "categories": Category.choices,
        "quarter_rows": [
            (label, cells, total)
            for label, cells, total in zip(quarters, found.quarters.cells, found.quarters.row_totals, strict=True)
        ],
        "site_rows": [
            (site, cells, total)
            for site, cells, total in zip(found.sites.rows, found.sites.cells, found.sites.row_totals, strict=True)
        ],
        "quarter_chart": charts.column_chart(
            quarters,
            [(_("Hændelser"), list(found.quarters.row_totals))],
            title=_("Hændelser pr. kvartal. Tallene står i tabellen."),
        ),
        "kind_chart": charts.bar_chart(
            found.kinds, title=_("Hvad der skete. Tallene står i tabellen."), label_width=320, width=760
        )
        if found.kinds
        else "",
    }


@require_GET
def statistics_page(request, year=None):
    """Show a year's numbers."""
    return render(request, "incidents/statistics.html", _numbers(request, year))


@require_GET
def statistics_pdf(request, year):
    """Return the same as a document for LokalMED's agenda."""
    context = _numbers(request, year)
    content = pdf.render(
        "pdf/incidents/statistics.html",
        {**context, "printed_on": calendar.today()},
        title=_("Vold og trusler %(year)s") % {"year": year},
        document_id=f"STAT-{year}",
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="vold-og-trusler-{year}.pdf"'
    return response
