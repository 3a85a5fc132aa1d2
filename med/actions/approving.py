"""After the minutes are sent: remarks, approval as item 1 of the next meeting, publication, addenda (MED-09, 29, 30)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, documents, todos
from core.permissions import require
from core.texts import error
from med import notices
from med.actions import telling
from med.actions.ground import hold, minutes_changed
from med.actions.looking_through import ask, ask_again, settle, show_summary, unchecked
from med.choices import WRITING, MeetingState, OutcomeKind
from med.models import Addendum, Meeting, MinutesComment, Outcome
from med.states import MEETING

APPROVAL = "approval"  # the fixed line of every agenda


@transaction.atomic
def comment(meeting, *, by, text, treatment=None):
    """Write a remark on minutes that were sent; return (MinutesComment, is new)."""
    meeting = hold(meeting, "med.comment_minutes", by=by)
    if meeting.state != MeetingState.MINUTES_SENT:
        raise ValidationError(error("E-51"), code="locked")
    known = MinutesComment.objects.filter(meeting=meeting, author=by, text=text, treatment=treatment).first()
    if known:
        return known, False
    row = MinutesComment(meeting=meeting, treatment=treatment, author=by, text=text, written_at=calendar.now())
    row.save(force_insert=True)
    audit.record("med.commented", meeting, by=by, comment=row.pk)
    return row, True


@transaction.atomic
def answer_comment(row, *, by, answer):
    """Answer a remark; False if it was answered before."""
    require(by, "med.answer_comment", row)
    changed = MinutesComment.objects.filter(pk=row.pk, answered_at__isnull=True).update(
        answer=answer, answered_by=by, answered_at=calendar.now()
    )
    if changed:
        audit.record("med.comment_answered", row.meeting, by=by, comment=row.pk)
    return bool(changed)


def waiting_before(meeting):
    """Return the question for the body's meeting before this one whose minutes wait to be approved."""
    return Meeting.objects.waiting_before(meeting)


def waiting_minutes(meeting):
    """Return the body's meeting before this one whose minutes wait to be approved, or None."""
    return next(iter(waiting_before(meeting)), None)


def unanswered(meeting):
    """Return the remarks on a meeting's minutes that nobody has answered."""
    return meeting.comments.filter(answered_at__isnull=True)


@transaction.atomic
def approve_previous(treatment, *, by, corrections="", anyway=False):
    """Approve the minutes of the meeting before, at item 1 of this one; they are locked from now on. Return that meeting.

    Remarks that nobody has answered stop it, unless it is to be done `anyway`.
    """
    meeting = hold(treatment.meeting, "med.write_minutes", by=by, states=WRITING)
    if treatment.topic.code != APPROVAL:
        raise ValidationError(_("Referatet bliver godkendt under punktet om det."), code="item")
    previous = waiting_minutes(meeting)
    if previous is None:
        raise ValidationError(_("Der er ikke noget referat, der venter på at blive godkendt."), code="none")
    waiting = 0 if anyway else unanswered(previous).count()
    if waiting:
        said = ngettext(
            "%(n)s bemærkning til referatet mangler svar. Svar først, eller sæt kryds her.",
            "%(n)s bemærkninger til referatet mangler svar. Svar først, eller sæt kryds her.",
            waiting,
        )
        raise ValidationError({"anyway": said % {"n": waiting}})
    previous = approve(previous, by=by, corrections=corrections, treatment=treatment)
    text = _("Referatet fra mødet %(day)s blev godkendt%(how)s.") % {
        "day": calendar.long_date(previous.starts_at),
        "how": _(" med rettelser") if corrections else _(" uden rettelser"),
    }
    Outcome.objects.update_or_create(
        treatment=treatment,
        defaults={
            "body": meeting.body,
            "kind": OutcomeKind.APPROVED,
            "text": text,
            "decided_on": calendar.local_date(meeting.starts_at),
            "written_by": by,
            "written_at": calendar.now(),
        },
    )
    minutes_changed(meeting)
    return previous


