"""Units and sites, with alarms, tests and defibrillators (GEN-01, INC-64, INC-65)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.actions import places as verbs
from core.directory import Directory
from core.forms_administration.ground import WEEKDAYS
from core.forms_administration.places import SiteForm, UnitForm
from core.models import AlarmTest, Person, Site, Unit
from core.permissions import can_any, find, may_add, require, require_add, rows
from core.rights import Rights
from core.views.administration import kit

UNIT_FIELDS = ("name", "parent", "address", "phone")
SITE_FIELDS = (
    "name",
    "address",
    "phone",
    "escape_routes",
    "meeting_point",
    "back_office_rule",
    "parking",
)


# -- units ---------------------------------------------------------------------------------------------------------
@require_GET
def units(request):
    """Show the tree, with leader and how many work in each unit."""
    kit.require_any(request.user, "core.change_unit", "core.change_chain", "core.import_directory")
    closed = request.GET.get("status") == "closed"
    text = request.GET.get("q", "").strip()[:100]
    every = list(Unit.objects.visible_to(request.user))
    names = {unit.pk: unit.name.lower() for unit in every}
    shown = [unit for unit in every if bool(unit.closed_on) == closed]
    if text:
        wanted = {unit.pk for unit in kit.matching(Unit.objects.all(), text, "name")}
        shown = [unit for unit in shown if unit.pk in wanted]
    shown.sort(key=lambda unit: [names.get(pk, "") for pk in reversed(unit.ancestor_ids)])
    page = kit.page_of(request, shown, 100)
    directory = Directory()
    counts: dict[int, int] = {}
    for pk in Person.objects.working().exclude(unit=None).values_list("unit_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rows = [
        {
            "unit": u,
            "level": range(len(u.ancestor_ids) - 1),
            "leader": directory.leads(u.pk),
            "people": counts.get(u.pk, 0),
        }
        for u in page
    ]
    return render(
        request,
        "core/administration/units.html",
        {
            "title": _("Enheder"),
            "page": page,
            "rows": rows,
            "q": text,
            "search_name": _("Enhedens navn"),
            "filtered": closed,
            "filters": [
                {
                    "name": "status",
                    "label": _("Status"),
                    "all": _("I brug"),
                    "chosen": request.GET.get("status", ""),
                    "choices": [("closed", _("Nedlagte"))],
                }
            ],
            "add_url": reverse("core:settings_unit_add") if may_add(request.user, "core.change_unit") else "",
            "add_label": _("Opret enhed"),
        },
    )


def _unit_crumbs():
    return [(reverse("core:settings_units"), _("Enheder"))]


@require_http_methods(["GET", "POST"])
def unit_add(request):
    """Make a unit."""
    require_add(request.user, "core.change_unit")
    parent = Unit.objects.filter(pk=kit.number(request, "parent") or 0).first()
    return kit.form_page(
        request,
        UnitForm,
        lambda values: verbs.add_unit(values, by=request.user),
        title=_("Opret enhed"),
        label=_("Opret enhed"),
        back=lambda made: reverse("core:settings_unit", args=[made.pk]),
        initial={"parent": parent},
        done=lambda made: _("%(name)s er oprettet.") % {"name": made.name},
        extra={"back": reverse("core:settings_units"), "crumbs": _unit_crumbs()},
    )


@require_http_methods(["GET", "POST"])
def unit(request, pk):
    """Change a unit, or move it with everything below."""
    found = require(
        request.user,
        "core.change_unit",
        get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent"), pk=pk),
    )
    links = [
        {"url": reverse("core:chain", args=[pk]), "label": _("Ret lederkæden")},
        {"url": reverse("core:settings_values", args=[pk]), "label": _("Se indstillinger")},
        {"url": reverse("core:settings_unit_add") + f"?parent={pk}", "label": _("Opret enhed under")},
        {"url": reverse("core:settings_unit_reopen", args=[pk]), "label": _("Genåbn enhed"), "post": True}
        if found.closed_on
        else {"url": reverse("core:settings_unit_close", args=[pk]), "label": _("Nedlæg enhed")},
    ]
    notes = [("warn", _("Nedlagt %(day)s.") % {"day": calendar.long_date(found.closed_on)})] if found.closed_on else []
    return kit.form_page(
        request,
        UnitForm,
        lambda values: verbs.change_unit(found, by=request.user, values=values),
        title=found.name,
        label=_("Gem enhed"),
        back=reverse("core:settings_units"),
        initial={name: getattr(found, name) for name in UNIT_FIELDS},
        done=_("Enheden er gemt."),
        extra={"crumbs": _unit_crumbs(), "links": links, "notes": notes, "entries": kit.history("core.unit", pk)},
        unit=found,
    )


@require_http_methods(["GET", "POST"])
def unit_close(request, pk):
    """Ask, then close a unit down."""
    found = require(request.user, "core.change_unit", get_object_or_404(Unit, pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.close_unit(found, by=request.user),
        question=_("Vil du nedlægge %(name)s?") % {"name": found.name},
        text=_("Den kan ikke vælges mere. Det, der er sket i den, bliver stående."),
        label=_("Nedlæg enhed"),
        back=reverse("core:settings_unit", args=[pk]),
        back_label=_("Behold enhed"),
        done=_("Enheden er nedlagt."),
    )


@require_POST
def unit_reopen(request, pk):
    """Take a closing back."""
    found = require(request.user, "core.change_unit", get_object_or_404(Unit, pk=pk))
    return kit.press(
        request,
        verbs.reopen_unit,
        unit=found,
        by=request.user,
        done=_("Enheden er i brug igen."),
        back=reverse("core:settings_unit", args=[pk]),
    )


# -- sites ---------------------------------------------------------------------------------------------------------
@require_GET
def sites(request):
    """List the sites with what is checked and tested."""
    kit.require_any(request.user, "core.change_site", "core.change_alarm", "core.test_alarm")
    closed = request.GET.get("status") == "closed"
    text = request.GET.get("q", "").strip()[:100]
    found = (
        Site.objects.visible_to(request.user)
        .filter(closed_on__isnull=not closed)
        .select_related("checked_by")
        .prefetch_related("alarms")
    )
    page = kit.page_of(
        request,
        kit.ordered(
            request, kit.matching(found, text, "name", "address"), {"name": "name", "checked": "checked_on"}, "name"
        ),
    )
    limit = calendar.add_months(calendar.today(), -12)
    rows = [
        {
            "site": s,
            "checked": kit.checked_words(s),
            "late": sum(1 for a in s.alarms.all() if not a.last_tested_on or a.last_tested_on <= limit),
            "alarms": len(s.alarms.all()),
        }
        for s in page
    ]
    return render(
        request,
        "core/administration/sites.html",
        {
            "title": _("Arbejdssteder"),
            "page": page,
            "rows": rows,
            "q": text,
            "search_name": _("Navn eller adresse"),
            "filtered": closed,
            "filters": [
                {
                    "name": "status",
                    "label": _("Status"),
                    "all": _("I brug"),
                    "chosen": request.GET.get("status", ""),
                    "choices": [("closed", _("Nedlagte"))],
                }
            ],
            "add_url": reverse("core:settings_site_add") if _may_add_site(request.user) else "",
            "add_label": _("Opret arbejdssted"),
        },
    )


def _may_add_site(person):
    """Tell whether the person may make sites: anywhere, or for units of their own."""
    return may_add(person, "core.change_site") or can_any(person, "core.add_unit_site")


def _own_units(person):
    """Return the units somebody may choose who doesn't answer for the whole municipality; None for who does."""
    return None if may_add(person, "core.change_site") else rows(person, "core.add_unit_site", Unit.objects.in_use())


