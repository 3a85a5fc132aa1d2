"""The first page of the administration, and a workplace's own values with where they come from (GEN-11)."""

from django.conf import settings as house
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, reference
from core.actions import settings as verbs
from core.forms_administration.reference import NoticeForm, SettingForm
from core.models import NoticeText, Setting, SettingValue, Unit
from core.permissions import can, can_any, may_add, require, require_add, rows
from core.views.administration import kit


def _place(name, icon, label, text, shown, *args):
    """Return a line of the first page, or nothing."""
    return [{"url": reverse(f"core:{name}", args=args), "icon": icon, "label": label, "help": text}] if shown else []


@require_GET
def index(request):
    """Show what the reader may look after; nobody sees doors that are locked to them."""
    me = request.user
    leads = bool(me.standing.care or me.standing.second)
    tests = me.standing.sites("safety_rep") or me.standing.sites("service")
    add = {
        action: may_add(me, f"core.{action}")
        for action in (
            "change_person",
            "change_unit",
            "change_site",
            "change_role",
            "check_contacts",
            "change_hotline",
            "change_link",
            "change_guidance",
            "view_setting",
            "view_rule",
            "change_notice_text",
            "import_directory",
            "search_audit",
            "see_retention",
            "view_outbox",
            "register_absence",
        )
    }
    add["check_contacts"] = add["check_contacts"] or me.standing.has("plan_owner")
    add["change_site"] = add["change_site"] or can_any(me, "core.change_site")
    add["change_hotline"] = add["change_hotline"] or me.standing.has("plan_owner")
    groups = [
        (
            _("Mennesker"),
            [
                *_place(
                    "settings_people",
                    "users",
                    _("Medarbejdere"),
                    _("Opret, ret og afslut ansættelser"),
                    add["change_person"],
                ),
                *_place(
                    "settings_roles",
                    "key",
                    _("Roller"),
                    _("Hvem er leder, AMR, TR, HR og administrator"),
                    add["change_role"],
                ),
                *_place(
                    "absences",
                    "calendar",
                    _("Fravær og stedfortrædere"),
                    _("Hvem er væk, og hvem overtager"),
                    leads or add["register_absence"],
                ),
                *_place("my_absence", "user", _("Mit fravær og min stedfortræder"), _("Når du selv er væk"), True),
            ],
        ),
        (
            _("Steder"),
            [
                *_place(
                    "settings_units", "grid", _("Enheder"), _("Organisationen fra top til team"), add["change_unit"]
                ),
                *_place(
                    "settings_units",
                    "grid",
                    _("Lederkæder"),
                    _("Alle afdelinger, og hvem der bliver ringet til hvor"),
                    me.standing.has("plan_owner") and not add["change_unit"],
                ),
                *_place(
                    "chain",
                    "list",
                    _("Lederkæde i din afdeling"),
                    _("Hvem der bliver ringet til, når din leder ikke svarer"),
                    bool(me.unit_id) and (leads or add["change_unit"] or add["check_contacts"]),
                    *([me.unit_id] if me.unit_id else []),
                ),
                *_place(
                    "settings_sites",
                    "building",
                    _("Arbejdssteder og alarmer"),
                    _("Adresse, åbningstid, flugtveje, alarmer og hjertestartere"),
                    add["change_site"] or bool(tests),
                ),
                *_place(
                    "settings_import",
                    "upload",
                    _("Indlæs fra fil"),
                    _("Enheder og medarbejdere fra et regneark"),
                    add["import_directory"],
                ),
            ],
        ),
        (
            _("Beredskab"),
            [
                *_place(
                    "settings_hotlines",
                    "phone",
                    _("Numre til krisehjælp"),
                    _("Det, der står på Hjælp nu"),
                    add["change_hotline"],
                ),
                *_place(
                    "settings_guidance",
                    "book",
                    _("Vejledninger"),
                    _("Rådene under »Hvad gør jeg nu?«"),
                    add["change_guidance"],
                ),
                *_place("settings_links", "link", _("Links"), _("Andre systemer og vejledninger"), add["change_link"]),
                *_place(
                    "contact_checks",
                    "check",
                    _("Kontrol af lister og numre"),
                    _("Markér, at navne og numre passer"),
                    add["check_contacts"],
                ),
            ],
        ),
        (
            _("Regler og tekster"),
            [
                *_place(
                    "settings_values_all",
                    "gear",
                    _("Indstillinger for arbejdspladsen"),
                    _("EAN-nr., sagsnumre og frister"),
                    add["view_setting"],
                ),
                *_place(
                    "settings_templates",
                    "document",
                    _("Skabeloner og lister"),
                    _("Breve, skridt, dagsordener og valgmuligheder"),
                    True,
                ),
                *_place("settings_rules", "bell", _("Påmindelser"), _("Hvem får besked hvornår"), add["view_rule"]),
                *_place(
                    "settings_notices",
                    "mail",
                    _("Tekster i mails"),
                    _("Ordlyden af beskeder"),
                    add["change_notice_text"],
                ),
            ],
        ),
        (
            _("Kontrol"),
            [
                *_place("audit", "eye", _("Adgangslog"), _("Hvem har set eller gjort hvad"), add["search_audit"]),
                *_place(
                    "retention", "trash", _("Sletning"), _("Hvad der bliver slettet hvornår"), add["see_retention"]
                ),
                *_place(
                    "outbox",
                    "send",
                    _("Udbakke"),
                    _("Mails på vej og mails, der er stoppet"),
                    add["view_outbox"] or house.DEMO,
                ),
            ],
        ),
    ]
    return render(
        request,
        "core/administration/index.html",
        {
            "title": _("Indstillinger"),
            "lede": _("Her er det, du kan holde ved lige."),
            "groups": [group for group in groups if group[1]],
        },
    )


