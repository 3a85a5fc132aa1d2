"""People: list, add, change, let go, block, sign out (GEN-02)."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.actions import people as verbs
from core.forms_administration.ground import WEEKDAYS, ReasonForm
from core.forms_administration.people import LastDayForm, PersonForm
from core.models import Person, Role, Unit
from core.models.person import every_weekday
from core.permissions import actions_on, can, may_add, require, require_add
from core.views.administration import kit

SORTS = {"name": "name", "title": "title", "unit": "unit__name", "site": "site__name"}
EDITED = (
    "name",
    "email",
    "title",
    "initials",
    "phone",
    "unit",
    "site",
    "active_from",
    "worked_weekdays",
    "collective_agreement",
    "employment_area",
    "employed_since",
    "born_on",
)


@require_http_methods(["GET", "POST"])
def people(request):
    """List everyone; search by name, mail, title or telephone, filter by unit and status."""
    require_add(request.user, "core.change_person")
    text, answer = kit.remembered_search(request, "people")
    if answer:
        return answer
    today = calendar.today()
    status = request.GET.get("status", "")
    found = kit.matching(
        Person.objects.visible_to(request.user).select_related("unit", "site"), text, "name", "email", "title", "phone"
    )
    if status == "gone":
        found = found.filter(active_to__lt=today)
    elif status == "blocked":
        found = found.filter(is_active=False)
    elif status == "soon":
        found = found.filter(active_from__gt=today)
    elif status != "all":
        found = found.filter(Q(active_to__isnull=True) | Q(active_to__gte=today))
    unit = kit.number(request, "unit")
    if unit:
        chosen = Unit.objects.filter(pk=unit).first()
        found = found.filter(unit__path__startswith=chosen.path) if chosen else found.none()
    page = kit.page_of(request, kit.ordered(request, found, SORTS, "name"))
    return render(
        request,
        "core/administration/people.html",
        {
            "title": _("Medarbejdere"),
            "page": page,
            "today": today,
            "q": text,
            "private": True,
            "search_name": _("Navn, mail, stilling eller telefon"),
            "filters": [
                {
                    "name": "status",
                    "label": _("Status"),
                    "all": _("Ansatte"),
                    "chosen": status,
                    "choices": [
                        ("soon", _("Begynder senere")),
                        ("gone", _("Fratrådte")),
                        ("blocked", _("Spærrede")),
                        ("all", _("Alle")),
                    ],
                },
                {
                    "name": "unit",
                    "label": _("Afdeling og alle under den"),
                    "all": _("Alle afdelinger"),
                    "chosen": str(unit or ""),
                    "choices": [(u.pk, u.name) for u in Unit.objects.in_use()],
                },
            ],
            "filtered": bool(status or unit),
            "add_url": reverse("core:settings_person_add"),
            "add_label": _("Opret medarbejder"),
        },
    )


@require_http_methods(["GET", "POST"])
def person_add(request):
    """Take somebody on."""
    require_add(request.user, "core.change_person")
    return kit.form_page(
        request,
        PersonForm,
        lambda values: verbs.add(_own_fields(values), by=request.user),
        title=_("Opret medarbejder"),
        label=_("Opret medarbejder"),
        lede=_("Skriv kun det, arbejdspladsen har brug for. Medarbejderen logger ind med sin arbejdsmail."),
        back=lambda made: reverse("core:settings_person", args=[made.pk]),
        initial={"active_from": calendar.today(), "worked_weekdays": every_weekday()},
        done=lambda made: _("%(name)s er oprettet.") % {"name": made.name},
        extra={"back": reverse("core:settings_people"), "crumbs": _crumbs()},
        sees_birth_date=may_add(request.user, "core.view_birth_date"),
    )


def _own_fields(values):
    """Return the fields of the form that are the person's."""
    return {name: values[name] for name in EDITED if name in values}


def _crumbs(person=None):
    return [(reverse("core:settings_people"), _("Medarbejdere"))] + (
        [(reverse("core:settings_person", args=[person.pk]), person.name)] if person else []
    )


def _find(request, pk, action="core.change_person"):
    """Return a person whom the reader may change; 403 for a colleague, 404 for nobody."""
    return require(
        request.user,
        action,
        get_object_or_404(Person.objects.visible_to(request.user).select_related("unit", "site"), pk=pk),
    )


