"""Hotlines, links and advice, each with »kontrolleret den« (INC-45, GEN-21, GEN-24)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import hotlines as cards
from core.actions import hotlines as verbs
from core.forms_administration.reference import GuidanceForm, HotlineForm, LinkForm, OwnNumbersForm
from core.models import GuidancePage, Hotline, ReferenceLink, Unit
from core.permissions import may_add, require, require_add, rows
from core.views.administration import kit

HOTLINE_FIELDS = ("firm", "phone", "kind", "order")


@require_GET
def hotlines(request):
    """List the municipality's hotlines, and those of units that have their own."""
    kit.require_any(request.user, "core.change_hotline", "core.change_unit_hotline")
    may = set(rows(request.user, "core.change_hotline").values_list("pk", flat=True))
    lines = Hotline.objects.select_related("unit").order_by("order", "pk")
    units = {unit.pk: unit for unit in _hotline_units(request.user)}
    groups: dict = {None: []}
    for line in lines:
        if line.unit_id is None or line.unit_id in units:
            groups.setdefault(line.unit_id, []).append((cards.card(line), line.pk in may))
    owning = set(groups) - {None}
    return render(
        request,
        "core/administration/hotlines.html",
        {
            "title": _("Numre til krisehjælp"),
            "lede": _("Står på Hjælp nu. De bliver kontrolleret hver sjette måned."),
            "groups": [(units.get(pk), found) for pk, found in groups.items()],
            "form": OwnNumbersForm(units=_without_numbers(request.user)) if len(owning) < len(units) else None,
            "may_add": may_add(request.user, "core.change_hotline") or bool(owning),
        },
    )


def _hotline_units(person):
    """Return the units whose numbers the person looks after, in the order of the tree."""
    return rows(person, "core.change_unit_hotline", Unit.objects.in_use()).order_by("path")


def _without_numbers(person):
    """Return the units that may still be given numbers of their own."""
    return _hotline_units(person).filter(hotlines__isnull=True)


def _hotline_choice(person, line=None):
    """Return what the form offers as »gælder for«: units with numbers of their own, and whether all may be chosen."""
    owning = _hotline_units(person).filter(hotlines__isnull=False).distinct()
    return {"units": owning, "whole": may_add(person, "core.change_hotline"), "line": line}


@require_POST
def hotlines_own(request):
    """Give a unit numbers of its own."""
    kit.require_any(request.user, "core.change_unit_hotline")
    form = OwnNumbersForm(request.POST, units=_without_numbers(request.user))
    if not form.is_valid():
        messages.warning(request, _("Vælg en afdeling på listen."))
        return redirect("core:settings_hotlines")
    unit = form.cleaned_data["unit"]
    return kit.press(
        request,
        verbs.own_hotlines,
        unit=unit,
        by=request.user,
        done=_("%(unit)s har nu egne numre, som du kan rette. De gælder også for afdelingerne under den.")
        % {"unit": unit.name},
        back=reverse("core:settings_hotlines"),
    )


@require_http_methods(["GET", "POST"])
def hotlines_common(request, pk):
    """Ask, then let a unit use the numbers from above again."""
    unit = require(request.user, "core.change_unit_hotline", get_object_or_404(Unit, pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.common_hotlines(unit, by=request.user),
        question=_("Vil du fjerne de egne numre?"),
        text=_("%(unit)s bruger derefter de samme numre som resten af kommunen.") % {"unit": unit.name},
        label=_("Fjern egne numre"),
        back=reverse("core:settings_hotlines"),
        back_label=_("Behold egne numre"),
        done=_("De egne numre er fjernet."),
    )


@require_http_methods(["GET", "POST"])
def hotline_add(request):
    """Put a hotline on the cards."""
    choice = _hotline_choice(request.user)
    if not choice["units"].exists():
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
        **choice,
    )


@require_http_methods(["GET", "POST"])
def hotline(request, pk):
    """Change a hotline."""
    row = require(
        request.user,
        "core.change_hotline",
        get_object_or_404(Hotline.objects.select_related("checked_by", "unit"), pk=pk),
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
        lede=row.unit.name if row.unit_id else "",
        **_hotline_choice(request.user, row),
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
