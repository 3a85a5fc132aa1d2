"""New employees and the plan: AMR shows it on the first day, the employee confirms (INC-68, R-28)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, events, notices, todos
from core.models import Person, Todo
from core.permissions import require
from core.reminders import opener
from core.todos import TodoSpec
from incidents.models import PlanIntroduction
from incidents.models.plan import Point

SHOW, CONFIRM = "core.plan_introduction", "incidents.plan_confirm"
AHEAD, BEHIND = timedelta(days=14), timedelta(days=60)
NOON = calendar.parse_time("12")

notices.register_line(SHOW, gettext_lazy("Ny kollega: vis beredskabsplanen"))
notices.register_line(CONFIRM, gettext_lazy("Beredskabsplanen: bekræft, at du har fået den vist"))


@opener
def plan_introductions(today):
    """Ask AMR to show the plan to everyone who starts within two weeks or has started lately; a fixed number of queries."""
    _open(
        Person.objects.filter(
            active_from__range=(today - BEHIND, today + AHEAD), is_active=True, plan_introduction__isnull=True
        ).exclude(active_to__lt=today)
    )


@receiver(events.person_started)
def someone_started(sender, person, on, by, **kwargs):
    """Ask at once when the start is near; move the task when the first day is another."""
    today = calendar.today()
    if today - BEHIND <= on <= today + AHEAD:
        _open(Person.objects.filter(pk=person.pk, plan_introduction__isnull=True))
    for todo in Todo.objects.about(person).open().filter(code=SHOW):
        todos.recount_due(todo, due_at=calendar.at(on, NOON), reasons=_reasons(), by=by)


def _reasons():
    return [_("Arbejdsmiljørepræsentanten viser nye kolleger beredskabsplanen den første dag.")]


@transaction.atomic
def _open(people):
    """Begin the introductions and ask the AMR of each place."""
    people = list(people.select_related("unit", "site"))
    PlanIntroduction.objects.bulk_create([PlanIntroduction(person=person) for person in people], ignore_conflicts=True)
    todos.open_many(
        [
            TodoSpec(
                person,
                SHOW,
                _("Vis en ny kollega beredskabsplanen"),
                owner_role="safety_rep",
                unit=person.unit,
                site=person.site,
                about=person,
                due_at=calendar.at(person.active_from, NOON),
                context=person.name,
                link=reverse("incidents:plan_introduction", args=[person.pk]),
                button=_("Vis plan"),
                kind="page",
                rule="R-28",
                reasons=_reasons(),
                help=_("Planen, alarmen, hjertestarteren og flugtvejene. Din kollega bekræfter bagefter."),
            )
            for person in people
            if person.active_from
        ],
        by=None,
    )


@transaction.atomic
def show(introduction, *, by, points):
    """Note what has been shown; when everything has, the task is done and the employee is asked to confirm. Return the row."""
    require(by, "incidents.show_plan", introduction)
    points = [point.value for point in Point if point.value in points]
    introduction = (
        PlanIntroduction.objects.select_for_update(of=("self",))
        .select_related("person__unit", "person__site")
        .get(pk=introduction.pk)
    )
    if introduction.confirmed_at or (introduction.shown_on and not introduction.missing):
        return introduction
    before = introduction.points
    introduction.points = sorted({*before, *points}, key=Point.values.index)
    done = not introduction.missing
    PlanIntroduction.objects.filter(pk=introduction.pk).update(
        points=introduction.points, **({"shown_by": by, "shown_on": calendar.today()} if done else {})
    )
    introduction.refresh_from_db()
    if introduction.points != before:
        audit.record("incidents.plan_shown", introduction.person, by=by, points=introduction.points)
    if done:
        for todo in Todo.objects.about(introduction.person).open().filter(code=SHOW):
            todos.complete(todo, by=by)
        todos.open_todo(
            introduction.person,
            CONFIRM,
            title=_("Bekræft, at du har fået vist beredskabsplanen"),
            by=by,
            owner=introduction.person,
            about=introduction.person,
            unit=introduction.person.unit,
            site=introduction.person.site,
            due_at=calendar.at(calendar.add_working_days(calendar.today(), 5), NOON),
            link=reverse("incidents:plan_introduction", args=[introduction.person_id]),
            button=_("Se og bekræft"),
            kind="page",
            help=_("%(name)s har noteret, hvad du har set. Mangler der noget, så sig det til AMR.") % {"name": by.name},
            reasons=[_("Du bekræfter selv, at du ved, hvor planen, alarmen og hjertestarteren er.")],
        )
    return introduction


@transaction.atomic
def confirm(introduction, *, by):
    """Say that one has been shown it all; return whether that is new."""
    require(by, "incidents.confirm_plan", introduction)
    introduction.refresh_from_db()
    if introduction.shown_on is None:
        raise ValidationError(
            _("AMR har ikke noteret, at du har fået vist det hele. Tal med AMR om det, der mangler."), code="early"
        )
    changed = PlanIntroduction.objects.filter(pk=introduction.pk, confirmed_at__isnull=True).update(
        confirmed_at=calendar.now()
    )
    introduction.refresh_from_db()
    if changed:
        audit.record("incidents.plan_introduction_confirmed", introduction.person, by=by)
        for todo in Todo.objects.about(introduction.person).open().filter(code=CONFIRM):
            todos.complete(todo, by=by)
    return bool(changed)