@require_GET
def person(request, pk):
    """Show a person with roles, history and what may be done."""
    found = _find(request, pk)
    today = calendar.today()
    may = actions_on(request.user, found, ["core.block_person", "core.sign_out_person", "core.view_birth_date"])

    def link(name, label, post=False):
        return {"url": reverse(f"core:{name}", args=[found.pk]), "label": label, "post": post}

    links = [link("absence_add", _("Registrér fravær"))]
    if found.active_to is None:
        links.append(link("settings_person_end", _("Afslut ansættelse")))
    else:
        links.append(link("settings_person_resume", _("Fortryd afslutning"), True))
    if "core.sign_out_person" in may:
        links.append(link("settings_person_sign_out", _("Log ud overalt"), True))
    if "core.block_person" in may:
        links.append(
            link("settings_person_block", _("Spær login"))
            if found.is_active
            else link("settings_person_unblock", _("Ophæv spærring"), True)
        )
    days = ", ".join(str(label).lower() for number, label in WEEKDAYS if number in found.worked_weekdays)
    facts = [
        (_("Mail"), found.email),
        (_("Telefon"), found.phone),
        (_("Afdeling"), found.unit),
        (_("Arbejdssted"), found.site),
        (_("Ansat fra"), calendar.long_date(found.active_from) if found.active_from else ""),
        (_("Sidste arbejdsdag"), calendar.long_date(found.active_to) if found.active_to else ""),
        (_("Arbejdsdage"), days),
        (_("Overenskomst"), found.collective_agreement),
        (_("Født"), calendar.long_date(found.born_on) if found.born_on and "core.view_birth_date" in may else ""),
    ]
    return render(
        request,
        "core/administration/person.html",
        {
            "title": found.name,
            "found": found,
            "today": today,
            "facts": facts,
            "links": links,
            "crumbs": _crumbs(),
            "roles": Role.objects.filter(person=found).select_related("unit", "site").order_by("-starts_on"),
            "may_roles": may_add(request.user, "core.change_role"),
            "entries": kit.history("core.person", found.pk),
        },
    )


@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    """Change what is known of a person."""
    found = _find(request, pk)
    back = reverse("core:settings_person", args=[pk])
    return kit.form_page(
        request,
        PersonForm,
        lambda values: verbs.change(found, by=request.user, values=_own_fields(values)),
        title=_("Ret %(name)s") % {"name": found.name},
        label=_("Gem oplysninger"),
        back=back,
        done=_("Oplysningerne er gemt."),
        initial={name: getattr(found, name) for name in EDITED},
        extra={"crumbs": _crumbs(found)},
        sees_birth_date=can(request.user, "core.view_birth_date", found),
        person=found,
    )


@require_http_methods(["GET", "POST"])
def person_end(request, pk):
    """Ask for the last day, then let go."""
    found = _find(request, pk)
    form = LastDayForm(request.POST or None)
    return kit.confirm(
        request,
        lambda values: verbs.end_employment(found, by=request.user, on=values["on"]),
        question=_("Vil du afslutte ansættelsen for %(name)s?") % {"name": found.name},
        text=_("Adgangen slutter efter den sidste arbejdsdag. Det, der er skrevet, bliver stående."),
        label=_("Afslut ansættelse"),
        back=reverse("core:settings_person", args=[pk]),
        back_label=_("Behold ansættelse"),
        done=_("Ansættelsen er afsluttet."),
        form=form,
    )


@require_POST
def person_resume(request, pk):
    """Take the last day back."""
    found = _find(request, pk)
    return kit.press(
        request,
        verbs.resume_employment,
        person=found,
        by=request.user,
        done=_("Fortrudt. Roller, der er sluttet, skal gives igen."),
        back=reverse("core:settings_person", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def person_block(request, pk):
    """Ask why, then keep a person out."""
    found = _find(request, pk, "core.block_person")
    form = ReasonForm(request.POST or None)
    return kit.confirm(
        request,
        lambda values: verbs.block(found, by=request.user, reason=values["reason"]),
        question=_("Vil du spærre login for %(name)s?") % {"name": found.name},
        text=_("Personen bliver logget ud med det samme og får ingen beskeder. Roller og opgaver bliver stående."),
        label=_("Spær login"),
        back=reverse("core:settings_person", args=[pk]),
        back_label=_("Gå tilbage"),
        done=_("Login er spærret."),
        form=form,
    )


@require_POST
def person_unblock(request, pk):
    """Let a blocked person in again."""
    found = _find(request, pk, "core.block_person")
    return kit.press(
        request,
        verbs.unblock,
        person=found,
        by=request.user,
        done=_("Spærringen er ophævet."),
        back=reverse("core:settings_person", args=[pk]),
    )


@require_POST
def person_sign_out(request, pk):
    """End a person's sessions."""
    found = _find(request, pk, "core.sign_out_person")
    verbs.sign_out(found, by=request.user)
    messages.success(request, _("%(name)s er logget ud på alle enheder.") % {"name": found.name})
    return redirect("core:settings_person", pk=pk)
