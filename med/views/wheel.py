"""The year wheel, the duties, and what a body does about them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.files import download_headers
from core.permissions import rows
from med import papers
from med.actions import duties as verbs
from med.forms.wheel import DeviationForm, DutyForm
from med.models import AnnualDiscussion, Assessment, Body, BodyDuty, Duty
from med.rules import duties as rules
from med.rules import wheel as wheels
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, part, show

KINDS = ("hoved_med", "area_med", "lokal_med", "staff_meeting")
BADGES = {
    rules.OVERDUE: (gettext_lazy("Overskredet"), "late"),
    rules.SOON: (gettext_lazy("Snart"), "wait"),
    rules.HANDLED: (gettext_lazy("Gennemført"), "done"),
    rules.DEVIATED: (gettext_lazy("Fraveget i enighed"), "draft"),
    rules.NOT_OURS: (gettext_lazy("Gælder ikke os"), "draft"),
    rules.LATER: (gettext_lazy("Senere"), "run"),
    rules.FREE: (gettext_lazy("Ingen frist"), "draft"),
}
ORDER = (rules.OVERDUE, rules.SOON, rules.LATER, rules.HANDLED, rules.DEVIATED, rules.FREE, rules.NOT_OURS)


def paper(content, name):
    """Return a PDF as a download."""
    return download_headers(HttpResponse(content), name, "application/pdf")


@require_GET
def wheel_list(request):
    """Show the bodies whose year wheel the person may see; one alone opens at once."""
    bodies = list(
        rows(request.user, "med.view_wheel", Body.objects.active().filter(kind__in=KINDS)).order_by("kind", "name")[
            :400
        ]
    )
    if len(bodies) == 1:
        return redirect("med:wheel", pk=bodies[0].pk)
    board = rules.board(bodies)
    lines = [
        {
            "body": body,
            "overdue": sum(line.state == rules.OVERDUE for line in board[body.pk]),
            "soon": sum(line.state == rules.SOON for line in board[body.pk]),
        }
        for body in bodies
    ]
    return show(request, "med/wheel/list.html", {"lines": lines, "path": ()})


def _year(request):
    """Return the year that the address asks for, within reason."""
    now = calendar.today().year
    text = request.GET.get("year", "")
    return int(text) if text.isdigit() and now - 10 <= int(text) <= now + 3 else now


@require_GET
def wheel(request, pk):
    """Show a body's year as a wheel and as a list."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",), also=("med.keep_wheel", "med.make_plan"))
    year, today = _year(request), calendar.today()
    duties = rules.board([body], today).get(body.pk, [])
    months = wheels.year_of(body, year, today, address, duties)
    title = _("Årshjul %(year)s for %(body)s") % {"year": year, "body": body}
    lines = duties if year == today.year else []
    context = {
        "body": body,
        "year": year,
        "months": months,
        "picture": wheels.picture(months, year, title, today),
        "overdue": [line for line in lines if line.state == rules.OVERDUE],
        "years": [
            {"label": str(n), "url": f"?year={n}", "current": n == year, "count": None}
            for n in range(today.year - 2, today.year + 2)
        ],
        "discussion": AnnualDiscussion.objects.filter(body=body, year=year).first(),
        "assessments": list(Assessment.objects.filter(body=body).order_by("-started_on")[:4]),
        "path": crumbs(body),
    }
    return show(request, "med/wheel/wheel.html", context)


@require_GET
def wheel_pdf(request, pk):
    """Hand out the year wheel for the notice board."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",))
    year = _year(request)
    return paper(papers.year_wheel(body, year, wheels.year_of(body, year, calendar.today(), address)), "aarshjul.pdf")


@require_GET
def duty_list(request, pk):
    """Show every duty of a body: last handled, next due, who answers for it."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",), also=("med.keep_wheel",))
    lines = rules.board([body]).get(body.pk, [])
    lines.sort(
        key=lambda line: (ORDER.index(line.state), line.due_on or calendar.today().replace(year=9999), line.duty.order)
    )
    for line in lines:
        line.badge, line.badge_kind = BADGES[line.state]
        line.page = address(line.last.meeting) if line.last else ""
    groups = [
        (_("Kræver noget nu"), [line for line in lines if line.is_due]),
        (
            _("Resten af året og senere"),
            [line for line in lines if line.state in (rules.LATER, rules.HANDLED, rules.DEVIATED)],
        ),
        (_("Uden frist"), [line for line in lines if line.state in (rules.FREE, rules.NOT_OURS)]),
    ]
    context = {
        "body": body,
        "groups": [(name, some) for name, some in groups if some],
        "may_keep": "med.keep_wheel" in body.may,
        "path": crumbs(body, (_("Årshjul"), reverse("med:wheel", args=[body.pk]))),
    }
    return show(request, "med/wheel/duties.html", context)


def _duty(request, pk, number):
    """Return (body, duty) for whoever keeps the wheel."""
    body = find_row(request, Body, pk, "med.keep_wheel", ("unit",))
    return body, part(Duty.objects.filter(is_on=True), number)


@require_POST
def duty_on_agenda(request, pk, duty):
    """Put a duty on the next agenda."""
    body, found = _duty(request, pk, duty)

    def words(result):
        _topic, treatment = result
        if treatment is None:
            return _("Emnet kommer på dagsordenen, når det næste møde er planlagt.")
        return _("Emnet er sat på dagsordenen til mødet %(day)s.") % {
            "day": calendar.long_date(treatment.meeting.starts_at)
        }

    attempt(request, lambda: verbs.put_on_agenda(body, found, by=request.user), words)
    return redirect("med:duties", pk=body.pk)


@require_http_methods(["GET", "POST"])
def duty_arrange(request, pk, duty):
    """Say who answers for a duty, when, or that it isn't ours."""
    body, found = _duty(request, pk, duty)
    own = BodyDuty.objects.filter(body=body, duty=found).first()
    initial = (
        {
            "responsible": own.responsible_id,
            "month": own.month,
            "next_due_on": own.next_due_on,
            "not_ours": not own.concerns_us,
            "reason": own.reason,
        }
        if own
        else {}
    )
    form = bind(request, DutyForm, initial, body=body)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["concerns_us"] = not data.pop("not_ours")
        if attempt(request, lambda: verbs.arrange(body, found, by=request.user, **data), _("Gemt."), form):
            return redirect("med:duties", pk=body.pk)
    return form_page(
        request,
        form,
        title=found.title,
        lede=found.text,
        button=_("Gem"),
        back=reverse("med:duties", args=[body.pk]),
        path=crumbs(body, (_("Opgaver"), reverse("med:duties", args=[body.pk]))),
    )


@require_http_methods(["GET", "POST"])
def duty_deviate(request, pk, duty):
    """Write that a duty is left aside in agreement."""
    body, found = _duty(request, pk, duty)
    form = bind(request, DeviationForm)
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.deviate(body, found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Fravigelsen er noteret."), form):
            return redirect("med:duties", pk=body.pk)
    return form_page(
        request,
        form,
        title=_("Fravigelse i enighed"),
        lede=found.title,
        button=_("Notér fravigelse"),
        back=reverse("med:duties", args=[body.pk]),
        path=crumbs(body, (_("Opgaver"), reverse("med:duties", args=[body.pk]))),
    )
