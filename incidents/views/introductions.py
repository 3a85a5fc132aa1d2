"""New employees and the plan: AMR's list, one introduction, the employee's confirmation (INC-68)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.models import Alarm, Defibrillator
from core.permissions import actions_on, require, rows
from incidents import plan as contents
from incidents.actions import introductions as verbs
from incidents.forms.plan import IntroductionForm
from incidents.models import PlanIntroduction
from incidents.models.plan import Point


@require_GET
def plan_introductions(request):
    """List the introductions that the person has to do with: to be done first, then the newest."""
    found = rows(
        request.user,
        "incidents.view_plan_introduction",
        PlanIntroduction.objects.select_related("person__unit", "person__site", "shown_by"),
    )
    waiting = request.GET.get("vis", "") != "alle"
    if waiting:
        found = found.filter(confirmed_at__isnull=True)
    page = Paginator(found.order_by("-person__active_from", "person__name"), 30).get_page(request.GET.get("page"))
    return render(
        request, "incidents/plan/introductions.html", {"page": page, "today": calendar.today(), "only_waiting": waiting}
    )


def _facts(person):
    """Return what can be said about the place, by point: alarm, defibrillator, ways out."""
    site = person.site
    if site is None:
        return {}
    return {
        Point.ALARM.value: [
            f"{alarm.placement}: {contents.alarm_words(alarm)}" for alarm in Alarm.objects.filter(site=site)
        ],
        Point.DEFIBRILLATOR.value: [one.placement for one in Defibrillator.objects.filter(site=site)],
        Point.ESCAPE_ROUTES.value: [
            *site.escape_routes.splitlines(),
            *([_("Mødested: %(place)s") % {"place": site.meeting_point}] if site.meeting_point else []),
        ],
    }


@require_http_methods(["GET", "POST"])
def plan_introduction(request, pk):
    """Show one introduction: AMR ticks what was shown, the employee confirms. `pk` is the person's."""
    people = PlanIntroduction.objects.select_related("person__unit", "person__site", "shown_by")
    found = get_object_or_404(rows(request.user, "incidents.view_plan_introduction", people), person=pk)
    allowed = actions_on(request.user, found, ["incidents.show_plan", "incidents.confirm_plan"])
    form = IntroductionForm(
        request.POST if request.POST.get("form") == "show" else None, initial={"points": found.points}
    )
    if request.method == "POST":
        if request.POST.get("form") == "confirm":
            try:
                verbs.confirm(found, by=request.user)
            except ValidationError as fault:
                messages.error(request, fault.messages[0])
            else:
                messages.success(request, _("Tak. Det er noteret, at du har fået vist det hele."))
            return redirect("incidents:plan_introduction", pk=pk)
        if request.POST.get("form") != "show":
            raise Http404
        require(request.user, "incidents.show_plan", found)
        if form.is_valid():
            done = verbs.show(found, by=request.user, points=form.cleaned_data["points"])
            if done.missing:
                messages.success(request, _("Krydserne er gemt. Opgaven venter, til du har vist det hele."))
            else:
                messages.success(
                    request,
                    _("Det er noteret. %(name)s bliver bedt om at bekræfte det.") % {"name": found.person.first_name},
                )
            return redirect("incidents:plan_introduction", pk=pk)
    facts = _facts(found.person)
    return render(
        request,
        "incidents/plan/introduction.html",
        {
            "introduction": found,
            "form": form,
            "points": [(point, point.value in found.points, facts.get(point.value, [])) for point in Point],
            "may_show": "incidents.show_plan" in allowed and found.shown_on is None,
            "is_own": "incidents.confirm_plan" in allowed,
        },
        status=422 if form.errors else 200,
    )
