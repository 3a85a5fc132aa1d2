"""Read text that somebody's programs wrote: Danish offices still have files in more than one encoding.

The list is known and short. What fits none of it isn't text.
"""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def encoding_of(head):
    """Return the encoding that the first bytes tell of, or nothing: by a mark, or by every other byte being empty."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    some = head[: len(head) // 2 * 2][:512]
    if len(some) >= 4:
        even, odd = some[0::2].count(0) * 2 / len(some), some[1::2].count(0) * 2 / len(some)
        if odd > 0.6 and even < 0.1:
            return "utf-16-le"
        if even > 0.6 and odd < 0.1:
            return "utf-16-be"
    return ""


def decode(content):
    """Return the text of some bytes, or None where they are no text: UTF-8, UTF-16 or -32, Windows-1252, Latin-1."""
    marked = encoding_of(content)
    for name in [marked] if marked else ["utf-8", "cp1252", "latin-1"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        return None if CONTROLS.search(text) else text
    return None
