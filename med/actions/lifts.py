"""A question to another body, up to be decided or down as a hearing; the answer comes back by itself (MED-43)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.models import Attachment
from core.outbox import MailSpec
from core.permissions import require
from core.todos import require_sentence
from med.actions import onto
from med.choices import CHAIRS, BodyKind, Origin
from med.documents import files_of
from med.enclosures import OPEN
from med.models import Body, Lift, Seat
from med.models.lifts import LiftState

TWICE = timedelta(minutes=10)


def targets(body):
    """Return the bodies that a body may ask: those above it, and those below it for a hearing."""
    above, row, seen = [], body.parent, set()
    while row is not None and row.pk not in seen:
        seen.add(row.pk)
        above.append(row.pk)
        row = row.parent
    below = list(Body.objects.active().filter(parent=body).exclude(kind=BodyKind.TRIO).values_list("pk", flat=True))
    return Body.objects.active().filter(pk__in=[*above, *below]).order_by("kind", "name")


def _tell(lift, body, notice, by):
    """Write to the chairs of a body."""
    seats = Seat.objects.held().filter(body=body, function__in=CHAIRS).select_related("person")
    link = reverse("med:lift", args=[lift.pk])
    outbox.enqueue_many(
        [
            MailSpec(
                seat.person, notice, lift, link, f"{notice}:{lift.pk}:{seat.person_id}", {"udvalg": str(body)[:120]}
            )
            for seat in seats
        ]
    )


@transaction.atomic
def send(treatment, *, by, to_body, question, files=(), **values):
    """Send an item's question with the chosen ones of its files; return the Lift."""
    require(by, "med.lift", treatment)
    body = treatment.meeting.body
    if not targets(body).filter(pk=to_body.pk).exists():
        raise ValidationError({"to_body": _("Vælg et udvalg over eller under jeres eget.")})
    if values.get("reply_by") and values["reply_by"] < calendar.today():
        raise ValidationError({"reply_by": _("Datoen er gået.")})
    own = set(files_of([treatment]).get(treatment.pk, []))
    if not own.issuperset(files):
        raise ValidationError({"files": _("Vælg bilag fra punktet.")})
    just_now = calendar.now() - TWICE
    known = Lift.objects.filter(
        treatment=treatment, to_body=to_body, question=question, sent_by=by, sent_at__gte=just_now
    )
    if known:  # the form was sent twice
        return known[0]
    lift = Lift.objects.create(
        attachment_keys=[one.key for one in files],
        treatment=treatment,
        from_body=body,
        to_body=to_body,
        is_hearing=to_body.parent_id == body.pk,
        question=question,
        sent_by=by,
        sent_at=calendar.now(),
        **values,
    )
    audit.record("med.lifted", lift, by=by, to=to_body.pk)
    _tell(lift, to_body, "M-60", by)
    return lift


def _take(lift, before, **values):
    """Change a lift that still stands as it did; ValidationError when somebody was first."""
    if not Lift.objects.filter(pk=lift.pk, state__in=before).update(**values):
        raise ValidationError(_("Der er allerede taget stilling til spørgsmålet."), code="late")
    lift.refresh_from_db()
    return lift


@transaction.atomic
def accept(lift, *, by):
    """Take a question on: it comes on the receiving body's next agenda."""
    require(by, "med.answer_lift", lift)
    _take(lift, [LiftState.SENT], state=LiftState.ACCEPTED, received_by=by, received_at=calendar.now())
    topic, _treatment = onto.bring(
        lift.to_body,
        by=by,
        title=_("Fra %(body)s: %(title)s") % {"body": lift.from_body, "title": lift.treatment.title},
        source_key=f"lift:{lift.pk}",
        origin=Origin.LIFTED,
        background="\n\n".join(
            part for part in (lift.question, lift.examples, lift.proposed_solution, lift.effect, _names(lift)) if part
        ),
    )
    Lift.objects.filter(pk=lift.pk).update(target_topic=topic)
    audit.record("med.lift_accepted", lift, by=by)
    lift.refresh_from_db()
    return lift


def chosen(lift):
    """Return the files that travel with a question."""
    return (
        list(Attachment.objects.filter(key__in=lift.attachment_keys, subject_type=OPEN, removed_at__isnull=True))
        if (lift.attachment_keys)
        else []
    )


def _names(lift):
    """Say which files travel along; they are opened from the question itself."""
    names = ", ".join(one.original_name for one in chosen(lift))
    return _("Bilag til spørgsmålet: %(names)s") % {"names": names} if names else ""


@transaction.atomic
def decline(lift, *, by, reason):
    """Say no with a reason; the origin's next agenda gets it."""
    require(by, "med.answer_lift", lift)
    reason = require_sentence(reason)
    _take(
        lift,
        [LiftState.SENT, LiftState.ACCEPTED],
        state=LiftState.DECLINED,
        decline_reason=reason,
        answered_by=by,
        answered_at=calendar.now(),
    )
    audit.record("med.lift_declined", lift, by=by)
    _return(lift, _("Spørgsmålet er afvist: %(reason)s") % {"reason": reason}, by)
    return lift


@transaction.atomic
def answer(lift, *, by, answer):
    """Answer; the answer returns to the origin's next agenda by itself."""
    require(by, "med.answer_lift", lift)
    _take(
        lift, [LiftState.ACCEPTED], state=LiftState.ANSWERED, answer=answer, answered_by=by, answered_at=calendar.now()
    )
    audit.record("med.lift_answered", lift, by=by)
    _return(lift, answer, by)
    return lift


def _return(lift, words, by):
    """Bring the answer to the body that asked."""
    onto.bring(
        lift.from_body,
        by=by,
        title=_("Svar fra %(body)s: %(title)s") % {"body": lift.to_body, "title": lift.treatment.title},
        source_key=f"answer:{lift.pk}",
        origin=Origin.LIFTED,
        purpose="orientation",
        background=words,
    )
    _tell(lift, lift.from_body, "M-61", by)
    audit.record("med.lift_returned", lift, by=by)
