"""Another start date, another length: asked for, shown with everything that follows, confirmed (ONB-01, ONB-04)."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.views.acting import page, tried
from onboarding.actions import moving
from onboarding.forms.course import LengthForm, MoveForm
from onboarding.views.ground import find_course


@require_http_methods(["GET", "POST"])
def move(request, pk):
    """Ask for another start date, show everything that moves, move it when that is confirmed."""
    found = find_course(request, pk, "onboarding.manage")
    weekdays = [str(day) for day in found.weekdays]
    wanted = request.GET.get("to", "")
    initial = {"start_on": wanted or found.start_on, "weekdays": weekdays}
    form = MoveForm(request.POST or None, initial=initial)
    shift = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["start_on"] == found.start_on and sorted(data["weekdays"]) == sorted(found.weekdays):
            form.add_error("start_on", _("Datoen er den samme som før. Vælg en anden."))
        elif request.POST.get("step") == "confirm":
            done = tried(
                request,
                lambda: moving.move(found, by=request.user, **data),
                _("Startdatoen er flyttet, og alle har fået besked om de nye tider."),
                form,
            )
            if done:
                return redirect("onboarding:course", pk=pk)
        elif request.POST.get("step") != "back":
            shift = moving.shift(found, data["start_on"], data["weekdays"])
    context = {"course": found, "form": form, "shift": shift}
    return page(request, "onboarding/move.html", **context)


@require_http_methods(["GET", "POST"])
def length(request, pk):
    """Ask for another length, show everything that follows from it, adapt the course when that is confirmed."""
    found = find_course(request, pk, "onboarding.manage")
    form = LengthForm(request.POST or None, initial={"length": found.length})
    shift = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if problem := moving.problem_of_length(found, data["length"]):
            form.add_error("length", problem)
        elif request.POST.get("step") == "confirm":
            done = tried(
                request,
                lambda: moving.adapt_length(found, by=request.user, **data),
                _("Introduktionens længde er tilpasset, og alle har fået besked om de nye tider."),
                form,
            )
            if done:
                return redirect("onboarding:course", pk=pk)
        elif request.POST.get("step") != "back":
            shift = moving.shift(found, found.start_on, found.weekdays, data["length"])
    context = {"course": found, "form": form, "shift": shift}
    return page(request, "onboarding/length.html", **context)
