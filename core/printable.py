"""Keep a document printable and archivable whatever people type: emoji, foreign letters, pasted hyphens.

The paper faces hold Latin letters. PDF/A and PDF/UA forbid a glyph that is missing, which would print as an empty box,
and one without text of its own, which a letter set together of two would have. So what no face holds is replaced before
the page is set. The case keeps what was typed; only the paper says »[symbol]« (docs/documents.md).
"""

import re
import unicodedata
from functools import cache
from itertools import combinations

from django.conf import settings
from django.utils.translation import gettext as _

FACES = ("public-sans-paper-400", "public-sans-paper-400i", "public-sans-paper-600", "public-sans-paper-700")
ALIKE = str.maketrans(
    {
        "\u2010": "-",  # hyphens that Word writes
        "\u2011": "-",
        "\u2192": "->",
        "\u2190": "<-",
        "\u202f": "\u00a0",  # narrow spaces in numbers and times
        "\u2007": "\u00a0",
    }
)
SKIN = range(0x1F3FB, 0x1F400)  # colours of the emoji before them


@cache
def held():
    """Return the signs that the faces hold (the four hold the same), without lone accents and control signs."""
    from fontTools.ttLib import TTFont

    font = TTFont(settings.ROOT / "static" / "fonts" / f"{FACES[0]}.woff2", lazy=True)
    signs = map(chr, font.getBestCmap())
    return frozenset("\t\n\r\u00ad").union(sign for sign in signs if unicodedata.category(sign)[0] not in "CM")


@cache
def _missing():
    """Return the pattern of runs of signs that the faces lack."""
    return re.compile("[^" + "".join(map(re.escape, sorted(held()))) + "]+")


def printable(text):
    """Return a text, or a whole page of HTML, in which every sign can be printed."""
    return _missing().sub(_instead, unicodedata.normalize("NFC", text.translate(ALIKE)))


def _instead(match):
    """Return what stands for a run of missing signs: a letter close to it, its plain form, nothing, or one word."""
    found: list[str] = []
    for sign in match[0]:
        group = unicodedata.category(sign)[0]
        if group in "CM" or ord(sign) in SKIN:  # control signs, joiners, variants, lone accents
            continue
        plain = unicodedata.normalize("NFKC", sign)
        if group == "Z":
            instead = " "
        elif held().issuperset(plain):
            instead = plain
        else:
            instead = _closest_letter(sign) or (_("[symbol]") if group == "S" else _("[tegn]"))
        if len(instead) == 1 or found[-1:] != [instead]:
            found.append(instead)
    return "".join(found)


def _closest_letter(sign):
    """Return the letter with as many of the sign's accents as the faces hold: ê for ễ; nothing for other scripts."""
    letter, *accents = list(unicodedata.normalize("NFD", sign))
    for kept in range(len(accents) - 1, -1, -1):
        for chosen in combinations(accents, kept):
            candidate = unicodedata.normalize("NFC", letter + "".join(chosen))
            if candidate in held():
                return candidate
    return ""
