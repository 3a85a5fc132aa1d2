"""What may follow what: incidents, sanctions and letters. Each step names the action of the permission table it needs."""

from django.utils.translation import gettext_lazy as _

from core.states import Machine, Step
from incidents.models import CrisisHelp, Incident, Letter, LoneWork, MediaCase, PoliceReport, Sanction

INCIDENT = Machine(
    Incident,
    [
        Step("submit", ("draft",), "submitted", "incidents.edit_draft", _("Send")),
        Step("take_over", ("submitted",), "received", "incidents.take_over", _("Overtag hændelse")),
        Step("work", ("received",), "in_progress", "incidents.manage", _("Vælg kategori")),
        Step("await_follow_up", ("in_progress",), "awaiting_follow_up", "incidents.manage", _("Sæt til opfølgning")),
        Step("close", ("in_progress", "awaiting_follow_up"), "closed", "incidents.close", _("Luk hændelse")),
        Step("reopen", ("closed",), "in_progress", "incidents.reopen", _("Åbn igen"), needs_reason=True),
    ],
)

# Whether a ban goes to the leader's leader is a setting, so the action is checked in actions/sanctions.py as well.
SANCTION = Machine(
    Sanction,
    [
        Step("approve", ("proposed",), "approved", "incidents.view_sanction", _("Godkend sanktion"), needs_reason=True),
        Step("reject", ("proposed",), "rejected", "incidents.view_sanction", _("Afvis forslag"), needs_reason=True),
        Step("begin", ("approved",), "in_force", "incidents.view_sanction", _("Træder i kraft")),
        Step(
            "lift",
            ("approved", "in_force"),
            "lifted",
            "incidents.view_sanction",
            _("Ophæv begrænsning"),
            needs_reason=True,
        ),
        Step(
            "replace", ("approved", "in_force"), "replaced", "incidents.view_sanction", _("Erstat"), needs_reason=True
        ),
        Step("expire", ("approved", "in_force"), "expired", "incidents.view_sanction", _("Udløber")),
    ],
)

# Whoever changes the words of a letter that waits for approval takes it back: what is approved is what was read.
LETTER = Machine(
    Letter,
    [
        Step("change", ("draft", "pending"), "draft", "incidents.edit_letter", _("Gem kladde")),
        Step("submit", ("draft",), "pending", "incidents.edit_letter", _("Send til godkendelse")),
        Step("send_back", ("pending",), "draft", "incidents.approve_letter", _("Send tilbage"), needs_reason=True),
        Step("approve", ("pending",), "approved", "incidents.approve_letter", _("Godkend brev")),
        Step("print", ("approved",), "printed", "incidents.send_letter", _("Dan PDF")),
        Step("mark_sent", ("printed",), "sent", "incidents.send_letter", _("Markér sendt")),
        Step("mark_filed", ("sent",), "filed", "incidents.send_letter", _("Markér journaliseret")),
        Step(
            "replace",
            ("approved", "printed", "sent", "filed"),
            "replaced",
            "incidents.edit_letter",
            _("Lav ny version"),
        ),
    ],
)

CRISIS = Machine(
    CrisisHelp,
    [
        Step("order", ("not_ordered",), "ordered", "incidents.order_help", _("Bestil krisehjælp")),
        Step("date", ("ordered", "dated", "not_held"), "dated", "incidents.order_help", _("Notér dato")),
        Step("hold", ("dated",), "held", "incidents.follow_help", _("Markér holdt")),
        Step(
            "miss", ("ordered", "dated"), "not_held", "incidents.follow_help", _("Markér ikke holdt"), needs_reason=True
        ),
    ],
)

# »Report« may be taken again: the journal number and the note come later than the report itself.
POLICE = Machine(
    PoliceReport,
    [
        Step(
            "will_report",
            ("undecided", "not_reported", "to_report"),
            "to_report",
            "incidents.decide_police",
            _("Skal anmeldes"),
        ),
        Step(
            "leave",
            ("undecided", "to_report", "not_reported"),
            "not_reported",
            "incidents.decide_police",
            _("Anmeldes ikke"),
            needs_reason=True,
        ),
        Step(
            "report",
            ("undecided", "to_report", "not_reported", "reported"),
            "reported",
            "incidents.decide_police",
            _("Notér politianmeldelse"),
        ),
    ],
)

MEDIA = Machine(
    MediaCase,
    [
        Step("go_public", ("before", "after"), "during", "incidents.manage_media_case", _("Sagen er i medierne")),
        Step("calm", ("during",), "after", "incidents.manage_media_case", _("Medierne er stoppet")),
        Step("close", ("before", "after"), "closed", "incidents.manage_media_case", _("Luk log")),
        Step("reopen", ("closed",), "after", "incidents.manage_media_case", _("Åbn igen")),
    ],
)

LONE = Machine(
    LoneWork,
    [
        Step("come_back", ("planned",), "back", "incidents.change_lone_work", _("Jeg er tilbage")),
        Step("find", ("planned",), "back", "incidents.watch_lone_work", _("Jeg har fået fat i min kollega")),
        Step("cancel", ("planned",), "cancelled", "incidents.change_lone_work", _("Aflys")),
    ],
)
