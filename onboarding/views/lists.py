"""HR's and leaders' list of courses, the views of it that somebody keeps, and its exports (ONB-11)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, exports
from core.files import download_headers
from core.models import Unit
from core.permissions import Forbidden, can_any, who_may
from core.search import every_word
from core.texts import error
from core.views.acting import found as found_row
from core.views.acting import tried
from onboarding import documents, words
from onboarding.actions import saved
from onboarding.choices import RUNNING, State
from onboarding.forms.course import SavedViewForm
from onboarding.models import ChecklistItem, Course, SavedView, ScheduleRow
from onboarding.views.course import STATE_KIND

SORTS = {"person__name", "start_on", "unit__name", "late", "done", "state", "last_contact", "mentor__name"}
PER_PAGE = 25


@require_GET
def home(request):
    """Lead each to the page that is theirs: the newcomer's, the list, the mentor's, or the rows one answers for."""
    person = request.user
    if Course.objects.running().filter(person=person, start_on__lte=calendar.today()).exists():
        return redirect("onboarding:mine")
    if person.standing.has("hr") or person.standing.care:
        return redirect("onboarding:list")
    guides = Q(mentor=person) | Q(contact=person)
    if can_any(person, "onboarding.adapt_template") and not Course.objects.running().filter(guides).exists():
        return redirect("onboarding:list")  # a coordinator who is nobody's mentor
    return redirect("onboarding:mentor")


def _scopes(person):
    """Return {name: (label, condition)} of the pills."""
    today = calendar.today()
    late = ChecklistItem.objects.filter(todo__state="open", todo__due_at__lt=calendar.now()).order_by()
    return {
        "running": (_("I gang"), Q(state__in=RUNNING)),
        "soon": (_("Begynder snart"), Q(state="preparation", start_on__gte=today)),
        "late": (_("Over frist"), Q(state__in=RUNNING, pk__in=late.values("course_id"))),
        "mentor": (_("Mangler mentor"), Q(state__in=RUNNING, mentor=None, contact=None)),
        "schedule": (_("Mangler skema"), Q(state__in=RUNNING, schedule_approved_at=None)),
        "over": (_("Afsluttede"), Q(state="closed")),
        "cancelled": (_("Aflyste"), Q(state="cancelled")),
    }


def _phase(course, today):
    """Return the words of the phase that a course's dates say."""
    if not course.is_running:
        return course.get_state_display()
    days = (today - course.start_on).days
    if days < 0:
        return words.PHASES["before_start"]
    if days == 0:
        return words.PHASES["first_day"]
    if days < 7:
        return words.PHASES["first_week"]
    for months, name in ((1, "first_month"), (course.length, "three_months")):
        if today < calendar.add_months(course.start_on, months):
            return words.phase(name, course.length)
    return words.PHASES["first_year"]


def _found(request):
    """Return (what was asked for, the courses of it, the counts of the pills)."""
    person, data = request.user, request.GET
    text = request.POST.get("q", "").strip()[:100] if request.method == "POST" else ""
    problem = error("E-17") if request.method == "POST" and len(text) < 2 else ""
    visible = Course.objects.visible_to(person)
    if not (person.standing.has("hr") or person.standing.care):
        visible = visible.exclude(person=person)
    scopes = _scopes(person)
    counts = visible.aggregate(**{name: Count("pk", filter=where) for name, (_label, where) in scopes.items()})
    scope = data.get("show", "running")
    scope = scope if scope in scopes else "running"
    unit, state = data.get("unit", ""), data.get("state", "")
    found = visible.with_progress()
    if text and not problem:
        found = found.filter(every_word(text.split()[:6], "person__name", "mentor__name", "unit__name"))
    else:
        found = found.filter(scopes[scope][1])
        if unit.isdecimal():
            path = Unit.objects.filter(pk=int(unit)).values("path")[:1]
            found = found.filter(unit__path__startswith=path)
        if state in State.values:
            found = found.filter(state=state)
    sort = data.get("sort", "-late" if scope == "late" else "start_on")
    sort = sort if sort.lstrip("-") in SORTS else "start_on"
    by = F(sort.lstrip("-"))
    by = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    found = found.select_related("person", "unit", "site", "mentor", "contact", "leader").order_by(by, "pk")
    asked = {"scope": scope, "unit": unit, "state": state, "sort": sort, "text": text, "problem": problem}
    return asked, found, counts, scopes


@require_http_methods(["GET", "POST"])
def overview(request):
    """Show the courses with phase, progress, what is late, mentor, schedule and last contact."""
    person = request.user
    asked, found, counts, scopes = _found(request)
    page = Paginator(found, PER_PAGE if not asked["text"] else 100).get_page(request.GET.get("page"))
    today = calendar.today()
    shown = list(page.object_list)
    upcoming = _next_of([course.pk for course in shown])
    for course in shown:
        course.phase = _phase(course, today)
        course.kind = STATE_KIND[course.state]
        course.total, course.done, course.late = course.total or 0, course.done or 0, course.late or 0
        course.percent = round(100 * course.done / course.total) if course.total else 0
        course.next = upcoming.get(course.pk)
        course.days = (today - course.start_on).days
        course.guide = course.mentor or course.contact
    page.object_list = shown
    picks = [
        {"label": label, "url": f"?show={name}", "current": name == asked["scope"], "count": counts[name]}
        for name, (label, _where) in scopes.items()
        if counts[name] or name in (asked["scope"], "running")
    ]
    context = asked | {
        "page": page,
        "picks": picks,
        "counts": counts,
        "urgent": _urgent(person, counts) if asked["scope"] == "running" and not asked["text"] else None,
        "units": Unit.objects.in_use() if person.standing.has("hr") else [],
        "states": [(value, label) for value, label in State.choices if value in RUNNING],
        "filtered": bool(asked["unit"] or asked["state"]),
        "is_hr": person.standing.has("hr"),
        "may_create": person.standing.has("hr") or bool(person.standing.care),
        "query": request.GET.urlencode(),
        "saved": list(SavedView.objects.visible_to(person)),
        "save_form": SavedViewForm(),
    }
    return render(request, "onboarding/list.html", context, status=422 if asked["problem"] else 200)


