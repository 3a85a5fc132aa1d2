"""Follow up, close and open again (INC-09).

Nothing closes while an obligatory step is neither done nor not relevant.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox, todos
from core.models import Todo
from core.permissions import require
from core.texts import error
from core.todos import require_sentence
from incidents.actions.ground import move
from incidents.models import Addendum, Incident
from incidents.models.incident import AddendumKind
from incidents.states import INCIDENT

NOON = calendar.parse_time("12")
FOLLOW_UP, MISSED = "incidents.follow_up", "incidents.help_missed"


def missing(incident):
    """Return the obligatory steps that still wait, in the plan's order."""
    return list(Todo.objects.about(incident).open().filter(is_obligatory=True).order_by("order", "due_at"))


@transaction.atomic
def await_follow_up(incident, *, by, on):
    """Say that what was urgent is done, and when it is looked at again; return the incident.

    A later date may be set again.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.state == "awaiting_follow_up":
        require(by, "incidents.manage", incident)
        Incident.objects.filter(pk=incident.pk).update(follow_up_on=on)
        incident.refresh_from_db()
        audit.record("incidents.follow_up_moved", incident, by=by, on=on.isoformat())
    else:
        incident = INCIDENT.take("await_follow_up", incident, by=by, follow_up_on=on)
    move(incident, FOLLOW_UP, calendar.at(on, NOON), by=by, reason=_("Lederen har valgt en dag at følge op."))
    return incident


@transaction.atomic
def close(incident, *, by):
    """Close the incident; the affected and the reporter are told (N-22).

    Raises ValidationError with E-53 and the steps that wait.
    """
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("affected", "reporter").get(pk=incident.pk)
    )
    if incident.state == "closed":
        return INCIDENT.take("close", incident, by=by)
    require(by, "incidents.close", incident)
    if incident.state in ("submitted", "received"):
        raise ValidationError(_("Hændelsen kan ikke lukkes, før en leder har valgt kategori."), code="early")
    waiting = missing(incident)
    if waiting:
        raise ValidationError(
            error("E-53", liste=", ".join(todo.title for todo in waiting)), code="missing", params={"steps": waiting}
        )
    now = calendar.now()
    incident = INCIDENT.take("close", incident, by=by, closed_at=now)
    # What was escalated is settled: the leader's leader reads no further.
    incident.alerts.filter(kind__in=["escalation", "ban"], ended_at__isnull=True).update(ended_at=now)
    todos.withdraw(incident, by=by)
    told = {person.pk: person for person in (incident.affected, incident.reporter)}
    for person in told.values():
        outbox.enqueue(
            person,
            "N-22",
            subject=incident,
            link=reverse("incidents:incident", args=[incident.pk]),
            context={"dato": calendar.local_date(incident.submitted_at)},
            dedupe_key=f"N-22:{incident.pk}:{person.pk}:{now.isoformat()}",
            by=by,
        )
    return incident


@transaction.atomic
def reopen(incident, *, by, reason):
    """Open a closed incident again; the reason stands in its course, where the affected can read it.

    Returns the incident.
    """
    reason = require_sentence(reason)
    incident = INCIDENT.take("reopen", incident, by=by, closed_at=None, helped="")
    Addendum(incident=incident, kind=AddendumKind.NOTE, text=reason, author=by, written_at=calendar.now()).save(
        force_insert=True
    )
    _look_again(incident, by)
    return incident


def _look_again(incident, by):
    """Ask the leader anew, in 30 days, whether it can be closed."""
    last = Todo.objects.about(incident).filter(code=FOLLOW_UP).order_by("-round").first()
    todos.open_todo(
        incident,
        FOLLOW_UP,
        title=_("Se, om hændelsen kan lukkes"),
        by=by,
        owner=incident.responsible,
        unit=incident.unit,
        site=incident.site,
        about=incident.affected,
        category=incident.category,
        round=(last.round if last else 0) + 1,
        rule="R-21",
        due_at=calendar.Offset.parse("30d").apply(calendar.now()),
        event_at=incident.submitted_at,
        button=_("Se skridt"),
        order=330,
        context=str(_("Hændelse %(number)s") % {"number": incident.number}),
        link=reverse("incidents:incident", args=[incident.pk]),
        reasons=[_("Hændelsen er åbnet igen. Efter 30 dage bliver der set på den.")],
    )


@transaction.atomic
def answer_helped(incident, *, by, answer):
    """Keep the answer to »Fik du den hjælp, du havde brug for?«; a no asks the leader to call.

    False if it was answered.
    """
    require(by, "incidents.state_view", incident)
    changed = Incident.objects.filter(pk=incident.pk, state="closed", helped="").update(helped=answer)
    incident.refresh_from_db()
    if changed:
        audit.record("incidents.help_answered", incident, by=by)
        if answer == "no":
            todos.open_todo(
                incident,
                MISSED,
                title=_("Spørg, hvilken hjælp der manglede"),
                by=by,
                owner=incident.responsible,
                unit=incident.unit,
                site=incident.site,
                about=incident.affected,
                due_at=calendar.Offset.parse("1wd").apply(calendar.now()),
                button=_("Åbn hændelse"),
                context=str(_("Hændelse %(number)s") % {"number": incident.number}),
                link=reverse("incidents:incident", args=[incident.pk]),
                reasons=[_("Den ramte svarede, at hjælpen ikke var nok.")],
            )
    return bool(changed)
