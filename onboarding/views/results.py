"""What many courses say together: how much is done on time, and what evaluations say, never of a few (ONB-11, ONB-22, Q50)."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import calendar, charts
from core.permissions import Forbidden, may_add, rows, who_may
from core.settings_values import Settings
from core.views.acting import page
from onboarding import documents, words
from onboarding.models import ChecklistItem, Course, Paper

A_YEAR = 12  # months back that »on time« looks


def on_time(person, limit):
    """Return [(phase, lines that were due, percent done on time)] of the courses of the last year; None hides what is few."""
    now = calendar.now()
    courses = rows(
        person,
        "onboarding.view",
        Course.objects.filter(start_on__gte=calendar.add_months(calendar.today(), -A_YEAR)).exclude(state="cancelled"),
    )
    done = Q(todo__state="done", todo__done_at__lte=F("todo__due_at"))
    found = {
        phase: (due, kept)
        for phase, due, kept in ChecklistItem.objects.filter(
            course__in=courses.order_by().values("pk"), todo__state__in=("open", "done"), todo__due_at__lte=now
        )
        .order_by()
        .values_list("phase")
        .annotate(due=Count("pk"), kept=Count("pk", filter=done))
    }
    lines = []
    for phase, label in words.GENERAL_PHASES.items():
        due, kept = found.get(phase, (0, 0))
        lines.append((label, due if due >= limit else None, round(100 * kept / due) if due >= limit else None))
    return lines if found else []


@require_GET
def results(request):
    """Show what confirmed evaluations say together, by unit, never of fewer than the limit (ONB-22, Q50)."""
    if not may_add(request.user, "onboarding.roll_up"):
        raise Forbidden("onboarding.roll_up", who_may("onboarding.roll_up"))
    limit = Settings().number("small_cell_limit") or 5
    form = documents.paper_form("evaluation")
    parties = {"newcomer": _("De nye kolleger"), "leader": _("Lederne"), "mentor": _("Mentorerne")}
    found = list(
        Paper.objects.filter(kind="evaluation", locked_at__isnull=False).values_list(
            "party", "ratings", "course__unit__name"
        )
    )
    tables = []
    for party, label in parties.items():
        lines = []
        for row in form["ratings"]:
            values = [ratings[row["code"]] for one, ratings, _where in found if one == party and row["code"] in ratings]
            shown = len(values) >= limit
            lines.append((row["label"], len(values) if shown else None, _mean(values) if shown else None))
        tables.append((label, lines))
    units: dict = {}
    for party, ratings, unit in found:
        if party == "newcomer" and ratings:
            units.setdefault(unit, []).append(list(ratings.values()))
    answers = {unit: len(people) for unit, people in units.items()}
    hidden = _few(answers, limit)
    by_unit = [
        (unit, None, None)
        if unit in hidden
        else (unit, answers[unit], _mean([value for one in units[unit] for value in one]))
        for unit in sorted(units)
    ]
    newcomers = tables[0][1]
    chart = charts.bar_chart(
        [(label, mean) for label, _n, mean in newcomers],
        title=_("De nye kollegers svar, gennemsnit fra 1 til 5"),
        label_width=330,
    )
    closed = rows(request.user, "onboarding.view", Course.objects.filter(state="closed")).count()
    kept = on_time(request.user, limit)
    context = {
        "on_time": kept,
        "on_time_chart": charts.bar_chart(
            [(label, percent) for label, _due, percent in kept],
            title=_("Procent af huskelistens punkter, der er gjort til tiden, efter fase"),
            width=430,
            label_width=160,
        ),
        "tables": tables,
        "by_unit": by_unit,
        "limit": limit,
        "chart": chart,
        "closed": closed,
        "count": sum(party == "newcomer" for party, _ratings, _unit in found),
    }
    return page(request, "onboarding/results.html", **context)


def _few(answers, limit):
    """Return the units not shown: those with few answers, and the next one where the few alone are less than the limit.

    All units' average stands above the table, so that what is left of it must be of enough people too.
    """
    hidden = {unit for unit, n in answers.items() if n < limit}
    for unit in sorted(answers, key=lambda one: (answers[one], one)):
        if hidden and sum(answers[one] for one in hidden) < limit and unit not in hidden:
            hidden.add(unit)
    return hidden


def _mean(values):
    """Return an average with one decimal."""
    return round(sum(values) / len(values), 1) if values else None