def _next_of(ids):
    """Return {course: its next open line}: one query."""
    lines = (
        ChecklistItem.objects.filter(course__in=ids, todo__state="open")
        .order_by("course_id", "due_on", "number")
        .distinct("course_id")
        .values_list("course_id", "title", "due_on")
    )
    return {course: (title, due) for course, title, due in lines}


def _urgent(person, counts):
    """Return the solid field: those who begin within two weeks without a mentor. One query when there are any."""
    if not counts["mentor"]:
        return None
    today = calendar.today()
    soon = list(
        Course.objects.visible_to(person)
        .filter(
            state__in=RUNNING,
            mentor=None,
            contact=None,
            start_on__range=(today, today + timedelta(days=21)),
        )
        .select_related("person", "unit")
        .order_by("start_on")[:3]
    )
    if not soon:
        return None
    first = soon[0]
    names = words.listed(_("{name} i {unit}").format(name=course.person.name, unit=course.unit.name) for course in soon)
    return {
        "title": _("{n} begynder snart uden mentor").format(n=len(soon))
        if len(soon) > 1
        else _("En ny kollega begynder snart uden mentor"),
        "text": names,
        "start": first.made_at,
        "until": calendar.at(first.start_on, calendar.parse_time("08")),
        "url": reverse("onboarding:roles", args=[first.pk]),
        "label": _("Vælg mentor"),
    }


def _lines(found):
    """Return the rows of a list for paper or spreadsheet: no notes, nothing private."""
    today = calendar.today()
    for course in found:
        guide = course.mentor or course.contact
        total, done = course.total or 0, course.done or 0
        yield [
            course.person.name,
            course.unit.name,
            course.start_on,
            str(_phase(course, today)),
            (today - course.start_on).days,
            done,
            total,
            round(100 * done / total) if total else 0,
            course.late or 0,
            guide.name if guide else "",
            bool(course.schedule_approved_at),
            course.last_contact,
        ]


def _headings():
    return [
        _("Navn"),
        _("Afdeling"),
        _("Start"),
        _("Fase"),
        _("Dage siden start"),
        _("Gjort"),
        _("I alt"),
        _("Procent"),
        _("Over frist"),
        _("Mentor"),
        _("Skema godkendt"),
        _("Sidste statusmøde"),
    ]


@require_GET
def export(request, kind):
    """Hand the list out as a spreadsheet, a text file or paper; that it was taken stands in the log (P-31)."""
    if not request.user.standing.has("hr"):
        raise Forbidden("onboarding.export", who_may("onboarding.export"))
    asked, found, _counts, scopes = _found(request)
    found = list(found[:2000])
    audit.record("onboarding.list_exported", request.user, by=request.user, kind=kind, count=len(found))
    title = _("Introduktionsforløb, oversigt")
    if kind == "pdf":
        content = documents.overview(
            [dict(zip(_headings(), line, strict=True)) | {"line": line} for line in _lines(found)],
            str(scopes[asked["scope"]][0]),
            request.user,
        )
        return download_headers(HttpResponse(content), "introduktionsforloeb.pdf", "application/pdf")
    make = exports.xlsx if kind == "xlsx" else exports.csv
    content = make(_lines(found), _headings(), title=title, by=request.user, at=calendar.now())
    return exports.response(content, f"introduktionsforloeb.{kind}")


# -- the rows that somebody answers for in other people's courses -------------------------------------------------------------
def rows_of(person):
    """Return the dated rows that a person answers for and that lie ahead."""
    return (
        ScheduleRow.objects.filter(
            Q(owner=person) | Q(second=person),
            day__gte=calendar.today(),
            every="",
            dropped_at__isnull=True,
            course__state__in=RUNNING,
        )
        .select_related("course__person")
        .order_by("day", "clock")[:30]
    )


# -- views that somebody keeps --------------------------------------------------------------------------------------------------
KEPT = ("show", "unit", "state", "sort")


@require_POST
def view_save(request):
    """Keep the filters and the order of the list under a name."""
    form = SavedViewForm(request.POST)
    query = QueryDict(request.POST.get("query", "")[:300])
    kept = urlencode({name: query[name] for name in KEPT if query.get(name)})
    if form.is_valid():
        tried(
            request,
            lambda: saved.keep(by=request.user, name=form.cleaned_data["name"], query=kept),
            _("Visningen er gemt. Du finder den over listen."),
        )
    else:
        messages.warning(request, form.errors["name"][0])
    return redirect(f"{reverse('onboarding:list')}?{kept}")


@require_POST
def view_remove(request, pk):
    """Remove a view that one keeps."""
    row = found_row(request, "onboarding.keep_view", SavedView.objects.all(), pk)
    tried(request, lambda: saved.remove(row, by=request.user), _("Visningen er fjernet."))
    return redirect("onboarding:list")
