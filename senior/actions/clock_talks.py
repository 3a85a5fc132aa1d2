"""What comes back by itself of the talks everyone has: 1:1, MUS, development plans (R-60 to R-62).

Each in a fixed number of queries whatever the number of people.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, todos
from core.directory import Directory
from core.models import Person, Todo
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec, open_many
from senior.actions.ground import noon
from senior.models import Conversation, DevelopmentPlan


def quarter_of(day):
    """Return (number of the quarter, its first day, its last day)."""
    number = (day.month + 2) // 3
    first = date(day.year, 3 * number - 2, 1)
    return number, first, calendar.add_months(first, 3) - timedelta(days=1)


def held_talks(kind, condition):
    """Return the ids of those who have a talk of a kind that fits the condition, alone or with their group. One query."""
    found = Conversation.objects.filter(condition, kind=kind, cancelled_at__isnull=True).order_by().by_person()
    return set(found.values_list("whose", flat=True))


def mus_of(ids, *, since):
    """Return who of some people have had or have planned a MUS since a day."""
    return held_talks(
        "development_talk", Q(held_on__gte=since) | Q(held_on__isnull=True, planned_at__date__gte=since)
    ) & set(ids)


def _by_leader(people, directory):
    """Return {leader: [person]}; people without a leader are left out."""
    found = defaultdict(list)
    for person in people:
        leader = directory.own_leader(person)
        if leader is not None:
            found[leader].append(person)
    return found


def _counted(code, missing, *, due, round, title, rule, reason, directory, by):
    """Open one to-do a leader with how many are missing; close those of leaders where nobody is missing any more."""
    specs, have = [], set()
    for leader, people in missing.items():
        unit = next((role.unit_id for role in directory.held("leader") if role.person_id == leader.pk), None)
        if unit is None:
            continue
        have.add(unit)
        specs.append(
            TodoSpec(
                ("core.unit", unit),
                code,
                title,
                owner=leader,
                unit=directory.units[unit],
                due_at=noon(due),
                link=reverse("senior:staff"),
                button=_("Se overblik"),
                kind="page",
                rule=rule,
                round=round,
                context=str(_("Samtaler")),
                facts={"n": str(len(people))},
                reasons=[reason],
            )
        )
    open_many(specs, by=by)
    settled = Todo.objects.open().filter(code=code, round=round).exclude(subject_id__in=have)
    for todo in settled:
        todos.complete(todo, by=by)
    past = Todo.objects.open().filter(code=code, round__lt=round)
    for subject_id in set(past.values_list("subject_id", flat=True)):
        todos.withdraw(("core.unit", subject_id), [code], by=by)


@opener
def one_to_ones(today, *, by=None):
    """Three weeks before a quarter ends, tell each leader how many 1:1 talks are missing (GEN-32, R-60)."""
    number, first, last = quarter_of(today)
    if today < last - timedelta(days=21):
        return
    held = held_talks("one_to_one", Q(held_on__range=(first, last)))
    people = Person.objects.working(today).filter(Q(active_from__isnull=True) | Q(active_from__lte=first))
    directory = Directory(today)
    missing = _by_leader([person for person in people if person.pk not in held], directory)
    _counted(
        "senior.one_to_ones",
        missing,
        due=last,
        round=today.year * 4 + number - 8000,
        title=_("Hold de 1 til 1-samtaler, der mangler"),
        rule="R-60",
        reason=_("Alle har mindst én 1 til 1-samtale i kvartalet."),
        directory=directory,
        by=by,
    )


@opener
def mus_round(today, *, by=None):
    """From 1 February to 1 April, tell each leader how many MUS are missing this year (GEN-33, R-61, Q31)."""
    begins, ends = date(today.year, 2, 1), date(today.year, 3, 31)
    if not begins <= today <= ends + timedelta(days=7):
        return
    after = calendar.Offset.parse(f"-{Settings().text('first_mus_after') or '3mo'}").apply_to_date(today)
    held = held_talks("development_talk", Q(held_on__year=today.year) | Q(planned_at__year=today.year))
    people = Person.objects.working(today).filter(Q(active_from__isnull=True) | Q(active_from__lte=after))
    directory = Directory(today)
    missing = _by_leader([person for person in people if person.pk not in held], directory)
    _counted(
        "senior.mus_round",
        missing,
        due=ends,
        round=today.year,
        title=_("Aftal de MUS, der mangler"),
        rule="R-61",
        reason=_("MUS bliver holdt i første kvartal."),
        directory=directory,
        by=by,
    )


@opener
def first_mus(today, *, by=None):
    """Two months before somebody has worked here for a year without MUS, ask the leader for the first one (Q31)."""
    early, late = calendar.add_months(today, -15), calendar.add_months(today, -10)
    people = list(Person.objects.working(today).filter(active_from__range=(early, late)).select_related("unit"))
    had = mus_of([person.pk for person in people], since=early)
    waiting = Todo.objects.open().filter(code="senior.first_mus")
    for todo in waiting.filter(subject_id__in=had):
        todos.complete(todo, by=by)
    missing = [person for person in people if person.pk not in had]
    if not missing:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                person,
                "senior.first_mus",
                _("Hold den første MUS"),
                owner=leader,
                about=person,
                unit=person.unit,
                due_at=noon(calendar.add_months(person.active_from, 12)),
                link=reverse("senior:staff_member", args=[person.pk]),
                button=_("Aftal MUS"),
                kind="page",
                rule="R-61",
                context=str(_("MUS")),
                reasons=[_("Alle har MUS senest 12 måneder efter, at de er begyndt.")],
            )
            for person in missing
            if (leader := directory.own_leader(person))
        ],
        by=by,
    )


@opener
def plan_follow_ups(today, *, by=None):
    """Ask for the yearly look at development plans (GEN-35, R-62)."""
    due = list(
        DevelopmentPlan.objects.filter(follow_up_on__lte=today + timedelta(days=45))
        .filter(
            ~Exists(Todo.objects.filter(subject_type="senior.developmentplan", subject_id=OuterRef("pk"), state="open"))
        )
        .filter(
            ~Exists(DevelopmentPlan.objects.filter(person=OuterRef("person"), written_on__gt=OuterRef("written_on")))
        )
        .select_related("person", "unit", "leader")
    )
    if not due:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                plan,
                "senior.plan_follow_up",
                _("Følg en udviklingsplan op"),
                owner=leader,
                about=plan.person,
                unit=plan.unit,
                due_at=noon(plan.follow_up_on),
                link=reverse("senior:plan", args=[plan.pk]),
                button=_("Åbn plan"),
                kind="page",
                rule="R-62",
                round=plan.follow_up_on.year,
                context=str(_("Udviklingsplan")),
                reasons=[_("Planen bliver fulgt op hvert år.")],
            )
            for plan in due
            if (leader := directory.own_leader(plan.person) if plan.person else plan.leader)
        ],
        by=by,
    )