@transaction.atomic
def approve(meeting, *, by, corrections="", treatment=None, step="approve"):
    """Approve minutes; their PDF is frozen. Return the meeting."""
    from med import documents as papers

    meeting = MEETING.take(
        step,
        meeting,
        by=by,
        approved_at=calendar.now(),
        approved_by=by,
        approved_in=treatment,
        corrections=corrections,
    )
    todos.withdraw(meeting, codes=["med.approve_minutes"], by=by)  # whoever has not answered in writing
    number = documents.take_number()
    documents.freeze(
        papers.INTERNAL,
        _("Referat"),
        meeting,
        papers.minutes(meeting, number, public=False),
        by,
        approved_by=by,
        number=number,
    )
    if papers.has_annex(meeting):
        number = documents.take_number()
        documents.freeze(
            "P-03", _("Lukket bilag"), meeting, papers.annex(meeting, number), by, approved_by=by, number=number
        )
    if meeting.body.publishes:
        ask(meeting, _("Offentliggør referatet"), by)
    return meeting


def _freeze_public(meeting, by):
    """Freeze the public PDF."""
    from med import documents as papers

    number = documents.take_number()
    documents.freeze(
        "P-02",
        _("Referat, offentlig udgave"),
        meeting,
        papers.minutes(meeting, number, public=True),
        by,
        approved_by=by,
        number=number,
    )


@transaction.atomic
def publish_later(meeting, *, by, confirmed, seen=0, summary=0):
    """Let everybody read what came after the publication: addenda up to the last one `seen` (its id), and the short
    telling if it still is the version that was seen. Return how many.
    """
    meeting = hold(meeting, "med.publish_minutes", by=by, states=(MeetingState.PUBLISHED,))
    if not confirmed:
        raise ValidationError(error("E-03"), code="unread")
    told = show_summary(meeting, summary)
    if told:
        audit.record("med.summary_published", meeting, by=by)
    shown = unchecked(meeting).filter(pk__lte=seen).update(checked_at=calendar.now())
    if shown:
        audit.record("med.addenda_published", meeting, by=by, count=shown)
        _freeze_public(meeting, by)
    settle(meeting, by)
    return shown + told


@transaction.atomic
def publish(meeting, *, by, confirmed, seen=None, summary=None):
    """Let everybody read the minutes, after the minute taker's check; return the meeting. The public PDF is frozen.

    Addenda go along up to the last one `seen` (its id), the short telling in the version that was seen; without these,
    all of it. What was written meanwhile waits for the next look.
    """
    meeting = hold(meeting, "med.publish_minutes", by=by)
    if not meeting.body.publishes:
        raise ValidationError(_("Udvalgets noter bliver ikke offentliggjort."), code="private")
    if not confirmed:
        raise ValidationError(error("E-03"), code="unread")
    meeting = MEETING.take("publish", meeting, by=by, published_at=calendar.now(), published_by=by)
    addenda = unchecked(meeting) if seen is None else unchecked(meeting).filter(pk__lte=seen)
    addenda.update(checked_at=calendar.now())
    show_summary(meeting, summary)
    _freeze_public(meeting, by)
    settle(meeting, by)
    notices.published(meeting)
    telling.tell_staff(meeting, by=by)
    return meeting


@transaction.atomic
def add_addendum(meeting, *, by, text, treatment=None):
    """Add something to approved minutes; the text itself stays. Return (Addendum, is new).

    On published minutes it waits for the minute taker's check; until then only the members read it.
    """
    meeting = hold(meeting, "med.add_addendum", by=by)
    if not meeting.is_locked:
        raise ValidationError(_("Referatet er ikke godkendt endnu. Skriv en bemærkning i stedet."), code="open")
    known = Addendum.objects.filter(meeting=meeting, author=by, text=text, treatment=treatment).first()
    if known:
        return known, False
    row = Addendum(meeting=meeting, treatment=treatment, author=by, text=text, written_at=calendar.now())
    row.save(force_insert=True)
    audit.record("med.addendum_written", meeting, by=by, addendum=row.pk)
    if meeting.state == MeetingState.PUBLISHED:
        ask_again(meeting, _("Læs en tilføjelse igennem"), by)
    return row, True
