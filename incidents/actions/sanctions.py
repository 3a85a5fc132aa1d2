"""Measures against a citizen: proposed by several, decided by a leader, never altered; they begin, end and lapse (INC-34–38, R-16).

A decision is a row that the database locks. Whoever wants something else lifts it, or replaces it with a new one.
"""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox, todos
from core.models import Todo
from core.permissions import Forbidden, can, require, who_may
from core.settings_values import Settings
from core.texts import error
from core.todos import require_sentence
from incidents import steps
from incidents.letters.checks import is_heard
from incidents.models import Alert, Incident, Letter, Sanction, StaffMessage
from incidents.models.sanctions import Measure
from incidents.rules import measures
from incidents.states import SANCTION

STEP = "incidents.sanctions"
END = "incidents.restriction_end"
BAN = "incidents.ban_decision"
NOON = time(12, 0)
DECIDED_FIELDS = (
    "scope", "reason", "proportionality", "starts_on", "ends_on", "review_on", "is_formal_decision", "heard_on", "legal_checked_by",
    "legal_checked_on", "what_to_do", "citizen_reference", "site",
)


class OwnCase(ValidationError):
    """Somebody would decide in their own case (E-42)."""


# -- proposing -----------------------------------------------------------------------------------------------------
@transaction.atomic
def propose(incident, *, by, measure, reason):
    """Propose a measure with a reason; return the Sanction. One open proposal for each measure (E-15 is for the page)."""
    require(by, "incidents.propose_sanction", incident)
    incident = _locked(incident)
    reason = require_sentence(reason)
    already = Sanction.objects.filter(incident=incident, measure=measure, state="proposed").first()
    if already:
        return already
    found = Sanction.objects.create(
        incident=incident, measure=Measure(measure).value, site=incident.site, proposed_by=by, proposed_at=calendar.now(), proposal_reason=reason,
        citizen_reference=incident.citizen_name or incident.citizen_reference,
    )
    audit.record("incidents.sanction_proposed", incident, by=by, sanction=found.pk, measure=found.measure)
    if incident.responsible_id and incident.responsible_id != by.pk:
        step = steps.find(incident, STEP)
        outbox.enqueue(
            incident.responsible, "N-45", subject=incident, link=reverse("incidents:sanctions", args=[incident.pk]), by=by, dedupe_key=f"proposal:{found.pk}",
            due_at=step.due_at if step and step.due_at else calendar.at(calendar.add_working_days(calendar.today(), 3), NOON),
        )
    return found


# -- deciding ------------------------------------------------------------------------------------------------------
def _locked(incident):
    """Return the fresh incident under lock; refuse when it is closed."""
    fresh = Incident.objects.select_for_update(of=("self",)).select_related("unit", "site", "responsible", "affected").get(pk=incident.pk)
    if not fresh.is_open:
        raise ValidationError(_("Hændelsen er lukket. Åbn den igen, hvis noget skal ændres."), code="closed")
    return fresh


def may_decide(person, incident, measure, settings=None):
    """Return (may decide, the Decider if it is somebody else). A ban belongs to the leader's leader where the setting says so."""
    decider = measures.ban_decider(incident, settings) if measure == Measure.ACCESS_BAN else None
    if decider is None:
        return can(person, "incidents.decide_sanction", incident), None
    return person.pk != incident.responsible_id and can(person, "incidents.decide_ban", incident), decider


def require_decider(incident, measure, *, by, settings=None):
    """Refuse whoever may not decide: in one's own case with E-42, otherwise as the permission table says."""
    if by.pk in measures.shut_out_of(incident) and can(by, "incidents.view", incident):
        raise OwnCase(error("E-42", navn=measures.decider_for_affected(incident)), code="own")
    allowed, decider = may_decide(by, incident, measure, settings)
    if allowed:
        return
    if decider is not None and can(by, "incidents.decide_sanction", incident):
        raise ValidationError(_("%(name)s afgør adgangsforbud. Send forslaget videre.") % {"name": decider.name}, code="ban")
    require(by, "incidents.decide_sanction", incident)
    raise Forbidden("incidents.decide_ban", who_may("incidents.decide_ban"))


