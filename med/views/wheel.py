"""The year wheel: a year as a picture and as a list, and for those above how it stands in the committees below them."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import calendar
from core.files import download_headers
from core.models import Document
from core.permissions import rows
from core.together import together
from med import papers
from med.actions import duties as verbs
from med.choices import MED_KINDS
from med.models import AnnualDiscussion, Assessment, Body, Meeting
from med.rules import assessed
from med.rules import duties as rules
from med.rules import wheel as wheels
from med.views.beside import address, attempt, crumbs, find_row, show

MOST, PAGE, NAMED = 400, 25, 4  # committees read and shown at once, and overdue things that are named in a line
LATE = "overdue"


def paper(content, name):
    """Return a PDF as a download."""
    return download_headers(HttpResponse(content), name, "application/pdf")


@require_GET
def wheel_list(request):
    """Show the bodies whose year wheel the person may see, those with most overdue first; one alone opens at once."""
    today = calendar.today()
    found = rows(request.user, "med.view_wheel", Body.objects.active().filter(kind__in=MED_KINDS))
    bodies = list(found.select_related("unit").order_by("kind", "name")[:MOST])
    if len(bodies) == 1:
        return redirect("med:wheel", pk=bodies[0].pk)
    board, cycles = rules.board(bodies, today, newest=True), assessed.cycles(bodies, today)
    lines = [_standing(body, board[body.pk], cycles[body.pk], today) for body in bodies]
    lines.sort(key=lambda line: -len(line["overdue"]))
    chosen = request.GET.get("show", "")
    shown = [line for line in lines if not chosen or line["body"].kind == chosen or chosen == LATE and line["overdue"]]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    for line in page:
        line["named"] = [title for _day, title in sorted(line["overdue"])[:NAMED]]
        line["more"] = max(0, len(line["overdue"]) - NAMED)
    context = {
        "page": page,
        "late": sum(len(line["overdue"]) for line in lines),
        "picks": _picks(lines, chosen),
        "is_filtered": bool(chosen),
        "path": (),
    }
    return show(request, "med/wheel/list.html", context)


def _picks(lines, chosen):
    """Return what the list can be narrowed to: bodies with something overdue, and each level there is."""
    levels = Counter(line["body"].kind for line in lines)
    picks = [("", _("Alle"), len(lines)), (LATE, _("Overskredet"), sum(bool(line["overdue"]) for line in lines))]
    picks += [(kind.value, kind.label, levels[kind]) for kind in MED_KINDS if levels[kind]]
    return [
        {"label": label, "url": f"?show={name}", "current": name == chosen, "count": count}
        for name, label, count in picks
    ]


def _standing(body, duties, cycles, today):
    """Return what the list says of one body: what is overdue, and how much comes soon."""
    overdue = [(line.due_on, line.duty.title) for line in duties if line.state == rules.OVERDUE]
    overdue += [(line.due_on, line.title) for line in cycles if line.is_overdue(today)]
    soon = sum(line.state == rules.SOON for line in duties)
    soon += sum(line.is_due(today) and not line.is_overdue(today) for line in cycles)
    return {"body": body, "overdue": overdue, "soon": soon}


def year_asked(request):
    """Return the year that is asked for, within reason."""
    now = calendar.today().year
    text = request.POST.get("year", "") or request.GET.get("year", "")
    return int(text) if text.isdecimal() and now - 10 <= int(text) <= now + 3 else now


@require_GET
def wheel(request, pk):
    """Show a body's year as a wheel and as a list."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",), also=("med.keep_wheel", "med.make_plan"))
    year, today = year_asked(request), calendar.today()
    duties, cycles = rules.board([body], today)[body.pk], assessed.cycles([body], today)[body.pk]
    opens, discussions, plans, frozen = together(
        Meeting.objects.visible_to(request.user).filter(body=body, year=year).order_by().values_list("pk", flat=True),
        AnnualDiscussion.objects.visible_to(request.user).filter(body=body, year=year)[:1],
        Assessment.objects.visible_to(request.user).filter(body=body).order_by("-started_on")[:4],
        Document.objects.filter(kind="P-05", subject_type="med.body", subject_id=body.pk)
        .defer("content")
        .order_by("-made_at")[:4],
    )

    def link(meeting):
        return address(meeting) if meeting.pk in opens else ""

    months = wheels.year_of(body, year, today, link, duties, cycles)
    title = _("Årshjul %(year)s for %(body)s") % {"year": year, "body": body}
    now = year == today.year
    overdue = [line.duty.title for line in duties if now and line.state == rules.OVERDUE]
    late = [line for line in cycles if now and line.is_overdue(today)]
    context = {
        "body": body,
        "year": year,
        "months": months,
        "picture": wheels.picture(months, year, title, today),
        "overdue": overdue,
        "late": late,
        "no_apv": next((line for line in cycles if line.last is None and line.begun is None), None),
        "years": [
            {"label": str(n), "url": f"?year={n}", "current": n == year, "count": None}
            for n in range(today.year - 2, today.year + 2)
        ],
        "discussion": next(iter(discussions), None),
        "assessments": plans,
        "cycles": cycles,
        "frozen": frozen,
        "may_begin": "med.make_plan" in body.may and abs(year - today.year) <= 1,
        "path": crumbs(body),
    }
    return show(request, "med/wheel/wheel.html", context)


@require_GET
def wheel_pdf(request, pk):
    """Hand out the year wheel as it stands now."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",))
    year = year_asked(request)
    months = wheels.year_of(body, year, calendar.today(), address)
    return paper(papers.year_wheel(body, year, months), "aarshjul.pdf")


@require_POST
def wheel_freeze(request, pk):
    """Freeze the year wheel for the notice board (P-05)."""
    body = find_row(request, Body, pk, "med.keep_wheel", ("unit",))
    year = year_asked(request)
    months = wheels.year_of(body, year, calendar.today(), address)
    attempt(
        request,
        lambda: verbs.print_wheel(body, by=request.user, year=year, months=months),
        lambda made: _("Årshjulet er gemt som dokument %(number)s.") % {"number": made.number},
    )
    return redirect(f"{reverse('med:wheel', args=[body.pk])}?year={year}")
