"""The schedule: shown, arranged by dragging or by keys, confirmed, on paper and for calendars (ONB-05, ONB-12)."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, fields, invitations
from core.files import download_headers
from core.views.acting import page, tried
from onboarding import documents
from onboarding.actions import schedule as verbs
from onboarding.actions.courses import away_on, hours_limit
from onboarding.actions.ground import People
from onboarding.forms.plan import ProposeForm, RowForm, TakeOutForm
from onboarding.models import ScheduleRow
from onboarding.rules import warnings
from onboarding.rules.planner import Planner
from onboarding.views.ground import find_course, find_row, short_form
from onboarding.views.lists import rows_of

ALONG = ("owner", "second", "named", "confirmed_by", "proposed_by")


def _days(course, rows):
    """Return the schedule by block, and in each by day: [(heading, [(day, rows)])]."""
    found = []
    for heading, some in documents.by_block(course.length, rows):
        days: dict = {}
        for row in some:
            days.setdefault(None if row.every or row.is_latest else row.day, []).append(row)
        ordered = sorted(((day, lines) for day, lines in days.items() if day), key=lambda pair: pair[0])
        loose = days.get(None, [])
        found.append({"heading": heading, "days": ordered, "loose": loose, "block": some[0].block})
    return found


@require_GET
def schedule(request, pk):
    """Show the whole schedule with warnings, and what can be done to it."""
    course = find_course(request, pk, also=("onboarding.arrange", "onboarding.manage"))
    rows = list(course.rows.kept().select_related("owner", "second"))
    people = People(course)
    asked = {role for row in rows for role in row.roles}
    limit = hours_limit(course.unit)
    told = warnings.of(rows, away=away_on({role: people.of(role) for role in asked}), limit=limit)
    arranges = "onboarding.arrange" in course.may
    dropped = list(course.rows.filter(dropped_at__isnull=False)) if arranges else []
    context = {
        "course": course,
        "blocks": _days(course, rows),
        "warnings": told if arranges else [],
        "arranges": arranges,
        "dropped": dropped,
        "waiting": sum(not row.confirmed_at and bool(row.day and row.clock) for row in rows),
        "unassigned": sum(row.is_unassigned for row in rows),
        "today": calendar.today(),
    }
    return page(request, "onboarding/schedule.html", **context)


@require_POST
def approve(request, pk):
    """Approve the schedule."""
    course = find_course(request, pk, "onboarding.arrange")
    tried(
        request,
        lambda: verbs.approve(course, by=request.user),
        _("Skemaet er godkendt. De ansvarlige får invitationer og bliver bedt om at bekræfte."),
    )
    return redirect("onboarding:schedule", pk=pk)


@require_http_methods(["GET", "POST"])
def row(request, pk):
    """Show one row: confirm its time or propose another; those who arrange change it or take it out."""
    found = find_row(
        request,
        ScheduleRow,
        pk,
        "onboarding.view_row",
        ALONG,
        also=("onboarding.confirm_row", "onboarding.arrange_row"),
    )
    course, may = found.course, found.may
    running = course.is_running
    form = out = propose = None
    posted = request.POST.get("form", "") if request.method == "POST" else ""
    if running and "onboarding.arrange_row" in may:
        form = RowForm(
            request.POST if posted == "change" else None,
            course=course,
            row=found,
            initial={
                "topic": found.topic,
                "day": found.day,
                "clock": found.clock,
                "minutes": found.minutes,
                "place": found.place,
            },
        )
        out = TakeOutForm(request.POST if posted == "drop" else None, prefix="out")
    if running and "onboarding.confirm_row" in may and found.day and found.clock and not found.every:
        propose = ProposeForm(
            request.POST if posted == "propose" else None,
            prefix="new",
            initial={"day": found.day, "clock": found.clock},
        )
    done = False
    if posted == "confirm" and propose is not None:
        done = tried(request, lambda: verbs.confirm(found, by=request.user), _("Tidspunktet er bekræftet."))
    elif posted == "accept" and form is not None:
        done = tried(request, lambda: verbs.accept(found, by=request.user), _("Aftalen er flyttet. Alle får besked."))
    elif posted == "restore" and form is not None:
        done = tried(request, lambda: verbs.restore(found, by=request.user), _("Aftalen er sat ind igen."))
    elif posted == "propose" and propose is not None and propose.is_valid():
        done = tried(
            request,
            lambda: verbs.propose(found, by=request.user, **propose.cleaned_data),
            _("Forslaget er sendt til dem, der lægger skemaet."),
            propose,
        )
    elif posted == "change" and form is not None and form.is_valid():
        data = form.cleaned_data
        done = tried(
            request,
            lambda: verbs.change(
                found,
                by=request.user,
                topic=data["topic"],
                day=data.get("day"),
                clock=data.get("clock"),
                minutes=data["minutes"],
                place=data["place"],
                reason=data["reason"],
                **form.answerable(),
            ),
            _("Aftalen er rettet."),
            form,
        )
    elif posted == "drop" and out is not None and out.is_valid():
        done = tried(
            request,
            lambda: verbs.drop(found, by=request.user, reason=out.cleaned_data["reason"]),
            _("Aftalen er taget ud af skemaet. Du kan sætte den ind igen."),
            out,
        )
    if done:
        return redirect("onboarding:row", pk=pk)
    context = {"course": course, "row": found, "form": form, "out": out, "propose": propose, "running": running}
    context["sees_course"] = course.person_id == request.user.pk or form is not None
    return page(request, "onboarding/row.html", **context)


@require_POST
def confirm_all(request):
    """Confirm the times that stand on the person's page: those that were shown, and only one's own."""
    shown = set(request.POST.getlist("row"))
    mine = [row for row in rows_of(request.user) if str(row.pk) in shown]
    tried(
        request,
        lambda: verbs.confirm_all(mine, by=request.user),
        lambda n: ngettext("{n} aftale er bekræftet.", "{n} aftaler er bekræftet.", n).format(n=n),
    )
    return redirect("onboarding:mentor")


@require_POST
def move(request, pk):
    """Move a row to another day, or a day earlier or later, as dragging and the keys ask for."""
    found = find_row(request, ScheduleRow, pk, "onboarding.arrange_row", ALONG)
    planner = Planner(found.course.start_on, found.course.weekdays)
    step, wanted = request.POST.get("step", ""), request.POST.get("day", "")
    day = found.day
    if wanted:
        try:
            day = fields.DateField().to_python(wanted)
        except fields.ValidationError:
            day = found.day
    elif day and step == "earlier":
        day = planner.days.last(day - timedelta(days=1))
    elif day and step == "later":
        day = planner.days.first(day + timedelta(days=1))
    if day:
        tried(
            request,
            lambda: verbs.move(found, by=request.user, day=day, clock=found.clock),
            _("»{topic}« ligger nu {day}.").format(topic=found.topic, day=calendar.long_date(day)),
        )
    return redirect(reverse("onboarding:schedule", args=[found.course_id]) + f"#row-{found.pk}")


@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Add a row."""
    course = find_course(request, pk, "onboarding.arrange")
    form = RowForm(request.POST or None, course=course, initial={"day": max(course.start_on, calendar.today())})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = tried(
            request,
            lambda: verbs.add(
                course,
                by=request.user,
                topic=data["topic"],
                day=data["day"],
                clock=data["clock"],
                minutes=data["minutes"],
                place=data["place"],
                reason=data["reason"],
                **form.answerable(),
            ),
            _("Aftalen er sat i skemaet."),
            form,
        )
        if done:
            return redirect("onboarding:schedule", pk=pk)
    return short_form(request, course, form, _("Tilføj aftale til skemaet"), _("Tilføj aftale"))


