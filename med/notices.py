"""What MED writes about agenda and minutes: which committee, when, a link; never what is talked about (GEN-08).

Invitations and their changes are written by calendar_mail.
"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, notices, outbox
from core.outbox import MailSpec
from med.circle import OWN, readers_of, seats_on

notices.register_line("med.action", _("Møde: en opgave fra et referat"))
notices.register_line("med.release_agenda", _("Møde: en dagsorden skal udsendes"))
notices.register_line("med.minutes", _("Møde: et referat skal skrives færdigt"))
notices.register_line("med.publish", _("Møde: et referat skal offentliggøres"))
notices.register_line("med.approve_minutes", _("Møde: et referat skal godkendes skriftligt"))
notices.register_line("med.forward", _("Møde: et forslag venter på dig"))

notices.register_line("med.negotiate", _("Møde: noget skal forhandles uden for MED"))


def _to_members(meeting, notice, key, context, but=None):
    """Write one mail to each who is called to the meeting."""
    link = reverse("med:meeting", args=[meeting.pk])
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                notice,
                meeting,
                link,
                f"{notice}:{meeting.pk}:{key}:{person.pk}",
                {"udvalg": str(meeting.body), **context},
            )
            for person in readers_of(meeting)
            if but is None or person.pk != but.pk
        ]
    )


def released(meeting, missing):
    """Tell the members that the agenda is out (M-03); `missing` papers come later."""
    _to_members(
        meeting,
        "M-03",
        str(meeting.agenda_version),
        {"dato": calendar.local_date(meeting.starts_at), "n": str(missing)},
    )


def supplemented(meeting):
    """Tell the members that an agenda which was sent is another one now (M-13): once a day, in the daily mail."""
    today = calendar.today().isoformat()
    _to_members(meeting, "M-13", today, {"dato": calendar.local_date(meeting.starts_at)})


def minutes_sent(meeting):
    """Ask the members for remarks (M-06)."""
    _to_members(meeting, "M-06", str(meeting.minutes_version), {"frist": meeting.comments_until})


def refused(meeting, objection, chairs):
    """Tell the other chair that one has said no (M-70)."""
    _to_chairs(meeting, "M-70", objection.pk, chairs)


def rule_waived(meeting, waiver, chairs):
    """Tell the other chair that a rule is waived (M-71)."""
    _to_chairs(meeting, "M-71", waiver.pk, chairs)


def _to_chairs(meeting, notice, key, chairs):
    link = reverse("med:meeting", args=[meeting.pk])
    words = {"udvalg": str(meeting.body), "dato": calendar.local_date(meeting.starts_at)}
    outbox.enqueue_many(
        [MailSpec(one, notice, meeting, link, f"{notice}:{key}:{one.pk}", dict(words)) for one in chairs]
    )


def published(meeting):
    """Tell the members that everybody can read the minutes (M-07)."""
    _to_members(meeting, "M-07", "out", {"dato": calendar.local_date(meeting.starts_at)})


def trio_joined(seat, by):
    """Tell those who sit in a TRIO that somebody was given a place in it (M-76): its meetings are theirs alone."""
    link = reverse("med:body", args=[seat.body_id])
    told = {one.person_id: one.person for one in seats_on(seat.body, calendar.today()) if one.function in OWN}
    told[seat.person_id] = seat.person
    outbox.enqueue_many(
        [
            MailSpec(
                person,
                "M-76",
                seat.body,
                link,
                f"M-76:{seat.pk}:{person.pk}",
                {"udvalg": str(seat.body), "navn": seat.person.name, "dato": seat.starts_on},
            )
            for person in told.values()
            if by is None or person.pk != by.pk
        ]
    )
