"""A decision holds until a later one replaces it or it lapses; who said so and why is kept with it (MED-32)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.permissions import require
from med.choices import MINUTES_OUT, OutcomeState
from med.models import Outcome
from med.states import DECISION


def later(decision):
    """Return the decisions of the same body that can have replaced this one: as late or later, and still in force."""
    return (
        Outcome.objects.filter(
            body=decision.body_id,
            number__isnull=False,
            state=OutcomeState.IN_FORCE,
            decided_on__gte=decision.decided_on,
            treatment__meeting__state__in=MINUTES_OUT,
        )
        .exclude(pk=decision.pk)
        .select_related("treatment")
    )


def _ready(decision):
    """Refuse what is no decision yet: without a number, or in minutes that are being put right."""
    if not decision.is_decision or not decision.treatment.meeting.minutes_are_out:
        raise ValidationError(_("Beslutningen gælder først, når referatet er sendt ud."), code="draft")


@transaction.atomic
def end(decision, *, by, reason, ended_on, replaced_by=None):
    """Say from which day a decision no longer holds, and why: it lapses, or the later one replaces it. Return it."""
    require(by, "med.end_decision", decision)
    _ready(decision)
    if ended_on > calendar.today():
        raise ValidationError({"ended_on": _("Vælg i dag eller en dag, der er gået.")})
    if ended_on < decision.decided_on:
        raise ValidationError({"ended_on": _("Beslutningen var ikke taget den dag.")})
    values = {"ended_on": ended_on, "ended_by": by, "ended_because": reason}
    if replaced_by is None:
        return DECISION.take("lapse_decision", decision, by=by, **values)
    if not later(decision).select_for_update(of=("self",)).filter(pk=replaced_by.pk).exists():
        raise ValidationError({"replaced_by": _("Vælg en senere beslutning, der gælder.")})
    return DECISION.take("replace_decision", decision, by=by, replaced_by=replaced_by, **values)


@transaction.atomic
def restore(decision, *, by):
    """Undo it: the decision holds again. Return it."""
    return DECISION.take(
        "restore_decision", decision, by=by, ended_on=None, ended_by=None, ended_because="", replaced_by=None
    )


@transaction.atomic
def lapse_past_their_day(*, by=None):
    """Let decisions lapse that were made for a time which is over; return how many. May run as often as one likes."""
    over = Outcome.objects.filter(
        state=OutcomeState.IN_FORCE,
        number__isnull=False,
        valid_until__lt=calendar.today(),
        treatment__meeting__state__in=MINUTES_OUT,
    )
    found = list(over.select_related("body"))
    for decision in found:
        DECISION.take(
            "lapse_decision",
            decision,
            by=by,
            ended_on=decision.valid_until + timedelta(days=1),
            ended_because=_("Den var taget for et tidsrum, der er gået."),
        )
    return len(found)