# -- values --------------------------------------------------------------------------------------------------------
def shown_value(setting, value):
    """Return a value as people read it."""
    if setting.kind == "flag":
        return _("Ja") if str(value).lower() in {"1", "true", "ja", "yes"} else _("Nej")
    if value in ("", None):
        return ""
    if setting.kind == "offset":
        return calendar.Offset.parse(value).words()
    if setting.kind == "ean" and len(value) == 13:
        return f"{value[0]} {value[1:4]} {value[4:7]} {value[7:10]} {value[10:]}"
    return value


@require_GET
def values(request, pk=None):
    """Show every setting as it holds for a unit (none: the municipality), and from where."""
    require_add(request.user, "core.view_setting")
    unit = get_object_or_404(Unit, pk=pk) if pk else None
    if not pk and (chosen := kit.number(request, "unit")):
        return redirect("core:settings_values", pk=chosen)
    ids = unit.ancestor_ids if unit else []
    found: dict[int, dict] = {}
    for row in SettingValue.objects.filter(unit__isnull=True) | SettingValue.objects.filter(unit__in=ids):
        found.setdefault(row.setting_id, {})[row.unit_id] = row
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    people = dict(SettingValue.objects.exclude(checked_by=None).values_list("checked_by_id", "checked_by__name"))
    groups: dict[str, list] = {}
    for setting in rows(request.user, "core.view_setting"):
        own = found.get(setting.pk, {})
        row = next((own[place] for place in [*ids, None] if place in own), None)
        origin = _("Standard") if row is None else _("Hele kommunen") if row.unit_id is None else names[row.unit_id]
        mine = row is not None and row.unit_id == (unit.pk if unit else None)
        groups.setdefault(setting.group, []).append(
            {
                "setting": setting,
                "value": shown_value(setting, row.value if row else setting.default),
                "mine": mine,
                "inherited": _("Gælder fra %(place)s") % {"place": origin} if row is not None and not mine else "",
                "standard": row is None,
                "row": row,
                "checked_by": people.get(row.checked_by_id, "") if row else "",
            }
        )
    return render(
        request,
        "core/administration/settings.html",
        {
            "title": _("Indstillinger for arbejdspladsen"),
            "lede": unit.name if unit else _("Hele kommunen"),
            "unit": unit,
            "groups": groups.items(),
            "may": can(request.user, "core.change_unit_setting", unit)
            if unit
            else may_add(request.user, "core.change_setting"),
            "units": Unit.objects.in_use(),
        },
    )


