"""Hotlines, links and advice, each with »kontrolleret den« (INC-45, GEN-21, GEN-24)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import hotlines as cards
from core.actions import hotlines as verbs
from core.forms_administration.reference import GuidanceForm, HotlineForm, LinkForm
from core.models import GuidancePage, Hotline, ReferenceLink, Unit
from core.permissions import require, require_add, rows
from core.views.administration import kit

HOTLINE_FIELDS = ("firm", "phone", "kind", "order")


@require_GET
def hotlines(request):
    """List the hotlines as people see them."""
    require_add(request.user, "core.change_hotline")
    items = [
        {
            "url": reverse("core:settings_hotline", args=[card.hotline.pk]),
            "title": str(card.hotline),
            "text": f"{card.hotline.phone}. {card.hours}",
            "checked_on": card.hotline.checked_on,
        }
        for card in sorted(cards.cards(), key=lambda card: (card.hotline.order, card.hotline.pk))
    ]
    return render(
        request,
        "core/administration/reference.html",
        {
            "title": _("Numre til krisehjælp"),
            "lede": _("Står på Hjælp nu. De bliver kontrolleret hver sjette måned."),
            "items": items,
            "add_url": reverse("core:settings_hotline_add"),
            "add_label": _("Tilføj nummer"),
            "empty_text": _("Der er ingen numre endnu."),
        },
    )


@require_http_methods(["GET", "POST"])
def hotline_add(request):
    """Put a hotline on the cards."""
    require_add(request.user, "core.change_hotline")
    return kit.form_page(
        request,
        HotlineForm,
        lambda values: verbs.add_hotline(values, by=request.user),
        title=_("Tilføj nummer"),
        label=_("Tilføj nummer"),
        back=reverse("core:settings_hotlines"),
        done=_("Nummeret står nu på Hjælp nu."),
        extra={"crumbs": [(reverse("core:settings_hotlines"), _("Numre"))]},
    )


@require_http_methods(["GET", "POST"])
def hotline(request, pk):
    """Change a hotline."""
    row = require(
        request.user, "core.change_hotline", get_object_or_404(Hotline.objects.select_related("checked_by"), pk=pk)
    )
    whole_day = (row.opens, row.closes) == ("00:00", "24:00")
    initial = {name: getattr(row, name) for name in HOTLINE_FIELDS} | {
        "days": list(row.days),
        "all_day": whole_day,
        "opens": "" if whole_day else row.opens.replace(":", "."),
        "closes": "" if whole_day else row.closes.replace(":", "."),
    }
    return kit.form_page(
        request,
        HotlineForm,
        lambda values: verbs.change_hotline(row, by=request.user, values=values),
        title=_("Ret nummer"),
        label=_("Gem nummer"),
        back=reverse("core:settings_hotlines"),
        initial=initial,
        done=_("Nummeret er gemt."),
        extra={
            "crumbs": [(reverse("core:settings_hotlines"), _("Numre"))],
            "entries": kit.history("core.hotline", pk),
            "checked_text": kit.checked_words(row),
            "check_url": reverse("core:settings_hotline_check", args=[pk]),
            "links": [{"url": reverse("core:settings_hotline_remove", args=[pk]), "label": _("Fjern nummer")}],
        },
    )


@require_http_methods(["GET", "POST"])
def hotline_remove(request, pk):
    """Ask, then take a hotline off the cards."""
    row = require(request.user, "core.change_hotline", get_object_or_404(Hotline, pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.remove_hotline(row, by=request.user),
        question=_("Vil du fjerne nummeret?"),
        text=_("%(firm)s forsvinder fra Hjælp nu.") % {"firm": row},
        label=_("Fjern nummer"),
        back=reverse("core:settings_hotline", args=[pk]),
        after=reverse("core:settings_hotlines"),
        back_label=_("Behold nummer"),
        done=_("Nummeret er fjernet."),
    )


def _check(request, model, name, page, pk):
    """Say that a row is right."""
    row = require(request.user, f"core.change_{name}", get_object_or_404(model, pk=pk))
    return kit.press(
        request,
        verbs.check,
        row=row,
        by=request.user,
        done=_("Markeret som kontrolleret."),
        back=reverse(page, args=[pk]),
    )


@require_POST
def hotline_check(request, pk):
    """Say that a hotline is right."""
    return _check(request, Hotline, "hotline", "core:settings_hotline", pk)


@require_POST
def link_check(request, pk):
    """Say that a link is right."""
    return _check(request, ReferenceLink, "link", "core:settings_link", pk)


@require_POST
def guidance_check(request, pk):
    """Say that a page of advice is right."""
    return _check(request, GuidancePage, "guidance", "core:settings_guidance_page", pk)


@require_http_methods(["GET", "POST"])
def number_check(request, pk):
    """Show every number with its day; one button says that all are right (R-26)."""
    unit = require(request.user, "core.check_contacts", get_object_or_404(Unit, pk=pk))
    if request.method == "POST":
        return kit.press(
            request,
            verbs.check_numbers,
            unit=unit,
            by=request.user,
            done=_("Numrene er markeret som kontrolleret."),
            back=reverse("core:number_check", args=[pk]),
        )
    found, values = verbs.number_rows(request.user)
    return render(
        request,
        "core/administration/number_check.html",
        {
            "title": _("Kontrollér numre"),
            "lede": unit.name,
            "hotlines": found,
            "values": values,
            "shared": not all(may for _row, may in [*found, *values]),
            "entries": kit.history("core.unit", pk),
            "crumbs": [(reverse("core:contact_checks"), _("Kontrol"))],
        },
    )


# -- links ---------------------------------------------------------------------------------------------------------
@require_GET
def links(request):
    """List the links to other systems and guides."""
    require_add(request.user, "core.change_link")
    text = request.GET.get("q", "").strip()[:100]
    found = kit.matching(rows(request.user, "core.view_link"), text, "title", "url", "note")
    items = [
        {
            "url": reverse("core:settings_link", args=[row.pk]),
            "title": row.title,
            "text": row.url or _("Intet link endnu"),
            "checked_on": row.checked_on,
        }
        for row in found
    ]
    return render(
        request,
        "core/administration/reference.html",
        {
            "title": _("Links"),
            "lede": _("Andre systemer og vejledninger. Et link uden adresse bliver ikke vist."),
            "items": items,
            "q": text,
            "search_name": _("Søg i links"),
            "empty_text": _("Ingen links passer til det, du har valgt."),
        },
    )


@require_http_methods(["GET", "POST"])
def link(request, pk):
    """Change a link."""
    row = require(
        request.user, "core.change_link", get_object_or_404(ReferenceLink.objects.select_related("checked_by"), pk=pk)
    )
    return kit.form_page(
        request,
        LinkForm,
        lambda values: verbs.change_link(row, by=request.user, values=values),
        title=_("Ret link"),
        label=_("Gem link"),
        back=reverse("core:settings_links"),
        initial={name: getattr(row, name) for name in ("title", "url", "note")},
        done=_("Linket er gemt."),
        extra={
            "crumbs": [(reverse("core:settings_links"), _("Links"))],
            "entries": kit.history("core.referencelink", pk),
            "checked_text": kit.checked_words(row),
            "check_url": reverse("core:settings_link_check", args=[pk]),
        },
    )


# -- advice --------------------------------------------------------------------------------------------------------
@require_GET
def guidance(request):
    """List the pages of advice."""
    require_add(request.user, "core.change_guidance")
    text = request.GET.get("q", "").strip()[:100]
    found = kit.matching(rows(request.user, "core.view_guidance"), text, "title", "intro")
    items = [
        {
            "url": reverse("core:settings_guidance_page", args=[row.pk]),
            "title": row.title,
            "text": _("Version %(n)s. Kilde: %(source)s") % {"n": row.version, "source": row.source},
            "checked_on": row.checked_on,
        }
        for row in found
    ]
    return render(
        request,
        "core/administration/reference.html",
        {
            "title": _("Vejledninger"),
            "lede": _("Rådene under »Hvad gør jeg nu?«. Hver rettelse giver en ny version."),
            "items": items,
            "q": text,
            "search_name": _("Søg i vejledninger"),
            "empty_text": _("Ingen vejledninger passer til det, du har valgt."),
        },
    )


@require_http_methods(["GET", "POST"])
def guidance_page(request, pk):
    """Write a new version of a page of advice."""
    page = require(
        request.user,
        "core.change_guidance",
        get_object_or_404(GuidancePage.objects.select_related("checked_by"), pk=pk),
    )

    def write(values):
        return verbs.change_guidance(page, by=request.user, version=values.pop("version"), values=values)

    return kit.form_page(
        request,
        GuidanceForm,
        write,
        title=_("Ret vejledning"),
        label=_("Gem ny version"),
        lede=page.title,
        back=reverse("core:settings_guidance"),
        initial={
            "title": page.title,
            "intro": page.intro,
            "frame": page.frame,
            "items": "\n".join(page.items),
            "source": page.source,
            "version": page.version,
        },
        done=lambda made: _("Version %(n)s er gemt og kan læses nu.") % {"n": made.version},
        extra={
            "crumbs": [(reverse("core:settings_guidance"), _("Vejledninger"))],
            "entries": kit.history("core.guidancepage", pk),
            "checked_text": kit.checked_words(page),
            "check_url": reverse("core:settings_guidance_check", args=[pk]),
            "links": [{"url": reverse("core:guidance_page", args=[page.slug]), "label": _("Se siden")}],
        },
    )
