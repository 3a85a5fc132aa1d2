"""Take responsibility, hand it on, look after the affected meanwhile, keep the implicated out (INC-22, INC-25)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import can, require
from core.texts import error
from core.todos import require_sentence
from incidents import notices, steps
from incidents.actions import alerting, seeing_to
from incidents.models import Incident
from incidents.models.incident import AlertKind
from incidents.states import INCIDENT


class TakenOver(Exception):
    """Somebody was first; the text says who and when (E-45)."""

    def __init__(self, incident):
        super().__init__(error("E-45", navn=incident.responsible.name, tid=calendar.clock(incident.taken_over_at)))
        self.incident = incident


# -- responsibility ------------------------------------------------------------------------------------------------
@transaction.atomic
def take_over(incident, *, by):
    """Become the responsible leader; return the incident. Taking over twice is once.

    Raises TakenOver for whoever was told and comes second, Http404 or Forbidden for whoever may not.
    """
    incident = steps.hold(incident)
    if incident.responsible_id:
        if incident.responsible_id == by.pk:
            return incident
        if (
            can(by, "incidents.view", incident)
            or incident.alerts.filter(person=by, kind__in=[AlertKind.CHAIN, AlertKind.ESCALATION]).exists()
        ):
            raise TakenOver(incident)
    now = calendar.now()
    carer = incident.care_by if incident.care_returned_at is None else None
    INCIDENT.take("take_over", incident, by=by, responsible=by, taken_over_at=now)
    Incident.objects.filter(pk=incident.pk, care_by__isnull=False, care_returned_at__isnull=True).update(
        care_returned_at=now
    )
    incident = steps.hold(incident)
    steps.done(incident, steps.TAKE_OVER, by=by)
    _move_steps(incident, to=by, by=by)
    steps.lay(incident, by=by)
    incident.alerts.filter(person=by, ended_at__isnull=True).update(answered_at=now)
    relieved = alerting.end(incident, at=now)
    seeing_to.relieve(incident, by, by=by)
    notices.taken_over(incident, by, now)
    notices.chain_relieved(relieved, by, now)
    if carer:
        notices.care_returned(incident, carer, by, now)
    return incident


@transaction.atomic
def hand_over(incident, *, to, by, reason):
    """Give the responsibility to another leader, with a reason; return the incident."""
    reason = require_sentence(reason)
    incident = steps.hold(incident)
    require(by, "incidents.hand_over", incident)
    if not incident.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    if to.pk == incident.responsible_id:
        raise ValidationError(_("%(name)s har allerede ansvaret.") % {"name": to.name}, code="same")
    if to.pk in alerting.barred(incident):
        raise ValidationError(
            _("%(name)s er selv ramt eller indblandet og kan ikke have ansvaret.") % {"name": to.name}, code="barred"
        )
    if to.pk not in {leader.pk for leader in leaders_to(incident)}:
        raise ValidationError(
            _("%(name)s er ikke leder for afdelingen. Vælg en leder på listen.") % {"name": to.name}, code="no_leader"
        )
    return _give(incident, to, by=by, action="incidents.handed_over", reason=reason)


def leaders_to(incident):
    """Return the leaders the responsibility can be given to: those of the chain and the leaders above,
    present and free.
    """
    return [link.person for link in alerting.links(incident) if link.person.pk != incident.responsible_id]


def _give(incident, to, *, by, action, reason):
    """Make somebody else responsible, with steps, audit and mails."""
    now = calendar.now()
    before = incident.responsible_id
    Incident.objects.filter(pk=incident.pk).update(responsible=to, taken_over_at=now, version=F("version") + 1)
    audit.record(action, incident, by=by, reason=reason, before=before, after=to.pk)
    incident = steps.hold(incident)
    _move_steps(incident, to=to, by=by)
    seeing_to.relieve(incident, to, by=by)
    notices.handed_over(incident, now)
    notices.taken_over(incident, to, now)
    return incident


def _move_steps(incident, *, to, by):
    """Give the steps that wait for a leader to this one."""
    todos.reassign(incident, owner=to, by=by, codes=list(steps.waiting_for_leader(incident)))


# -- care ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_care(incident, *, by):
    """Look after the affected until a leader takes over: care, never sanctions (INC-25). Return the incident."""
    incident = steps.hold(incident)
    require(by, "incidents.take_care", incident)
    if incident.care_by_id == by.pk and incident.care_returned_at is None:
        return incident
    if incident.responsible_id:
        raise TakenOver(incident)
    if by.pk in alerting.barred(incident):
        raise ValidationError(_("Du er selv den ramte. Lad en anden AMR eller en leder tage over."), code="own")
    if incident.care_by_id and incident.care_returned_at is None:
        raise ValidationError(
            _("%(name)s tager sig allerede af omsorgen.") % {"name": incident.care_by.name}, code="taken"
        )
    now = calendar.now()
    Incident.objects.filter(pk=incident.pk).update(
        care_by=by, care_taken_at=now, care_returned_at=None, version=F("version") + 1
    )
    audit.record("incidents.care_taken", incident, by=by)
    incident = steps.hold(incident)
    todos.reassign(incident, owner=by, by=by, codes=steps.HANDED_TO_CARER)
    told = incident.alerts.filter(kind=AlertKind.CHAIN, ended_at__isnull=True).select_related("person")
    notices.care_taken(incident, [alert.person for alert in told], now)
    return incident


@transaction.atomic
def return_care(incident, *, by):
    """Hand the care back: to the responsible leader, or to the chain while there is none. Return the incident."""
    incident = steps.hold(incident)
    require(by, "incidents.return_care", incident)
    if incident.care_by_id is None or incident.care_returned_at:
        return incident
    Incident.objects.filter(pk=incident.pk).update(care_returned_at=calendar.now(), version=F("version") + 1)
    audit.record("incidents.care_returned", incident, by=by)
    incident = steps.hold(incident)
    if incident.responsible_id:
        _move_steps(incident, to=incident.responsible, by=by)
    else:
        steps.point(incident, next(iter(alerting.links(incident)), None), by=by)
    return incident


# -- the implicated ------------------------------------------------------------------------------------------------
@transaction.atomic
def implicate(incident, person, *, by, reason):
    """Shut a person out of the incident from this moment, and move what was theirs to the next; return the incident.

    ValidationError for the affected, and when nobody is left who could be responsible.
    """
    reason = require_sentence(reason)
    incident = steps.hold(incident)
    require(by, "incidents.implicate", incident)
    if person.pk in {incident.affected_id, *incident.also_affected.values_list("pk", flat=True)}:
        raise ValidationError(
            _("%(name)s er den ramte og kan ikke være indblandet.") % {"name": person.name}, code="affected"
        )
    if incident.implicated.filter(pk=person.pk).exists():
        return incident
    incident.implicated.add(person)
    audit.record("incidents.implicated", incident, by=by, reason=reason, person=person.pk)
    now = calendar.now()
    lost = alerting.end(incident, at=now, person=person)
    seeing_to.relieve(incident, person, by=by)
    if incident.care_by_id == person.pk and incident.care_returned_at is None:
        Incident.objects.filter(pk=incident.pk).update(care_returned_at=now)
        audit.record("incidents.care_returned", incident, by=by)
        incident = steps.hold(incident)
    if incident.responsible_id == person.pk:
        link = next(iter(alerting.links(incident)), None)
        if link is None:
            raise ValidationError(
                _("Der er ingen anden leder at give hændelsen til. Ring til lederens leder eller HR."), code="nobody"
            )
        return _give(incident, link.person, by=by, action="incidents.moved_from_implicated", reason="")
    if incident.responsible_id is None and incident.is_open:
        steps.point(incident, next(iter(alerting.links(incident)), None), by=by)
        still = incident.alerts.filter(kind=AlertKind.CHAIN, ended_at__isnull=True).exists()
        if lost and not still:
            alerting.tell_next(incident, by=by)
    else:
        theirs = Todo.objects.about(incident).open().filter(owner=person).values_list("code", flat=True)
        todos.reassign(incident, owner=incident.responsible, by=by, codes=list(theirs))
    return incident


@transaction.atomic
def admit(incident, person, *, by, reason):
    """Let somebody back in who was shut out by mistake, with a reason; True if they were out.

    They get their rights again, not the tasks that went to others.
    """
    reason = require_sentence(reason)
    incident = steps.hold(incident)
    require(by, "incidents.admit", incident)
    if not incident.implicated.filter(pk=person.pk).exists():
        return False
    incident.implicated.remove(person)
    audit.record("incidents.admitted", incident, by=by, reason=reason, person=person.pk)
    if incident.responsible_id is None and incident.is_open:
        steps.point(incident, next(iter(alerting.links(incident)), None), by=by)
    return True
