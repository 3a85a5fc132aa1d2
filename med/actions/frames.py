"""A TRIO's rules of cooperation: written together, signed by each, written anew when a member is new (MED-58)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from core.texts import error
from med.choices import CHAIRS, SeatFunction
from med.models import FrameSignature, Seat, TrioFrame


def newest(body):
    """Return the TRIO's newest frame, or None."""
    return body.frames.order_by("-number").first()


@transaction.atomic
def write(body, *, by, version, answers, next_review_on=None):
    """Write the frame; one that is agreed is followed by a new one. Signatures lapse. Return the frame."""
    require(by, "med.write_trio_note", body)
    frame = TrioFrame.objects.select_for_update().filter(body=body).order_by("-number").first()
    if (frame.version if frame else 0) != version:
        raise ValidationError(error("E-48", navn=_("En anden")), code="stale")
    if frame is None or frame.agreed_on:
        number = (TrioFrame.objects.filter(body=body).aggregate(last=Max("number"))["last"] or 0) + 1
        frame = TrioFrame(body=body, number=number, made_by=by, made_at=calendar.now(), version=version)
    frame.answers, frame.next_review_on, frame.version = answers, next_review_on, frame.version + 1
    frame.save()
    frame.signatures.all().delete()
    audit.record("med.frame_written", frame, by=by)
    return frame


@transaction.atomic
def sign(frame, *, by, version):
    """Stand behind the frame in the version that was read; with everybody's name it is agreed. Return the fresh frame."""
    require(by, "med.write_frame", frame)
    frame = TrioFrame.objects.select_for_update().get(pk=frame.pk)
    if version != frame.version or frame != newest(frame.body):
        raise ValidationError(
            _("Nogen har rettet på rammerne, mens du havde dem åbne. Læs dem igen, og stå så bag dem."), code="stale"
        )
    if not any(frame.answers.values()):
        raise ValidationError(_("Skriv rammerne først."), code="empty")
    FrameSignature.objects.get_or_create(frame=frame, person=by, defaults={"at": calendar.now()})
    members = set(
        Seat.objects.held()
        .filter(body=frame.body_id, function__in=[*CHAIRS, SeatFunction.MEMBER])
        .values_list("person_id", flat=True)
    )
    if not frame.agreed_on and members <= set(frame.signatures.values_list("person_id", flat=True)):
        frame.agreed_on = calendar.today()
        frame.save(update_fields=["agreed_on"])
    audit.record("med.frame_signed", frame, by=by)
    return frame
