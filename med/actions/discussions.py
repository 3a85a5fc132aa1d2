"""The yearly working-environment discussion: written together, goals judged a year later, signed by both sides (MED-35)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import audit, calendar, documents
from core.permissions import require
from core.texts import error
from med import papers
from med.choices import Side
from med.models import AnnualDiscussion, CompetenceNeed, Duty, SafetyGoal, Seat, Treatment
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
        .order_by("-meeting__starts_at")
        .first()
    )


def needs_of(discussion):
    """Return the lines of the members' competence plans for the year after the discussion, and the year itself."""
    return list(
        CompetenceNeed.objects.filter(
            record__seat__body=discussion.body_id, year__in=(discussion.year, discussion.year + 1)
        ).select_related("record__person", "course")
    )


@transaction.atomic
def begin(body, *, by, year):
    """Open the year's discussion, or return the one that is there."""
    require(by, "med.make_plan", body)
    if not 2000 < year <= calendar.today().year + 1:
        raise ValidationError(_("Vælg et andet år."), code="year")
    row, made = AnnualDiscussion.objects.get_or_create(body=body, year=year)
    if made:
        row.treatment = item_of(body, year)
        row.save(update_fields=["treatment"])
        audit.record("med.annual_discussion_begun", row, by=by, year=year)
    return row


def _open(discussion, by):
    """Return the discussion under lock if it can still be written."""
    require(by, "med.write_annual_discussion", discussion)
    fresh = AnnualDiscussion.objects.select_for_update().get(pk=discussion.pk)
    if fresh.document_id:
        raise ValidationError(_("Begge sider har skrevet under. Teksten er låst."), code="locked")
    return fresh


@transaction.atomic
def write(discussion, *, by, version, held_on=None, **texts):
    """Write the five points; E-49 when somebody has written since the page was opened. A signature lapses."""
    fresh = _open(discussion, by)
    if version != fresh.version:
        raise ValidationError(error("E-49"), code="stale")
    for name in TEXTS:
        setattr(fresh, name, texts.get(name, ""))
    fresh.held_on, fresh.version = held_on, fresh.version + 1
    fresh.signed_by_management = fresh.signed_by_staff = None
    fresh.signed_by_management_at = fresh.signed_by_staff_at = None
    fresh.save()
    audit.record("med.annual_discussion_written", fresh, by=by)
    return fresh


@transaction.atomic
def add_goal(discussion, *, by, text, measure="", owner=None):
    """Set a goal for the coming year; return it."""
    fresh = _open(discussion, by)
    goal = SafetyGoal.objects.create(discussion=fresh, text=text, measure=measure, owner=owner)
    audit.record("med.goal_set", fresh, by=by, goal=goal.pk)
    return goal


@transaction.atomic
def judge_goal(discussion, goal, *, by, result, result_text=""):
    """Say whether a goal of last year was met."""
    fresh = _open(discussion, by)
    if goal.discussion.body_id != fresh.body_id or goal.discussion.year >= fresh.year:
        raise ValidationError(_("Målet hører ikke til sidste år."), code="goal")
    SafetyGoal.objects.filter(pk=goal.pk).update(result=result, result_text=result_text, judged_at=fresh)
    audit.record("med.goal_judged", fresh, by=by, goal=goal.pk)


@transaction.atomic
def sign(discussion, *, by):
    """Sign for one's side; with both the sheet is frozen (P-07). Return the fresh row."""
    require(by, "med.sign_annual_discussion", discussion)
    fresh = AnnualDiscussion.objects.select_for_update().get(pk=discussion.pk)
    side = Seat.objects.held().filter(body=fresh.body_id, person=by).values_list("side", flat=True).first()
    if fresh.document_id:
        return fresh
    if not fresh.held_on:
        raise ValidationError(_("Skriv først, hvornår drøftelsen blev holdt."), code="held")
    if side == Side.MANAGEMENT:
        fresh.signed_by_management, fresh.signed_by_management_at = by, calendar.now()
    elif side == Side.EMPLOYEE:
        fresh.signed_by_staff, fresh.signed_by_staff_at = by, calendar.now()
    else:
        raise ValidationError(_("Kun ledelses- og medarbejdersiden skriver under."), code="side")
    if fresh.signed_by_management_id and fresh.signed_by_staff_id:
        number = documents.take_number()
        content = papers.annual_discussion(fresh, number, needs_of(fresh))
        fresh.document = documents.freeze(
            "P-07", _("Årlig arbejdsmiljødrøftelse"), fresh, content, by=by, number=number
        )
    fresh.save()
    audit.record("med.annual_discussion_signed", fresh, by=by, side=side)
    return fresh
