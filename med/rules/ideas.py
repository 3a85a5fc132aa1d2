"""What a TRIO can take up: suggestions from the field, and what the rest of the house has put forward (MED-56, MED-61)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core import topics


@dataclass(frozen=True)
class Idea:
    """One suggestion: a key, a title, a neutral text, perhaps a page to read first."""

    key: str
    title: str
    text: str
    url: str = ""


FIELD = (
    Idea(
        "press",
        _("Gennemgå pressepolitikken"),
        _("Hvem taler med pressen, og hvad gør en medarbejder, der bliver ringet op?"),
    ),
    Idea("online", _("Digital chikane"), _("Hvad gør vi, når nogen bliver hængt ud på nettet, og hvem ser efter?")),
    Idea("relatives", _("Samarbejde med pårørende"), _("Hvor er samarbejdet svært, og hvad kan vi aftale med dem?")),
    Idea("tone", _("Forråelse"), _("Hvordan lyder tonen, når der er travlt, og hvem siger noget?")),
    Idea("feedback", _("Feedbackkultur"), _("Hvordan giver vi hinanden ros og kritik, så det kan bruges?")),
)


def from_house(body):
    """Return what other parts of the house want the body to talk about, the newest first."""
    found = topics.waiting({body.site_id} - {None}, {body.unit_id} - {None})[:10]
    return [Idea(key_of(topic), topic.title, topic.text, topic.url) for topic in found]


def key_of(topic):
    """Return what names a topic of the house for good."""
    kind, number = topic.subject
    return f"house-{topic.kind}-{kind.replace('.', '-')}-{number}"


def find(body, key):
    """Return the idea of a key for a body, or None."""
    own = FIELD if body.is_trio else ()
    return next((idea for idea in (*own, *from_house(body)) if idea.key == key), None)
