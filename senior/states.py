"""What may follow what: offers, talks and agreements. Each step names the action of the permission table it needs."""

from django.utils.translation import gettext_lazy as _

from core.states import Machine, Step
from senior.models import Redistribution, SeniorAgreement, SeniorOffer, SeniorTalk

OFFER = Machine(
    SeniorOffer,
    [
        Step("give", ("to_be_offered",), "offered", "senior.give_offer", _("Send tilbud")),
        Step("accept", ("offered", "no_thanks", "later"), "yes", "senior.answer_offer", _("Ja tak")),
        Step("decline", ("offered", "yes", "later"), "no_thanks", "senior.answer_offer", _("Nej tak")),
        Step("postpone", ("offered", "yes", "no_thanks"), "later", "senior.answer_offer", _("Spørg mig senere")),
        # The round has ended: no answer is kept (SEN-01). Only the clock takes this step.
        Step(
            "finish", ("to_be_offered", "offered", "no_thanks", "later"), "over", "senior.give_offer", _("Afslut runde")
        ),
    ],
)

TALK = Machine(
    SeniorTalk,
    [
        Step("plan", ("wanted", "planned"), "planned", "senior.plan_talk", _("Aftal tid")),
        Step("hold", ("wanted", "planned", "held"), "held", "senior.write_talk", _("Gem samtale")),
        Step("confirm", ("held",), "confirmed", "senior.confirm_talk", _("Bekræft samtale")),
        Step("cancel", ("wanted", "planned"), "cancelled", "senior.plan_talk", _("Aflys samtale")),
    ],
)

AGREEMENT = Machine(
    SeniorAgreement,
    [
        Step("send_to_union", ("draft",), "with_union_rep", "senior.send_agreement", _("Send til TR")),
        Step("send_to_sign", ("draft",), "to_sign", "senior.send_agreement", _("Send til underskrift")),
        # TR or the branch has said yes; others are still missing.
        Step("union_agreed", ("with_union_rep",), "to_sign", "senior.view_agreement", _("Skriv under")),
        Step("agree", ("with_union_rep", "to_sign"), "agreed", "senior.view_agreement", _("Skriv under")),
        Step("take_back", ("with_union_rep", "to_sign"), "draft", "senior.write_agreement", _("Ret aftalen")),
        Step(
            "send_back",
            ("with_union_rep", "to_sign"),
            "draft",
            "senior.send_back",
            _("Send tilbage"),
            needs_reason=True,
        ),
        Step(
            "refuse",
            ("draft", "with_union_rep", "to_sign"),
            "refused",
            "senior.refuse_agreement",
            _("Begrund afslag"),
            needs_reason=True,
        ),
        Step("begin", ("agreed",), "in_force", "senior.view_agreement", _("Træder i kraft")),
        Step("evaluate", ("in_force",), "under_evaluation", "senior.evaluate_agreement", _("Evaluér aftale")),
        Step("go_on", ("under_evaluation",), "in_force", "senior.evaluate_agreement", _("Aftalen fortsætter")),
        Step("end", ("agreed", "in_force", "under_evaluation"), "ended", "senior.end_agreement", _("Opsig aftale")),
    ],
)

REDISTRIBUTION = Machine(
    Redistribution,
    [
        Step("move", ("asked",), "moved", "senior.answer_redistribution", _("Flyt det")),
        Step("move_partly", ("asked",), "partly", "senior.answer_redistribution", _("Flyt noget af det")),
        Step("keep", ("asked",), "kept", "senior.answer_redistribution", _("Giv hjælp")),
        Step("withdraw", ("asked",), "withdrawn", "senior.withdraw_redistribution", _("Træk ønske tilbage")),
    ],
)
