"""Who is told what of a meeting, how and when; how many were reached, never who (MED-50 to MED-52)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.models import Person
from core.outbox import MailSpec
from core.permissions import require
from med.circle import members_of
from med.models import Dissemination, Reached, Reading, Summary


@transaction.atomic
def plan(treatment, *, by, row=None, **values):
    """Decide who is told what of an item; return the row."""
    require(by, "med.plan_dissemination", treatment)
    if row is None:
        row = Dissemination.objects.create(treatment=treatment, **values)
    else:
        Dissemination.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    audit.record("med.dissemination_planned", treatment.meeting, by=by, row=row.pk)
    return row


@transaction.atomic
def finish(row, *, by, note="", counts=()):
    """Say that it was told, and how many of each team were reached ([(unit, n)]); False if that was said before."""
    require(by, "med.finish_dissemination", row)
    done = Dissemination.objects.filter(pk=row.pk, done_on__isnull=True).update(done_on=calendar.today(), note=note)
    if not done:
        return False
    for unit, count in counts:
        Reached.objects.update_or_create(dissemination=row, unit=unit, defaults={"count": count})
    audit.record("med.dissemination_done", row.treatment.meeting, by=by, row=row.pk)
    return True


# -- to those who don't read minutes ---------------------------------------------------------------------------------
@transaction.atomic
def summarise(meeting, *, by, text, needs_dialogue=False):
    """Tell a meeting in short; everybody reads it above the minutes when they are published. Return the Summary."""
    require(by, "med.publish_minutes", meeting)
    if meeting.body.is_trio or not meeting.body.publishes:
        raise ValidationError(_("Udvalgets noter bliver ikke offentliggjort."), code="private")
    row, _made = Summary.objects.update_or_create(
        meeting=meeting,
        defaults={"text": text, "needs_dialogue": needs_dialogue, "written_by": by, "written_at": calendar.now()},
    )
    audit.record("med.meeting_summarised", meeting, by=by)
    return row


@transaction.atomic
def tell_staff(meeting, *, by):
    """Write to everybody in the body's unit that minutes are out, once; members have heard already. Return how many."""
    if meeting.body.unit_id is None or not meeting.body.publishes:
        return 0
    row, _made = Summary.objects.get_or_create(
        meeting=meeting, defaults={"text": "", "written_by": by, "written_at": calendar.now()}
    )
    if not Summary.objects.filter(pk=row.pk, mailed_at__isnull=True).update(mailed_at=calendar.now()):
        return 0
    told = {person.pk for person in members_of(meeting.body)}
    staff = Person.objects.working().filter(unit__path__startswith=meeting.body.unit.path).exclude(pk__in=told)
    link = reverse("med:meeting", args=[meeting.pk])
    said = {"udvalg": str(meeting.body)[:120], "dato": calendar.local_date(meeting.starts_at)}
    specs = [MailSpec(person, "M-74", meeting, link, f"M-74:{meeting.pk}:{person.pk}", said) for person in staff]
    outbox.enqueue_many(specs)
    Summary.objects.filter(pk=row.pk).update(mailed_to=len(specs))
    audit.record("med.staff_told", meeting, by=by, people=len(specs))
    return len(specs)


def note_reading(meeting, *, by):
    """Note that a person opened published minutes, once; it is shown only as numbers for whole teams (MED-52)."""
    Reading.objects.bulk_create([Reading(meeting=meeting, person=by, at=calendar.now())], ignore_conflicts=True)
