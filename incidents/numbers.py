"""What committees read of the incidents: numbers alone, small ones hidden, never a case (MED-41, MED-56)."""

from django.utils.translation import gettext as _

from core import charts, numbers
from core.models import Site
from incidents import statistics
from incidents.choices import Category
from incidents.models import Incident


def for_committees(question):
    """Return a year by quarter and category, the places asked about, what happened, and what is open there.

    The places' lines are taken from the same hidden table as everybody's, so that nothing can be subtracted. What is
    open is counted among the incidents that the reader may open anyway.
    """
    found = statistics.of_year(question.year, question.limit)
    headings = (*[_("Kategori %(letter)s") % {"letter": letter} for letter in Category.values], _("I alt"))
    quarters = [statistics.quarter_label(n) for n in found.quarters.rows]
    tables = [
        numbers.Numbers(
            _("Hændelser pr. kvartal %(year)s, hele kommunen") % {"year": question.year},
            headings,
            _lines(quarters, found.quarters),
            chart=charts.column_chart(
                quarters,
                [(_("Hændelser"), list(found.quarters.row_totals))],
                title=_("Hændelser pr. kvartal. Tallene står i tabellen."),
            ),
        )
    ]
    names = set(Site.objects.filter(pk__in=question.site_ids).values_list("name", flat=True))
    places = tuple(line for line in _lines(found.sites.rows, found.sites) if not names or line[0] in names)
    if places:
        tables.append(
            numbers.Numbers(_("Hændelser pr. arbejdssted %(year)s") % {"year": question.year}, headings, places)
        )
    if found.kinds:
        kinds = tuple((label, (n,)) for label, n in found.kinds)
        tables.append(numbers.Numbers(_("Hvad der skete, hele kommunen"), (_("Antal"),), kinds))
    if question.site_ids:
        waiting = Incident.objects.visible_to(question.person).open().filter(site__in=question.site_ids).count()
        tables.append(
            numbers.Numbers(
                _("Åbne hændelser på arbejdsstedet"),
                (_("Antal"),),
                ((_("Åbne, som du kan se"), (waiting,)),),
                note=_("Talt blandt de hændelser, du selv har adgang til."),
            )
        )
    return tables


def _lines(labels, table):
    """Return the lines of a table with their totals."""
    return tuple(
        (label, (*cells, total)) for label, cells, total in zip(labels, table.cells, table.row_totals, strict=True)
    )


numbers.source("incidents", for_committees)