@require_http_methods(["GET", "POST"])
def value(request, setting_pk, pk=None):
    """Give the municipality or a unit its own value."""
    setting, unit = get_object_or_404(Setting, pk=setting_pk), get_object_or_404(Unit, pk=pk) if pk else None
    require(request.user, "core.view_setting", setting)
    verbs.require_for(request.user, setting, unit)
    row = SettingValue.objects.filter(setting=setting, unit=unit).select_related("checked_by").first()
    back = reverse("core:settings_values", args=[pk]) if pk else reverse("core:settings_values_all")
    links = (
        [{"url": reverse("core:settings_value_clear", args=[row.pk]), "label": _("Fjern egen værdi"), "post": True}]
        if row
        else []
    )
    notes = (
        [("info", _("Fra en lov eller en aftale. Kilde: %(source)s") % {"source": setting.source})]
        if setting.is_law
        else []
    )
    return kit.form_page(
        request,
        SettingForm,
        lambda cleaned: verbs.set_value(setting, by=request.user, unit=unit, value=cleaned["value"]),
        title=setting.title,
        label=_("Gem værdi"),
        lede=unit.name if unit else _("Hele kommunen"),
        back=back,
        initial={"value": row.value if row else setting.default},
        done=_("Værdien er gemt og gælder nu."),
        setting=setting,
        extra={
            "crumbs": [(back, _("Indstillinger for arbejdspladsen"))],
            "links": links,
            "notes": notes,
            "entries": kit.history("core.setting", setting.pk),
            "checked_text": kit.checked_words(row) if row else "",
            "check_url": reverse("core:settings_value_check", args=[row.pk]) if row else "",
        },
    )


def _find_value(request, pk):
    """Return a value and the page it stands on."""
    row = get_object_or_404(SettingValue.objects.select_related("setting", "unit"), pk=pk)
    require(request.user, "core.view_setting", row.setting)
    verbs.require_for(request.user, row.setting, row.unit)
    return row, reverse("core:settings_values", args=[row.unit_id]) if row.unit_id else reverse(
        "core:settings_values_all"
    )


@require_POST
def value_clear(request, pk):
    """Follow what holds above again."""
    row, back = _find_value(request, pk)
    return kit.press(
        request,
        verbs.clear_value,
        setting=row.setting,
        unit=row.unit,
        by=request.user,
        done=_("Egen værdi er fjernet."),
        back=back,
    )


@require_POST
def value_check(request, pk):
    """Say that a value is right."""
    row, back = _find_value(request, pk)
    return kit.press(request, verbs.check, row=row, by=request.user, done=_("Markeret som kontrolleret."), back=back)


# -- notices -------------------------------------------------------------------------------------------------------
@require_GET
def notices(request):
    """List the wordings of mails."""
    require_add(request.user, "core.change_notice_text")
    text = request.GET.get("q", "").strip()[:100]
    found = kit.matching(rows(request.user, "core.view_notice_text"), text, "code", "subject", "body")
    items = [
        {
            "url": reverse("core:settings_notice", args=[row.pk]),
            "title": row.subject or row.code,
            "text": f"{row.code}. {row.get_speed_display()}",
        }
        for row in found
    ]
    return render(
        request,
        "core/administration/reference.html",
        {
            "title": _("Tekster i mails"),
            "lede": _("En mail fortæller kun, hvad det drejer sig om, fristen og linket. Aldrig noget om en sag."),
            "items": items,
            "q": text,
            "search_name": _("Søg i tekster"),
            "empty_text": _("Ingen tekster passer til det, du har valgt."),
            "unchecked": True,
        },
    )


@require_http_methods(["GET", "POST"])
def notice(request, pk):
    """Change the wording of a notice."""
    row = require(request.user, "core.change_notice_text", get_object_or_404(NoticeText, pk=pk))
    released = next((one for one in reference.read("notices") if one["code"] == row.code), None)
    if released is None:
        raise Http404
    allowed = sorted(
        set(released.get("placeholders", []))
        | verbs.placeholders(row.subject)
        | verbs.placeholders(row.body)
        | {"link", "link_hjaelp"}
    )
    words = " ".join("{" + name + "}" for name in allowed)
    return kit.form_page(
        request,
        NoticeForm,
        lambda values: verbs.change_notice(row, by=request.user, values=values, allowed=allowed),
        title=_("Ret tekst"),
        label=_("Gem tekst"),
        lede=f"{row.code}. {row.get_speed_display()}",
        back=reverse("core:settings_notices"),
        initial={"subject": row.subject, "body": row.body, "button": row.button},
        done=_("Teksten er gemt og bruges fra den næste mail."),
        extra={
            "crumbs": [(reverse("core:settings_notices"), _("Tekster i mails"))],
            "entries": kit.history("core.noticetext", pk),
            "notes": [("info", _("Du kan bruge disse flettefelter: %(words)s") % {"words": words})],
        },
    )
