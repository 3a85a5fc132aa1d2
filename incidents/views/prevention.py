"""Prevention: the register of alarms, near misses, courses, worries, calls; and the page that gathers them (INC-65, 91)."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, versions
from core.models import Alarm, AlarmTest, GuidancePage, Person, Role, Todo
from core.permissions import may_add, require_add, rows
from core.settings_values import Settings
from core.views import conflicts
from core.views.acting import done, found, page, tried
from incidents.actions import press as press_verbs
from incidents.actions import prevention as verbs
from incidents.forms.prevention import (
    CallBackForm,
    ConcernForm,
    CourseForm,
    NearMissForm,
    OutcomeForm,
    ParticipantsForm,
)
from incidents.models import Concern, LoneWork, NearMiss, PreventionCourse, WalkRound


@require_GET
def prevention(request):
    """Gather what prevents: who is alone now, alarms, walks, near misses, courses."""
    alone = (
        LoneWork.objects.visible_to(request.user).waiting().select_related("person", "watcher").order_by("check_in_at")
    )
    return page(
        request,
        "incidents/prevention/prevention.html",
        alone=alone[:10],
        now=calendar.now(),
        alarms=_alarms(request.user)[:6],
        walks=WalkRound.objects.visible_to(request.user).select_related("site")[:3],
        misses=NearMiss.objects.visible_to(request.user).select_related("site")[:5],
        courses=PreventionCourse.objects.filter(held_on__gte=calendar.today())
        .select_related("site")
        .order_by("held_on")[:3],
    )


def _alarms(person):
    """Return [(alarm, its last test, when the next is due, whether that has passed)], the late ones first. Two queries."""
    interval = Settings().text("alarm_test_interval") or "12mo"
    today, found_rows = calendar.today(), []
    tests = AlarmTest.objects.select_related("tested_by").order_by("-tested_on", "-pk")
    alarms = (
        Alarm.objects.filter(site__closed_on__isnull=True)
        .select_related("site")
        .prefetch_related(Prefetch("tests", tests))
    )
    testable = set(rows(person, "core.test_alarm").values_list("pk", flat=True))
    for alarm in alarms:
        last = next(iter(alarm.tests.all()), None)
        day = last.tested_on if last else alarm.last_tested_on
        due = calendar.Offset.parse(interval).apply_to_date(day) if day else None
        failed = last is not None and not last.worked
        late = failed or due is None or due < today
        found_rows.append((alarm, last, due, late, alarm.pk in testable))
    return sorted(found_rows, key=lambda row: (not row[3], row[0].site.name, row[0].placement))


@require_GET
def alarms(request):
    """Show every alarm with its last test, what failed, and when the next is due."""
    return page(request, "incidents/prevention/alarms.html", lines=_alarms(request.user), today=calendar.today())


# -- near misses -----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def near_misses(request):
    """Write one, and read those of one's places with what came of them."""
    form = NearMissForm(request.POST or None, person=request.user)
    if done(
        request,
        form,
        lambda data: verbs.tell_near_miss(by=request.user, **data),
        _("Tak. AMR ser på det inden for 5 arbejdsdage, og du kan læse her, hvad I gør."),
    ):
        return redirect("incidents:near_misses")
    misses = NearMiss.objects.visible_to(request.user).select_related("site", "seen_by")
    return page(
        request,
        "incidents/prevention/near_misses.html",
        form=form,
        page=Paginator(misses, 20).get_page(request.GET.get("page")),
    )


@require_http_methods(["GET", "POST"])
def near_miss(request, pk):
    """Show one, and take down what is done about it."""
    row = found(
        request,
        "incidents.view_near_miss",
        NearMiss.objects.select_related("site", "unit", "seen_by"),
        pk,
        ["incidents.answer_near_miss"],
    )
    may = "incidents.answer_near_miss" in row.may
    form = _outcome(row, request.POST if may and request.method == "POST" else None)
    if may and conflicts.done(
        request,
        form,
        lambda data: verbs.answer_near_miss(row, by=request.user, **data),
        _("Det er noteret."),
        row,
        lambda: _outcome(row),
    ):
        return redirect("incidents:near_misses")
    return page(request, "incidents/prevention/near_miss.html", row=row, form=form if may else None)


