"""Now, and moments in Danish time: the only place that asks the system what time it is."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo("Europe/Copenhagen")

_as_at: ContextVar[datetime | None] = ContextVar("as_at", default=None)


def now():
    """Return the product's present moment: the real one, moved in the demo by CLOCK_OFFSET."""
    return _as_at.get() or local(timezone.now() + settings.CLOCK_OFFSET)


@contextmanager
def as_at(moment):
    """Let now() be `moment` inside the block: for loading the demo's history and for tests, never for a request."""
    token = _as_at.set(local(moment))
    try:
        yield
    finally:
        _as_at.reset(token)


def real_now():
    """Return the real moment, also where the demo lives at another: for sessions, which real people sit behind."""
    return local(timezone.now())


def today():
    """Return the Danish date of now()."""
    return now().date()


def local(moment):
    """Return an aware moment in Danish time."""
    return moment.astimezone(ZONE)


def local_date(value):
    """Return the Danish date of a moment or a date."""
    return local(value).date() if isinstance(value, datetime) else value


def at(day, clock_time):
    """Return the aware moment of a date and a clock time in Denmark.

    A time that the change to summer time skips becomes the one an hour later; of a time that comes twice in autumn it
    is the first.
    """
    return local(datetime.combine(day, clock_time, ZONE).astimezone(UTC))


def elapsed(begin, end):
    """Return the real time between two moments, right also over a change to summer time."""
    return end.astimezone(UTC) - begin.astimezone(UTC)
