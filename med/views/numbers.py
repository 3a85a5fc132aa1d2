"""What a committee reads in numbers: incidents from the house, sickness absence and economy of its own (MED-41, MED-56)."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import calendar, numbers
from med import figures
from med.models import Body
from med.views.beside import crumbs, find_row, show

YEARS_BACK = 2


def question(body, person, year):
    """Return what is asked of the house for a body: its site, its unit."""
    return numbers.Question(
        person,
        year,
        frozenset({body.site_id} - {None}),
        frozenset({body.unit_id} - {None}),
        figures.limit_for(body),
    )


@require_GET
def numbers_page(request, pk):
    """Show a body the numbers of its place, a year at a time."""
    body = find_row(request, Body, pk, "med.read_numbers", ("unit", "site"))
    this, text = calendar.today().year, request.GET.get("year", "")
    year = int(text) if text.isdigit() and this - YEARS_BACK <= int(text) <= this else this
    asked = question(body, request.user, year)
    context = {
        "body": body,
        "year": year,
        "years": [
            {"label": str(n), "url": f"?year={n}", "current": n == year, "count": None}
            for n in range(this, this - YEARS_BACK - 1, -1)
        ],
        "groups": numbers.of(asked),
        "sickness": figures.of_place(body, ["sickness"], limit=asked.limit),
        "path": crumbs(body),
        "title": _("Tal til %(body)s") % {"body": body},
    }
    return show(request, "med/beside/numbers.html", context)
