"""What is agreed about the press and social media, gone through once a year by the TRIO (INC-77)."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, notices, todos
from core.duties import Rounds
from core.models import GuidancePage, Todo
from core.permissions import require_add
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec
from incidents.actions import agenda
from incidents.models import ContingencyPlan
from incidents.plan import nearest

CODE = "incidents.press_review"
PAGE = "PRESS"
NOON = calendar.parse_time("12")
notices.register_line(CODE, gettext_lazy("Presse og sociale medier: skal ses igennem"))


@opener
def press_reviews(today):
    """Ask the owner of each plan once a year, a month ahead; the TRIO finds it on its list."""
    interval = Settings().text("press_review_interval") or "12mo"
    rounds = Rounds(CODE)
    specs = []
    for plan in ContingencyPlan.objects.select_related("unit", "owner"):
        last = rounds.done_on(plan.pk)
        due = calendar.Offset.parse(interval).apply_to_date(last) if last else calendar.add_months(today, 1)
        if rounds.is_open(plan.pk) or calendar.add_months(due, -1) > today:
            continue
        specs.append(
            TodoSpec(
                plan,
                CODE,
                _("Se igennem, hvad I har aftalt om presse og sociale medier"),
                owner=plan.owner,
                unit=plan.unit,
                due_at=calendar.at(due, NOON),
                context=plan.unit.name,
                link=reverse("incidents:press"),
                button=_("Åbn side"),
                kind="page",
                rule="R-109",
                round=rounds.next(plan.pk),
                reasons=[_("TRIO'en ser på det én gang om året.")],
            )
        )
    todos.open_many(specs, by=None)


@transaction.atomic
def review(*, by):
    """Say that the TRIO has gone through it; tells LokalMED, and answers the to-do of the own workplace's plan.

    Another workplace's TRIO answers for itself.
    """
    require_add(by, "incidents.review_press")
    page = GuidancePage.objects.select_for_update().get(code=PAGE)
    today = calendar.today()
    GuidancePage.objects.filter(pk=page.pk).update(checked_on=today, checked_by=by)
    audit.record("incidents.press_reviewed", page, by=by)
    plan = nearest(by, ContingencyPlan.objects.select_related("unit").order_by("unit__path"))
    here = Q(unit=plan.unit) if plan and by.unit_id and plan.unit_id in by.unit.ancestor_ids else Q(pk__in=[])
    own = Todo.objects.waiting_for(by).values("pk")
    for todo in Todo.objects.open().filter(here | Q(pk__in=own), code=CODE):
        todos.complete(todo, by=by)
    agenda.propose(
        "press",
        _("Presse og sociale medier er set igennem"),
        _("TRIO'en har set på, hvad der er aftalt om presse, sociale medier, filmning og navne."),
        reverse("incidents:press"),
        by=by,
        key=f"press:{today.isoformat()}",
        unit=by.unit,
    )