def check(values, measure, settings, incident, *, may_be_unheard=False):
    """Raise the faults of what is to be decided, field by field: reason, dates (E-25, E-28, E-29), hearing and lawyer (Q33)."""
    faults = {}
    for name in ("reason", "proportionality"):
        try:
            require_sentence(values.get(name) or "")
        except ValidationError as fault:
            faults[name] = fault
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if measure in measures.TIMED:
        if not starts:
            faults["starts_on"] = ValidationError(_("Skriv, fra hvilken dag det gælder."), code="required")
        if not ends:
            faults["ends_on"] = ValidationError(error("E-28"), code="endless")
        elif starts and ends < starts:
            faults["ends_on"] = ValidationError(error("E-25"), code="order")
        elif ends < calendar.today():
            faults["ends_on"] = ValidationError(error("E-23"), code="past")
        elif measures.is_too_long(starts, ends, measures.longest(settings)) and not (values.get("why_longer") or "").strip():
            faults["ends_on"] = ValidationError(error("E-29", max=measures.longest(settings)), code="long")
        if starts and ends and not values.get("review_on"):
            faults["review_on"] = ValidationError(_("Skriv, hvornår du ser på den igen."), code="required")
        elif values.get("review_on") and starts and ends and not starts <= values["review_on"] <= ends:
            faults["review_on"] = ValidationError(_("Datoen skal ligge i perioden."), code="range")
    if measure in measures.LIMITING and not (values.get("what_to_do") or "").strip():
        faults["what_to_do"] = ValidationError(_("Skriv, hvad de ansatte skal gøre."), code="required")
    if measure == Measure.ACCESS_BAN and not (values.get("scope") or "").strip():
        faults["scope"] = ValidationError(_("Skriv, hvor forbuddet gælder."), code="required")
    if values.get("is_formal_decision"):
        probe = Sanction(incident=incident, heard_on=values.get("heard_on"))
        if not may_be_unheard and not is_heard(probe):
            faults["heard_on"] = ValidationError(_("Borgeren skal høres, før det bliver besluttet. Send et høringsbrev, eller skriv, hvornår borgeren er hørt."), code="unheard")
        if not (values.get("legal_checked_by") and values.get("legal_checked_on")):
            faults["legal_checked_by"] = ValidationError(_("Skriv, hvem der har vurderet det juridisk, og hvornår."), code="lawyer")
    if faults:
        raise ValidationError(faults)


def _content(values):
    """Return the fields of a decision; a further reason for a long period stands with the proportionality."""
    found = {name: values[name] for name in DECIDED_FIELDS if name in values}
    longer = (values.get("why_longer") or "").strip()
    if longer:
        found["proportionality"] = f"{found.get('proportionality', '')}\n\n{longer}".strip()
    return found


@transaction.atomic
def approve(sanction, *, by, values):
    """Approve a proposal, perhaps changed (`values` may hold another measure); return the Sanction, in force if it begins today.

    Raises ValidationError (field by field), OwnCase, Forbidden, StepRefused (somebody was first).
    """
    incident = _locked(sanction.incident)
    settings = Settings(incident.unit)
    measure = values.get("measure") or sanction.measure
    require_decider(incident, measure, by=by, settings=settings)
    check(values, measure, settings, incident)
    now = calendar.now()
    content = _content(values) | {"measure": measure, "decided_by": by, "decided_at": now}
    for name, value in content.items():
        setattr(sanction, name, value)
    was_changed = measure != Sanction.objects.values_list("measure", flat=True).get(pk=sanction.pk)
    content |= {"decision_hash": measures.fingerprint(sanction), "was_changed": was_changed}
    # Written before the step, while it is still a proposal: the step itself only locks it (the incident is held meanwhile).
    Sanction.objects.filter(pk=sanction.pk, state="proposed").update(**content)
    found = SANCTION.take("approve", sanction, by=by, details={"measure": measure, "hash": content["decision_hash"]})
    found = begin_if_due(found)
    _after_approval(incident, found, by=by)
    return found


@transaction.atomic
def decide(incident, *, by, measure, values, replaces=None):
    """Decide a measure that nobody has proposed: the leader's own proposal and its approval in one."""
    incident = _locked(incident)
    require_decider(incident, measure, by=by)
    own = Sanction.objects.create(
        incident=incident, measure=Measure(measure).value, site=values.get("site") or incident.site, proposed_by=by, proposed_at=calendar.now(), replaces=replaces,
    )
    return approve(own, by=by, values=values)


@transaction.atomic
def reject(sanction, *, by, reason):
    """Reject a proposal with a reason; return the Sanction."""
    incident = _locked(sanction.incident)
    require_decider(incident, sanction.measure, by=by)
    reason = require_sentence(reason)
    found = SANCTION.take("reject", sanction, by=by, details={"measure": sanction.measure}, reason="", decided_by=by, decided_at=calendar.now(), end_reason=reason)
    _tell_proposer(incident, found, by=by)
    _finish_step(incident, by=by)
    _close_ban(incident, found, by=by)
    return found


