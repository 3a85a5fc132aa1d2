"""What may follow what: the course, its status meetings and its letter."""

from django.utils.translation import gettext_lazy as _

from core.states import Machine, Step
from onboarding.models import Course, StatusMeeting, Welcome

# The clock begins, leads into learning and towards the end; people close and cancel.
COURSE = Machine(
    Course,
    [
        Step("begin", ("preparation",), "start", "onboarding.manage", _("Begynd forløb")),
        Step("learn", ("preparation", "start"), "learning", "onboarding.manage", _("Gå videre til læring")),
        Step("near_end", ("preparation", "start", "learning"), "closing", "onboarding.manage", _("Gå til afslutning")),
        Step("close", ("start", "learning", "closing"), "closed", "onboarding.manage", _("Afslut forløb")),
        Step(
            "cancel",
            ("preparation", "start", "learning", "closing"),
            "cancelled",
            "onboarding.manage",
            _("Aflys forløb"),
            needs_reason=True,
        ),
        Step("prolong", ("closing",), "learning", "onboarding.manage", _("Forlæng introduktionen")),
        Step("postpone", ("start", "learning", "closing"), "preparation", "onboarding.manage", _("Flyt startdato")),
    ],
)

MEETING = Machine(
    StatusMeeting,
    [
        Step("hold", ("planned", "moved"), "held", "onboarding.write_notes", _("Markér holdt")),
        Step("move", ("planned", "moved"), "moved", "onboarding.move_meeting", _("Flyt statusmøde")),
        Step("cancel", ("planned", "moved"), "cancelled", "onboarding.move_meeting", _("Aflys statusmøde")),
        Step("reopen", ("held",), "planned", "onboarding.write_notes", _("Fortryd")),
    ],
)

WELCOME = Machine(
    Welcome,
    [
        Step("release", ("draft",), "released", "onboarding.release_letter", _("Godkend brev")),
        Step("take_back", ("released",), "draft", "onboarding.release_letter", _("Tag brevet tilbage")),
        Step("begin_anew", ("released", "sent"), "draft", "onboarding.release_letter", _("Begynd forfra")),
        Step("send", ("released", "sent"), "sent", "onboarding.release_letter", _("Send velkomstbrev")),
    ],
)
