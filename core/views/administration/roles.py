"""Roles with dates, and the check of the contact list (GEN-03, INC-67)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.actions import roles as verbs
from core.forms_administration.roles import RoleDaysForm, RoleForm
from core.models import Person, Role, RoleKind, Unit
from core.permissions import require, require_add, rows
from core.views.administration import kit

SORTS = {"person": "person__name", "kind": "kind", "from": "starts_on", "to": "ends_on", "checked": "checked_on"}


@require_http_methods(["GET", "POST"])
def roles(request):
    """List who holds what; search by name, filter by kind and time."""
    require_add(request.user, "core.change_role")
    text, answer = kit.remembered_search(request, "roles")
    if answer:
        return answer
    today = calendar.today()
    found = rows(request.user, "core.view_role").select_related("person", "unit", "site", "checked_by")
    status, kind = request.GET.get("status", ""), request.GET.get("kind", "")
    if status == "over":
        found = found.filter(ends_on__lt=today)
    elif status == "soon":
        found = found.filter(starts_on__gt=today)
    elif status == "ending":
        found = found.filter(Role.in_force(today), ends_on__lte=calendar.add_months(today, 3))
    else:
        found = found.filter(Role.in_force(today))
    if kind in RoleKind.values:
        found = found.filter(kind=kind)
    page = kit.page_of(
        request,
        kit.ordered(
            request,
            kit.matching(found, text, "person__name", "person__email", "unit__name", "site__name"),
            SORTS,
            "person",
        ),
    )
    return render(
        request,
        "core/administration/roles.html",
        {
            "title": _("Roller"),
            "page": page,
            "q": text,
            "private": True,
            "search_name": _("Navn eller sted"),
            "filtered": bool(status or kind),
            "lede": _("En rolle giver adgang fra den første til den sidste dag, begge med."),
            "filters": [
                {
                    "name": "kind",
                    "label": _("Rolle"),
                    "all": _("Alle roller"),
                    "chosen": kind,
                    "choices": RoleKind.choices,
                },
                {
                    "name": "status",
                    "label": _("Hvornår"),
                    "all": _("Gælder nu"),
                    "chosen": status,
                    "choices": [
                        ("soon", _("Begynder senere")),
                        ("ending", _("Slutter inden 3 måneder")),
                        ("over", _("Er sluttet")),
                    ],
                },
            ],
            "add_url": reverse("core:settings_role_add"),
            "add_label": _("Giv rolle"),
        },
    )


def _crumbs():
    return [(reverse("core:settings_roles"), _("Roller"))]


@require_http_methods(["GET", "POST"])
def role_add(request):
    """Give a role."""
    require_add(request.user, "core.change_role")
    person = Person.objects.visible_to(request.user).filter(pk=kit.number(request, "person") or 0).first()
    return kit.form_page(
        request,
        RoleForm,
        lambda values: verbs.give(values, by=request.user),
        title=_("Giv rolle"),
        label=_("Giv rolle"),
        back=reverse("core:settings_roles"),
        initial={"person": person, "starts_on": calendar.today()},
        done=lambda role: _("%(name)s har fået rollen.") % {"name": role.person.name},
        extra={"crumbs": _crumbs()},
    )


@require_http_methods(["GET", "POST"])
def role(request, pk):
    """Change the days of a role, or end it."""
    found = require(
        request.user,
        "core.change_role",
        get_object_or_404(Role.objects.select_related("person", "unit", "site", "checked_by"), pk=pk),
    )
    place = found.site or found.unit or _("Hele kommunen")
    links = []
    if found.ends_on is None or found.ends_on > calendar.today():
        links = [{"url": reverse("core:settings_role_end", args=[pk]), "label": _("Afslut rolle i dag")}]
    return kit.form_page(
        request,
        RoleDaysForm,
        lambda values: verbs.change(found, by=request.user, values=values),
        title=found.get_kind_display(),
        label=_("Gem rolle"),
        lede=f"{found.person.name}, {place}",
        back=reverse("core:settings_roles"),
        initial={"starts_on": found.starts_on, "ends_on": found.ends_on},
        done=_("Rollen er gemt."),
        extra={
            "crumbs": _crumbs(),
            "links": links,
            "checked_text": kit.checked_words(found),
            "check_url": reverse("core:settings_role_check", args=[pk]),
        },
    )


@require_http_methods(["GET", "POST"])
def role_end(request, pk):
    """Ask, then end a role today."""
    found = require(request.user, "core.change_role", get_object_or_404(Role.objects.select_related("person"), pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.end(found, by=request.user, on=calendar.today()),
        question=_("Vil du afslutte rollen for %(name)s?") % {"name": found.person.name},
        text=_("%(role)s. Adgangen slutter, når dagen er gået.") % {"role": found.get_kind_display()},
        label=_("Afslut rolle"),
        back=reverse("core:settings_role", args=[pk]),
        back_label=_("Behold rolle"),
        done=_("Rollen slutter i dag."),
    )


@require_POST
def role_check(request, pk):
    """Say that a role is right."""
    found = require(request.user, "core.change_role", get_object_or_404(Role.objects.select_related("person"), pk=pk))
    return kit.press(
        request,
        verbs.check,
        role=found,
        by=request.user,
        done=_("Markeret som kontrolleret."),
        back=reverse("core:settings_role", args=[pk]),
    )


# -- the contact list (R-25) ---------------------------------------------------------------------------------------
@require_GET
def contact_checks(request):
    """Choose whose list to check."""
    kit.require_any(request.user, "core.check_contacts")
    found = rows(request.user, "core.check_contacts", Unit.objects.in_use()).filter(parent__isnull=True) | rows(
        request.user, "core.check_contacts", Unit.objects.in_use().filter(roles__kind="plan_owner")
    )
    return render(
        request,
        "core/administration/areas.html",
        {
            "title": _("Kontrol af lister og numre"),
            "units": found.distinct(),
            "lede": _("Ledere, TR og AMR bliver kontrolleret hver tredje måned, numre hver sjette."),
        },
    )


@require_http_methods(["GET", "POST"])
def contact_check(request, pk):
    """Show the leaders, AMR and TR of an area with their numbers, and the chains; one button says that all is right."""
    unit = require(request.user, "core.check_contacts", get_object_or_404(Unit, pk=pk))
    if request.method == "POST":
        return kit.press(
            request,
            verbs.check_contacts,
            unit=unit,
            by=request.user,
            done=_("Kontaktlisten er markeret som kontrolleret."),
            back=reverse("core:contact_check", args=[pk]),
        )
    found, steps = verbs.contact_rows(unit)
    return render(
        request,
        "core/administration/contact_check.html",
        {
            "title": _("Kontrollér kontaktlisten"),
            "lede": unit.name,
            "roles": found,
            "steps": steps,
            "unit": unit,
            "entries": kit.history("core.unit", pk),
            "crumbs": [(reverse("core:contact_checks"), _("Kontrol"))],
        },
    )
