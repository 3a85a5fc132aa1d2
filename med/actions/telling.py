"""Who is told what of a meeting, how and when; how many were reached, never who (MED-50 to MED-52)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.models import Person
from core.outbox import MailSpec
from core.permissions import require
from med.actions.ground import hold
from med.actions.looking_through import ask_again
from med.choices import MINUTES_OUT, WRITING, MeetingState, Origin
from med.circle import members_of
from med.models import Dissemination, Proposal, Reached, Reading, Summary


@transaction.atomic
def plan(treatment, *, by, row=None, **values):
    """Decide who is told what of an item, or decide it anew while it isn't done; return the row."""
    require(by, "med.plan_dissemination", treatment)
    if row is None:
        row = Dissemination.objects.create(treatment=treatment, **values)
        audit.record("med.dissemination_planned", treatment.meeting, by=by, row=row.pk)
        return row
    if not Dissemination.objects.filter(pk=row.pk, treatment=treatment, done_on__isnull=True).update(**values):
        raise ValidationError(_("Det er allerede gjort."), code="done")
    row.refresh_from_db()
    audit.record("med.dissemination_changed", treatment.meeting, by=by, row=row.pk)
    return row


def _done(row, by, note):
    """Say that it is done, once; return whether this was the first time."""
    require(by, "med.finish_dissemination", row)
    if not Dissemination.objects.filter(pk=row.pk, done_on__isnull=True).update(done_on=calendar.today(), note=note):
        return False
    audit.record("med.dissemination_done", row.treatment.meeting, by=by, row=row.pk)
    return True


@transaction.atomic
def finish(row, *, by, note="", counts=()):
    """Say that it was told, and how many of each team were reached ([(unit, n)]); False if that was said before."""
    if not _done(row, by, note):
        return False
    for unit, count in counts:
        Reached.objects.update_or_create(dissemination=row, unit=unit, defaults={"count": count})
    return True


@transaction.atomic
def bring_to_med(row, *, by, title, text="", note=""):
    """Bring what the employees said to the committee: a proposal that its chairs answer (MED-51). Return the Proposal, or
    None if it was brought before.
    """
    if not row.is_to_med:
        raise ValidationError(_("Det her går den anden vej."), code="way")
    if not _done(row, by, note):
        return None
    proposal = Proposal(
        body=row.treatment.meeting.body,
        title=title,
        text=text,
        proposed_by=by,
        proposed_at=calendar.now(),
        origin=Origin.STAFF,
    )
    proposal.save(force_insert=True)
    Dissemination.objects.filter(pk=row.pk).update(proposal=proposal)
    audit.record("med.proposed", proposal, by=by)
    return proposal


# -- to those who don't read minutes ---------------------------------------------------------------------------------
@transaction.atomic
def summarise(meeting, *, by, text, needs_dialogue=False):
    """Tell a meeting in short; everybody reads it above the minutes when they are published. Return the Summary.

    What is written after the publication waits for the minute taker's look; until then the earlier words stand.
    """
    meeting = hold(meeting, "med.publish_minutes", by=by)
    if meeting.body.is_trio or not meeting.body.publishes:
        raise ValidationError(_("Udvalgets noter bliver ikke offentliggjort."), code="private")
    if meeting.state not in (*WRITING, *MINUTES_OUT):
        raise ValidationError(_("Skriv det, når mødet er begyndt."), code="early")
    row = Summary.objects.filter(meeting=meeting).first()
    if row and (row.text, row.needs_dialogue) == (text, needs_dialogue):
        return row
    if row is None:
        row = Summary(meeting=meeting, version=0)
    row.text, row.needs_dialogue, row.version = text, needs_dialogue, row.version + 1
    row.written_by, row.written_at = by, calendar.now()
    row.save()
    audit.record("med.meeting_summarised", meeting, by=by)
    if meeting.state == MeetingState.PUBLISHED:
        ask_again(meeting, _("Læs »Kort fortalt« igennem"), by)
    return row


def reaches_staff(body):
    """Tell whether anybody gets a mail when the body's minutes are published: it has a unit, and publishes."""
    return body.unit_id is not None and body.publishes


@transaction.atomic
def tell_staff(meeting, *, by):
    """Write to everybody in the body's unit that minutes are out, once; members have heard already. Return how many.

    M-74 where the meeting is told in short above them, else M-75.
    """
    if not reaches_staff(meeting.body):
        return 0
    row, _made = Summary.objects.get_or_create(
        meeting=meeting, defaults={"text": "", "written_by": by, "written_at": calendar.now()}
    )
    if not Summary.objects.filter(pk=row.pk, mailed_at__isnull=True).update(mailed_at=calendar.now()):
        return 0
    notice = "M-74" if row.shown_text else "M-75"
    told = {person.pk for person in members_of(meeting.body)}
    staff = Person.objects.working().filter(unit__path__startswith=meeting.body.unit.path).exclude(pk__in=told)
    link = reverse("med:meeting", args=[meeting.pk])
    said = {"udvalg": str(meeting.body)[:120], "dato": calendar.local_date(meeting.starts_at)}
    specs = [MailSpec(person, notice, meeting, link, f"M-74:{meeting.pk}:{person.pk}", said) for person in staff]
    outbox.enqueue_many(specs)
    Summary.objects.filter(pk=row.pk).update(mailed_to=len(specs))
    audit.record("med.staff_told", meeting, by=by, people=len(specs))
    return len(specs)


def note_reading(meeting, *, by):
    """Note that a person opened published minutes, once; it is shown only as numbers for whole teams (MED-52)."""
    Reading.objects.bulk_create([Reading(meeting=meeting, person=by, at=calendar.now())], ignore_conflicts=True)
