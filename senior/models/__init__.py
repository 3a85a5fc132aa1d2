"""What is true of senior talks and agreements. Split by noun: rules and groups, offers and talks, agreements, what
follows from leaving, yearly choices, and the talks that everyone has.
"""

from senior.models.agreements import Evaluation, SeniorAgreement, Signature
from senior.models.conversations import Conversation, ConversationMember, DevelopmentPlan, Redistribution
from senior.models.handover import Handover, HandoverTopic
from senior.models.rules import (
    AgreementGroup,
    GroupMembership,
    RightsConfirmation,
    SeniorRule,
    SeniorScheme,
    TalkGuideline,
    YearlyChoice,
)
from senior.models.talks import Preparation, SeniorOffer, SeniorTalk, TalkOption

__all__ = [
    "AgreementGroup",
    "Conversation",
    "ConversationMember",
    "DevelopmentPlan",
    "Evaluation",
    "GroupMembership",
    "Handover",
    "HandoverTopic",
    "Preparation",
    "Redistribution",
    "RightsConfirmation",
    "SeniorAgreement",
    "SeniorOffer",
    "SeniorRule",
    "SeniorScheme",
    "SeniorTalk",
    "Signature",
    "TalkGuideline",
    "TalkOption",
    "YearlyChoice",
]
