"""Mentor's page, the help card, status meetings with notes for the pair, open points (ONB-08, -09, -19)."""

from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.files import download_headers
from core.models import ReferenceLink
from core.views.acting import page, tried
from onboarding import documents
from onboarding.actions import meetings as verbs
from onboarding.forms.course import ReasonForm
from onboarding.forms.pair import MeetingForm, NotesForm, PointForm, PointItemForm
from onboarding.models import Course, StatusMeeting
from onboarding.views.ground import find_course, find_row, kept, part, seen, short_form
from onboarding.views.lists import rows_of
from onboarding.views.newcomer import topics_of


@require_GET
def mentor(request):
    """Show a mentor the newcomers, the next meeting with each, open points and questions; and the rows one answers for."""
    person = request.user
    mine = list(
        Course.objects.filter(Q(mentor=person) | Q(contact=person))
        .filter(Q(state__in=("preparation", "start", "learning", "closing")) | Q(mentor_scheme="yes", state="closed"))
        .select_related("person", "unit")
        .annotate(
            asked=Count(
                "questions",
                filter=Q(questions__answered_at__isnull=True, questions__closed_at__isnull=True),
                distinct=True,
            ),
            open_points=Count("points", filter=Q(points__closed_at__isnull=True), distinct=True),
        )
        .order_by("-start_on")
    )
    ids = [course.pk for course in mine]
    now = calendar.now()
    ahead, last = {}, {}
    for meeting in StatusMeeting.objects.filter(course__in=ids).order_by("starts_at").defer("notes"):
        if meeting.is_waiting and meeting.starts_at >= now - timedelta(hours=8):
            ahead.setdefault(meeting.course_id, meeting)
        if meeting.state == "held":
            last[meeting.course_id] = meeting
    readable = set(
        StatusMeeting.objects.visible_to(person)
        .filter(pk__in=[one.pk for one in last.values()])
        .values_list("pk", flat=True)
    )
    for course in mine:
        course.next_meeting, course.last_meeting = ahead.get(course.pk), last.get(course.pk)
        course.may_read_last = course.last_meeting is not None and course.last_meeting.pk in readable
    rows = list(rows_of(person))
    context = {
        "courses": mine,
        "rows": rows,
        "unconfirmed": [row for row in rows if row.may_be_confirmed],
        "topics": topics_of(person),
        "today": calendar.today(),
    }
    return page(request, "onboarding/mentor.html", **context)


@require_GET
def guide(request, pk):
    """Show what being mentor or contact person means (ONB-19)."""
    course = find_course(request, pk, "onboarding.arrange")
    links = ReferenceLink.objects.filter(code__startswith="onb_").exclude(url="")
    return page(request, "onboarding/guide.html", course=course, links=list(links))


@require_GET
def meetings(request, pk):
    """List the pair's meetings; taper them off with one press."""
    course = find_course(request, pk, "onboarding.meet", also=("onboarding.plan_meetings",))
    found = list(course.meetings.all().defer("notes"))
    readable = set(course.meetings.visible_to(request.user).values_list("pk", flat=True))
    for one in found:
        one.is_readable = one.pk in readable
    ended = calendar.now() - timedelta(hours=1)
    context = {
        "course": course,
        "missed": [one for one in found if one.is_waiting and one.starts_at < ended],
        "ahead": [one for one in found if one.is_waiting and one.starts_at >= ended],
        "past": [one for one in found if not one.is_waiting],
        "may_plan": "onboarding.plan_meetings" in course.may,
        "are_three": _are_three(course),
        "has_earlier": len(readable) < len(found),
        "in_scheme": _in_scheme(course),
        "may_new": course.is_running or _in_scheme(course),
        "has_dialogue": course.is_running and any(one.series in ("daily", "weekly") for one in found),
        "points": list(course.points.filter(closed_at__isnull=True).select_related("raised_by")),
    }
    return page(request, "onboarding/meetings.html", **context)


def _short(request, course, form, title, button):
    """Show a page with one form that leads back to the meetings."""
    return short_form(request, course, form, title, button, back_to=reverse("onboarding:meetings", args=[course.pk]))


def _in_scheme(course):
    """Tell whether the introduction is over and the mentor scheme goes on."""
    return course.mentor_scheme == "yes" and not course.is_running


def _are_three(course):
    """Tell whether mentor and contact person are two."""
    return bool(course.mentor_id and course.contact_id and course.mentor_id != course.contact_id)


def _find(request, pk, action="onboarding.view_meeting"):
    """Return a meeting of the pair's."""
    return find_row(request, StatusMeeting, pk, action, also=("onboarding.write_notes", "onboarding.move_meeting"))