def _after_approval(incident, sanction, *, by):
    """Open what follows from a decision, and tell whoever proposed it."""
    if sanction.measure in measures.LIMITING:
        todos.open_todo(
            sanction, END, title=_("En begrænsning udløber"), by=by, owner=incident.responsible or by, owner_role="leader", unit=incident.unit, site=sanction.site,
            due_at=calendar.at(sanction.ends_on, NOON), context=_("Hændelse %(number)s") % {"number": incident.number}, link=reverse("incidents:sanction", args=[sanction.pk]),
            button=_("Se begrænsning"), kind="page", rule="R-16", help=_("Den slutter af sig selv. Se, om der skal sendes et brev, og om nogen skal have besked."),
            reasons=[_("En begrænsning har altid en slutdato. Du får besked 14 dage før, 3 dage før og på dagen.")],
        )
    steps.open_when(incident, "sanction", by=by)
    _finish_step(incident, by=by)
    _tell_proposer(incident, sanction, by=by)
    _close_ban(incident, sanction, by=by)


def _finish_step(incident, *, by):
    """Complete »Tag stilling til sanktioner« when no proposal waits."""
    if not Sanction.objects.filter(incident=incident, state="proposed").exists():
        steps.done(incident, STEP, by=by)


def _tell_proposer(incident, sanction, *, by):
    if sanction.proposed_by_id != by.pk:
        outbox.enqueue(
            sanction.proposed_by, "N-46", subject=incident, link=reverse("incidents:sanctions", args=[incident.pk]), by=by, dedupe_key=f"decided:{sanction.pk}",
            context={"dato": calendar.today()},
        )


# -- an access ban goes to the leader's leader ---------------------------------------------------------------------
@transaction.atomic
def send_ban_up(sanction, *, by, values):
    """Write what is proposed and ask the leader's leader to decide; return who was asked. Alert, mail N-38 and a to-do."""
    incident = _locked(sanction.incident)
    require(by, "incidents.decide_sanction", incident)
    settings = Settings(incident.unit)
    decider = measures.ban_decider(incident, settings)
    if decider is None or sanction.measure != Measure.ACCESS_BAN:
        raise ValidationError(_("Du kan selv afgøre det her."), code="own_right")
    check(values, sanction.measure, settings, incident, may_be_unheard=True)
    changed = Sanction.objects.filter(pk=sanction.pk, state="proposed").update(**_content(values))
    if not changed:
        raise ValidationError(_("Forslaget er allerede afgjort."), code="decided")
    sanction.refresh_from_db()
    due = calendar.at(calendar.add_working_days(calendar.today(), 2), NOON)
    alert_for_ban(incident, decider)
    todos.open_todo(
        sanction, BAN, title=_("Afgør et adgangsforbud"), by=by, owner=decider.person, owner_role="leader", unit=incident.unit, due_at=due,
        context=_("Hændelse %(number)s") % {"number": incident.number}, link=reverse("incidents:sanction_decide", args=[sanction.pk]), button=_("Se forslag"),
        kind="page", help=_("Godkend eller afvis det med en begrundelse. Det gælder ikke, før du har besluttet det."), reasons=decider.reasons,
    )
    outbox.enqueue(
        decider.person, "N-38", subject=incident, link=reverse("incidents:sanction_decide", args=[sanction.pk]), by=by, due_at=due,
        dedupe_key=f"ban:{sanction.pk}:{decider.person.pk}",
    )
    audit.record("incidents.ban_sent_up", incident, by=by, sanction=sanction.pk, decider=decider.person.pk)
    return decider


def alert_for_ban(incident, decider):
    """Give the decider the one case to read, as long as it takes."""
    Alert.objects.update_or_create(
        incident=incident, person=decider.person, kind="ban",
        defaults={"told_at": calendar.now(), "label": _("afgør adgangsforbud"), "instead_of": decider.absent, "ended_at": None},
    )


def _close_ban(incident, sanction, *, by):
    """Take the decision off the desk of whoever was asked; what gives access to the case ends with it when no ban waits."""
    if sanction.measure != Measure.ACCESS_BAN:
        return
    for todo in Todo.objects.about(sanction).open().filter(code=BAN):
        todos.complete(todo, by=by)
    end_ban_alerts(incident)


