"""What a TRIO can take up: suggestions from the field (MED-61). What the house puts forward stands on the TRIO's own page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Idea:
    """One suggestion: a key, a title, a neutral text."""

    key: str
    title: str
    text: str


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


def find(body, key):
    """Return the idea of a key for a body, or None: they are a TRIO's."""
    return next((idea for idea in FIELD if idea.key == key), None) if body.is_trio else None
