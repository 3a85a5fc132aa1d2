"""Keep the citizen's name out of the story for whoever may not read it (INC-88, 7.2).

The name has its own field; people write it in the story all the same. Whoever may not see the field sees »[borgeren]«
where the words stand: in the story, what was added, notes, and names of files. What is stored stays as it was told.
"""

import re

from django.utils.translation import gettext as _

SMALL_WORDS = {"von", "van", "der", "den", "del", "det", "fra", "and", "the"}


def ways_to_say(*names):
    """Return what to look for: each whole name and its words, the longest first."""
    whole = [name.strip() for name in names if name and len(name.strip()) > 1]
    words = [
        word
        for name in whole
        for word in re.findall(r"[^\W\d_][\w'’-]+", name)
        if len(word) > 2 and word.lower() not in SMALL_WORDS and word[0].isupper()
    ]
    return sorted(dict.fromkeys([*whole, *words]), key=len, reverse=True)


def mask(text, names):
    """Return the text with the names out of it, also as owner (»Kims«).

    A whole name is found however it is written, a single word only as a name is: »Hans« isn't »hans«.
    """
    for name in names:
        flags = re.IGNORECASE if re.search(r"\W|\d", name) else 0
        ways = name if flags else f"(?:{re.escape(name)}|{re.escape(name.upper())})"
        pattern = rf"(?<!\w){re.escape(name) if flags else ways}(?:'?s|S)?(?!\w)"
        text = re.sub(pattern, _("[borgeren]"), text, flags=flags)
    once = re.escape(_("[borgeren]"))
    return re.sub(rf"{once}(?:\s+{once})+", _("[borgeren]"), text)


def of_incident(incident, *others):
    """Return what to look for in the texts of an incident; `others` are names told elsewhere, as in telephone notes."""
    return ways_to_say(incident.citizen_name, incident.citizen_reference, *others)
