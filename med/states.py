"""What may follow what: meetings, proposals and decisions. Each step names the action of the permission table it needs."""

from django.utils.translation import gettext_lazy as _

from core.states import Machine, Step
from med.choices import OutcomeState
from med.models import Meeting, Outcome, Proposal

MEETING = Machine(
    Meeting,
    [
        Step("open_agenda", ("planned",), "agenda_open", "med.prepare_meeting", _("Begynd dagsorden")),
        Step("release", ("agenda_open",), "released", "med.release", _("Udsend dagsorden")),
        Step("begin", ("released",), "under_way", "med.write_minutes", _("Begynd mødet")),
        Step("end", ("under_way",), "minutes_draft", "med.write_minutes", _("Slut mødet")),
        Step("send_minutes", ("minutes_draft",), "minutes_sent", "med.release", _("Send til godkendelse")),
        Step("approve", ("minutes_sent",), "approved", "med.write_minutes", _("Godkend referat")),
        # the last member's yes in writing
        Step("approve_written", ("minutes_sent",), "approved", "med.comment_minutes", _("Godkend referat")),
        # a body whose minutes nobody approves (TRIO): they are locked when the meeting is written up
        Step("lock", ("minutes_draft",), "approved", "med.write_minutes", _("Lås notaterne")),
        Step("publish", ("approved",), "published", "med.publish_minutes", _("Offentliggør referat")),
        Step("reopen", ("minutes_sent",), "minutes_draft", "med.write_minutes", _("Ret referat"), needs_reason=True),
        Step(
            "cancel",
            ("planned", "agenda_open", "released"),
            "cancelled",
            "med.prepare_meeting",
            _("Aflys møde"),
            needs_reason=True,
        ),
    ],
)

PROPOSAL = Machine(
    Proposal,
    [
        Step("forward", ("with_rep",), "proposed", "med.forward_proposal", _("Send videre til udvalget")),
        Step("accept", ("proposed", "postponed"), "on_agenda", "med.answer_proposal", _("Sæt på dagsordenen")),
        Step("postpone", ("proposed",), "postponed", "med.answer_proposal", _("Udsæt punkt")),
        # terms of single persons or groups are not MED's to decide (MED-42)
        Step(
            "negotiate",
            ("with_rep", "proposed", "postponed", "negotiated"),
            "negotiated",
            "med.route_proposal",
            _("Giv videre til forhandling"),
            needs_reason=True,
        ),
        Step(
            "reject", ("proposed", "postponed"), "rejected", "med.answer_proposal", _("Afvis punkt"), needs_reason=True
        ),
    ],
)

HOLDS, ENDED = (OutcomeState.IN_FORCE,), (OutcomeState.REPLACED, OutcomeState.LAPSED)
DECISION = Machine(
    Outcome,
    [
        Step("replace_decision", HOLDS, OutcomeState.REPLACED, "med.end_decision", _("Afløs beslutning"), True),
        Step("lapse_decision", HOLDS, OutcomeState.LAPSED, "med.end_decision", _("Lad beslutning bortfalde"), True),
        # somebody ended the wrong one
        Step("restore_decision", ENDED, OutcomeState.IN_FORCE, "med.end_decision", _("Lad beslutning gælde igen")),
    ],
)
