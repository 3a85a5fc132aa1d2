"""A short check of how the cooperation is going: opened by a chair, answered once by each, without names (MED-46);
and of how a meeting was (MED-54)."""

from random import SystemRandom

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from med.choices import CHAIRS, MINUTES_OUT, MeetingState, SeatFunction
from med.models import Body, Seat, SelfCheck, SelfCheckAnswer
from med.rules.checks import LEAST, MEETINGS, VALUES

OPEN_DAYS = 5  # working days to say how a meeting was


def too_few(body):
    """Tell whether the body is so small that each could work out what the others answered."""
    deciding = Seat.objects.held().filter(body=body, function__in=[*CHAIRS, SeatFunction.MEMBER])
    return body.is_trio or deciding.count() <= LEAST


def _need_enough(body):
    if too_few(body):
        raise ValidationError(_("I er så få, at svar uden navne kan gættes. Tal om det i stedet."), code="few")


@transaction.atomic
def begin(body, *, by, closes_on):
    """Open a check for the body's members; return it. One that is open already is enough."""
    require(by, "med.begin_check", body)
    _need_enough(body)
    if closes_on <= calendar.today():
        raise ValidationError({"closes_on": _("Vælg en dag, der ligger fremme i tiden.")})
    if SelfCheck.objects.filter(body=body, kind=VALUES, closes_on__gte=calendar.today()).exists():
        raise ValidationError(_("Der er allerede et tjek i gang."), code="open")
    row = SelfCheck.objects.create(body=body, kind=VALUES, opened_at=calendar.now(), opened_by=by, closes_on=closes_on)
    audit.record("med.check_begun", row, by=by)
    return row


@transaction.atomic
def ask_about(meeting, *, by):
    """Ask the members how a meeting was that has been held; return the check, the same one when asked twice."""
    require(by, "med.begin_check", meeting.body)
    _need_enough(meeting.body)
    if meeting.state not in (MeetingState.MINUTES_DRAFT, *MINUTES_OUT):
        raise ValidationError(_("Spørg, når mødet er holdt."), code="early")
    Body.objects.select_for_update().get(pk=meeting.body_id)  # two clicks ask once
    known = SelfCheck.objects.filter(meeting=meeting, kind=MEETINGS).first()
    if known:
        return known
    row = SelfCheck.objects.create(
        body=meeting.body,
        kind=MEETINGS,
        meeting=meeting,
        opened_at=calendar.now(),
        opened_by=by,
        closes_on=calendar.add_working_days(calendar.today(), OPEN_DAYS),
    )
    audit.record("med.check_begun", row, by=by)
    return row


@transaction.atomic
def answer(check, *, by, scores, text=""):
    """Keep an answer without its author; who has answered stands apart. Refuses a second answer."""
    require(by, "med.answer_check", check)
    check = SelfCheck.objects.select_for_update().get(pk=check.pk)
    if check.closes_on < calendar.today():
        raise ValidationError(_("Tjekket er lukket."), code="closed")
    if check.answered_by.filter(pk=by.pk).exists():
        raise ValidationError(_("Du har svaret."), code="answered")
    _shuffle_in(check, by, SelfCheckAnswer(scores=scores, text=text))


def _shuffle_in(check, person, new):
    """Write all answers, and all who have answered, anew in an order of chance.

    One row after the other would give the nth answer to the nth person, by their numbers, by where they lie in the
    table, or by the transaction that wrote them. After this both lists are of one transaction and of no order.
    """
    chance = SystemRandom()
    answers = [SelfCheckAnswer(scores=one.scores, text=one.text) for one in check.answers.all()] + [new]
    people = [*check.answered_by.values_list("pk", flat=True), person.pk]
    chance.shuffle(answers)
    chance.shuffle(people)
    check.answers.all().delete()
    for one in answers:
        one.check_asked = check
    SelfCheckAnswer.objects.bulk_create(answers)
    through = SelfCheck.answered_by.through
    through.objects.filter(selfcheck=check).delete()
    through.objects.bulk_create(through(selfcheck=check, person_id=pk) for pk in people)
