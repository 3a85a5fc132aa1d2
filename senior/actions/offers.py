"""Offers: given by the leader, answered by the employee, forgotten when the round ends (SEN-01, R-85, R-93)."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from core.settings_values import Settings
from senior.actions.ground import close, open_for, own_leader
from senior.actions.talks import drop_talk_of, want_talk
from senior.models import SeniorOffer
from senior.notices import tell
from senior.states import OFFER

ANSWERS = {"yes": "accept", "no_thanks": "decline", "later": "postpone"}


@transaction.atomic
def give(offer, *, by, words=""):
    """Send the offer to the employee with a date to answer by; return the SeniorOffer.

    The date is a wish and no deadline: what waits for the employee never becomes late, and nobody is reminded.
    """
    answer_by = calendar.Offset.parse(Settings(offer.unit).text("senior_answer_days") or "30d").apply_to_date(
        calendar.today()
    )
    offer = OFFER.take("give", offer, by=by, offered_by=by, offered_at=calendar.now(), answer_by=answer_by, words=words)
    close(offer, "senior.offer", by=by)
    open_for(
        offer,
        "senior.answer",
        _("Svar på et tilbud"),
        owner=offer.person,
        due=None,
        by=by,
        button=_("Læs tilbud"),
        help=_("Det er frivilligt, og der er god tid."),
        reasons=[
            _("Din leder har sendt dig et tilbud.")
            if own_leader(offer.person)
            else _("HR har sendt dig et tilbud, fordi du ikke har en leder her.")
        ],
    )
    tell(offer.person, "S-02", offer, by=by, key=offer.year)
    return offer


@transaction.atomic
def answer(offer, *, by, answer, with_mus=False):
    """Take the employee's answer: yes opens a talk, no and later close this round's. Log and mails don't say which.

    Returns the SeniorOffer. The answer may be changed as long as the round lasts and the talk isn't held.
    """
    step = OFFER.steps[ANSWERS[answer]]
    if offer.state == step.after and offer.with_mus == with_mus:
        return offer
    offer = OFFER.take(
        step.name, offer, by=by, logged_as="senior.offer_answered", answered_at=calendar.now(), with_mus=with_mus
    )
    close(offer, "senior.answer", by=by)
    leader = own_leader(offer.person)
    if answer == "yes":
        want_talk(offer.person, by=by, offer=offer, with_mus=with_mus)
    else:
        drop_talk_of(offer, by=by)
    tell(leader, "S-03", offer, by=by, key=f"{offer.year}:{offer.answered_at.isoformat()}")
    return offer


@transaction.atomic
def finish_rounds(year, *, by=None):
    """End the rounds before `year`: what wasn't a yes is over, and no answer is kept. Returns how many."""
    old = SeniorOffer.objects.filter(year__lt=year, state__in=OFFER.steps["finish"].before)
    ids = list(old.values_list("pk", flat=True))
    count = SeniorOffer.objects.filter(pk__in=ids, state__in=OFFER.steps["finish"].before).update(
        state="over", answered_at=None, words="", with_mus=False
    )
    if count:
        todos.withdraw_all(Todo.objects.filter(subject_type="senior.senioroffer", subject_id__in=ids), by=by)
        audit.record("senior.rounds_finished", ("senior.senioroffer", 0), by=by, year=year - 1, count=count)
    return count
