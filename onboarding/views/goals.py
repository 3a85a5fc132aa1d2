"""Learning goals with both views of them, agreed cases, and what the newcomer brings (ONB-17, -18, -24, -28, -29)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.views.acting import page, tried
from onboarding.actions import learning as verbs
from onboarding.forms.pair import CasesForm, ContributionForm, GoalForm, RatingForm
from onboarding.rules.goals import goal_reason
from onboarding.views.ground import find_course, part, short_form


def _goals_of(course):
    """Return the address of a course's learning goals."""
    return reverse("onboarding:goals", args=[course.pk])


@require_http_methods(["GET", "POST"])
def goals(request, pk):
    """Show the learning goals with method and both views; add one."""
    course = find_course(
        request,
        pk,
        "onboarding.read_goals",
        also=("onboarding.rate_own_goals", "onboarding.rate_goals", "onboarding.arrange"),
    )
    form = GoalForm(request.POST or None, initial={"due_on": course.ends_on})
    if request.method == "POST" and form.is_valid():
        done = tried(
            request, lambda: verbs.add_goal(course, by=request.user, **form.cleaned_data), _("Målet er tilføjet."), form
        )
        if done:
            return redirect("onboarding:goals", pk=pk)
    found = list(course.goals.filter(dropped_at__isnull=True))
    for one in found:
        one.why = goal_reason(course.start_on, course.weekdays, course.length, one.due_on) if one.due_on else ""
    context = {
        "course": course,
        "form": form,
        "goals": found,
        "rates": bool({"onboarding.rate_own_goals", "onboarding.rate_goals"} & course.may),
        "own": "onboarding.rate_own_goals" in course.may,
        "ratings": RatingForm.base_fields["rating"].choices,
        "loads": list(course.loads.all()),
        "contributions": list(course.contributions.all()),
        "arranges": "onboarding.arrange" in course.may,
    }
    return page(request, "onboarding/goals.html", **context)


@require_POST
def rate(request, pk, goal):
    """Say how far a goal is."""
    course = find_course(request, pk, "onboarding.read_goals")
    found = part(course, "goals", goal)
    form = RatingForm(request.POST)
    if form.is_valid():
        tried(
            request,
            lambda: verbs.rate(found, by=request.user, rating=form.cleaned_data["rating"]),
            _("Vurderingen er gemt."),
        )
    return redirect("onboarding:goals", pk=pk)


@require_http_methods(["GET", "POST"])
def goal(request, pk, goal):
    """Change a goal, or take it out."""
    course = find_course(request, pk, "onboarding.read_goals")
    found = part(course, "goals", goal)
    names = ("title", "knowledge", "need", "method", "with_whom", "due_on")
    form = GoalForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.POST.get("drop"):
        tried(request, lambda: verbs.drop_goal(found, by=request.user), _("Målet er taget ud."))
        return redirect("onboarding:goals", pk=pk)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.change_goal(found, by=request.user, **form.cleaned_data),
            _("Målet er rettet."),
            form,
        )
        if done:
            return redirect("onboarding:goals", pk=pk)
    return short_form(request, course, form, _("Ret mål"), _("Gem mål"), back_to=_goals_of(course))


@require_http_methods(["GET", "POST"])
def cases(request, pk):
    """Agree on the cases of a week or a month, change what was agreed, or take it out."""
    course = find_course(request, pk, "onboarding.arrange", also=("onboarding.read_goals",))
    sees_goals = "onboarding.read_goals" in course.may  # HR agrees on cases and doesn't read the goals
    back_to = _goals_of(course) if sees_goals else reverse("onboarding:course", args=[pk])
    found = _wanted(request, course, "loads")
    names = ("period", "cases", "kind", "support")
    form = CasesForm(request.POST or None, initial={name: getattr(found, name) for name in names} if found else None)
    if found is not None and request.POST.get("drop"):
        tried(request, lambda: verbs.drop_cases(found, by=request.user), _("Aftalen er taget ud."))
        return redirect(back_to)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.agree_cases(course, by=request.user, load=found, **form.cleaned_data),
            _("Aftalen er gemt."),
            form,
        )
        if done:
            return redirect(back_to)
    context = {
        "course": course,
        "form": form,
        "title": _("Ret aftalt antal sager") if found else _("Aftal antal sager"),
        "button": _("Gem aftale"),
        "lede": _("Få sager i starten. Et almindeligt niveau er 20–25 sager."),
        "back_to": back_to,
        "loads": list(course.loads.all()),
        "chosen": found.pk if found else None,
        "drop": (_("Tag aftalen ud"), _("Antallet forsvinder fra siderne. De andre aftaler bliver.")) if found else (),
    }
    return page(request, "onboarding/cases.html", **context)


def _wanted(request, course, name):
    """Return the row of one of the course's lists that the address names; None when it names none, 404 for a foreign one."""
    wanted = request.GET.get("id", "")
    return part(course, name, int(wanted)) if wanted.isdecimal() else None


@require_http_methods(["GET", "POST"])
def contribution(request, pk):
    """Plan what the newcomer presents, change it, or take it out."""
    course = find_course(request, pk, "onboarding.read_goals")
    found = _wanted(request, course, "contributions")
    initial = {name: getattr(found, name) for name in ("topic", "meeting", "day")} if found else None
    form = ContributionForm(request.POST or None, initial=initial)
    if found is not None and request.POST.get("drop"):
        tried(request, lambda: verbs.drop_contribution(found, by=request.user), _("Oplægget er taget ud."))
        return redirect("onboarding:goals", pk=pk)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.bring(course, by=request.user, contribution=found, **form.cleaned_data),
            _("Oplægget er planlagt."),
            form,
        )
        if done:
            return redirect("onboarding:goals", pk=pk)
    return short_form(
        request,
        course,
        form,
        _("Ret oplæg") if found else _("Planlæg et oplæg"),
        _("Gem oplæg"),
        back_to=_goals_of(course),
        drop=(_("Tag oplægget ud"), _("Det forsvinder fra den nye kollegas dage og fra denne liste.")) if found else (),
    )
