"""Calendar mails of MED: which words, and the iCalendar part that is put on when the mail is sent (MED-55, MED-56)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, invitations, notices, outbox
from core.outbox import MailSpec, Part
from med.choices import MeetingState
from med.models import Invitation
from med.rules.dates import agenda_due

notices.register_line("med.", gettext_lazy("MED og TRIO: en opgave"))
INVITED, MOVED, CALLED_OFF, TRIO = "M-02", "M-04", "M-05", "M-08"
SUBSTITUTE, NOT_NEEDED = "M-10", "M-11"
CODES = {"moved": MOVED, "cancelled": CALLED_OFF, "removed": NOT_NEEDED, "substitute": SUBSTITUTE}
CANCELS = (CALLED_OFF, NOT_NEEDED)


def link(meeting):
    """Return the path of the page where the person answers."""
    return reverse("med:invitation", args=[meeting.pk])


def write(meeting, mails, *, was, by):
    """Write the mails of [(Invitation, what)]; what: new, moved, removed, substitute, cancelled."""
    outbox.enqueue_many([_mail(meeting, one, what, was) for one, what in mails])


def _mail(meeting, one, what, was):
    """Return one mail; its calendar part is made when it is sent."""
    code = CODES.get(what) or (TRIO if meeting.body.is_trio else INVITED)
    words = {
        "udvalg": str(meeting.body)[:120],
        "dato": calendar.long_date(meeting.starts_at),
        "fra": calendar.clock(meeting.starts_at),
        "til": calendar.clock(meeting.ends_at),
        "sted": _("i %(place)s") % {"place": meeting.place} if meeting.place else _("(stedet kommer)"),
        "frist": calendar.long_date(agenda_due(meeting)),
    }
    if what == "moved":
        words["gammel_dato"] = calendar.long_date(was or meeting.starts_at)
    return MailSpec(
        one.person,
        code,
        ("med.invitation", one.pk),
        link(meeting),
        f"{code}:{one.pk}:{one.sequence}:{meeting.starts_at.isoformat()}",
        words,
        speed="now",
    )


def event_of(meeting, *, sequence=0, person=None, is_cancelled=False, path=""):
    """Return the meeting as an event: the body's name, time and place, never anything of the agenda."""
    return invitations.Event(
        uid=str(meeting.uid),
        sequence=sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=_("Møde: %(body)s") % {"body": meeting.body},
        location=meeting.place,
        path=path,
        attendees=[(person.name, person.email)] if person else [],
        is_cancelled=is_cancelled or meeting.state == MeetingState.CANCELLED,
    )


def _parts(mail, receiver):
    """Return the part that calendars answer to, as things stand when the mail is sent."""
    one = Invitation.objects.select_related("meeting__body", "person").filter(pk=mail.subject_id).first()
    if one is None or receiver is None or receiver.pk != one.person_id:
        return []
    cancels = bool(one.removed_at) or mail.notice in CANCELS
    event = event_of(
        one.meeting, sequence=one.sequence, person=one.person, is_cancelled=cancels, path=link(one.meeting)
    )
    method = invitations.CANCEL if cancels else invitations.REQUEST
    return [Part(invitations.ics([event], method), invitations.kind(method), is_alternative=True)]


for _code in (INVITED, MOVED, TRIO, CALLED_OFF, SUBSTITUTE, NOT_NEEDED):
    outbox.dresses(_code)(_parts)
