"""Who knows what and helps with it; one's own page about it; and the numbers for leaders, HR and MED (GEN-70, GEN-35)."""

from collections import Counter

from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar, charts, exports, shell, smallcells
from core.models import Person, Unit
from core.permissions import Forbidden, rows, who_may
from core.settings_values import Settings
from core.views.acting import done, found, page, tried
from onboarding import words
from onboarding.actions import competences as verbs
from onboarding.choices import CompetenceKind, Education
from onboarding.forms.competences import QUESTIONS, BackgroundForm, CompetenceForm, NeedsForm, TrainingForm
from onboarding.models import Background, Competence, Needs, Training

STALE = 12  # months until somebody should look at what they know again
LEVELS = {
    "knows": gettext_lazy("Kender til det"),
    "uses": gettext_lazy("Bruger det tit"),
    "teaches": gettext_lazy("Kan lære andre det"),
}


def _of_those_who_work_here():
    """Return the competences of everybody who works here, with whose they are."""
    people = Person.objects.working()
    return Competence.objects.filter(person__in=people).select_related("person__unit", "substitute")


@require_GET
def competences(request):
    """Show who knows what and helps with it."""
    category = request.GET.get("category", "")
    shown = _of_those_who_work_here()
    if category in words.CATEGORIES:
        shown = shown.filter(category=category)
    old = calendar.add_months(calendar.today(), -STALE)
    groups: dict = {}
    for one in shown[:400]:
        one.is_old = one.confirmed_on <= old
        groups.setdefault(words.CATEGORIES[one.category], []).append(one)
    return page(
        request,
        "onboarding/competences.html",
        groups=list(groups.items()),
        category=category,
        categories=list(words.CATEGORIES.items()),
        sees_numbers=rows(request.user, "onboarding.see_numbers").exists(),
    )


# -- one person --------------------------------------------------------------------------------------------------------
FORMS = {"save": CompetenceForm, "background": BackgroundForm, "training": TrainingForm, "needs": NeedsForm}


@require_http_methods(["GET", "POST"])
def of_person(request, pk):
    """Show what somebody knows, was trained as and wants to learn; the person, and partly the leader, writes it."""
    also = ("onboarding.edit_background", "onboarding.read_needs", "onboarding.edit_needs")
    person = found(request, "onboarding.see_competences", Person.objects.select_related("unit"), pk, also)
    posted = request.POST.get("form", "") if request.method == "POST" else ""
    forms = _forms(request, person, posted)
    if posted and _acted(request, person, forms, posted):
        return redirect("onboarding:competences_of", pk=pk)
    needs = Needs.objects.filter(person=person).first() if "onboarding.read_needs" in person.may else None
    if needs is not None and request.user != person:
        audit.read("onboarding.needs_read", person, by=request.user)
    old = calendar.add_months(calendar.today(), -STALE)
    return page(
        request,
        "onboarding/competences_of.html",
        **forms,
        known=person,
        is_own=request.user == person,
        edits="onboarding.edit_background" in person.may,
        competences=[
            (one, one.confirmed_on <= old)
            for one in Competence.objects.filter(person=person).select_related("substitute")
        ],
        background=Background.objects.filter(person=person).first(),
        trainings=list(person.trainings.all()),
        needs=needs,
        answers=[(label, needs.answers[code]) for code, label in QUESTIONS.items() if code in needs.answers]
        if needs
        else [],
        kinds=[CompetenceKind(kind).label for kind in needs.kinds] if needs else [],
        plan_url=_plan_url(person) if "onboarding.read_needs" in person.may else "",
    )


def _plan_url(person):
    """Return where the person's development plan is written (GEN-35); nothing where no app makes one."""
    try:
        return shell.page_of("development_plan", person.pk)
    except NoReverseMatch:
        return ""


def _forms(request, person, posted):
    """Return the forms of the page by their names; the one that was sent is bound."""
    background = Background.objects.filter(person=person).first()
    needs = Needs.objects.filter(person=person).first() if "onboarding.edit_needs" in person.may else None
    initial = {
        "background": {"education": background.education, "other": background.other} if background else None,
        "needs": needs.answers | {"kinds": needs.kinds} if needs else None,
        "training": {"year": calendar.today().year},
    }
    return {
        f"{name}_form": form(request.POST if name == posted else None, initial=initial.get(name))
        for name, form in FORMS.items()
    }


def _acted(request, person, forms, posted):
    """Do what was sent; tell whether it was done."""
    by = request.user
    if posted in FORMS:
        act, said = {
            "save": (
                lambda data: verbs.save_competence(person, by=by, **data),
                _("Tak. Nu kan kollegerne se, at du ved noget om det."),
            ),
            "background": (lambda data: verbs.save_background(person, by=by, **data), _("Uddannelsen er gemt.")),
            "training": (lambda data: verbs.add_training(person, by=by, **data), _("Kurset er skrevet på.")),
            "needs": (
                lambda data: verbs.write_needs(
                    person, by=by, answers={code: data[code] for code in QUESTIONS}, kinds=data["kinds"]
                ),
                _("Gemt. Din leder kan læse det. I tallene er dit navn ikke med."),
            ),
        }[posted]
        return done(request, forms[f"{posted}_form"], act, said)
    wanted = request.POST.get("id", "")
    kind = Training if posted == "remove_training" else Competence
    row = kind.objects.filter(person=person, pk=int(wanted)).first() if wanted.isdecimal() else None
    if row is None:
        raise Http404
    if posted == "remove_training":
        return tried(request, lambda: verbs.remove_training(row, by=by), _("Kurset er taget af listen."))
    if posted == "confirm":
        return tried(request, lambda: verbs.confirm_competence(row, by=by), _("Tak. Det er bekræftet i dag."))
    return tried(request, lambda: verbs.remove_competence(row, by=by), _("Det er taget af listen."))


