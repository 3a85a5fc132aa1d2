"""What senior keeps, and how it goes (GEN-16): talks, agreements, choices, plans; numbers stay as counts."""

from datetime import date

from django.db.models import Q

from core import calendar
from core.models import Document, Draft, Mail, Todo
from core.retention import Kind, kind
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Handover,
    HandoverTopic,
    Redistribution,
    SeniorAgreement,
    SeniorOffer,
    SeniorTalk,
    YearlyChoice,
)

# Where a kind's forms live: what was typed there and never sent goes with the row.
DRAFTS = {
    "senior.seniortalk": "talks",
    "senior.senioragreement": "agreements",
    "senior.conversation": "conversations",
    "senior.developmentplan": "plans",
    "senior.handover": "handover",
    "senior.redistribution": "redistribution",
    "senior.yearlychoice": "choices",
}


def remove_about(label, ids):
    """Delete what the house holds about rows of a kind: to-dos, mails, documents, drafts."""
    about = Q(subject_type=label, subject_id__in=ids)
    for model in (Mail, Todo, Document):
        model.objects.filter(about).delete()
    part = DRAFTS.get(label)
    for pk in ids if part else ():
        Draft.objects.filter(key__startswith=f"/senior/{part}/{pk}/").delete()


class Own(Kind):
    """A kind whose rows go with what is about them."""

    words = ""

    def label(self, row):
        """Return neutral words without a name."""
        return self.words

    def facts(self, row):
        """Return unit and year, so that counts stay right."""
        return {"unit": getattr(row, "unit_id", None), "year": self.began(row).year}

    def erase(self, row, at):
        """Delete the row and what is about it."""
        label, pk = row._meta.label_lower, row.pk
        row.delete()
        remove_about(label, [pk])


@kind("senior.offer")
class Offers(Own):
    """Offers, from the last day of their round."""

    words = "Tilbud om seniorsamtale"

    def due(self, before):
        """Return offers of rounds that had ended by the day."""
        return SeniorOffer.objects.filter(Q(year__lt=before.year) | Q(year=before.year, pk__in=_ended_today(before)))

    def began(self, row):
        """Return the last day of the year."""
        return date(row.year, 12, 31)

    def facts(self, row):
        """Say too whether it was given: only those are counted."""
        return super().facts(row) | {"counts": row.offered_at is not None}


def _ended_today(day):
    """Return the ids of this year's offers on the year's last day, else none."""
    if (day.month, day.day) != (12, 31):
        return []
    return SeniorOffer.objects.filter(year=day.year).values("pk")


@kind("senior.talk")
class Talks(Own):
    """Talks, from the day they were closed. The preparation goes with them."""

    words = "Seniorsamtale"

    def due(self, before):
        """Return closed talks; one behind an agreement that is kept stays with it."""
        kept = SeniorAgreement.objects.filter(talk__isnull=False).exclude(state__in=["ended", "refused"])
        return SeniorTalk.objects.filter(closed_at__date__lte=before).exclude(pk__in=kept.values("talk"))

    def began(self, row):
        """Return the day it was closed."""
        return calendar.local_date(row.closed_at)

    def facts(self, row):
        """Return the year it was held, and what became of each option without a word of why."""
        held = row.held_on
        options = [[one.option, one.outcome, one.decided_at.year] for one in row.options.all()] if held else []
        year = (held or self.began(row)).year
        return super().facts(row) | {"year": year, "counts": held is not None, "options": options}


@kind("senior.agreement")
class Agreements(Own):
    """Agreements, from their last day."""

    words = "Senioraftale"

    def due(self, before):
        """Return those that have ended or were refused."""
        return SeniorAgreement.objects.filter(state__in=["ended", "refused"], ended_on__lte=before)

    def began(self, row):
        """Return the last day."""
        return row.ended_on

    def facts(self, row):
        """Return what the numbers need: an agreement counts in the year it was made, a refusal in the year of the no."""
        made = row.agreed_at.year if row.agreed_at else self.began(row).year
        return {"unit": row.unit_id, "year": made, "kind": row.kind, "state": row.state}


@kind("senior.choice")
class Choices(Own):
    """Yearly choices, from the last day of their year."""

    words = "Årligt valg"

    def due(self, before):
        """Return choices of years that are over."""
        return YearlyChoice.objects.filter(year__lt=before.year)

    def began(self, row):
        """Return the year's last day."""
        return date(row.year, 12, 31)


@kind("senior.handover")
class Handovers(Own):
    """Plans for handing experience on, from the last working day."""

    words = "Overdragelsesplan"

    def due(self, before):
        """Return plans of people who have left."""
        return Handover.objects.filter(leaving_on__lte=before)

    def began(self, row):
        """Return the last working day."""
        return row.leaving_on

    def erase(self, row, at):
        """Delete the plan with its topics."""
        topics = list(HandoverTopic.objects.filter(handover=row).values_list("pk", flat=True))
        super().erase(row, at)
        remove_about("senior.handovertopic", topics)


@kind("senior.conversation")
class Conversations(Own):
    """1:1 talks and MUS, from the day they were held or called off."""

    words = "Samtale"

    def due(self, before):
        """Return those held or called off by the day."""
        return Conversation.objects.filter(
            Q(held_on__lte=before) | Q(held_on__isnull=True, cancelled_at__date__lte=before)
        )

    def began(self, row):
        """Return the day."""
        return row.held_on or calendar.local_date(row.cancelled_at)

    def facts(self, row):
        """Say too which talk it was, and whether it was held."""
        return super().facts(row) | {"kind": row.kind, "counts": row.held_on is not None}


@kind("senior.plan")
class Plans(Own):
    """Development plans, from the day they were written."""

    words = "Udviklingsplan"

    def due(self, before):
        """Return plans written by the day."""
        return DevelopmentPlan.objects.filter(written_on__lte=before)

    def began(self, row):
        """Return the day."""
        return row.written_on


@kind("senior.redistribution")
class Redistributions(Own):
    """Requests to have something moved, from the answer."""

    words = "Ønske om omfordeling"

    def due(self, before):
        """Return those answered by the day."""
        return Redistribution.objects.filter(answered_at__date__lte=before)

    def began(self, row):
        """Return the day of the answer."""
        return calendar.local_date(row.answered_at)
