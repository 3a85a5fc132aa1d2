"""Which rows of senior are about a person, so that they can be told who opened them (GEN-15)."""

from core.insight import about
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Handover,
    Redistribution,
    SeniorAgreement,
    SeniorOffer,
    SeniorTalk,
    YearlyChoice,
)

OWN = (SeniorOffer, SeniorTalk, SeniorAgreement, YearlyChoice, Handover, Redistribution)
SHARED = (Conversation, DevelopmentPlan)  # alone or with a group


@about
def talks_and_agreements(person):
    """Return (type, queryset) of everything that is about the person."""
    rows = [model.objects.filter(person=person) for model in OWN] + [model.objects.of(person) for model in SHARED]
    return [(found.model._meta.label_lower, found) for found in rows]
