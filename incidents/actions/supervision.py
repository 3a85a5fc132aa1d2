"""Individual supervision: typically three sessions, the leader in the last (INC-54, R-17)."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from incidents import steps
from incidents.actions.ground import begin, move
from incidents.models import Session

LAST = 3


@transaction.atomic
def plan_sessions(incident, *, by, starts):
    """Set the dates of the sessions: {number: moment or None}; return the sessions.

    The third asks the leader to take part.
    """
    incident = begin(incident, "incidents.manage", by=by)
    for number, starts_at in starts.items():
        if starts_at is None:
            Session.objects.filter(incident=incident, number=number, held="").delete()
            continue
        Session.objects.update_or_create(
            incident=incident,
            number=number,
            defaults={"starts_at": starts_at, "leader_attends": number == LAST},
        )
    dated = [number for number, starts_at in starts.items() if starts_at]
    audit.record("incidents.supervision_planned", incident, by=by, sessions=dated)
    if dated:
        steps.done(incident, "incidents.supervision", by=by)
    if starts.get(LAST):
        steps.open_when(incident, "supervision", by=by)
        move(
            incident,
            "incidents.supervision_session",
            starts[LAST],
            by=by,
            reason=_("Tredje session er aftalt. Lederen er med."),
        )
    return list(Session.objects.filter(incident=incident))


@transaction.atomic
def record_session(incident, *, by, number, held, follow_up=""):
    """Note whether a session was held, and after the last what is agreed for daily work; return the Session or None."""
    incident = begin(incident, "incidents.manage", by=by)
    session = Session.objects.filter(incident=incident, number=number).first()
    if session is None:
        return None
    Session.objects.filter(pk=session.pk).update(held=held, follow_up=follow_up)
    session.refresh_from_db()
    audit.record("incidents.supervision_session_recorded", incident, by=by, number=number, held=held)
    if number == LAST and held == "yes":
        steps.done(incident, "incidents.supervision_session", by=by)
    return session
