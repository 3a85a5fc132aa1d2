"""A report as somebody sends it, for the tests of reporting, alerting and taking over."""

import uuid
from datetime import timedelta

from django.test import Client

from incidents.actions import reporting
from tests.cast import NOW, Cast

STORY = "Han slog i bordet og sagde, at han ville finde mig."


def told(cast, affected="medarbejder", **values):
    """Return the answers of the form, cleaned."""
    return {
        "kinds": ["threat"],
        "narrative": STORY,
        "occurred_at": NOW - timedelta(minutes=10),
        "site": cast.site,
        "place": "desk",
        "place_detail": "",
        "wellbeing": "shaken",
        "needs": ["call"],
        "perpetrator": "citizen",
        "affected": cast[affected],
    } | values


def send(cast, reporter="medarbejder", affected="medarbejder", **values):
    """Send a report and return the incident; each is another event, so none passes for the one before (E-47)."""
    cast.sent = getattr(cast, "sent", -1) + 1
    answers = told(cast, affected, **values)
    answers["occurred_at"] -= timedelta(microseconds=cast.sent)
    return reporting.submit(cast[reporter], uuid.uuid4(), answers)[0]


def typed(**values):
    """Return what a browser posts."""
    return {
        "token": str(uuid.uuid4()),
        "act": "send",
        "kinds": ["threat"],
        "narrative": STORY,
        "perpetrator": "citizen",
        "day": "today",
        "time": "13.50",
        "place": "desk",
        "wellbeing": "shaken",
        "needs": ["call"],
    } | values


def browser(person):
    """Return a signed-in client."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def at_minute(minutes):
    """Return a moment after NOW."""
    return NOW + timedelta(minutes=minutes)


__all__ = ["NOW", "STORY", "Cast", "at_minute", "browser", "send", "told", "typed"]
