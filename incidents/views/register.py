"""The register of sanctions: what to do, never the story (INC-43).

Names stand behind »Vis navn«, and each look is written down.
"""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import audit, calendar, exports, pdf
from core.models import Site
from core.permissions import rows
from core.views.documents import pdf_response
from incidents.actions import sanctions as verbs
from incidents.forms.sanctions import RegisterFilter
from incidents.models import Sanction
from incidents.models.sanctions import WITH_PERIOD
from incidents.rules.measures import CONTACT_FORM

SOON = timedelta(days=14)
PAGE = 25
HEADINGS = (
    gettext_lazy("Sanktion"),
    gettext_lazy("Kontakt"),
    gettext_lazy("Hvor"),
    gettext_lazy("Fra"),
    gettext_lazy("Til og med"),
    gettext_lazy("Kollega med"),
    gettext_lazy("Ansvarlig leder"),
    gettext_lazy("Hvad skal de ansatte gøre"),
)


class Row:
    """One line of the register; holds nothing of the story."""

    def __init__(self, sanction):
        self.sanction = sanction
        self.measure = sanction.get_measure_display()
        self.contact = CONTACT_FORM.get(sanction.measure, "")
        self.where = sanction.scope or (sanction.site.name if sanction.site else "")
        self.second_person = sanction.measure == "second_person"
        self.leader = sanction.incident.responsible or sanction.decided_by  # who has it now, not who once decided
        self.is_soon = (
            bool(sanction.ends_on)
            and sanction.state in ("approved", "in_force")
            and sanction.ends_on <= calendar.today() + SOON
        )

    def cells(self):
        """Return the line as a list, for files."""
        one = self.sanction
        return [
            self.measure,
            self.contact,
            self.where,
            one.starts_on,
            one.ends_on,
            _("ja") if self.second_person else _("nej"),
            self.leader.name if self.leader else "",
            one.what_to_do,
        ]


def listed(person, form):
    """Return (rows of the register, which are shown) for a person and a filter.

    Sanctions with a period, of places the person works at or leads.
    """
    today = calendar.today()
    shown = form.cleaned_data.get("show") or "" if form.is_valid() else ""
    found = rows(
        person,
        "incidents.view_sanction_register",
        Sanction.objects.select_related("site", "decided_by", "incident__responsible"),
    ).filter(measure__in=WITH_PERIOD)
    if shown == "ended":
        found = found.filter(state__in=["expired", "lifted", "replaced"])
    elif shown == "coming":
        found = found.filter(state="approved", starts_on__gt=today)
    elif shown == "soon":
        found = found.filter(state__in=["approved", "in_force"], ends_on__gte=today, ends_on__lte=today + SOON)
    else:
        found = found.in_force(today)
    site = form.cleaned_data.get("site") if form.is_valid() else None
    return (found.filter(site=site) if site else found).order_by("ends_on", "pk"), shown


@require_GET
def register(request):
    """Show the register, filtered by place and state."""
    form = RegisterFilter(request.GET or None)
    found, shown = listed(request.user, form)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_export = request.user.standing.has("leader")
    return _private(
        render(
            request,
            "incidents/sanctions/register.html",
            {
                "page": page,
                "lines": [Row(one) for one in page],
                "form": form,
                "shown": shown,
                "may_export": may_export,
                "sites": Site.objects.in_use(),
                "chosen_site": form.cleaned_data.get("site") if form.is_valid() else None,
                "query": request.GET.urlencode(),
            },
        )
    )


@require_POST
def register_person(request, pk):
    """Show whom one sanction is about; written in the log before it is shown."""
    found = get_object_or_404(
        rows(
            request.user,
            "incidents.view_sanction_register",
            Sanction.objects.select_related("site", "decided_by", "incident__responsible"),
        ),
        pk=pk,
    )
    name = verbs.note_register_read(found, by=request.user)
    return _private(
        render(
            request, "incidents/sanctions/register_person.html", {"line": Row(found), "name": name, "sanction": found}
        )
    )


@require_GET
def register_file(request, kind):
    """Hand the register out as PDF or spreadsheet, to leaders; who took it stands in the file and in the log."""
    if not request.user.standing.has("leader") or kind not in ("pdf", "xlsx"):
        raise Http404
    found, shown = listed(request.user, RegisterFilter(request.GET or None))
    lines = [Row(one) for one in found[:500]]
    now = calendar.now()
    for site in {line.sanction.site for line in lines if line.sanction.site} or {None}:
        audit.record(
            "incidents.register_exported",
            site or request.user,
            by=request.user,
            kind=kind,
            rows=len(lines),
            shown=shown,
        )
    title = _("Sanktioner")
    if kind == "xlsx":
        return exports.response(
            exports.xlsx(
                [line.cells() for line in lines], [str(h) for h in HEADINGS], title=title, by=request.user, at=now
            ),
            "sanktioner.xlsx",
        )
    content = pdf.render(
        "pdf/incidents/register.html",
        {
            "lines": lines,
            "today": calendar.today(),
            "watermark": exports.watermark(request.user, now),
            "unit": request.user.unit,
        },
        title=title,
    )
    return pdf_response(content, "sanktioner")


def _private(response):
    response["Cache-Control"] = "private, no-store"
    return response