def site_crumbs(site=None):
    """Return the way back from a page of a site."""
    return [(reverse("core:settings_sites"), _("Arbejdssteder"))] + (
        [(reverse("core:settings_site", args=[site.pk]), site.name)] if site else []
    )


@require_http_methods(["GET", "POST"])
def site_add(request):
    """Make a site."""
    if not _may_add_site(request.user):
        require_add(request.user, "core.change_site")
    own = _own_units(request.user)
    return kit.form_page(
        request,
        SiteForm,
        lambda values: verbs.add_site(values, by=request.user),
        title=_("Opret arbejdssted"),
        label=_("Opret arbejdssted"),
        back=lambda made: reverse("core:settings_site", args=[made.pk]),
        done=lambda made: _("%(name)s er oprettet. Tilføj alarmer og hjertestartere.") % {"name": made.name},
        initial={} if own is None else {"unit": own.order_by("path").first()},
        extra={"back": reverse("core:settings_sites"), "crumbs": site_crumbs()},
        own=own,
    )


@require_GET
def site(request, pk):
    """Show a site with its alarms, tests, defibrillators and history."""
    kit.require_any(request.user, "core.change_site", "core.change_alarm", "core.test_alarm")
    found = find(request.user, "core.view_site", Site.objects.select_related("checked_by"), pk, ["core.change_site"])
    if found is None:
        raise Http404
    may = found.may
    hanging = found.alarms.select_related("checked_by")
    rights = Rights(request.user, hanging, ["core.test_alarm"])
    latest = {}
    for test in AlarmTest.objects.filter(alarm__site=found).select_related("tested_by").order_by("tested_on", "pk"):
        latest[test.alarm_id] = test
    alarms = [
        {"alarm": alarm, "test": latest.get(alarm.pk), "may_test": bool(rights.on(alarm))}
        for alarm in rights.read(hanging)
    ]
    hours = [
        (str(label), "–".join(text.replace(":", ".") for text in found.opening_hours[str(day)]))
        for day, label in WEEKDAYS
        if found.opening_hours.get(str(day))
    ]
    return render(
        request,
        "core/administration/site.html",
        {
            "title": found.name,
            "site": found,
            "alarms": alarms,
            "hours": hours,
            "defibrillators": found.defibrillators.all(),
            "rooms": found.rooms.select_related("alarm"),
            "may_change": bool(may),
            "may_alarm": bool(may),
            "crumbs": site_crumbs(),
            "entries": kit.history("core.site", pk),
            "checked_text": kit.checked_words(found),
            "check_url": reverse("core:settings_site_check", args=[pk]) if may else "",
        },
    )


