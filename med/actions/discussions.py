"""The yearly working-environment discussion: written together, goals judged a year later, signed by both sides (MED-35)."""

import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar, documents
from core.permissions import require
from core.texts import error
from med import papers
from med.choices import DECIDING, BodyKind, Side
from med.models import AnnualDiscussion, CompetenceNeed, Duty, SafetyGoal, Seat, TrainingRecord, Treatment
from med.models.duties import SIGNATURES
from med.rules import treated
from med.rules.duties import key_of

DUTY = "W1"  # the yearly discussion among the duties
TEXTS = ("content", "cooperation", "last_year", "goals_text", "competence")


def last_goals(discussion):
    """Return the goals of the discussion before this one."""
    before = (
        AnnualDiscussion.objects.filter(body=discussion.body_id, year__lt=discussion.year).order_by("-year").first()
    )
    return list(before.goals.select_related("owner")) if before else []


def item_of(body, year):
    """Return the item of the year's meetings that is about the discussion, or None."""
    duty = Duty.objects.filter(code=DUTY).first()
    if duty is None:
        return None
    return (
        Treatment.objects.standing()
        .filter(meeting__body=body, meeting__year=year, annual_discussion__isnull=True)
        .filter(Q(topic__source_key=key_of(duty)) | Q(duty_links__duty=duty))
        .exclude(meeting__state="cancelled")
        .exclude(outcome__kind__in=treated.NOT_NOW)
        .order_by("-meeting__starts_at")
        .first()
    )


def _hang(discussion):
    """Let the sheet hang on the item where it is talked about, on this row alone: the one it hangs on, or the one that
    came after it when that was put off, taken off or called off.
    """
    item = discussion.treatment
    if item and not (item.taken_off_at or item.meeting.is_cancelled or treated.was_put_off(item)):
        return
    again = None
    if item:
        again = (
            Treatment.objects.standing()
            .filter(topic=item.topic_id, meeting__starts_at__gt=item.meeting.starts_at, annual_discussion__isnull=True)
            .exclude(meeting__state="cancelled")
            .order_by("meeting__starts_at")
            .first()
        )
    discussion.treatment = again or item_of(discussion.body, discussion.year)


def needs_of(discussion):
    """Return the lines of the competence plans for the year after the discussion, and the year itself: of those who decide
    in the committee, whichever seat their function hangs on, and of those in AMR groups below it (GEN-30).
    """
    seats = Seat.objects.held(discussion.held_on).filter(function__in=DECIDING)
    there = seats.filter(Q(body=discussion.body_id) | Q(body__parent=discussion.body_id, body__kind=BodyKind.AMR))
    return list(
        CompetenceNeed.objects.filter(
            Q(record__seat__body=discussion.body_id) | Q(record__person__in=there.order_by().values("person")),
            record__in=TrainingRecord.objects.running(discussion.held_on),  # of those who still had the function
            year__in=(discussion.year, discussion.year + 1),
        ).select_related("record__person", "course")
    )


@transaction.atomic
def begin(body, *, by, year):
    """Open the year's discussion, or return the one that is there."""
    require(by, "med.make_plan", body)
    if not 2000 < year <= calendar.today().year + 1:
        raise ValidationError(_("Vælg et andet år."), code="year")
    row, made = AnnualDiscussion.objects.get_or_create(body=body, year=year)
    if not row.document_id:
        _hang(row)
        row.save(update_fields=["treatment"])
    if made:
        audit.record("med.annual_discussion_begun", row, by=by, year=year)
    return row


@dataclass(frozen=True)
class Lines:
    """What stands on the sheet beside its texts."""

    goals: list  # for the coming year
    last: list  # of last year
    needs: list  # of the members


def lines_of(discussion):
    """Return the Lines."""
    return Lines(list(discussion.goals.select_related("owner")), last_goals(discussion), needs_of(discussion))


