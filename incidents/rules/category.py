"""Suggest a category and say why (INC-07, INC-08, Q3). The leader decides;
nothing follows from a suggestion by itself.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from incidents.choices import CHANNELS, ELECTRONIC, THREAT_TYPES, TYPES, Channel, ViolenceType, is_physical

PLAN = "INC-08"
# Where citizens and staff stand in front of each other.
MEETING_PLACES = ("reception", "desk", "talk_room", "meeting_room", "office", "hall", "home_visit", "library")


@dataclass(frozen=True)
class Suggestion:
    """A category and the sentences that led to it: dicts with text and source, as the pages and `explain` show them."""

    category: str
    reasons: list = field(default_factory=list)


def suggest(types=(), channel="", threat=False, vandalism=False, robbery=False, physical=False):
    """Return the category that the plan's rule gives.

    `types` are codes of ViolenceType, `channel` a code of Channel. A: physical violence, robbery, any threat whatever
    its channel, vandalism. C: harassment through electronic media only. B: everything else. Nothing told gives B.
    """
    types = set(types)
    reasons = []
    if physical or is_physical(types):
        reasons.append(_("Der er fysisk vold. Det er altid kategori A."))
    if robbery or "robbery" in types:
        reasons.append(_("Der er røveri eller forsøg på røveri. Det er altid kategori A."))
    if threat or types & set(THREAT_TYPES):
        reasons.append(_threat(channel))
    if vandalism or "vandalism" in types:
        reasons.append(_("Der er hærværk. Det er altid kategori A."))
    if reasons:
        return Suggestion("A", _told(reasons))
    if channel in ELECTRONIC:
        return Suggestion("C", _told([_("Det er sket på nettet eller i beskeder, uden trusler. Det er kategori C.")]))
    reasons = [_("Der er ikke fysisk vold, røveri, trusler eller hærværk. Det er kategori B.")]
    if channel == Channel.PHONE:
        reasons.append(_("Råb og skældsord i telefonen er også kategori B."))
    if "loud" in types:
        reasons.append(_("Var opførslen en trussel, så vælg en type trussel. Så er det kategori A."))
    return Suggestion("B", _told(reasons))


def _threat(channel):
    """Return the sentence about threats: the channel does not matter,
    and the reader should see that it was looked at.
    """
    if channel in (*ELECTRONIC, Channel.PHONE, Channel.LETTER):
        return _(
            "Der er en trussel. En trussel på telefon eller skrift tæller som en trussel ansigt til ansigt. "
            "Det er altid kategori A."
        )
    return _("Der er en trussel. Det er altid kategori A, uanset hvordan den blev fremsat.")


def _told(sentences):
    """Return the sentences as reasons with their source."""
    return [{"text": sentence, "source": _("beredskabsplanens kategorier")} for sentence in sentences]


def of(incident):
    """Return the suggestion for an incident from what has been told so far."""
    kinds = set(incident.kinds)
    return suggest(
        incident.violence_types,
        channel_of(incident.kinds, incident.channel, incident.place),
        threat="threat" in kinds,
        vandalism="vandalism" in kinds,
        robbery="robbery" in kinds,
        physical="physical" in kinds,
    )


def channel_of(kinds, channel, place):
    """Return the channel as told, else what the tiles and the place say of it."""
    if channel:
        return channel
    if place == "phone":
        return Channel.PHONE
    if place == "digital" or set(kinds) == {"digital"}:
        return Channel.OTHER_DIGITAL
    if place == "off_hours":
        return Channel.OFF_HOURS
    return Channel.IN_PERSON if place in MEETING_PLACES else ""


def is_guessed(incident):
    """Tell whether the channel is no more than what the place says, so that it may still be told otherwise."""
    return bool(incident.channel) and incident.channel == channel_of(incident.kinds, "", incident.place)


def is_face_to_face(incident):
    """Tell whether people met, as far as is known: then somebody may have seen it, and somebody left the house."""
    channel = channel_of(incident.kinds, incident.channel, incident.place)
    return channel not in (Channel.PHONE, Channel.LETTER, *ELECTRONIC)


# -- manage.py explain category ------------------------------------------------------------------------------------
def explain(question):
    """Answer one line: {types, channel, threat, vandalism, robbery} → {category, reasons}. Names as in the Danish
    lists, or codes.

    ValueError for a name that stands on no list, so that a spelling mistake never passes for »not violence«.
    """
    found = suggest(
        [_code(ViolenceType, TYPES, name) for name in question.get("types") or ()],
        _code(Channel, CHANNELS, question.get("channel") or ""),
        *(bool(question.get(name)) for name in ("threat", "vandalism", "robbery", "physical")),
    )
    return {"category": found.category, "reasons": [reason["text"] for reason in found.reasons]}


def _code(choices, options, name):
    """Return the code of a Danish name, of the release or as it is worded here, whatever the case of its letters."""
    wanted = " ".join(str(name).lower().split())
    if not wanted:
        return ""
    for names in (dict(choices.choices), options.labels()):
        for value, label in names.items():
            if wanted in (value, str(label).lower()):
                return value
    raise ValueError(_("»%(name)s« står ikke på listen.") % {"name": name})
