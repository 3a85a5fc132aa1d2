"""The own to-do of a leader further up: told because a nearer one had not answered or a deadline had passed (INC-24).

It stands with their alert, so it is no step of the case. It closes by itself with the to-do that it looks after: a nearer
leader has taken over, or what was late is done.
"""

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, events, todos
from core.models import Todo
from core.todos import TodoSpec
from incidents import steps
from incidents.models import Alert, Incident
from incidents.models.incident import AlertKind

SEE_TO = "incidents.see_to"
UPWARDS = (AlertKind.CHAIN, AlertKind.ESCALATION)


def open_for(planned, at):
    """Open one for each reminder that went up to a leader whose alert stands, and that they have no other to-do for.

    A fixed number of queries, however many. The first link has the step itself.
    """
    told = {
        (alert.incident_id, alert.person_id, alert.kind): alert
        for alert in Alert.objects.filter(
            incident__in={one.todo.subject_id for one in planned}, kind__in=UPWARDS, ended_at__isnull=True
        ).select_related("incident")
    }
    specs = []
    for one in planned:
        kind = AlertKind.CHAIN if one.todo.code == steps.TAKE_OVER else AlertKind.ESCALATION
        alert = told.get((one.todo.subject_id, one.person.pk, kind))
        if alert and one.person.pk != one.todo.owner_id:
            specs.append(_spec(alert, one, at))
    todos.open_many(list({spec.key: spec for spec in specs}.values()), by=None)


def _spec(alert, one, at):
    """Return what the to-do is to be."""
    step, incident = one.todo, alert.incident
    taking_over = alert.kind == AlertKind.CHAIN
    return TodoSpec(
        alert,
        f"{SEE_TO}.{step.code.partition('.')[2]}",
        _("Tag over, eller få en anden leder til det")
        if taking_over
        else _("Se til, at det sker: %(step)s") % {"step": step.title},
        owner=one.person,
        due_at=alert.answer_by if taking_over else _by_the_end_of_the_day(at),
        opened_at=at,
        context=_("Hændelse %(number)s") % {"number": incident.number},
        link=reverse("incidents:incident", args=[incident.pk]),
        button=_("Åbn hændelsen"),
        kind="see_to",
        round=step.round,
        help=_("Opgaven forsvinder, når en leder har taget over.")
        if taking_over
        else _("Fristen er overskredet hos den nærmeste leder. Opgaven forsvinder, når det er gjort."),
        reasons=[_("Den nærmere leder har ikke svaret, og du er den næste i kæden.")]
        if taking_over
        else [_("Det er dig, reglen giver besked, når fristen ikke bliver holdt.")],
        facts={"step": step.pk},
    )


def _by_the_end_of_the_day(at):
    """Return when somebody who was told at a moment is to have looked at it."""
    day = calendar.next_working_day(calendar.local_date(at))
    return max(at, calendar.at(day, calendar.END_OF_DAY))


# -- closing -------------------------------------------------------------------------------------------------------
@receiver(events.todo_completed)
def step_is_done(sender, todo, by, **kwargs):
    """Close what looked after a step that is done; nothing ever did where nothing was escalated."""
    if todo.level and todo.subject_type == Incident._meta.label_lower:
        for waiting in _looking_after([todo.subject_id]).filter(facts__step=todo.pk):
            todos.complete(waiting, by=by)


@receiver(events.todos_withdrawn)
def steps_are_gone(sender, subject, ids, by, **kwargs):
    """Let what looked after a step go with it."""
    if subject[0] == Incident._meta.label_lower:
        todos.withdraw_all(_looking_after([subject[1]]).filter(facts__step__in=ids), by=by)


@transaction.atomic
def relieve(incident, person, *, by):
    """Let go what a person looks after in an incident: they are shut out of it, or the steps are their own now."""
    mine = Alert.objects.filter(incident=incident, person=person)
    todos.withdraw_all(_of(mine), by=by)


def _looking_after(incidents):
    """Return the open ones of some incidents."""
    return _of(Alert.objects.filter(incident__in=incidents, kind__in=UPWARDS))


def _of(alerts):
    """Return the open ones that stand with some alerts."""
    return Todo.objects.open().filter(
        subject_type=Alert._meta.label_lower, subject_id__in=list(alerts.values_list("pk", flat=True))
    )
