"""A new course: the form, every date of it before it is made, one confirm (ONB-01)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.permissions import Forbidden, may_add, rows, who_may
from core.views.acting import page, tried
from onboarding import documents, words
from onboarding.actions import courses as verbs
from onboarding.choices import RUNNING
from onboarding.forms.course import CourseForm
from onboarding.forms.people import may_begin


def candidates(by):
    """Return those whose introduction the person may plan and who have none running."""
    people = rows(by, "onboarding.introduce", may_begin())
    return people.exclude(courses__state__in=RUNNING).select_related("unit", "site")


@require_http_methods(["GET", "POST"])
def create(request):
    """Ask who begins when; show every date; make the course when the dates are confirmed."""
    by = request.user
    if not (by.standing.has("hr") or by.standing.care):
        raise Forbidden("onboarding.introduce", who_may("onboarding.introduce"))
    people = candidates(by)
    chosen = people.filter(pk=request.GET.get("person")).first() if request.GET.get("person", "").isdecimal() else None
    initial = {"weekdays": ["1", "2", "3", "4", "5"]}
    if chosen is not None:
        initial |= {
            "person": chosen,
            "start_on": chosen.active_from,
            "weekdays": [str(day) for day in chosen.worked_weekdays],
            "unit": chosen.unit_id,
            "site": chosen.site_id,
        }
    elif not by.standing.has("hr"):
        initial |= {"unit": by.unit_id, "site": by.site_id}
    form = CourseForm(request.POST or None, initial=initial, by=by, people=people)
    found = None
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "packs"}
        if request.POST.get("step") == "confirm":
            made = []
            done = tried(request, lambda: made.append(verbs.create(by=by, **data)), None, form)
            if done:
                course = made[0]
                messages.success(
                    request, _("Forløbet er oprettet. Se, hvem der mangler, og godkend skemaet, når det passer.")
                )
                return redirect("onboarding:course", pk=course.pk)
        elif request.POST.get("step") != "back":
            found = verbs.preview(
                **{
                    name: data[name]
                    for name in (
                        "person",
                        "unit",
                        "site",
                        "start_on",
                        "length",
                        "weekdays",
                        "leader",
                        "mentor",
                        "contact",
                        "versions",
                    )
                }
            )
    hires = may_add(by, "core.change_person")
    context = {
        "form": form,
        "hires": hires,
        "who_hires": "" if hires else words.listed(who_may("core.change_person")),
        "people": _suggested(people) if chosen is None and not form.is_bound else [],
    }
    if found is not None:
        context |= {
            "preview": found,
            "person": form.cleaned_data["person"],
            "phases": [
                (
                    words.long_phases(form.cleaned_data["length"])[phase],
                    day,
                    found.plan.reasons["deadlines"][phase],
                    _count(found, phase),
                )
                for phase, day in found.plan.deadlines.items()
            ],
            "blocks": documents.by_block(form.cleaned_data["length"], found.plan.schedule),
            "roles": [(words.ROLES[role], one.name) for role, one in found.roles.items() if role != "newcomer"],
            "missing": [words.ROLES[role] for role in found.missing],
            "packs": [version.pack.name for version in form.cleaned_data["versions"]],
        }
        return page(request, "onboarding/preview.html", **context)
    return page(request, "onboarding/create.html", **context)


def _suggested(people):
    """Return those who begin soon or have just begun, and never had an introduction here."""
    since = calendar.today() - timedelta(days=60)
    return people.filter(active_from__gte=since, courses__isnull=True).order_by("active_from", "name")[:12]


def _count(found, phase):
    """Return how many lines of the checklist a phase has."""
    return sum(item["phase"] == phase for item in found.template.items)