@require_http_methods(["GET", "POST"])
def meeting(request, pk):
    """Show one meeting: its fixed agenda, what is open since last time, the pair's notes."""
    found = _find(request, pk)
    course = found.course
    initial = found.notes | {"edit": found.edit} | kept(request, NotesForm)
    posted = request.POST.get("form", "") if request.method == "POST" else ""
    form = NotesForm(request.POST if posted in ("notes", "held") else None, initial=initial)
    point = PointForm(request.POST if posted == "point" else None, prefix="point")
    if request.method == "GET":
        seen(request, "onboarding.notes_opened", course)
    if posted in ("notes", "held") and form.is_valid():
        done = tried(
            request,
            lambda: verbs.write_notes(found, by=request.user, notes=form.notes(), edit=form.cleaned_data["edit"]),
            _("Noterne er gemt.") if posted == "notes" else None,
            form,
        )
        if done and posted == "held":
            tried(
                request,
                lambda: verbs.mark_held(found, by=request.user),
                _("Mødet er markeret holdt. Åbne punkter kommer igen næste gang."),
            )
        if done:
            return redirect("onboarding:meeting", pk=pk)
    if posted == "point" and point.is_valid():
        tried(
            request,
            lambda: verbs.raise_point(course, by=request.user, text=point.cleaned_data["text"], meeting=found),
            _("Punktet står på næste dagsorden, til I lukker det."),
        )
        return redirect("onboarding:meeting", pk=pk)
    before = (
        course.meetings.visible_to(request.user)
        .filter(state="held", starts_at__lt=found.starts_at)
        .exclude(pk=found.pk)
        .order_by("-starts_at")
        .first()
    )
    labels = {
        f"{section['code']}_{one['code']}": one["label"] for section in documents.agenda() for one in section["points"]
    }
    context = {
        "course": course,
        "meeting": found,
        "form": form,
        "point": point,
        "points": list(course.points.filter(closed_at__isnull=True).select_related("raised_by")),
        "before": before,
        "before_notes": [
            (labels[code], text) for code, text in (before.notes if before else {}).items() if code in labels
        ],
        "running": course.is_running or (found.series == "mentor"),
        "are_three": _are_three(course),
        "other": course.person if request.user.pk != course.person_id else (course.mentor or course.contact),
    }
    return page(request, "onboarding/meeting.html", **context)


@require_POST
def held(request, pk):
    """Say that a meeting was held, without notes."""
    found = _find(request, pk, "onboarding.write_notes")
    tried(request, lambda: verbs.mark_held(found, by=request.user), _("Mødet er markeret holdt."))
    return redirect("onboarding:meetings", pk=found.course_id)


@require_http_methods(["GET", "POST"])
def move_meeting(request, pk):
    """Give a meeting another time."""
    found = _find(request, pk, "onboarding.move_meeting")
    form = MeetingForm(request.POST or None, initial={"starts_at": found.starts_at, "place": found.place})
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.move(found, by=request.user, **form.cleaned_data),
            _("Mødet er flyttet. Jeres kalendere bliver rettet."),
            form,
        )
        if done:
            return redirect("onboarding:meetings", pk=found.course_id)
    return _short(request, found.course, form, _("Flyt statusmøde"), _("Flyt statusmøde"))


@require_http_methods(["GET", "POST"])
def cancel_meeting(request, pk):
    """Call a meeting off."""
    found = _find(request, pk, "onboarding.move_meeting")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.cancel(found, by=request.user, reason=form.cleaned_data["reason"]),
            _("Mødet er aflyst. Jeres kalendere bliver rettet."),
            form,
        )
        if done:
            return redirect("onboarding:meetings", pk=found.course_id)
    return _short(request, found.course, form, _("Vil du aflyse mødet?"), _("Aflys statusmøde"))


@require_http_methods(["GET", "POST"])
def new_meeting(request, pk):
    """Plan one more meeting."""
    course = find_course(request, pk, "onboarding.meet")
    series = "mentor" if _in_scheme(course) else "extra"
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.plan_one(course, by=request.user, series=series, **form.cleaned_data),
            _("Mødet er aftalt, og I får det i kalenderen."),
            form,
        )
        if done:
            return redirect("onboarding:meetings", pk=pk)
    title = _("Aftal mentormøde") if series == "mentor" else _("Aftal statusmøde")
    return _short(request, course, form, title, title)


@require_POST
def taper(request, pk):
    """Let the meetings be half as many from here on."""
    course = find_course(request, pk, "onboarding.plan_meetings")
    tried(
        request,
        lambda: verbs.taper(course, by=request.user),
        lambda n: ngettext(
            "{n} møde er taget ud. I mødes sjældnere fra nu af.",
            "{n} møder er taget ud. I mødes sjældnere fra nu af.",
            n,
        ).format(n=n),
    )
    return redirect("onboarding:meetings", pk=pk)


@require_POST
def close_point(request, pk, point):
    """Close an open point."""
    course = find_course(request, pk, "onboarding.meet")
    found = part(course, "points", point)
    tried(request, lambda: verbs.close_point(found, by=request.user), _("Punktet er lukket."))
    meeting_pk = request.POST.get("meeting", "")
    if meeting_pk.isdecimal():
        return redirect("onboarding:meeting", pk=int(meeting_pk))
    return redirect("onboarding:meetings", pk=pk)


@require_http_methods(["GET", "POST"])
def point_item(request, pk, point):
    """Make a line of the checklist of a point."""
    course = find_course(request, pk, "onboarding.meet")
    found = part(course, "points", point)
    form = PointItemForm(request.POST or None, initial={"due_on": calendar.add_working_days(calendar.today(), 5)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = tried(
            request,
            lambda: verbs.make_item(
                found,
                by=request.user,
                title=data["title"],
                due_on=data["due_on"],
                for_newcomer=data["whose"] == "newcomer",
            ),
            _("Punktet står nu på huskelisten."),
            form,
        )
        if done:
            return redirect("onboarding:meetings", pk=pk)
    return _short(request, course, form, _("Sæt på huskelisten"), _("Sæt på huskelisten"))


@require_GET
def agenda_pdf(request, pk):
    """Hand out the agenda of a meeting with room to write (P-27, P-30)."""
    found = _find(request, pk)
    content = documents.meeting_agenda(found.course, found)
    return download_headers(HttpResponse(content), "dagsorden.pdf", "application/pdf")