def end_ban_alerts(incident):
    """End the access that was given to decide a ban, when neither a ban nor its letter waits any more."""
    waiting = Sanction.objects.filter(incident=incident, measure=Measure.ACCESS_BAN, state="proposed").exists()
    if not waiting and not Letter.objects.filter(incident=incident, type__measure=Measure.ACCESS_BAN, state="pending").exists():
        Alert.objects.filter(incident=incident, kind="ban", ended_at__isnull=True).update(ended_at=calendar.now())


# -- ending --------------------------------------------------------------------------------------------------------
def _require_ender(sanction, *, by):
    """Whoever may decide may end: the responsible leader always, for a ban the leader's leader too."""
    incident = _locked_any(sanction.incident_id)
    if by.pk in measures.shut_out_of(incident) and can(by, "incidents.view", incident):
        raise OwnCase(error("E-42", navn=measures.decider_for_affected(incident)), code="own")
    if not (can(by, "incidents.decide_sanction", incident) or (sanction.measure == Measure.ACCESS_BAN and can(by, "incidents.decide_ban", incident))):
        require(by, "incidents.decide_sanction", incident)
    return incident


def _locked_any(pk):
    """Return the fresh incident under lock, open or closed: a restriction may outlive its case."""
    return Incident.objects.select_for_update(of=("self",)).select_related("unit", "site", "responsible", "affected").get(pk=pk)


@transaction.atomic
def lift(sanction, *, by, reason):
    """Lift a restriction before its time, with a reason; staff messages about it end at once. Returns the Sanction."""
    incident = _require_ender(sanction, by=by)
    reason = require_sentence(reason)
    found = SANCTION.take("lift", sanction, by=by, ended_by=by, ended_at=calendar.now(), end_reason=reason)
    _after_end(incident, found, by=by)
    return found


@transaction.atomic
def replace(sanction, *, by, measure, values):
    """Replace a decided measure by a new decision; return the new Sanction. The old one stays as it was decided."""
    incident = _require_ender(sanction, by=by)
    SANCTION.take("replace", sanction, by=by, ended_by=by, ended_at=calendar.now(), end_reason=_("Erstattet af en ny beslutning."))
    _after_end(incident, sanction, by=by, letter=False)
    return decide(incident, by=by, measure=measure, values=values, replaces=sanction)


def _after_end(incident, sanction, *, by, letter=True):
    """Withdraw what the staff were told; keep the to-do so that somebody considers a letter, due now when it ended early."""
    StaffMessage.objects.filter(sanction=sanction, withdrawn_at__isnull=True).update(withdrawn_at=calendar.now())
    waiting = Todo.objects.about(sanction).open().filter(code=END)
    for todo in waiting:
        if letter and sanction.state == "lifted":
            todos.move_due(todo, due_at=calendar.at(calendar.add_working_days(calendar.today(), 1), NOON), by=by, reason=_("Begrænsningen er ophævet før tid."))
        else:
            todos.complete(todo, by=by)


@transaction.atomic
def settle_end(sanction, *, by, note):
    """Say that no letter is sent about the end, with a reason; completes the reminder."""
    _require_ender(sanction, by=by)
    note = require_sentence(note)
    for todo in Todo.objects.about(sanction).open().filter(code=END):
        todos.complete(todo, by=by, note=note)
    audit.record("incidents.restriction_end_settled", sanction, by=by)


# -- the clock -----------------------------------------------------------------------------------------------------
def begin_if_due(sanction, on=None):
    """Let an approved sanction begin when its first day has come, or at once when it has no period."""
    if sanction.state == "approved" and (sanction.starts_on is None or sanction.starts_on <= (on or calendar.today())):
        return SANCTION.take("begin", sanction, by=None)
    return sanction


def lapse(on=None):
    """Let sanctions begin on their first day and lapse the day after their last; return (begun, lapsed). May run twice."""
    on = on or calendar.today()
    begun = _each(Sanction.objects.filter(state="approved", starts_on__lte=on, ends_on__gte=on), "begin")
    lapsed = _each(Sanction.objects.filter(state__in=["approved", "in_force"], ends_on__lt=on), "expire", ended_at=calendar.now())
    return begun, lapsed


def _each(rows, step, **values):
    """Take a step on each row for itself, so that one that has moved on stops no other."""
    from core.states import StepRefused

    count = 0
    for sanction in rows:
        try:
            SANCTION.take(step, sanction, by=None, **values)
            count += 1
        except StepRefused:
            continue
    return count


@transaction.atomic
def note_register_read(sanction, *, by):
    """Return whom a sanction is about, for somebody who meets citizens at the site; written in the log."""
    require(by, "incidents.view_sanction_register", sanction)
    audit.read("incidents.sanction_person_shown", sanction, by=by)
    return sanction.citizen_reference