@require_GET
def schedule_pdf(request, pk):
    """Hand out the schedule (P-25 without the letter)."""
    course = find_course(request, pk)
    content = documents.schedule(course, list(course.rows.kept().select_related("owner", "second")))
    return download_headers(HttpResponse(content), "introduktionsskema.pdf", "application/pdf")


@require_GET
def schedule_ics(request, pk):
    """Hand out the times as a file for calendars."""
    course = find_course(request, pk)
    events = [
        invitations.Event(
            uid=str(row.uid),
            sequence=row.sequence,
            starts_at=calendar.at(row.day, row.clock),
            ends_at=calendar.at(row.day, row.clock) + timedelta(minutes=row.minutes or 30),
            summary=_("Introduktion: {topic}").format(topic=row.topic),
            location=row.place,
            path=reverse("onboarding:row", args=[row.pk]),
        )
        for row in course.rows.kept().filter(day__isnull=False, clock__isnull=False, every="")
    ]
    events += [
        invitations.Event(
            uid=str(one.uid),
            sequence=one.sequence,
            starts_at=one.starts_at,
            ends_at=one.starts_at + timedelta(minutes=one.minutes),
            summary=_("Statusmøde"),
            location=one.place,
        )
        for one in course.meetings.waiting()
    ]
    return download_headers(
        HttpResponse(invitations.ics(events).encode()), "introduktion.ics", "text/calendar; charset=utf-8"
    )
