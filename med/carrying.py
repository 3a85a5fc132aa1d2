"""What must come back: topics that are not finished, with the reason. Nothing vanishes because nobody pinned it (MED-19).

Looks at a body's topics and their latest treatment before a meeting. Cancelled meetings don't count: what stood on them
was not treated.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from core import calendar
from med.choices import BEFORE, MeetingState, OutcomeKind
from med.models import Action, Outcome, Topic, Treatment


@dataclass(frozen=True)
class Leftover:
    """One topic that comes back: why, how many meetings it was on, and which decision is to be looked at again.

    `last` is where its words come from, also when that meeting was called off.
    """

    topic: Topic
    reason: str
    times: int
    last: Treatment | None
    review: Outcome | None = None


def leftovers(meeting):
    """Return what the body's earlier meetings left for this one, the oldest first; four queries.

    What an earlier meeting has still before it is not left yet; what was taken off this agenda by hand stays off.
    """
    day = calendar.local_date(meeting.starts_at)
    treated = Treatment.objects.filter(topic=OuterRef("pk"), taken_off_at__isnull=True)
    action = Action.objects.open().filter(treatment__topic=OuterRef("pk"))
    review = Outcome.objects.filter(
        treatment__topic=OuterRef("pk"), review_on__lte=day, reviewed_in__isnull=True, state="in_force"
    )
    ahead = Q(meeting__state__in=BEFORE, meeting__starts_at__gt=calendar.now())
    ahead |= Q(meeting__state=MeetingState.UNDER_WAY, outcome__isnull=True)
    topics = (
        Topic.objects.filter(body=meeting.body_id)
        .exclude(Exists(Treatment.objects.filter(topic=OuterRef("pk"), meeting=meeting)))
        .exclude(Exists(treated.filter(ahead, meeting__starts_at__lt=meeting.starts_at)))
        .annotate(has_action=Exists(action), has_review=Exists(review))
        .filter(
            Q(closed_at__isnull=True, is_standing=False) | Q(has_action=True, is_standing=False) | Q(has_review=True)
        )
        .exclude(rests_until__gt=day)
        .order_by("opened_at", "pk")
    )
    topics = list(topics)
    history: dict = {}
    for one in (
        Treatment.objects.filter(topic__in=topics, taken_off_at__isnull=True, meeting__starts_at__lt=meeting.starts_at)
        .select_related("meeting", "outcome")
        .order_by("meeting__starts_at")
    ):
        history.setdefault(one.topic_id, []).append(one)
    reviews = {
        outcome.treatment.topic_id: outcome
        for outcome in Outcome.objects.filter(
            treatment__topic__in=topics, review_on__lte=day, reviewed_in__isnull=True, state="in_force"
        ).select_related("treatment")
    }
    found = []
    for topic in topics:
        written = history.get(topic.pk, [])
        past = [one for one in written if not one.meeting.is_cancelled]
        reason = _reason(topic, past, day)
        if reason:
            found.append(Leftover(topic, reason, len(past), written[-1] if written else None, reviews.get(topic.pk)))
    return found


def _reason(topic, past, day):
    """Return why the topic comes back, or nothing when it rests."""
    last = past[-1] if past else None
    outcome = getattr(last, "outcome", None) if last else None
    when = calendar.long_date(last.meeting.starts_at) if last else ""
    if topic.has_review:
        return _("Beslutningen skal evalueres nu.")
    if last is None:
        return _("Emnet har ikke været på et møde endnu.")
    if outcome is None:
        return _("Emnet blev ikke afsluttet på mødet %(day)s.") % {"day": when}
    if outcome.kind == OutcomeKind.POSTPONED:
        return _("Udsat fra mødet %(day)s.") % {"day": when}
    if outcome.kind == OutcomeKind.NOT_TREATED:
        return _("Nåede ikke at blive behandlet %(day)s.") % {"day": when}
    if topic.has_action:
        return _("Der er en åben opgave fra mødet %(day)s.") % {"day": when}
    if outcome.kind == OutcomeKind.TO_GROUP:
        return _("Arbejdsgruppen vender tilbage.")
    if outcome.kind == OutcomeKind.PASSED_ON:
        return _("Sendt videre %(day)s. Er der kommet svar?") % {"day": when}
    if outcome.review_on and outcome.review_on > day:
        return ""  # rests until it is looked at again
    return _("Emnet er ikke lukket. Sidst behandlet %(day)s.") % {"day": when}
