"""The wording of mails: a text from the reference data, a fixed list of words that may be put into it, one frame.

Placeholders are replaced as plain text, never through a template engine. Only the words in ALLOWED can be put in, so
nothing of a case can come along: kind of matter, deadline, link (GEN-08; language.md 4c).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import calendar
from core.models import NoticeText

ALLOWED = frozenset(
    {
        "frist",
        "tid_tilbage",
        "dato",
        "gammel_dato",
        "maaned",
        "tid",
        "tid_2",
        "fra",
        "til",
        "sted",
        "udvalg",
        "n",
        "navn",
        "leder_navn",
        "rolle",
        "fornavn",
        "afdeling",
        "link",
        "link_hjaelp",
    }
)
LONGEST = 120
PLACEHOLDER = re.compile(r"\{([a-zæøå_0-9]+)\}|%\((n)\)s")
COUNTED = re.compile(r"[^.\n]*%\(n\)s[^.\n]*\.\s?")

# Written to somebody as themselves: a deputy never gets them instead.
PERSONAL = frozenset({"N-09", "N-20", "N-21", "N-22", "N-24", "N-34", "N-41", "I-01", "I-03", "I-07"})
# Only let know: whoever is asked to act by another one at the same moment doesn't get these too.
ASKS_NOTHING = frozenset({"N-04"})
DIGEST = "DIGEST"

_lines: dict[str, object] = {}


@dataclass(frozen=True)
class Rendered:
    """A mail as it goes out."""

    subject: str
    text: str
    html: str


class Unknown(ValueError):
    """A word that may not stand in a mail, or a value that is not a short line."""


@lru_cache(maxsize=4096)
def _said(name, value):
    """Return a moment or a day as the placeholder says it: a clock time, a date, or both."""
    if not isinstance(value, datetime) or name in {"dato", "gammel_dato"}:
        return calendar.long_date(value)
    return calendar.clock(value) if name in {"tid", "tid_2", "fra", "til"} else calendar.long_moment(value)


# -- words ---------------------------------------------------------------------------------------------------------
def words(values):
    """Return the values as the texts that stand in a mail; moments and days in Danish. Raises Unknown."""
    found = {}
    for name, value in values.items():
        if name not in ALLOWED:
            raise Unknown(f"{name} is not a word that may stand in a mail.")
        text = _said(name, value) if isinstance(value, date) else str(value)
        if len(text) > LONGEST or "\n" in text or "\r" in text:
            raise Unknown(f"{name} must be one short line.")
        found[name] = text
    return found


def words_of(todo, at):
    """Return what a reminder of the to-do may say: its own neutral facts (»_…« are for the clock), and its moments."""
    values = {}
    if todo.due_at:
        values = {"frist": todo.due_at, "dato": todo.due_at, "tid": todo.due_at}
        if todo.due_at > at:
            values["tid_tilbage"] = calendar.time_left(todo.due_at, seen_from=at)
    return words(values | {name: value for name, value in todo.facts.items() if not name.startswith("_")})


def happened(todo):
    """Return the words for notices that speak of when something was told, not of a deadline."""
    return words({"dato": todo.event_at or todo.opened_at})


def fill(text, values):
    """Replace the placeholders; KeyError for one that has no value. A sentence that counts nothing is left out."""
    if str(values.get("n", "")) in {"", "0"}:
        text = COUNTED.sub("", text)
    return PLACEHOLDER.sub(lambda found: values[found[1] or found[2]], text).strip()


# -- one mail ------------------------------------------------------------------------------------------------------
def texts(codes=None):
    """Return {code: NoticeText}, in one query."""
    found = NoticeText.objects.all() if codes is None else NoticeText.objects.filter(code__in=codes)
    return {notice.code: notice for notice in found}


def address_of(path):
    """Return the whole address of a path on this site; the host comes from the settings and from nowhere else."""
    return settings.BASE_URL + (path if path.startswith("/") else "/" + path)


def help_path():
    """Return the path of »Hjælp nu«."""
    try:
        return reverse("core:help_now")
    except NoReverseMatch:
        return "/hjaelp/"


def render(notice, values, *, first_name, link):
    """Return the mail of one NoticeText.

    Where a placeholder of the text has no value, the mail says only that something waits: nobody goes untold because a
    rule was given a text that doesn't suit it.
    """
    values = dict(values) | {"link_hjaelp": address_of(help_path()), "link": address_of(link)}
    try:
        subject, body = fill(notice.subject, values), fill(notice.body, values)
    except KeyError:
        subject, body = (
            _("En opgave venter på dig"),
            _("Åbn opgaven, og se, hvad den går ud på, og hvornår den har frist."),
        )
    closing = [_("Der står med vilje ikke mere i mailen.")]
    return _framed(subject, [(part, []) for part in body.split("\n\n")], first_name, link, notice.button, closing)


def render_digest(notice, content, *, first_name, link):
    """Return the daily mail: `content` is {"dato", "n", "news", "groups": [{"title", "lines"}]}."""
    count = content["n"]
    values = {"dato": content["dato"], "n": str(count), "link": address_of(link)}
    if count:
        subject = fill(notice.subject if count == 1 else notice.subject_many or notice.subject, values)
    else:
        subject = ngettext("%(n)s ny besked", "%(n)s nye beskeder", content["news"]) % {"n": content["news"]}
    parts = [(fill(notice.body, values), [])] + [(group["title"], group["lines"]) for group in content["groups"]]
    closing = [_("Du får én samlet mail om dagen. Det, der haster, kommer for sig selv.")]
    return _framed(subject, parts, first_name, link, notice.button, closing, label=_("Åbn Min side: {link}"))


def _framed(subject, parts, first_name, link, button, closing, label=""):
    """Put the frame of every mail around the text, as plain text and as the same text in HTML."""
    greeting = _("Hej {fornavn}").format(fornavn=first_name) if first_name else _("Hej")
    sender = _("{product}, {municipality}").format(
        product=settings.PRODUCT_NAME, municipality=settings.MUNICIPALITY_NAME
    )
    opening = (label or _("Åbn her: {link}")).format(link=address_of(link)) if link else ""
    blocks = [greeting]
    for text, lines in parts:
        blocks.append("\n".join([text, *(f"▪ {line}" for line in lines)]))
    blocks += [opening] if opening else []
    blocks += [*closing, _("Venlig hilsen") + "\n" + sender]
    html = render_to_string(
        "mail/base.html",
        {
            "subject": subject,
            "greeting": greeting,
            "parts": parts,
            "url": address_of(link) if link else "",
            "button": button,
            "closing": closing,
            "sender": sender,
        },
    )
    return Rendered(_one_line(subject), "\n\n".join(blocks) + "\n", html)


def _one_line(text):
    """Return a subject without line breaks, which would be headers."""
    return " ".join(text.split())[:200]


# -- the lines of the daily mail -----------------------------------------------------------------------------------
def register_line(prefix, text):
    """Say what a to-do whose code begins with `prefix` is called in the daily mail: neutral, without its title."""
    _lines[prefix] = text


def line_of(code, due_at=None):
    """Return the line of a to-do: kind of matter and deadline, nothing else."""
    known = [prefix for prefix in _lines if code.startswith(prefix)]
    text = str(_lines[max(known, key=len)]) if known else _("En opgave")
    return _("{text}, frist {deadline}").format(text=text, deadline=calendar.long_moment(due_at)) if due_at else text


# -- checks --------------------------------------------------------------------------------------------------------
def problems(codes_in_use):
    """Return what is wrong with the texts, as sentences: codes that are missing, placeholders nobody may fill."""
    known = texts()
    found = [
        f"The notice {code} is used by a rule but has no text."
        for code in sorted(set(codes_in_use) - set(known) - {""})
    ]
    for notice in known.values():
        used = {a or b for text in (notice.subject, notice.body) for a, b in PLACEHOLDER.findall(text)}
        found += [
            f"The notice {notice.code} uses {{{name}}}, which may not stand in a mail."
            for name in sorted(used - ALLOWED)
        ]
    return found


HAPPENED: frozenset[str] = frozenset({"N-12"})  # its {dato} is when it was told, not the deadline
