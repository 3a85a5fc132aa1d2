"""Absences and deputies: one's own, those of one's staff, and everybody's for the administrator (GEN-04)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.actions import absences as verbs
from core.forms_administration.roles import AbsenceForm, WhomForm
from core.models import Absence, Person
from core.permissions import can, may_add, require, rows
from core.views.administration import kit

SORTS = {"person": "person__name", "from": "starts_on", "to": "ends_on", "deputy": "deputy__name"}


@require_GET
def my_absence(request):
    """Show my absences, and for whom I stand in."""
    today, me = calendar.today(), request.user
    mine = Absence.objects.filter(person=me).select_related("deputy")
    later = Absence.objects.filter(deputy=me, ends_on__gte=today) | Absence.objects.filter(
        deputy=me, ends_on__isnull=True
    )
    return render(
        request,
        "core/administration/my_absence.html",
        {
            "title": _("Mit fravær og min stedfortræder"),
            "mine": mine[:30],
            "for_others": later.select_related("person").order_by("starts_on"),
            "today": today,
            "leads": bool(me.standing.care or me.standing.second) or may_add(me, "core.change_role"),
        },
    )


@require_http_methods(["GET", "POST"])
def absences(request):
    """List absences of one's staff, or everybody's."""
    me = request.user
    if not (me.standing.care or me.standing.second or may_add(me, "core.register_absence")):
        raise Http404
    text, answer = kit.remembered_search(request, "absences")
    if answer:
        return answer
    today, status = calendar.today(), request.GET.get("status", "")
    found = rows(me, "core.view_absence").exclude(person=me).select_related("person", "deputy", "person__unit")
    if status == "over":
        found = found.filter(ends_on__lt=today)
    elif status == "soon":
        found = found.filter(starts_on__gt=today)
    else:
        found = found.exclude(ends_on__lt=today)
    if status == "now":
        found = found.filter(Absence.in_force(today))
    page = kit.page_of(
        request, kit.ordered(request, kit.matching(found, text, "person__name", "deputy__name"), SORTS, "from")
    )
    return render(
        request,
        "core/administration/absences.html",
        {
            "title": _("Fravær og stedfortrædere"),
            "page": page,
            "today": today,
            "q": text,
            "private": True,
            "search_name": _("Navn"),
            "filtered": bool(status),
            "lede": _(
                "Stedfortræderen overtager opgaver og beskeder fra første dag. Hvorfor nogen er væk, bliver ikke gemt."
            ),
            "filters": [
                {
                    "name": "status",
                    "label": _("Hvornår"),
                    "all": _("Nu og senere"),
                    "chosen": status,
                    "choices": [("now", _("Nu")), ("soon", _("Senere")), ("over", _("Er slut"))],
                }
            ],
            "add_url": reverse("core:absence_whom"),
            "add_label": _("Registrér fravær"),
        },
    )


@require_http_methods(["GET", "POST"])
def absence_whom(request):
    """Ask whose absence it is."""
    form = WhomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if can(request.user, "core.register_absence", person):
            return redirect("core:absence_add", pk=person.pk)
        form.add_error("person", _("Du kan registrere fravær for dig selv og dine egne medarbejdere."))
    return render(
        request,
        "core/administration/form.html",
        {
            "form": form,
            "title": _("Registrér fravær"),
            "label": _("Gå videre"),
            "back": reverse("core:absences"),
            "draft_key": request.path,
        },
        status=422 if form.errors else 200,
    )


def _back(request, person):
    """Return the page an absence belongs to for the reader."""
    return reverse("core:my_absence") if person == request.user else reverse("core:absences")


@require_http_methods(["GET", "POST"])
def absence_add(request, pk):
    """Register an absence."""
    person = require(
        request.user, "core.register_absence", get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    )
    return kit.form_page(
        request,
        AbsenceForm,
        lambda values: verbs.register(person, by=request.user, values=values),
        title=_("Registrér fravær"),
        label=_("Registrér fravær"),
        lede=person.name,
        back=_back(request, person),
        initial={"starts_on": calendar.today()},
        done=_done,
    )


def _done(absence):
    """Return what happens next."""
    if absence.deputy:
        return _("Fraværet er registreret. %(name)s har fået besked.") % {"name": absence.deputy.name}
    return _("Fraværet er registreret uden stedfortræder. Beskeder går videre i lederkæden.")


@require_http_methods(["GET", "POST"])
def absence(request, pk):
    """Change an absence."""
    found = require(
        request.user,
        "core.change_absence",
        get_object_or_404(Absence.objects.select_related("person", "deputy"), pk=pk),
    )
    return kit.form_page(
        request,
        AbsenceForm,
        lambda values: verbs.change(found, by=request.user, values=values),
        title=_("Ret fravær"),
        label=_("Gem fravær"),
        lede=found.person.name,
        back=_back(request, found.person),
        initial={name: getattr(found, name) for name in ("starts_on", "ends_on", "deputy", "note")},
        done=_done,
        extra={"links": [{"url": reverse("core:absence_end", args=[pk]), "label": _("Afslut fravær")}]},
    )


@require_http_methods(["GET", "POST"])
def absence_end(request, pk):
    """Ask, then say that the person is back."""
    found = require(
        request.user, "core.change_absence", get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    )
    return kit.confirm(
        request,
        lambda: verbs.end(found, by=request.user),
        question=_("Er %(name)s på arbejde igen?") % {"name": found.person.name},
        text=_("Stedfortræderens adgang slutter med det samme."),
        label=_("Afslut fravær"),
        back=reverse("core:absence", args=[pk]),
        back_label=_("Behold fravær"),
        after=_back(request, found.person),
        done=_("Fraværet er afsluttet."),
        danger=False,
    )
