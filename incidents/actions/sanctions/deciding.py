"""Proposed by several, decided by a leader with reason, proportion and dates (INC-34–38)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox, todos
from core.permissions import require
from core.settings_values import Settings
from core.todos import require_sentence
from incidents import steps
from incidents.actions.sanctions.bans import close_ban
from incidents.actions.sanctions.ground import END, NOON, REVIEW, STEP, Known, check, fields_of, locked, require_decider
from incidents.models import Sanction
from incidents.models.sanctions import Measure
from incidents.rules import measures
from incidents.states import SANCTION


@transaction.atomic
def propose(incident, *, by, measure, reason):
    """Propose a measure with a reason; return the Sanction.

    One open proposal for each measure (E-15 is for the page).
    """
    require(by, "incidents.propose_sanction", incident)
    return write_proposal(locked(incident), by=by, measure=measure, reason=reason)


def write_proposal(incident, *, by, measure, reason):
    """Write a proposal in a locked incident and tell the leader; the caller has asked for the right."""
    reason = require_sentence(reason)
    already = Sanction.objects.filter(incident=incident, measure=measure, state="proposed").first()
    if already:
        return already
    found = Sanction.objects.create(
        incident=incident,
        measure=Measure(measure).value,
        site=incident.site,
        proposed_by=by,
        proposed_at=calendar.now(),
        proposal_reason=reason,
        citizen_reference=incident.citizen_name or incident.citizen_reference,
    )
    audit.record("incidents.sanction_proposed", incident, by=by, sanction=found.pk, measure=found.measure)
    if incident.responsible_id and incident.responsible_id != by.pk:
        step = steps.find(incident, STEP)
        outbox.enqueue(
            incident.responsible,
            "N-45",
            subject=incident,
            link=reverse("incidents:sanctions", args=[incident.pk]),
            by=by,
            dedupe_key=f"proposal:{found.pk}",
            due_at=step.due_at
            if step and step.due_at
            else calendar.at(calendar.add_working_days(calendar.today(), 3), NOON),
        )
    return found


@transaction.atomic
def approve(sanction, *, by, values):
    """Approve a proposal, perhaps changed (`values` may hold another measure).

    Return the Sanction, in force if it begins today.

    Raises ValidationError (field by field), Known, OwnCase, Forbidden, StepRefused (somebody was first).
    """
    incident = locked(sanction.incident)
    settings = Settings(incident.unit)
    measure = values.get("measure") or sanction.measure
    require_decider(incident, measure, by=by, settings=settings)
    check(values, measure, settings, incident)
    _refuse_twice(incident, sanction, measure, values.get("site") or sanction.site)
    now = calendar.now()
    content = fields_of(values) | {"measure": measure, "decided_by": by, "decided_at": now}
    for name, value in content.items():
        setattr(sanction, name, value)
    was_changed = measure != Sanction.objects.values_list("measure", flat=True).get(pk=sanction.pk)
    content |= {"decision_hash": measures.fingerprint(sanction), "was_changed": was_changed}
    # Written before the step, while it is still a proposal: the step itself only locks it (the incident is held
    # meanwhile).
    Sanction.objects.filter(pk=sanction.pk, state="proposed").update(**content)
    found = SANCTION.take("approve", sanction, by=by, details={"measure": measure, "hash": content["decision_hash"]})
    found = begin_if_due(found)
    _after_approval(incident, found, by=by)
    return found


def _refuse_twice(incident, sanction, measure, site):
    """Raise Known where the measure holds at the place already: two tabs decide once. The incident is locked."""
    holding = Sanction.objects.filter(
        incident=incident, measure=measure, site=site, state__in=["approved", "in_force"]
    ).first()
    if holding is not None and holding.pk != sanction.pk:
        raise Known(holding)


@transaction.atomic
def decide(incident, *, by, measure, values, replaces=None):
    """Decide a measure that nobody has proposed: the leader's own proposal and its approval in one."""
    incident = locked(incident)
    require_decider(incident, measure, by=by)
    own = Sanction.objects.create(
        incident=incident,
        measure=Measure(measure).value,
        site=values.get("site") or incident.site,
        proposed_by=by,
        proposed_at=calendar.now(),
        replaces=replaces,
    )
    return approve(own, by=by, values=values)


