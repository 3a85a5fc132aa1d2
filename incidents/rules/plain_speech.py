"""Words that have no place in a message to the staff: health and identity (INC-61; »no story, no health«)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.fields import refuse_cpr

# Whole words and word beginnings; a diagnosis code such as F20.0 counts too. Better to ask once too often here.
HEALTH = re.compile(
    r"\b(?:diagnose\w*|adhd|add|adfærdsforstyr\w*|skizo\w*|psykose\w*|psykotisk\w*|psykisk syg\w*|sindssyg\w*"
    r"|sindslid\w*|depress\w*|deprimeret|bipolar\w*|mani(?:en|er|odepressiv\w*)?|autis\w*|asperger\w*|borderline|ptsd|angst\w*"
    r"|dement\w*|demens|alzheimer\w*|epilep\w*|diabet\w*|kræft\w*|hiv|aids|misbrug\w*|alkoholi\w*|narkoman\w*"
    r"|afhængig af (?:alkohol|stoffer|medicin)|medicin\w*|indlagt|indlæggelse\w*|psykiatri\w*|selvmord\w*"
    r"|gravid\w*|handicap\w*|personlighedsforstyr\w*|sygemeld\w*)\b|\b[FGZ]\d{2}(?:\.\d{1,2})?\b",
    re.IGNORECASE,
)


def health_words(text):
    """Return the words that speak of somebody's health, each once."""
    return list(dict.fromkeys(found.group(0).lower() for found in HEALTH.finditer(text or "")))


def refuse_health(text):
    """Raise when a text speaks of health."""
    found = health_words(text)
    if found:
        raise ValidationError(
            _("Ordet »%(word)s« handler om helbred, og det må ikke stå her. Skriv kun, hvad de ansatte skal gøre.")
            % {"word": found[0]},
            code="health",
        )


def refuse_names(text, names):
    """Raise when a text holds one of the names: whom it is about is shown apart, and noted."""
    for name in names:
        words = [word for word in (name or "").split() if len(word) > 2]
        for sought in {name, *(words[-1:])} - {"", None}:
            if re.search(rf"(?<!\w){re.escape(sought)}s?(?!\w)", text or "", re.IGNORECASE):
                raise ValidationError(
                    _("Skriv ikke navnet i beskeden. Hvem det gælder, kan de ansatte se bag »Vis navn«."), code="name"
                )


def check_message(text, names=()):
    """Hold a message to the staff to what it may say: no CPR number, no health, no names."""
    refuse_cpr(text)
    refuse_health(text)
    refuse_names(text, names)
