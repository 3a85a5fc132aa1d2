"""The words of letters as data: blocks in both forms of address, and what a type begins with (INC-79–83, 87).

They are released in fixtures/reference/letter_*.json and worded by SFK (incidents/editors/letters.py). A letter keeps the
words that held at its `texts_at`, so `library(at=…)` takes a moment.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef

from core import calendar, editions
from core.models import Edition
from core.reference import read

KIND = "incidents.letters"
SHARED, RESTRICTION = "shared", "contact_restriction"  # blocks that several types use


@dataclass(frozen=True)
class LetterBlock:
    """One building block in du- and I-form."""

    code: str
    name: str
    one: str
    several: str
    alternatives: tuple = ()  # other standard wordings: the greetings of INC-86
    needs_lawyer: bool = False


@dataclass(frozen=True)
class Wording:
    """What a type of letter begins with: headings and the order of blocks."""

    heading: str = ""
    heading_several: str = ""
    headings_by_block: dict = field(default_factory=dict)  # {"O3": …}: the heading when that block is chosen
    order: tuple = ()  # ({"block": "K1"}, {"block": "U3", "optional": True}, {"one_of": ["K11", "K12"]})


class Library:
    """Every block and every type's wording as they held at a moment; one query. `newer`: what has newer words by now."""

    def __init__(self, at=None, contents=None):
        self._contents, self.newer = contents, set()
        if contents is None:
            now = calendar.now()
            later = Edition.objects.filter(
                template=OuterRef("template"),
                number__gt=OuterRef("number"),
                published_at__lte=now,
                valid_from__lte=calendar.local_date(now),
            )
            held = Edition.objects.at(at or now).filter(template__kind=KIND).annotate(is_old=Exists(later))
            rows = list(held.values_list("template__code", "content", "is_old"))
            self._contents = editions.released(KIND) | {code: content for code, content, _is_old in rows}
            self.newer = {code for code, _content, is_old in rows if is_old}

    @cached_property
    def blocks(self):
        """Return {code: LetterBlock}."""
        return {row["code"]: block_of(row) for content in self._contents.values() for row in content["rows"]}

    def wording(self, code):
        """Return the Wording of a type."""
        found = self._contents[code]
        return Wording(found["heading"], found["heading_several"], found["headings_by_block"], tuple(found["order"]))


def block_of(row):
    """Return the block of an edition's row."""
    return LetterBlock(
        row["code"], row["name"], row["one"], row["several"], tuple(row["alternatives"]), row["needs_lawyer"]
    )


def released():
    """Return {code: content}: the shared blocks, those of restrictions, and each type with its own."""
    rows: dict = {}
    for row in read("letter_blocks"):
        rows.setdefault(row["group"], []).append(
            {
                "code": row["code"],
                "name": row["name"],
                "one": row["du"],
                "several": row["i"],
                "alternatives": row.get("alternatives") or [],
                "needs_lawyer": row["legal"],
            }
        )
    types = {
        row["code"]: {
            "heading": row["heading"],
            "heading_several": row.get("heading_i") or "",
            "headings_by_block": row.get("headings_by_block") or {},
            "order": row["order"],
        }
        for row in read("letter_types")
    }
    return {code: types.get(code, {}) | {"rows": rows.get(code, [])} for code in dict.fromkeys([*types, *rows])}