def _outcome(row, data=None):
    """Return the form of an answer, from what stands there now."""
    return OutcomeForm(data, initial=versions.initial(row, verbs.OUTCOME))


# -- courses ---------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def courses(request):
    """Show what is offered and who lacks a course; those who keep the register add to it."""
    keeps = may_add(request.user, "incidents.change_course")
    if request.method == "POST":
        require_add(request.user, "incidents.change_course")
    pressed = request.POST.get("form", "") if request.method == "POST" else ""
    if pressed == "looked":
        asked = Todo.objects.waiting_for(request.user).filter(code=verbs.COURSES).select_related("unit")
        for todo in asked:
            tried(request, lambda todo=todo: verbs.looked_through(todo.unit, by=request.user), _("Det er noteret."))
        return redirect("incidents:courses")
    form = CourseForm(request.POST if pressed == "add" else None, initial={"held_on": calendar.today()})
    made: list = []
    if keeps and done(
        request,
        form,
        lambda data: made.append(verbs.add_course(by=request.user, **data)[0]),
        _("Kurset står på listen."),
    ):
        return redirect("incidents:course", pk=made[0].pk)
    mine = PreventionCourse.participants.through.objects.filter(preventioncourse=OuterRef("pk"), person=request.user)
    listed = PreventionCourse.objects.select_related("site").annotate(
        people=Count("participants"), takes_part=Exists(mine)
    )
    listed = listed.order_by("-held_on", "-pk")  # counting takes the model's own order away
    return page(
        request,
        "incidents/prevention/courses.html",
        keeps=keeps,
        form=form if keeps else None,
        page=Paginator(listed, 30).get_page(request.GET.get("page")),
        today=calendar.today(),
        lacking=_lacking(request.user),
        asked=Todo.objects.waiting_for(request.user).filter(code=verbs.COURSES).exists(),
    )


def _lacking(person):
    """Return [(kind, people without a course that still counts)] of a leader's own staff. Three queries."""
    if not person.standing.care:
        return []
    since = calendar.Offset.parse(f"-{Settings().text('course_valid_for') or '36mo'}").apply_to_date(calendar.today())
    staff = list(Person.objects.working().filter(unit__in=person.standing.care).exclude(pk=person.pk).order_by("name"))
    taken = set(
        PreventionCourse.participants.through.objects.filter(
            person__in=[one.pk for one in staff], preventioncourse__held_on__gte=since
        ).values_list("preventioncourse__kind", "person_id")
    )
    return [
        (label, [one for one in staff if (kind, one.pk) not in taken])
        for kind, label in PreventionCourse._meta.get_field("kind").choices
    ]


@require_http_methods(["GET", "POST"])
def course(request, pk):
    """Show one course; those who keep the register say who takes part."""
    row = found(
        request,
        "incidents.view_course",
        PreventionCourse.objects.select_related("site", "made_by").prefetch_related("participants"),
        pk,
        ["incidents.change_course"],
    )
    keeps = "incidents.change_course" in row.may
    known = [one.pk for one in row.participants.all()]
    people = Person.objects.working()
    if request.user.standing.has("hr"):
        offered = people.filter(site=row.site) if row.site_id else people.filter(unit=request.user.unit_id)
    else:
        offered = people.filter(unit__in=request.user.standing.care) | people.filter(site=request.user.site_id)
    offered = (offered | Person.objects.filter(pk__in=known)).distinct().order_by("name")

    def filled(data=None):
        """Return the form, from those who stand there now."""
        return ParticipantsForm(data, people=offered, initial=versions.initial(row, verbs.PARTICIPANTS))

    form = filled(request.POST if keeps and request.method == "POST" else None)
    if keeps and conflicts.done(
        request,
        form,
        lambda data: verbs.set_participants(row, by=request.user, **data),
        _("Deltagerne er gemt."),
        row,
        filled,
    ):
        return redirect("incidents:course", pk=pk)
    return page(
        request,
        "incidents/prevention/course.html",
        row=row,
        keeps=keeps,
        form=form if keeps else None,
        takes_part=request.user.pk in known,
        today=calendar.today(),
    )


