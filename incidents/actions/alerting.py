"""Who is told, in which order, and what happens when nobody answers (INC-24, INC-25; R-01, R-02).

The first link is told when the report is sent; the clock tells the next ones through the receiver `chain`. Nobody who
is affected or implicated is ever a link.
"""

import logging
from collections import defaultdict

from django.db.models import Q

from core import audit, calendar, laying, reminders
from core.directory import Directory
from core.models import Reminder, Role
from core.receivers import Snapshot, receiver
from incidents import notices, steps
from incidents.actions import seeing_to
from incidents.models import Alert, Incident
from incidents.models.incident import AlertKind

logger = logging.getLogger(__name__)
REPRESENTATIVES = ("hr", "safety_rep", "union_rep")
CHAIN_ENDED = "N-51"  # to all who were told: nobody has taken over, and there is nobody else to tell


# -- who -----------------------------------------------------------------------------------------------------------
def barred(incident):
    """Return the ids of those who can't be a link: the affected and the implicated."""
    return {
        incident.affected_id,
        *incident.also_affected.values_list("pk", flat=True),
        *incident.implicated.values_list("pk", flat=True),
    }


def links(incident, directory=None):
    """Return the leader chain of the incident, present and free to act."""
    directory = directory or Directory.near(incident.unit, site_ids=[incident.site_id])
    return directory.chain(incident.unit_id, without=barred(incident))


def next_link(incident, directory=None):
    """Return the first link that has not been told, or None."""
    told = set(incident.alerts.filter(kind=AlertKind.CHAIN).values_list("person_id", flat=True))
    return next((link for link in links(incident, directory) if link.person.pk not in told), None)


# -- telling -------------------------------------------------------------------------------------------------------
def tell_first(incident, todo, *, by):
    """Tell the first link, AMR and TR; return the alert of the first link, or None when nobody leads here.

    The mails are those that the rules R-01 and R-02 ask for at once; they are written in this transaction.
    """
    snapshot = Snapshot()
    now, alerts = incident.submitted_at, []
    found = links(incident, snapshot.directory)
    first = found[0] if found else None
    if first:
        alerts.append(_chain_alert(incident.pk, first, now, todo.due_at))
    else:
        logger.error("Nobody leads the unit of an incident; incident %s has no leader to tell.", incident.pk)
    without = barred(incident)
    for role, kind in (("safety_rep", AlertKind.CARE), ("union_rep", AlertKind.INFORMATION)):
        holders = snapshot.directory.nearest_holders(role, incident.unit_id, incident.site_id)
        reached = dict.fromkeys(
            person for holder in holders for person in snapshot.standing_in(holder) if person.pk not in without
        )
        alerts += [Alert(incident=incident, person=person, kind=kind, told_at=now) for person in reached]
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)
    audit.record(
        "incidents.alerted",
        incident,
        by=by,
        people=[alert.person_id for alert in alerts],
        kinds=[str(alert.kind) for alert in alerts],
    )
    reminders.handle_now([todo.pk])
    return alerts[0] if first else None


def tell_next(incident, *, by):
    """Tell the next link outside the clock's round; return its alert, or None when everyone has been told."""
    link = next_link(incident)
    if link is None:
        logger.error("No link of the chain is left for incident %s.", incident.pk)
        audit.record("incidents.chain_ended", incident, by=by)
        return None
    todo = steps.find(incident, steps.TAKE_OVER)
    now = calendar.now()
    alert = _chain_alert(incident.pk, link, now, _answer_by(todo, now) if todo else None)
    alert.incident = incident
    alert.save()
    audit.record("incidents.alerted", incident, by=by, people=[link.person.pk], kinds=["chain"])
    notices.chain_told(alert, due_at=now)
    return alert


def end(incident, *, at, person=None):
    """End the alerts that give access to leaders and carers, all or one person's;
    return the chain alerts that ended.
    """
    waiting = incident.alerts.filter(kind__in=[AlertKind.CHAIN, AlertKind.CARE], ended_at__isnull=True)
    if person is not None:
        waiting = incident.alerts.filter(person=person, ended_at__isnull=True)
    ended = [alert for alert in waiting.select_related("person") if alert.kind == AlertKind.CHAIN]
    waiting.update(ended_at=at)
    return ended


def _chain_alert(incident_id, link, at, answer_by):
    """Return an unsaved alert of one link."""
    return Alert(
        incident_id=incident_id,
        person=link.person,
        kind=AlertKind.CHAIN,
        order=link.order,
        label=link.label,
        instead_of=link.absent,
        told_at=at,
        answer_by=answer_by,
    )


def _answer_by(todo, at):
    """Return when the one told now is to have answered: the same length of time as the first link got."""
    later = todo.reminders.filter(rule="R-01", level__gt=todo.level, at__gt=at, is_pending=True).order_by("at").first()
    return later.at if later else at + (todo.due_at - todo.opened_at)


