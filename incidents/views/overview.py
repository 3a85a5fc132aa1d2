"""The overview for leaders and AMR: what is open, what is late, what lapses, trends; and one click to LokalMED."""

from django.contrib import messages
from django.db.models import Value
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import calendar, charts
from core.models import Todo
from core.permissions import require_add
from core.settings_values import Settings
from core.views.acting import page
from core.written import HOW_MANY
from incidents import documents as papers
from incidents import nested
from incidents import overview as numbers
from incidents.actions import agenda
from incidents.choices import Category
from incidents.models import AgendaProposal, NearMiss
from incidents.words import neutral_title, title_of

SEE = "incidents.see_overview"


def _trends(person, *, paper=False):
    """Return the trends with charts, ready for page and paper. A paper that others will read minds the papers they have."""
    limit, today, area = Settings().number("small_cell_limit") or 5, calendar.today(), numbers.area_of(person)
    whole = numbers.whole(today) if area else {}
    beside = nested.beside(person.unit, whole) if paper else [whole]
    found = numbers.trends(area, today, limit, beside)
    table = found.by_category
    return {
        "trends": found,
        "limit": limit,
        "categories": Category.choices,
        "quarter_rows": [
            (label, cells, total, minutes)
            for (label, minutes), cells, total in zip(found.contact, table.cells, table.row_totals, strict=True)
        ],
        "site_rows": list(zip(found.by_site.rows, found.by_site.cells, found.by_site.row_totals, strict=True)),
        "quarter_chart": charts.column_chart(
            [label.replace(". kvartal ", "/") for label in found.quarters],
            [(_("Hændelser"), list(table.row_totals))],
            title=_("Hændelser pr. kvartal. Tallene står i tabellen."),
            width=760,
        ),
        "hour_chart": charts.bar_chart(
            found.hours, title=_("Hvornår på dagen. Tallene står i tabellen."), width=560, label_width=120
        ),
    }


def _beside(person, since):
    """Return how many near misses and how many measures of one's own there are. One query."""
    near_misses = NearMiss.objects.visible_to(person).filter(happened_on__gte=since)
    measures = Todo.objects.waiting_for(person).filter(code__in=["incidents.measure", "incidents.walk_measure"])
    counted = [
        rows.order_by().values_list(Value(name), HOW_MANY)
        for name, rows in (("near_misses", near_misses), ("measures", measures))
    ]
    return dict(counted[0].union(counted[1], all=True))


@require_GET
def overview(request):
    """Show it."""
    require_add(request.user, SEE)
    person, now = request.user, calendar.now()
    cases = numbers.open_cases(person)
    leads = person.standing.has("leader")
    restrictions = numbers.restrictions(person)
    since = calendar.add_months(calendar.today(), -12)
    return page(
        request,
        "incidents/overview/overview.html",
        cases=[(row, title_of(row.incident) if leads else neutral_title(row.incident)) for row in cases],
        open=cases[0].incident.in_all if cases else 0,
        late=cases[0].incident.with_late if cases else 0,
        nobody=cases[0].incident.without_leader if cases else 0,
        restrictions=restrictions,
        in_force=restrictions[0].in_all if restrictions else 0,
        lapsing=restrictions[0].lapsing if restrictions else 0,
        **_beside(person, since),
        now=now,
        **_trends(person),
    )


@require_GET
def overview_pdf(request):
    """Return the numbers without names as a document, ready to print."""
    require_add(request.user, SEE)
    response = HttpResponse(papers.overview(_trends(request.user)), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="overblik.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def overview_offer(request):
    """Put the numbers on LokalMED's agenda as a proposal, with the document attached. Once a day for each person's area."""
    require_add(request.user, "incidents.offer_to_med")
    today, context = calendar.today(), _trends(request.user, paper=True)
    row, is_new = agenda.propose(
        "statistics",
        _("Vold og trusler i tal, %(day)s") % {"day": calendar.long_date(today)},
        _("Tal uden navne for de seneste otte kvartaler."),
        reverse("incidents:proposals"),
        by=request.user,
        key=f"overview:{request.user.unit_id}:{today.isoformat()}",
        unit=request.user.unit,
        paper=lambda number: papers.overview(context, number),
        shown=nested.to_keep(context["trends"].shown),
    )
    said = (
        _("Tallene er foreslået til LokalMED's dagsorden med PDF'en som bilag.")
        if is_new
        else _("Tallene er allerede foreslået i dag.")
    )
    messages.success(request, said)
    return redirect("incidents:proposals")


@require_GET
def proposals(request):
    """Show what incidents have put forward for LokalMED and the TRIO lately.

    What somebody asks the TRIO to talk about in one team is for the TRIO's own list, not for all who work here.
    """
    since = calendar.add_months(calendar.today(), -agenda.KEPT_FOR)
    rows = AgendaProposal.objects.filter(offered_at__date__gte=since).select_related("unit", "site", "offered_by")
    rows = rows.exclude(kind="concern")
    return page(request, "incidents/overview/proposals.html", rows=rows[:50])
