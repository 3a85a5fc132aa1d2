"""Say which item is about which duty, take it back, and let it follow an item that came to nothing (MED-38)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.permissions import require
from med.models import Duty, DutyLink, Meeting
from med.models.duties import DutyArea
from med.rules import duties as rules
from med.rules import treated


def fits(body, duty):
    """Refuse a duty that is not for this kind of body."""
    if not duty.is_on or body.kind not in duty.kinds:
        raise ValidationError(_("Opgaven hører ikke til udvalget."), code="kind")


def _open(treatment, by):
    """Return the item's meeting under lock while what it is about can still be said."""
    require(by, "med.prepare_meeting", treatment.meeting)
    meeting = Meeting.objects.select_related("body").select_for_update(of=("self",)).get(pk=treatment.meeting_id)
    if meeting.minutes_are_out:
        raise ValidationError(
            _("Referatet er sendt ud, så det ligger fast, hvilke opgaver punktet opfylder."), code="out"
        )
    if meeting.is_cancelled or treatment.taken_off_at:
        raise ValidationError(_("Punktet er ikke på en dagsorden længere."), code="off")
    return meeting


@transaction.atomic
def link(treatment, duty: Duty, *, by):
    """Say that an item is about a duty. It counts when the minutes are sent and something came of it; return the DutyLink."""
    meeting = _open(treatment, by)
    fits(meeting.body, duty)
    if duty.area == DutyArea.REGIONAL or rules.lacks_environment(duty, meeting.body):
        raise ValidationError({"duty": _("Opgaven har ingen frist i udvalget og kan ikke knyttes til et punkt.")})
    if treatment.topic.code in treated.NO_MATTER:
        raise ValidationError({"duty": _("Knyt opgaven til det punkt, hvor I taler om den.")})
    row, made = DutyLink.objects.get_or_create(treatment=treatment, duty=duty, defaults={"linked_by": by})
    if made:
        audit.record("med.duty_linked", treatment, by=by, duty=duty.code)
    return row


@transaction.atomic
def unlink(treatment, duty: Duty, *, by):
    """Take back that an item is about a duty; False when it wasn't said."""
    _open(treatment, by)
    taken, _kinds = DutyLink.objects.filter(treatment=treatment, duty=duty).delete()
    if taken:
        audit.record("med.duty_unlinked", treatment, by=by, duty=duty.code)
    return bool(taken)


@transaction.atomic
def carry_links(items, *, by):
    """Let items of a new agenda be about the duties that their topics were tied to last, where nothing came of it: put off,
    never reached, or on a meeting that was called off. Return how many.
    """
    by_topic = {item.topic_id: item for item in items}
    ties = (
        DutyLink.objects.filter(treatment__topic__in=by_topic, treatment__taken_off_at__isnull=True)
        .exclude(treatment__in=[item.pk for item in items])
        .select_related("treatment__meeting", "treatment__outcome", "treatment__sheet")
        .order_by("treatment__put_on_at", "treatment")
    )
    last: dict = {}
    for tie in ties:
        known = last.setdefault(tie.treatment.topic_id, [])
        if known and known[0].treatment_id != tie.treatment_id:
            known.clear()
        known.append(tie)
    carried = [
        DutyLink(treatment=by_topic[topic], duty_id=tie.duty_id, linked_by=by)
        for topic, known in last.items()
        for tie in known
        if tie.treatment.meeting.is_cancelled or not treated.was_treated(tie.treatment)
    ]
    return len(DutyLink.objects.bulk_create(carried, ignore_conflicts=True))