# -- many people -------------------------------------------------------------------------------------------------------
def _numbers(area):
    """Return what can be counted about those who work in an area: some of the units whose numbers the reader sees."""
    people = Person.objects.working().filter(unit__in=[unit.pk for unit in area])
    known = list(_of_those_who_work_here().filter(person__in=people.order_by().values("pk")))
    limit = Settings().number("small_cell_limit") or 5
    about = {"person__in": people.order_by().values("pk")}
    since = calendar.today().year - 1
    where = "person__unit__path"
    kinds = [(path, kind) for path, some in Needs.objects.filter(**about).values_list(where, "kinds") for kind in some]
    educations = Background.objects.filter(**about).values_list(where, "education")
    courses = Training.objects.filter(**about, year__gte=since).values_list(where, "place")
    paths = [unit.path for unit in area]
    return {
        "levels": _levels(known),
        "alone": _alone(known),
        "education": _hidden(educations, paths, Education.choices, limit),
        "needs": _hidden(kinds, paths, CompetenceKind.choices, limit),
        "courses": _hidden(courses, paths, [("internal", _("Internt")), ("external", _("Eksternt"))], limit),
        "limit": limit,
        "since": since,
        "people": people.count(),
    }


def _levels(known):
    """Return [(area, how many know of it, use it, can teach it)]: these stand with names in the list that all can read."""
    counts = Counter((one.category, one.level) for one in known)
    return [
        (label, *(counts[category, level] for level in LEVELS))
        for category, label in words.CATEGORIES.items()
        if any(counts[category, level] for level in LEVELS)
    ]


def _alone(known):
    """Return the topics that only one can teach, and for whom nobody stands in."""
    teachers: dict = {}
    for one in known:
        if one.level == "teaches":
            teachers.setdefault(one.topic.casefold(), []).append(one)
    return [some[0] for _topic, some in sorted(teachers.items()) if len(some) == 1 and some[0].substitute is None]


def _hidden(pairs, paths, choices, limit):
    """Return [(label, number or None)] with small numbers and what they could be worked out from hidden.

    `pairs`: (the unit's path, what is counted). Whoever sees an area sees its parts too, one at a time, so that an area
    and what its parts show must not differ by a small number either.
    """
    pairs = list(pairs)
    counts = Counter((key, "n") for _path, key in pairs)
    keys = [key for key, _label in choices]
    parts = {key: Counter(path for path, one in pairs if one == key) for key in keys}
    beside = {(key, "n"): _known(parts[key], paths, limit) for key in keys}
    table = smallcells.hide(counts, keys, ["n"], limit, [beside])
    shown = zip(choices, table.cells, strict=True)
    return [(str(label), cells[0]) for (_key, label), cells in shown] if counts else []


def _known(counts, paths, limit):
    """Return how much of an area's number its parts show, each as much as it shows itself. `counts`: {path: n}."""
    above: dict = {}
    line: list = []
    for path in sorted(paths):
        while line and not path.startswith(line[-1]):
            line.pop()
        above[path] = line[-1] if line else None
        line.append(path)
    total = {None: 0} | {path: counts.get(path, 0) for path in paths}
    known = dict.fromkeys(total, 0)
    for path in sorted(paths, reverse=True):  # what lies below comes first
        is_shown = total[path] >= limit and not 0 < total[path] - known[path] < limit
        total[above[path]] += total[path]
        known[above[path]] += total[path] if is_shown else known[path]
    tops = [path for path in paths if above[path] is None]
    return known[tops[0] if len(tops) == 1 else None]


@require_GET
def competence_numbers(request):
    """Show what a unit knows, where it hangs on one person, and what people want to learn (MED's goals)."""
    units = list(rows(request.user, "onboarding.see_numbers", Unit.objects.in_use()).order_by("path"))
    if not units:
        raise Forbidden("onboarding.see_numbers", who_may("onboarding.see_numbers"))
    wanted = request.GET.get("unit", "")
    unit = next((one for one in units if str(one.pk) == wanted), None)
    numbers = _numbers([one for one in units if unit is None or one.path.startswith(unit.path)])
    if request.GET.get("as") == "xlsx":
        audit.record("onboarding.competence_numbers_exported", request.user, by=request.user)
        title = _("Kompetencer, overblik")
        content = exports.xlsx(
            _lines(numbers), [_("Hvad"), _("Område"), _("Antal")], title=title, by=request.user, at=calendar.now()
        )
        return exports.response(content, "kompetencer.xlsx")
    chart = charts.bar_chart(numbers["needs"], title=_("Det vil medarbejderne lære mere om"), label_width=260)
    return page(
        request,
        "onboarding/competence_numbers.html",
        **numbers,
        unit=unit,
        units=units,
        chart=chart,
        levels_of=LEVELS.values(),
    )


def _lines(numbers):
    """Return the numbers as lines of a spreadsheet."""
    for area, *counts in numbers["levels"]:
        for label, count in zip(LEVELS.values(), counts, strict=True):
            yield [str(label), str(area), count]
    for heading, name in (
        (_("Grunduddannelse"), "education"),
        (_("Ønsker at lære"), "needs"),
        (_("Kurser de seneste to år"), "courses"),
    ):
        for label, count in numbers[name]:
            yield [heading, label, _("vises ikke") if count is None else count]
