"""Placeholders: a fixed list of names, replaced as plain text and once only.

Never a template engine on what people write.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings as django_settings
from django.utils.translation import gettext as _

from core import calendar
from core.settings_values import Settings
from incidents.choices import CHANNELS, Channel
from incidents.models import Letter, PoliceReport

BRACES = re.compile(r"\{([^{}]*)\}")
TOGETHER = re.compile(r"\b\d\d \d\d \d\d \d\d\b|\bkl\. (?=\d)")  # what no line end may part: a number, a clock time
MEETING = (Channel.IN_PERSON, "")
FROM_SANCTION = (
    "fra",
    "til",
    "vurdering_dato",
    "fri_dato",
    "omfang",
)  # dates and reach can't differ from what was decided
MAY_BE_EMPTY = {"kopi_til"}
MAY_BE_EMPTY_IN = {("O3", "begrundelse")}  # a ban that ran out needs no reason to end


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph: fixed words, or what a placeholder gave."""

    text: str
    field: str = ""
    missing: bool = False


def unknown(text, known):
    """Return what stands in braces and is no placeholder, in order (E-16)."""
    return [name for name in dict.fromkeys(BRACES.findall(text or "")) if name not in known]


def names_in(text):
    """Return the placeholders of a text, in order."""
    return list(dict.fromkeys(BRACES.findall(text or "")))


def fill(text, values, labels):
    """Return the segments of a text. What a value itself holds in braces stays as it is.

    An empty value shows its label.
    """
    segments, place = [], 0
    for found in BRACES.finditer(text):
        if found.start() > place:
            segments.append(Segment(text[place : found.start()]))
        name = found[1]
        if name not in labels:
            segments.append(Segment(found[0]))
        else:
            value = str(values.get(name) or "").strip()
            optional = not value and name in MAY_BE_EMPTY
            segments.append(
                Segment(value or ("" if optional else labels[name]), name, missing=not value and not optional)
            )
        place = found.end()
    if place < len(text):
        segments.append(Segment(text[place:]))
    return segments


def plain(segments):
    """Return the words of segments that are filled, with no doubled spaces where an empty one was left out."""
    return re.sub(r" {2,}", " ", "".join("" if part.missing else part.text for part in segments)).strip()


def printed(field, value):
    """Return a typed value as it stands in the letter: dates in full, lines trimmed, the rest as written."""
    if value in (None, ""):
        return ""
    if field.form == "date":
        try:
            return calendar.long_date(date.fromisoformat(value) if isinstance(value, str) else value)
        except ValueError:
            return ""
    text = TOGETHER.sub(lambda found: found[0].replace(" ", "\u00a0"), str(value).strip())
    if field.form == "sentence" and text[-1:] not in '.?!:»"':
        text += "."
    return text


class Defaults:
    """What the house knows already, so that the leader types little.

    From incident, people, settings, sanction, police.
    """

    def __init__(self, letter, *, settings=None):
        self.letter = letter
        self.incident = letter.incident
        self.sanction = letter.sanction
        self.settings = settings or Settings(self.incident.unit)

    def all(self):
        """Return {placeholder: value}; dates as dates."""
        incident, author, unit, site = self.incident, self.letter.author, self.incident.unit, self.incident.site
        phone = (unit.phone if unit else "") or (site.phone if site else "")
        met = incident.channel in MEETING
        phrase = "" if met else CHANNELS.phrase(incident.channel)
        values = {
            "modtager": incident.citizen_name,
            "adresse": incident.citizen_address,
            "brevdato": calendar.today(),
            "sagsnummer": self.settings.text("case_number_letters") or self.settings.text("case_number_documentation"),
            "kopi_til": "",
            "leder_navn": author.citizen_name,
            "leder_titel": author.title or _("leder"),
            "afdeling": unit.name if unit else "",
            "afdeling_adresse": _in_one_line((unit.address if unit else "") or (site.address if site else "")),
            "afdeling_telefon": phone,
            "kommune": django_settings.MUNICIPALITY_NAME,
            "episode_dato": calendar.local_date(incident.occurred_at) if incident.occurred_at else "",
            "kanal": phrase,
            "sted": (_("på %(site)s") % {"site": site.name} if site else "") if met else phrase,
            "ramt": _("en af mine medarbejdere"),
            "anmeldt_forhold": self._charge(),
            "retsgrundlag": self.settings.text("legal_basis"),
            "svarfrist": self._answer_by(),
            "kontakt_navn": author.citizen_name,
            "kontakt_titel": author.title or _("leder"),
            "kontakt_telefon": author.phone or phone,
            "kontakt_tid": _("hverdage kl. 09.00–12.00"),
            "klage_kontakt": self.settings.text("complaint_contact"),
        }
        return values | self._measure()

    def _charge(self):
        police = police_of(self.incident)
        return police.charge if police else ""

    def _answer_by(self):
        period = self.settings.text("hearing_period") or "14d"
        try:
            return calendar.Offset.parse(period).apply_to_date(calendar.today())
        except ValueError:
            return ""

    def _measure(self):
        sanction = self.sanction
        if sanction is None:
            return {}
        ended = sanction.state in ("lifted", "replaced") and sanction.ended_at
        free = (
            calendar.local_date(sanction.ended_at)
            if ended
            else sanction.ends_on and sanction.ends_on + timedelta(days=1)
        )
        is_about_the_end = self.letter.type.code == "end_of_restriction"
        earlier = is_about_the_end and (
            Letter.objects.filter(sanction=sanction, sent_on__isnull=False)
            .exclude(pk=self.letter.pk)
            .order_by("sent_on")
            .values_list("sent_on", flat=True)
            .first()
        )
        reason = sanction.end_reason if is_about_the_end else sanction.reason
        return {
            "fra": sanction.starts_on or "",
            "til": sanction.ends_on or "",
            "vurdering_dato": sanction.review_on or "",
            "fri_dato": free or "",
            "omfang": sanction.scope,
            "begrundelse": reason,
            "mindre_indgreb": sanction.proportionality,
            "tidligere_brev_dato": earlier or "",
        }


def police_of(incident):
    """Return the incident's police report, or None; no query when it was selected along."""
    try:
        return incident.police
    except PoliceReport.DoesNotExist:
        return None


def _in_one_line(text):
    """Return an address without line breaks."""
    return ", ".join(part.strip() for part in str(text or "").splitlines() if part.strip())


def locked_fields(letter):
    """Return the placeholders that follow a decision and can't be typed over."""
    if letter.sanction_id is None or letter.sanction.state == "proposed":
        return frozenset()
    return frozenset(name for name in FROM_SANCTION if name != "omfang" or letter.sanction.scope)