def mark_of(discussion, lines=None):
    """Return a mark of everything that the sheet says: texts, goals, how last year's went, the members' needs.

    Whoever signs sends the mark of the page they read, and a signature is for that mark alone.
    """
    lines = lines or lines_of(discussion)
    said = [str(discussion.held_on), *(getattr(discussion, name) for name in TEXTS)]
    said += [f"{one.pk}|{one.text}|{one.measure}|{one.owner_id}" for one in sorted(lines.goals, key=_by_key)]
    said += [f"{one.pk}|{one.result}|{one.result_text}" for one in sorted(lines.last, key=_by_key)]
    said += [
        f"{one.pk}|{one.record_id}|{one.year}|{one.need}|{one.course_id}|{one.is_met}"
        for one in sorted(lines.needs, key=_by_key)
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _by_key(row):
    return row.pk


def as_it_stands(discussion, lines=None):
    """Return the discussion without signatures that were for other words; nothing is saved."""
    if not discussion.document_id and discussion.signed_mark and discussion.signed_mark != mark_of(discussion, lines):
        discussion.unsign()
    return discussion


def _open(discussion, by):
    """Return the discussion under lock if it can still be written."""
    require(by, "med.write_annual_discussion", discussion)
    fresh = AnnualDiscussion.objects.select_for_update().get(pk=discussion.pk)
    if fresh.document_id:
        raise ValidationError(_("Begge sider har skrevet under. Teksten er låst."), code="locked")
    return fresh


def _unsign(discussion):
    """Let both signatures lapse: what they were for has changed."""
    discussion.unsign()
    discussion.save(update_fields=[*SIGNATURES, "signed_mark"])


@transaction.atomic
def write(discussion, *, by, version, held_on=None, **texts):
    """Write the five points; E-48 when somebody has written since the page was opened. A signature lapses."""
    fresh = _open(discussion, by)
    if version != fresh.version:
        raise ValidationError(error("E-48", navn=_("En anden")), code="stale")
    for name in TEXTS:
        setattr(fresh, name, texts.get(name, ""))
    fresh.held_on, fresh.version = held_on, fresh.version + 1
    fresh.unsign()
    _hang(fresh)
    fresh.save()
    audit.record("med.annual_discussion_written", fresh, by=by)
    return fresh


@transaction.atomic
def add_goal(discussion, *, by, text, measure="", owner=None):
    """Set a goal for the coming year; signatures lapse. Return it, the same one when it is sent twice."""
    fresh = _open(discussion, by)
    goal, made = SafetyGoal.objects.get_or_create(discussion=fresh, text=text, measure=measure, owner=owner)
    if made:
        _unsign(fresh)
        audit.record("med.goal_set", fresh, by=by, goal=goal.pk)
    return goal


@transaction.atomic
def change_goal(discussion, goal, *, by, text, measure="", owner=None):
    """Word a goal for the coming year anew, or give it to somebody else; signatures lapse."""
    fresh = _open(discussion, by)
    if goal.discussion_id != fresh.pk:
        raise ValidationError(_("Målet hører til et andet år."), code="goal")
    SafetyGoal.objects.filter(pk=goal.pk).update(text=text, measure=measure, owner=owner)
    _unsign(fresh)
    audit.record("med.goal_changed", fresh, by=by, goal=goal.pk)


@transaction.atomic
def judge_goal(discussion, goal, *, by, result, result_text=""):
    """Say whether a goal of last year was met; signatures lapse."""
    fresh = _open(discussion, by)
    if goal.discussion.body_id != fresh.body_id or goal.discussion.year >= fresh.year:
        raise ValidationError(_("Målet hører ikke til sidste år."), code="goal")
    SafetyGoal.objects.filter(pk=goal.pk).update(result=result, result_text=result_text, judged_at=fresh)
    _unsign(fresh)
    audit.record("med.goal_judged", fresh, by=by, goal=goal.pk)


def missing(discussion, lines=None):
    """Return the numbers of the points that nothing is said about yet; a sheet is signed when all five are answered."""
    lines = lines or lines_of(discussion)
    answered = (
        discussion.content,
        discussion.cooperation,
        discussion.last_year or (lines.last and all(one.result for one in lines.last)),
        discussion.goals_text or lines.goals,
        discussion.competence or lines.needs,
    )
    return [number for number, said in enumerate(answered, 1) if not said]


@transaction.atomic
def sign(discussion, *, by, mark):
    """Sign for one's side what the page with this mark said (E-49 when it says something else now); with both the sheet
    is frozen (P-07). Return the fresh row.
    """
    require(by, "med.sign_annual_discussion", discussion)
    fresh = AnnualDiscussion.objects.select_for_update().get(pk=discussion.pk)
    side = Seat.objects.held().filter(body=fresh.body_id, person=by).values_list("side", flat=True).first()
    if fresh.document_id:
        return fresh
    if not fresh.held_on:
        raise ValidationError(_("Skriv først, hvornår drøftelsen blev holdt."), code="held")
    lines = lines_of(fresh)
    empty = missing(fresh, lines)
    if empty:
        numbers = ", ".join(str(number) for number in empty)
        raise ValidationError(_("Skriv først noget under punkt %(numbers)s.") % {"numbers": numbers}, code="empty")
    if mark != mark_of(fresh, lines):
        raise ValidationError(
            _("Nogen har rettet på siden, mens du havde den åben. Læs den igen, og skriv så under."), code="stale"
        )
    fresh = as_it_stands(fresh, lines)
    if side == Side.MANAGEMENT:
        fresh.signed_by_management, fresh.signed_by_management_at = by, calendar.now()
    elif side == Side.EMPLOYEE:
        fresh.signed_by_staff, fresh.signed_by_staff_at = by, calendar.now()
    else:
        raise ValidationError(_("Kun ledelses- og medarbejdersiden skriver under."), code="side")
    fresh.signed_mark = mark
    _hang(fresh)
    if fresh.signed_by_management_id and fresh.signed_by_staff_id:
        number = documents.take_number()
        content = papers.annual_discussion(fresh, number, lines.needs)
        fresh.document = documents.freeze(
            "P-07", _("Årlig arbejdsmiljødrøftelse"), fresh, content, by=by, number=number
        )
    fresh.save()
    audit.record("med.annual_discussion_signed", fresh, by=by, side=side)
    return fresh
