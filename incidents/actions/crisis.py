"""Psychological help: ordered, first talk dated, held or not; then the course.

Dates only, nothing of what is said (INC-46–50).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import can, require
from core.todos import require_sentence
from incidents import steps
from incidents.actions.ground import begin, move
from incidents.models import CrisisHelp
from incidents.states import CRISIS

FIRST_TALK = "incidents.crisis_first_talk"


def help_of(incident):
    """Return the incident's crisis help, made at the first asking. Call with the incident locked."""
    return CrisisHelp.objects.get_or_create(incident=incident)[0]


@transaction.atomic
def save_sheet(incident, *, by, fields):
    """Keep the eight fields of the requisition as they were corrected; return the CrisisHelp."""
    incident = begin(incident, "incidents.order_crisis_help", by=by)
    found = help_of(incident)
    CrisisHelp.objects.filter(pk=found.pk).update(requisition=fields)
    found.refresh_from_db()
    audit.record("incidents.requisition_saved", incident, by=by)
    return found


@transaction.atomic
def order(
    incident,
    *,
    by,
    track,
    reasons,
    firm,
    ordered_at,
    spoke_with,
    call_back_at=None,
    tried="",
    leader_reached="",
    first_talk_at=None,
):
    """Note that help is ordered: where, when, who was spoken with and when they call back; return the CrisisHelp.

    A leader orders. Anybody else does so in the leader's absence, and writes who was tried (INC-46). Opens the step of
    the first talk. StepRefused when somebody has ordered already.
    """
    incident = begin(incident, "incidents.order_crisis_help", by=by)
    as_leader = can(by, "incidents.take_over", incident) or can(by, "incidents.manage", incident)
    if not as_leader and not (tried or leader_reached).strip():
        raise ValidationError({"tried": _("Skriv, hvem du har prøvet at ringe til.")})
    found = CRISIS.take(
        "order",
        help_of(incident),
        by=by,
        track=track,
        reasons=reasons,
        firm=firm,
        ordered_at=ordered_at,
        ordered_by=by,
        ordered_as_leader=as_leader,
        tried=(tried or leader_reached).strip()[:200],
        spoke_with=spoke_with,
        call_back_at=call_back_at,
    )
    audit.record("incidents.crisis_help_ordered", incident, by=by, as_leader=as_leader, track=track)
    steps.done(incident, "incidents.crisis_order", by=by)
    steps.open_when(incident, "crisis_ordered", by=by)
    if first_talk_at:
        found = date_first_talk(incident, by=by, first_talk_at=first_talk_at)
    return found


@transaction.atomic
def date_first_talk(incident, *, by, first_talk_at):
    """Note when the first talk is; return the CrisisHelp. The step then waits for »held«, the working day after."""
    incident = begin(incident, "incidents.order_crisis_help", by=by)
    found = CRISIS.take("date", help_of(incident), by=by, first_talk_at=first_talk_at, reason_not_held="")
    audit.record("incidents.first_talk_dated", incident, by=by)
    move(
        incident,
        FIRST_TALK,
        calendar.Offset.parse("1wd").apply(max(first_talk_at, calendar.now())),
        by=by,
        reason=_("Den første samtale er aftalt. Fristen er arbejdsdagen efter."),
    )
    return found


@transaction.atomic
def record_held(incident, *, by):
    """Note that the first talk was held; return the CrisisHelp. Never before its time (ValidationError)."""
    incident = begin(incident, "incidents.do_care_steps", by=by)
    found = help_of(incident)
    if found.first_talk_at and found.first_talk_at > calendar.now():
        raise ValidationError(_("Samtalen ligger i fremtiden. Kom tilbage, når den er holdt."))
    found = CRISIS.take("hold", found, by=by, held=max(found.held, 1))
    audit.record("incidents.first_talk_held", incident, by=by)
    steps.done(incident, FIRST_TALK, by=by)
    return found


@transaction.atomic
def record_not_held(incident, *, by, reason):
    """Note that the first talk will not be held, and why; return the CrisisHelp."""
    reason = require_sentence(reason)
    incident = begin(incident, "incidents.do_care_steps", by=by)
    found = CRISIS.take("miss", help_of(incident), by=by, reason_not_held=reason)
    audit.record("incidents.first_talk_not_held", incident, by=by)
    steps.done(incident, FIRST_TALK, by=by)
    return found


@transaction.atomic
def save_course(
    incident,
    *,
    by,
    planned,
    held,
    more_asked_on=None,
    more_accepted="",
    workplace_meeting_on=None,
    return_plan_on=None,
):
    """Note how many talks are agreed and held, and the dates around them (INC-50); return the CrisisHelp."""
    incident = begin(incident, "incidents.do_care_steps", by=by)
    found = help_of(incident)
    CrisisHelp.objects.filter(pk=found.pk).update(
        planned=planned,
        held=held,
        more_asked_on=more_asked_on,
        more_accepted=more_accepted,
        workplace_meeting_on=workplace_meeting_on,
        return_plan_on=return_plan_on,
    )
    before, _known = found.held, found.refresh_from_db()
    audit.record("incidents.crisis_course_saved", incident, by=by, planned=planned, held=held)
    if before < 3 <= held:
        _ask_for_more(incident, by=by)
    if more_accepted:
        steps.done(incident, "incidents.counselling", by=by)
    return found


@transaction.atomic
def save_practical(
    incident, *, by, on_site_asked_at=None, on_site_at=None, extra_fee="", cost_account="", cost_accepted=None
):
    """Note help on the site and who pays (INC-51, INC-52); return the CrisisHelp.

    Only a leader accepts the cost; who did, and when, is kept. `cost_accepted` None leaves it as it is.
    """
    incident = begin(incident, "incidents.do_care_steps", by=by)
    found = help_of(incident)
    values = {
        "on_site_asked_at": on_site_asked_at,
        "on_site_at": on_site_at,
        "extra_fee": extra_fee,
        "cost_account": cost_account,
    }
    if cost_accepted is not None and cost_accepted != found.cost_accepted:
        require(by, "incidents.manage", incident)
        values |= {
            "cost_accepted": cost_accepted,
            "cost_accepted_by": by if cost_accepted else None,
            "cost_accepted_at": calendar.now() if cost_accepted else None,
        }
    CrisisHelp.objects.filter(pk=found.pk).update(**values)
    found.refresh_from_db()
    audit.record("incidents.crisis_practical_saved", incident, by=by, accepted=found.cost_accepted)
    return found


def _ask_for_more(incident, *, by):
    """Let the question about further talks be due the working day after the third was noted (R-18)."""
    due = calendar.Offset.parse("1wd").apply(calendar.now())
    move(incident, "incidents.counselling", due, by=by, reason=_("Tredje samtale er holdt."))
