"""What one app puts on the list that representatives and leaders talk about together (TRIO), without knowing who
keeps it.

    topics.source("learning", function)          # at start-up: function(site ids, unit ids) returns [Topic]
    topics.offer(topic, by=person)               # now: whoever keeps the list hears of it through events.topic_offered

A function that reads rows is a generator: it yields its queryset, is sent the rows and returns the topics, so that all
sources are asked in one question (core/together.py). A topic is neutral: no names, nothing of the case. It points at the row it comes from, whose own rights hold.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from inspect import isgeneratorfunction

from core import events
from core.together import in_step


@dataclass(frozen=True)
class Topic:
    """One thing to talk about: which kind, where, since when, in neutral words, and the row behind it."""

    kind: str
    title: str
    text: str
    url: str
    subject: tuple
    offered_at: datetime
    site_id: int | None = None
    unit_id: int | None = None
    facts: dict = field(default_factory=dict)


_sources: dict[str, Callable] = {}


def source(kind, function):
    """Register `function(site_ids, unit_ids)`: it gives the topics of a kind that still wait to be talked about."""
    _sources[kind] = function


def waiting(site_ids=(), unit_ids=()):
    """Return all topics of the places, the newest first."""
    sites, units = set(site_ids), set(unit_ids)
    reading = [function for function in _sources.values() if isgeneratorfunction(function)]
    found = in_step(*(function(sites, units) for function in reading))
    found += [function(sites, units) for function in _sources.values() if function not in reading]
    return sorted((topic for some in found for topic in some), key=lambda topic: topic.offered_at, reverse=True)


def offer(topic, *, by):
    """Tell whoever keeps the list. Receivers run in the sender's transaction."""
    events.topic_offered.send(sender=Topic, topic=topic, by=by)