@transaction.atomic
def decide_in_c(incident, *, by, decision, reason):
    """Write what was decided about harassment on the net, with the reason (INC-36); True if it waited."""
    require(by, "incidents.manage", incident)
    incident = locked(incident)
    if not decision.strip():
        raise ValidationError({"decision": _("Skriv, hvad der er besluttet.")})
    return steps.done(incident, "incidents.decision_c", by=by, note=f"{decision}\n\n{require_sentence(reason)}")


@transaction.atomic
def reject(sanction, *, by, reason):
    """Reject a proposal with a reason; return the Sanction."""
    incident = locked(sanction.incident)
    require_decider(incident, sanction.measure, by=by)
    reason = require_sentence(reason)
    found = SANCTION.take(
        "reject",
        sanction,
        by=by,
        details={"measure": sanction.measure},
        reason="",
        decided_by=by,
        decided_at=calendar.now(),
        end_reason=reason,
    )
    _tell_proposer(incident, found, by=by)
    _finish_step(incident, by=by)
    close_ban(incident, found, by=by)
    return found


def begin_if_due(sanction, on=None):
    """Let an approved sanction begin when its first day has come, or at once when it has no period."""
    if sanction.state == "approved" and (sanction.starts_on is None or sanction.starts_on <= (on or calendar.today())):
        return SANCTION.take("begin", sanction, by=None)
    return sanction


def _after_approval(incident, sanction, *, by):
    """Open what follows from a decision, and tell whoever proposed it."""
    if sanction.measure in measures.LIMITING:
        _ask(
            incident,
            sanction,
            END,
            by=by,
            title=_("En begrænsning udløber"),
            due_on=sanction.ends_on,
            help=_("Den slutter af sig selv. Se, om der skal sendes et brev, og om nogen skal have besked."),
            reason=_("En begrænsning har altid en slutdato. Du får besked 14 dage før, 3 dage før og på dagen."),
        )
    if sanction.review_on:  # the day that the citizen was told (INC-37, INC-81)
        _ask(
            incident,
            sanction,
            REVIEW,
            by=by,
            title=_("Er begrænsningen stadig nødvendig?"),
            due_on=sanction.review_on,
            help=_("Skriv, at den stadig er nødvendig, eller ophæv eller erstat den."),
            reason=_("Den dag står i beslutningen som den dag, hvor begrænsningen bliver set igennem."),
        )
    steps.open_when(incident, "sanction", by=by)
    _finish_step(incident, by=by)
    _tell_proposer(incident, sanction, by=by)
    close_ban(incident, sanction, by=by)


def _ask(incident, sanction, code, *, by, title, due_on, help, reason):  # noqa: A002
    """Lay what a decision asks for on a day on the desk of whoever has the incident."""
    todos.open_todo(
        sanction,
        code,
        title=title,
        by=by,
        owner=incident.responsible or by,
        owner_role="leader",
        unit=incident.unit,
        site=sanction.site,
        due_at=calendar.at(due_on, NOON),
        context=_("Hændelse %(number)s") % {"number": incident.number},
        link=reverse("incidents:sanction", args=[sanction.pk]),
        button=_("Se begrænsning"),
        kind="page",
        rule="R-16",
        help=help,
        reasons=[reason],
    )


def _finish_step(incident, *, by):
    """Complete »Tag stilling til sanktioner« when no proposal waits."""
    if not Sanction.objects.filter(incident=incident, state="proposed").exists():
        steps.done(incident, STEP, by=by)


def _tell_proposer(incident, sanction, *, by):
    if sanction.proposed_by_id != by.pk:
        outbox.enqueue(
            sanction.proposed_by,
            "N-46",
            subject=incident,
            link=reverse("incidents:sanctions", args=[incident.pk]),
            by=by,
            dedupe_key=f"decided:{sanction.pk}",
            context={"dato": calendar.today()},
        )


@transaction.atomic
def note_register_read(sanction, *, by):
    """Return whom a sanction is about, for somebody who meets citizens at the site; written in the log."""
    require(by, "incidents.view_sanction_register", sanction)
    audit.read("incidents.sanction_person_shown", sanction, by=by)
    return sanction.citizen_reference
