"""What the chairs and members agree on outside the ordinary course: waive a rule, say no with a reason, approve minutes in
writing (MED-08, MED-09, MED-10). Everything stands with its reason and its author and is never taken away again.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from med import notices
from med.actions.approving import approve
from med.actions.ground import hold
from med.actions.planning import agenda_due
from med.actions.releasing import given, own_function
from med.choices import BEFORE, DECIDING, LOCKED, MeetingState
from med.circle import must_say_yes
from med.models import Objection, Release, Seat, Waiver, WrittenYes
from med.models.agreed import JOINT, Rule

APPROVE = "med.approve_minutes"
AGENDA_RULES = (Rule.PROPOSALS, Rule.AGENDA, Rule.ATTACHMENTS, Rule.JOINT_AGENDA)


def minutes_due(meeting):
    """Return when the minutes must be out by the body's own rule; None before the meeting has ended."""
    if meeting.ended_at is None:
        return None
    day = calendar.add_working_days(calendar.local_date(meeting.ended_at), meeting.body.minutes_days)
    return calendar.at(day, calendar.parse_time("12"))


def objections(meeting, what, version):
    """Return the no that stand: of chairs who have not said yes to the version since."""
    said = given(meeting, what, version)
    rows = meeting.objections.filter(what=what, version=version).select_related("person")
    return [row for row in rows if row.function not in said]


@transaction.atomic
def waive_rule(meeting, *, by, rule, reason):
    """Write down that a rule is not followed at this meeting; return the Waiver. The other chair is told.

    That both say yes is only waived when one has said no, or when the body's own deadline has passed: so a quarrel or an
    illness stops neither agenda nor minutes, and nobody can pass the other by in silence.
    """
    meeting = hold(meeting, "med.waive_rule", by=by)
    rule = Rule(rule)
    if rule == Rule.NEXT_MEETING:
        raise ValidationError({"rule": _("Vælg »Godkend skriftligt« på referatet i stedet.")})
    if meeting.state not in BEFORE if rule in AGENDA_RULES else meeting.state in (*LOCKED, MeetingState.CANCELLED):
        raise ValidationError({"rule": _("Det er for sent at fravige den regel for mødet.")})
    if rule in JOINT:
        _must_be_stuck(meeting, rule)
    reason = todos.require_sentence(reason)
    row, is_new = Waiver.objects.get_or_create(
        meeting=meeting, rule=rule, defaults={"reason": reason, "waived_by": by, "waived_at": calendar.now()}
    )
    if is_new:
        audit.record("med.rule_waived", meeting, by=by, rule=str(rule))
        notices.rule_waived(meeting, row, [one for one in must_say_yes(meeting.body).values() if one.pk != by.pk])
    return row


def _must_be_stuck(meeting, rule):
    """Refuse to waive the joint yes while there is still time to agree."""
    is_agenda = rule == Rule.JOINT_AGENDA
    what = "agenda" if is_agenda else "minutes"
    version = meeting.agenda_version if is_agenda else meeting.minutes_version
    due = agenda_due(meeting) if is_agenda else minutes_due(meeting)
    late = due is not None and calendar.now() > due
    if not late and not objections(meeting, what, version):
        raise ValidationError(
            {"rule": _("Reglen kan først fraviges, når den ene har sagt nej, eller fristen er gået.")}, code="early"
        )


@transaction.atomic
def object_to(meeting, *, by, version, reason):
    """Say no to this version of agenda or minutes with a reason; the own yes to it lapses. Return the Objection."""
    meeting = hold(meeting, "med.release", by=by, states=(MeetingState.AGENDA_OPEN, MeetingState.MINUTES_DRAFT))
    is_agenda = meeting.state == MeetingState.AGENDA_OPEN
    what, current = ("agenda", meeting.agenda_version) if is_agenda else ("minutes", meeting.minutes_version)
    if version != current:
        raise ValidationError(_("Teksten er ændret, siden du åbnede siden. Læs den igen."), code="stale")
    reason = todos.require_sentence(reason)
    function = own_function(by, meeting.body)
    Release.objects.filter(meeting=meeting, what=what, version=version, function=function).delete()
    row, is_new = Objection.objects.update_or_create(
        meeting=meeting,
        what=what,
        version=version,
        function=function,
        defaults={"person": by, "reason": reason, "at": calendar.now()},
    )
    audit.record(f"med.{what}_refused", meeting, by=by, version=version)
    if is_new:
        notices.refused(meeting, row, [one for one in must_say_yes(meeting.body).values() if one.pk != by.pk])
    return row


