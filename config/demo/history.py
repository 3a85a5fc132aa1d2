"""Live through the past: what happened, in order of time, with the clock where it was and reminders sent as they came."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Min

from core import calendar, digest, notices, outbox, reminders
from core.models import Mail, Reminder
from core.models.mail import MailState

CLOSELY, LOOSELY = (
    timedelta(days=30),
    timedelta(days=4),
)  # the clock is looked at before each event lately, now and then long ago
DAILY = calendar.parse_time("7.05")


@contextmanager
def quiet():
    """Keep the broker out of it: nothing that is loaded needs a worker, and its mails are marked as sent (`catch_up`)."""
    awake, outbox.wake = outbox.wake, lambda key=None: None
    try:
        yield
    finally:
        outbox.wake = awake


def live(events):
    """Do the events [(moment, function)] in order of time, with what the clock would have done before each.

    An event may give further events (a list) that follow from it. What lies in the future is left out.
    """
    now, waiting = calendar.now(), sorted(events, key=lambda event: event[0])
    ticked = waiting[0][0]
    while waiting:
        moment, act = waiting.pop(0)
        if moment > now:
            continue
        if now - moment < CLOSELY or moment - ticked > LOOSELY:
            tick(moment)
            ticked = moment
        with calendar.as_at(moment):
            more = act()
        if isinstance(more, list):  # a verb's own answer is nothing to live
            waiting = sorted([*waiting, *more], key=lambda event: event[0])
    tick(now)


def tick(until):
    """Let the clock run up to a moment: reminders at the moments they were due, and the mails of both."""
    while True:
        at = Reminder.objects.filter(is_pending=True, todo__state="open", at__lte=until).aggregate(at=Min("at"))["at"]
        if at is None:
            return
        with calendar.as_at(at):
            if not reminders.sweep(at):
                return


def mornings(days=5):
    """Return the moments of the last daily mails, the oldest first."""
    now = calendar.now()
    found, day = [], calendar.local_date(now)
    while len(found) < days:
        moment = calendar.at(day, DAILY)
        if calendar.is_working_day(day) and moment <= now:
            found.append(moment)
        day -= timedelta(days=1)
    return found[::-1]


def daily():
    """Write the daily mails of this morning; what was gathered long before has been read long ago."""
    now = calendar.now()
    Mail.objects.filter(state=MailState.GATHERED, created_at__lt=now - timedelta(days=5)).update(state=MailState.FOLDED)
    digest.send_digests(now)


def catch_up():
    """Open what comes back by itself, and mark every mail as sent when it was written, as the outbox shows it."""
    now = calendar.now()
    reminders.open_periodic(calendar.local_date(now))
    tick(now)
    _sent(now)


@transaction.atomic
def _sent(now):
    """Give the mails the words and the moment they went out with. Nothing was given to a mail server, and nothing will be."""
    wordings = notices.texts()
    rows = list(Mail.objects.filter(state=MailState.QUEUED, available_at__lte=now).select_related("receiver"))
    for mail in rows:
        draw = notices.render_digest if mail.notice == notices.DIGEST else notices.render
        said = draw(wordings[mail.notice], mail.context, first_name=mail.receiver.first_name, link=mail.link)
        mail.state, mail.attempts, mail.sent_at, mail.sent_to = (
            MailState.SENT,
            1,
            mail.available_at,
            mail.receiver.email,
        )
        mail.subject_line, mail.body = said.subject, said.text
    Mail.objects.bulk_update(rows, ["state", "attempts", "sent_at", "sent_to", "subject_line", "body"], batch_size=300)
