"""The yearly look at a development plan (GEN-35, R-62)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, notices
from core.reminders import opener
from core.todos import TodoSpec, open_many
from onboarding.models import Paper

AHEAD = timedelta(days=45)
notices.register_line("onboarding.plan_follow_up", _("Udviklingsplan: skal ses igennem"))


@opener
def follow_up(today):
    """Ask leader and employee to look at each confirmed plan a year after it was agreed; two queries."""
    due = (
        Paper.objects.filter(kind="development_plan", locked_at__isnull=False, next_on__lte=today + AHEAD)
        .select_related("person__unit", "person__site")
        .order_by("person_id", "-pk")
        .distinct("person_id")
    )
    open_many(
        [
            TodoSpec(
                paper,
                "onboarding.plan_follow_up",
                _("Se en udviklingsplan igennem"),
                owner_role="leader",
                unit=paper.person.unit,
                site=paper.person.site,
                about=paper.person,
                due_at=calendar.at(paper.next_on, calendar.END_OF_DAY),
                context=_("Udviklingsplan: {name}").format(name=paper.person.name)[:120],
                link=reverse("onboarding:development_plan", args=[paper.person_id]),
                button=_("Åbn plan"),
                kind="page",
                rule="R-62",
                reasons=[_("Planen bliver set igennem en gang om året.")],
            )
            for paper in due
            if paper.person.unit_id
        ],
        by=None,
    )
