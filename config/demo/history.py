"""Live through the past: what happened, in order of time, with the clock where it was and reminders sent as they came."""

from contextlib import contextmanager

from django.db.models import Min

from core import calendar, digest, outbox, reminders
from core.models import Reminder


@contextmanager
def quiet():
    """Keep the broker out of it: nothing that is loaded needs a worker, every mail is sent here and then."""
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
    while waiting:
        moment, act = waiting.pop(0)
        if moment > now:
            continue
        tick(moment)
        with calendar.as_at(moment):
            more = act()
        if more:
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


def deliver(at):
    """Send what waits as it was sent then: shown in the outbox, never given to a mail server."""
    with calendar.as_at(at):
        while outbox.deliver_waiting(500, at=at):
            pass


def catch_up():
    """Open what comes back by itself, write yesterday's daily mails, and send whatever still waits."""
    now = calendar.now()
    reminders.open_periodic(calendar.local_date(now))
    tick(now)
    digest.send_digests(now)