# -- worries, calls ----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def concern_new(request):
    """Raise a worry about the tone as a topic."""
    form = ConcernForm(request.POST or None)
    if form.is_bound and not request.user.unit_id:
        form.add_error(None, _("Du har ingen afdeling endnu. Tal med din leder."))
    made: list = []
    if done(
        request,
        form,
        lambda data: made.append(verbs.raise_concern(by=request.user, **data)[0]),
        _("Emnet er sendt. Du får svar inden for 5 arbejdsdage og kan læse det her."),
    ):
        return redirect("incidents:concern", pk=made[0].pk)
    return page(
        request,
        "incidents/prevention/concern_new.html",
        form=form,
        mine=Concern.objects.filter(raised_by=request.user),
        advice=GuidancePage.objects.filter(code="TONE").first(),
    )


@require_http_methods(["GET", "POST"])
def concern(request, pk):
    """Show one topic, and take down the answer."""
    row = found(
        request,
        "incidents.view_concern",
        Concern.objects.select_related("unit", "raised_by", "answered_by"),
        pk,
        ["incidents.answer_concern"],
    )
    may = "incidents.answer_concern" in row.may
    form = _outcome(row, request.POST if may and request.method == "POST" else None)
    if may and conflicts.done(
        request,
        form,
        lambda data: verbs.answer_concern(row, by=request.user, **data),
        _("Svaret er gemt."),
        row,
        lambda: _outcome(row),
    ):
        return redirect("incidents:concern", pk=pk)
    return page(request, "incidents/prevention/concern.html", row=row, form=form if may else None)


@require_http_methods(["GET", "POST"])
def calls(request):
    """Promise to call back, and see one's promises."""
    form = CallBackForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: verbs.promise_call(by=request.user, **data),
        _("Aftalt. Vi minder dig om det 10 minutter før."),
    ):
        return redirect("incidents:calls")
    return page(
        request,
        "incidents/prevention/calls.html",
        form=form,
        waiting=Todo.objects.about(request.user).open().filter(code=verbs.CALL).order_by("due_at"),
        advice=GuidancePage.objects.filter(code="CALL-BACK").first(),
    )


@require_POST
def call_done(request, pk):
    """Say that the call was made."""
    todo = get_object_or_404(Todo.objects.open().filter(owner=request.user, code=verbs.CALL), pk=pk)
    tried(request, lambda: verbs.called(todo, by=request.user), _("Godt. Opkaldet er markeret."))
    return redirect("incidents:calls")


# -- the library of methods ------------------------------------------------------------------------------------------
PREVENTION = {
    "primary": gettext_lazy("Før nogen bliver vrede"),
    "secondary": gettext_lazy("Når det bygger op"),
    "tertiary": gettext_lazy("Bagefter"),
    "all": gettext_lazy("Hele vejen"),
}


@require_GET
def methods(request):
    """Show the cards of methods, by when they prevent; each card is a page of advice with source and check (INC-73)."""
    chosen = request.GET.get("when", "")
    cards = list(GuidancePage.objects.filter(phase="method"))
    return page(
        request,
        "incidents/prevention/methods.html",
        cards=[(card, PREVENTION.get(card.audience, "")) for card in cards if chosen in ("", card.audience)],
        phases=[(code, label) for code, label in PREVENTION.items() if any(card.audience == code for card in cards)],
        chosen=chosen,
    )


# -- the press ----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def press(request):
    """Show what is agreed about the press and social media; note that the TRIO has gone through it."""
    policy = GuidancePage.objects.select_related("checked_by").filter(code=press_verbs.PAGE).first()
    if policy is None:
        raise Http404
    if request.method == "POST":
        require_add(request.user, "incidents.review_press")
        tried(
            request, lambda: press_verbs.review(by=request.user), _("Det er noteret, at TRIO'en har set det igennem.")
        )
        return redirect("incidents:press")
    from core.models import ReferenceLink

    roles = Role.objects.filter(Role.in_force(calendar.today()), kind="communications").select_related("person")
    return page(
        request,
        "incidents/public/press.html",
        policy=policy,
        people=[role.person for role in roles],
        may_film=Settings(request.user.unit).flag("film_back"),
        link=ReferenceLink.objects.filter(code="press_policy").exclude(url="").first(),
        may_review=may_add(request.user, "incidents.review_press"),
    )