# -- the clock -----------------------------------------------------------------------------------------------------
@receiver("chain")
def chain(batch, snapshot):
    """Return the next link that has not been told, for each reminder; a row of them gets a row of links. Three queries.

    Only works out who. `follow` writes down that they were told, in the transaction that writes the mail. When nobody
    of the chain is left, the reminder goes once to all of them and to AMR (N-51), and the ones after it to nobody: what
    is overdue is passed on and not repeated (R-01, GEN-06).
    """
    ids = {todo.subject_id for _reminder, todo in batch if todo.subject_type == "incidents.incident"}
    incidents = {
        row.pk: row for row in Incident.objects.filter(pk__in=ids).only("unit_id", "affected_id", "responsible_id")
    }
    out, told = defaultdict(set), defaultdict(set)
    for through in (Incident.implicated.through, Incident.also_affected.through):
        for incident_id, person_id in through.objects.filter(incident__in=ids).values_list("incident_id", "person_id"):
            out[incident_id].add(person_id)
    for incident_id, person_id in Alert.objects.filter(incident__in=ids, kind=AlertKind.CHAIN).values_list(
        "incident_id", "person_id"
    ):
        told[incident_id].add(person_id)
    answer, ended = {}, set()
    for reminder, todo in sorted(batch, key=lambda pair: (pair[0].level, pair[0].at)):
        incident = incidents.get(todo.subject_id)
        if incident is None:
            continue
        without = out[incident.pk] | {incident.affected_id, incident.responsible_id}
        found = snapshot.directory.chain(incident.unit_id, without=without)
        link = next((one for one in found if one.person.pk not in told[incident.pk]), None)
        if link:
            told[incident.pk].add(link.person.pk)
            reminder.links = {link.person.pk: link}
            answer[reminder.pk] = [link.person]
        elif todo.code != steps.TAKE_OVER:
            answer[reminder.pk] = []
        elif todo.pk in ended:
            reminder.is_moot = True
        else:
            ended.add(todo.pk)
            reminder.ends_chain, reminder.notice = True, CHAIN_ENDED
            answer[reminder.pk] = [one.person for one in found] + snapshot.holders("safety_rep", todo)
    return answer


@reminders.follower
def follow(planned, at):
    """Write down who was told by the clock, so that they can open the incident,
    and give the next link its own deadline.
    """
    ours = [one for one in planned if one.todo.subject_type == "incidents.incident" and one.reminder.level]
    if not ours:
        return {}
    alerts, words, escalated = [], {}, []
    ended = _go_on(ours, at)
    answer_by = _next_moments([one.todo.pk for one in ours if one.todo.code == steps.TAKE_OVER], at)
    for one in ours:
        link = getattr(one.reminder, "links", {}).get(one.person.pk)
        if one.todo.code != steps.TAKE_OVER:
            escalated.append(one)
            continue
        until = answer_by.get(one.todo.pk) or at + (one.todo.due_at - one.todo.opened_at)
        words[one.reminder.pk, one.person.pk] = {"frist": until}
        if link:
            alerts.append(_chain_alert(one.todo.subject_id, link, at, until))
    alerts += _escalations(escalated, at)
    Alert.objects.bulk_create(alerts, ignore_conflicts=True)
    seeing_to.open_for([one for one in ours if _goes_up(one.reminder)], at)
    audit.record_many(
        [
            {
                "action": "incidents.alerted",
                "subject": ("incidents.incident", alert.incident_id),
                "by": None,
                "details": {"people": [alert.person_id], "kinds": [str(alert.kind)]},
            }
            for alert in alerts
        ]
        + [
            {"action": "incidents.chain_ended", "subject": ("incidents.incident", pk), "by": None, "details": {}}
            for pk in ended
        ]
    )
    return words


def _go_on(planned, at):
    """Let R-01 go on to the next link where the rule has no further level, and stop where nobody is left.

    Return the ids of the incidents whose chain ended.
    """
    last: dict[int, Reminder] = {}
    for one in planned:
        if one.todo.code == steps.TAKE_OVER and one.reminder.level >= last.get(one.todo.pk, one.reminder).level:
            last[one.todo.pk] = one.reminder
    ended = {one.todo.pk: one.todo.subject_id for one in planned if getattr(one.reminder, "ends_chain", False)}
    laying.call_off(ended, rule="R-01")
    for pk in ended.values():
        logger.error("No link of the chain is left for incident %s.", pk)
    ahead = set(
        Reminder.objects.filter(todo__in=last, rule="R-01", level__gt=0, is_pending=True, at__gt=at).values_list(
            "todo_id", flat=True
        )
    )
    laying.carry_on([row for todo_id, row in last.items() if todo_id not in ended and todo_id not in ahead], at)
    return list(ended.values())


def _next_moments(todo_ids, at):
    """Return {to-do id: when the next link is told}."""
    found = {}
    for todo_id, moment in (
        Reminder.objects.filter(todo__in=todo_ids, rule="R-01", is_pending=True, at__gt=at)
        .order_by("at")
        .values_list("todo_id", "at")
    ):
        found.setdefault(todo_id, moment)
    return found


def _goes_up(reminder):
    """Tell whether a reminder goes to a leader further up; the end of the chain goes to all who were told already."""
    return not getattr(reminder, "ends_chain", False) and bool(
        {"leaders_leader", "chain", "site_leader"} & set(reminder.receivers)
    )


def _escalations(planned, at):
    """Return alerts that let a leader above open what a rule escalates; HR, AMR and TR have their own view already."""
    planned = [one for one in planned if _goes_up(one.reminder)]
    if not planned:
        return []
    own_view = set(
        Role.objects.filter(
            Role.in_force(calendar.local_date(at)),
            person__in={one.person.pk for one in planned},
            kind__in=REPRESENTATIVES,
        ).values_list("person_id", flat=True)
    )
    ids = {one.todo.subject_id for one in planned}
    known = set(
        Alert.objects.filter(Q(kind=AlertKind.ESCALATION, ended_at__isnull=True), incident__in=ids).values_list(
            "incident_id", "person_id"
        )
    )
    found = {
        (one.todo.subject_id, one.person.pk): Alert(
            incident_id=one.todo.subject_id, person=one.person, kind=AlertKind.ESCALATION, told_at=at
        )
        for one in planned
        if one.person.pk not in own_view and (one.todo.subject_id, one.person.pk) not in known
    }
    return list(found.values())