@require_http_methods(["GET", "POST"])
def site_edit(request, pk):
    """Change a site."""
    found = require(request.user, "core.change_site", get_object_or_404(Site.objects.select_related("unit"), pk=pk))
    own = _own_units(request.user)
    links = [
        {"url": reverse("core:settings_site_reopen", args=[pk]), "label": _("Genåbn arbejdssted"), "post": True}
        if found.closed_on
        else {"url": reverse("core:settings_site_close", args=[pk]), "label": _("Nedlæg arbejdssted")}
    ]
    return kit.form_page(
        request,
        SiteForm,
        lambda values: verbs.change_site(found, by=request.user, values=values),
        title=_("Ret %(name)s") % {"name": found.name},
        label=_("Gem arbejdssted"),
        back=reverse("core:settings_site", args=[pk]),
        initial={name: getattr(found, name) for name in (*SITE_FIELDS, "unit")},
        done=_("Arbejdsstedet er gemt."),
        extra={"crumbs": site_crumbs(found), "links": links},
        hours=found.opening_hours,
        own=own,
        with_unit=own is None or own.filter(pk=found.unit_id).exists(),
    )


@require_POST
def site_check(request, pk):
    """Say that everything about a site is right."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.press(
        request,
        verbs.check_site,
        site=found,
        by=request.user,
        done=_("Markeret som kontrolleret."),
        back=reverse("core:settings_site", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def site_close(request, pk):
    """Ask, then close a site down."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.close_site(found, by=request.user),
        question=_("Vil du nedlægge %(name)s?") % {"name": found.name},
        text=_("Stedet forsvinder fra Hjælp nu, og alarmerne skal ikke afprøves mere."),
        label=_("Nedlæg arbejdssted"),
        back=reverse("core:settings_site", args=[pk]),
        back_label=_("Behold arbejdssted"),
        done=_("Arbejdsstedet er nedlagt."),
    )


@require_POST
def site_reopen(request, pk):
    """Take a closing back."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.press(
        request,
        verbs.reopen_site,
        site=found,
        by=request.user,
        done=_("Arbejdsstedet er i brug igen."),
        back=reverse("core:settings_site", args=[pk]),
    )