# -- approved in writing -------------------------------------------------------------------------------------------------
def those_who_approve(body):
    """Return the people who approve minutes in writing: all who have a seat of their own."""
    return [
        seat.person
        for seat in Seat.objects.held().filter(body=body, function__in=DECIDING).select_related("person").order_by("pk")
    ]


@transaction.atomic
def begin_written_approval(meeting, *, by, reason):
    """Let the members approve minutes in writing, since no next meeting can; return the meeting."""
    meeting = hold(meeting, "med.waive_rule", by=by, states=(MeetingState.MINUTES_SENT,))
    if meeting.written_since:
        raise ValidationError(_("Medlemmerne er allerede bedt om at godkende skriftligt."), code="begun")
    reason, now = todos.require_sentence(reason), calendar.now()
    Waiver.objects.get_or_create(
        meeting=meeting, rule=Rule.NEXT_MEETING, defaults={"reason": reason, "waived_by": by, "waived_at": now}
    )
    type(meeting).objects.filter(pk=meeting.pk).update(written_since=now)
    meeting.refresh_from_db()
    body = meeting.body
    todos.open_many(
        [
            todos.TodoSpec(
                meeting,
                APPROVE,
                _("Godkend et referat"),
                owner=person,
                unit=body.unit,
                due_at=written_until(meeting),
                event_at=meeting.starts_at,
                context=str(body),
                link=reverse("med:meeting", args=[meeting.pk]),
                button=_("Læs referat"),
                kind="page",
                rule="R-35",
                round=meeting.minutes_version * 100 + place,
                facts={"udvalg": str(body)},
                reasons=[_("Referatet bliver godkendt skriftligt, fordi der ikke er et næste møde.")],
            )
            for place, person in enumerate(those_who_approve(body), start=1)
        ],
        by=by,
    )
    audit.record("med.written_approval_begun", meeting, by=by)
    return meeting


def written_until(meeting):
    """Return until when the members can answer: as long as for remarks, and never less after they were asked."""
    asked = calendar.add_working_days(calendar.local_date(meeting.written_since), meeting.body.comment_days)
    return calendar.at(max(asked, meeting.comments_until or asked), calendar.parse_time("12"))


@transaction.atomic
def approve_in_writing(meeting, *, by):
    """Say yes to the minutes in writing; with the last yes they are approved. Return (meeting, how many are missing)."""
    meeting = hold(meeting, "med.comment_minutes", by=by, states=(MeetingState.MINUTES_SENT,))
    if not meeting.written_since:
        raise ValidationError(_("Referatet bliver godkendt på næste møde."), code="meeting")
    _row, is_new = WrittenYes.objects.get_or_create(meeting=meeting, person=by, defaults={"at": calendar.now()})
    if is_new:
        audit.record("med.approved_in_writing", meeting, by=by)
    for todo in Todo.objects.about(meeting).open().filter(code=APPROVE, owner=by):
        todos.complete(todo, by=by)
    missing = without_answer(meeting)
    if not missing and not meeting.comments.filter(answered_at__isnull=True).exists():
        meeting = approve(meeting, by=by, step="approve_written")
    return meeting, len(missing)


def without_answer(meeting):
    """Return the members who have not said yes in writing."""
    said = set(meeting.written_yes.values_list("person_id", flat=True))
    return [person for person in those_who_approve(meeting.body) if person.pk not in said]


@transaction.atomic
def end_written_approval(meeting, *, by):
    """Approve the minutes when the time to answer has passed and no remark is open; return the meeting."""
    meeting = hold(meeting, "med.write_minutes", by=by, states=(MeetingState.MINUTES_SENT,))
    if not meeting.written_since:
        raise ValidationError(_("Referatet bliver godkendt på næste møde."), code="meeting")
    if without_answer(meeting) and calendar.now() < written_until(meeting):
        raise ValidationError(
            _("Vent til %(day)s. Ikke alle har svaret.") % {"day": calendar.long_date(written_until(meeting))},
            code="early",
        )
    if meeting.comments.filter(answered_at__isnull=True).exists():
        raise ValidationError(_("Svar først på bemærkningerne."), code="remarks")
    return approve(meeting, by=by)
