"""Pages of advice with source, version and »kontrolleret den« (GEN-21)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core import calendar, shell
from core.models import GuidancePage, ReferenceLink, RoleKind
from core.settings_values import Settings

PHASES = (
    ("before", _("Før det sker")),
    ("during", _("Mens det står på")),
    ("after", _("Bagefter")),
    ("off_hours", _("Uden for arbejdstid")),
    ("crisis", _("Krisehjælp")),
    ("daily", _("I hverdagen")),
)
READERS = {
    "employee": _("Medarbejder"),
    "colleague": _("Kollega"),
    "leader": _("Leder"),
    "workplace": _("Arbejdsplads"),
    "all": _("Alle"),
}


@require_GET
def guidance(request):
    """List the advice by when you need it, and the links to other guides."""
    pages = list(GuidancePage.objects.all())
    groups = [
        (
            label,
            [(page, READERS.get(page.audience, "")) for page in pages if page.phase == phase and page.code != "G-05"],
        )
        for phase, label in PHASES
    ]
    return render(
        request,
        "core/guidance.html",
        {"groups": [group for group in groups if group[1]], "links": ReferenceLink.objects.exclude(url="")},
    )


@require_GET
def guidance_page(request, slug):
    """Show one list of advice."""
    page = get_object_or_404(GuidancePage.objects.select_related("checked_by"), slug=slug)
    interval = calendar.Offset.parse(Settings().text("plan_revision_interval") or "12mo")
    return render(
        request,
        "core/guidance_page.html",
        {
            "page": page,
            "next_check": interval.apply_to_date(page.checked_on) if page.checked_on else None,
            "owner": dict(RoleKind.choices).get(page.owner_role, ""),
            "others": GuidancePage.objects.filter(phase=page.phase).exclude(pk=page.pk),
        },
    )


@require_GET
def contingency(request):
    """Lead to the contingency plan, which an app keeps."""
    try:
        return redirect(shell.page_of("contingency"))
    except NoReverseMatch as fault:
        raise Http404 from fault
