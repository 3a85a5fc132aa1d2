"""From blocks to a letter: which blocks a type has here, what each says, and the finished text as plain data.

The finished text is a dict that the templates print; it is the same for the preview, the check and the paper, and it is
what stands locked in an approved letter.
"""

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import calendar
from core.together import together
from incidents.letters import filling
from incidents.letters.library import RESTRICTION, SHARED, LetterBlock, Library
from incidents.letters.sanctions import BLOCK_OF_MEASURE, DECIDED, is_contact_restriction, matching_sanction
from incidents.models import LetterField, Sanction

__all__ = ["BLOCK_OF_MEASURE", "DECIDED", "Composition", "is_contact_restriction", "matching_sanction", "neutral_title"]
CONTACT_ORDER = [
    {"block": "B1"},
    {"one_of": list(BLOCK_OF_MEASURE.values())},
    *({"block": code} for code in ("B7", "B8", "B9", "B10", "B11")),
]
RULES = {"B1", *BLOCK_OF_MEASURE.values()}  # stand together in a frame
CLOSING = ("K5", "K6", "K7", "K8", "K11", "K12", "K13", "K9")  # stand under a heading of their own
# Short blocks that stand together read better as one paragraph, and let a letter keep to one page.
JOINED = (
    {"B9", "B10", "B11"},
    {"K5", "K6", "K7"},
    {"K8", "K9"},
    {"K11", "K12", "K13"},
    {"F8", "F9"},
    {"A3", "A4"},
    {"C4", "C5"},
    {"O4", "O5"},
    {"U1", "U2"},
    {"U5", "U6"},
    {"C1", "C2"},
)
DISAGREEING = {"K5", "K8", "K11", "K12"}
LETTERHEAD = ("modtager", "adresse", "sagsnummer", "kopi_til")


@dataclass
class Part:
    """One block as it is offered: its words with placeholders, whether it is in the letter, what is missing."""

    block: LetterBlock
    standard: str
    raw: str
    on: bool = True
    optional: bool = False
    locked: str = ""  # why the words can't be changed
    why_off: str = ""  # why it can't be in the letter yet
    siblings: list = field(default_factory=list)  # [(code, name, chosen)] where one of several is chosen
    alternatives: list = field(default_factory=list)  # other standard wordings
    segments: list = field(default_factory=list)

    @property
    def code(self):
        """Return the block's code."""
        return self.block.code

    @property
    def is_own(self):
        """Tell whether the leader has written other words."""
        return self.raw != self.standard and self.raw not in self.alternatives

    @property
    def missing(self):
        """Return the labels of what is not filled in."""
        return list(dict.fromkeys(segment.text for segment in self.segments if segment.missing))

    @property
    def state(self):
        """Return off, missing or filled."""
        return "off" if not self.on else "missing" if self.missing or not self.raw.strip() else "filled"

    @property
    def words(self):
        """Return the finished words."""
        return filling.plain(self.segments)


class Composition:
    """One letter put together. Takes a Letter with incident, type, sanction and author selected; saves nothing."""

    def __init__(self, letter, *, settings=None):
        self.letter = letter
        self.defaults = filling.Defaults(letter, settings=settings)
        about = Sanction.objects.filter(incident=letter.incident_id).order_by("-pk")
        fields, self.sanctions = together(LetterField.objects.all(), about)
        self.known = {row.name: row for row in fields}
        words = Library(letter.texts_at)
        self.library, self.wording = words.blocks, words.wording(letter.type.code)
        self.has_newer_words = bool(words.newer & {letter.type.code, SHARED, RESTRICTION})
        self.labels = {name: row.label for name, row in self.known.items()}
        self.typed = {name: value for name, value in (letter.fields or {}).items() if name in self.known}
        self.locked = filling.locked_fields(letter)

    # -- values ----------------------------------------------------------------------------------------------------
    @cached_property
    def suggested(self):
        """Return what the house knows already, {placeholder: value}."""
        return self.defaults.all()

    @cached_property
    def values(self):
        """Return {placeholder: text as printed}."""
        values = {}
        for name, row in self.known.items():
            value = (
                self.suggested.get(name, "")
                if name in self.locked
                else self.typed.get(name, self.suggested.get(name, ""))
            )
            if name == "leder_titel" and not value:
                value = _("leder")
            values[name] = filling.printed(row, value)
        return values

    def value_to_type(self, name):
        """Return the value as it stands in the form: typed, else suggested."""
        return self.typed.get(name, self.suggested.get(name, ""))

    # -- blocks ----------------------------------------------------------------------------------------------------
    def _order(self):
        """Return the type's order with the blocks that this letter's sanction brings along."""
        letter, order = self.letter, []
        for entry in self.wording.order:
            if entry.get("only_with") == "contact_restriction":
                if is_contact_restriction(letter.sanction):
                    order.append(entry)
                continue
            if entry.get("block") == "K4" and not letter.type.measure and is_contact_restriction(letter.sanction):
                order += CONTACT_ORDER
            if (
                entry.get("block") == "K8"
                and letter.sanction
                and letter.sanction.is_formal_decision
                and is_contact_restriction(letter.sanction)
            ):
                entry = {"one_of": ["K11", "K12"]}
            order.append(entry)
        return order

    @cached_property
    def parts(self):
        """Return the blocks on offer, in the letter's order."""
        stored = {row["code"]: row for row in self.letter.blocks or []}
        parts = []
        for entry in self._order():
            codes = [code for code in entry.get("one_of") or [entry["block"]] if code in self.library]
            if not codes:
                continue
            chosen = next((code for code in codes if stored.get(code, {}).get("on")), None) or self._default_of(codes)
            siblings = (
                [(code, self.library[code].name, code == chosen) for code in codes]
                if len(codes) > 1 and "B2" not in codes
                else []
            )
            parts.append(self._part(chosen, stored, optional=bool(entry.get("optional")), siblings=siblings))
            if "B2" in codes:
                parts += [
                    self._part(code, stored, optional=True)
                    for code in codes
                    if code != chosen and code in self._also_approved
                ]
        return parts

    @cached_property
    def _also_approved(self):
        """Return the blocks of other approved measures of the incident: only they may stand beside the first."""
        decided = [one for one in self.sanctions if one.state in DECIDED and one.measure in BLOCK_OF_MEASURE]
        return {BLOCK_OF_MEASURE[one.measure] for one in decided}

    def _default_of(self, codes):
        """Return which of several blocks fits the sanction; the first where nothing says otherwise."""
        sanction = self.letter.sanction
        if sanction is None:
            return codes[0]
        if "B2" in codes:
            return BLOCK_OF_MEASURE.get(sanction.measure, codes[0])
        if "O1" in codes:
            return (
                "O3" if sanction.measure == "access_ban" else "O2" if sanction.state in ("lifted", "replaced") else "O1"
            )
        return codes[0]

    @cached_property
    def police(self):
        """Return the incident's police report, or None."""
        return filling.police_of(self.letter.incident)

    def _part(self, code, stored, *, optional, siblings=()):
        """Return one block with its words, filled."""
        block, row = self.library[code], stored.get(code, {})
        several = self.letter.to_several
        standard = block.several if several else block.one
        part = Part(
            block,
            standard,
            row.get("text") or standard,
            on=row.get("on", not optional),
            optional=optional,
            siblings=list(siblings),
            alternatives=list(block.alternatives),
        )
        if code == "T3":
            part.locked = _("Sætningen følger beslutningen i hændelsen og kan ikke rettes her.")
            if self.police is None or self.police.state != "reported":
                part.on, part.why_off = False, _("Den kommer med, når du har noteret, at det er anmeldt til politiet.")
        elif code in ("B1", "F1"):
            part.locked = _("Sætningen følger sanktionen og kan ikke rettes her.")
        elif code == "K14":
            part.on = bool(self.values.get("kopi_til"))
            part.locked = _("Den kommer med, når du skriver, hvem der skal have en kopi.")
        if part.locked:
            part.raw = standard
        values = self.values
        if (code, "begrundelse") in filling.MAY_BE_EMPTY_IN and not values.get("begrundelse"):
            part.raw = part.raw.replace("{begrundelse}", "").strip()
        part.segments = filling.fill(part.raw, values, self.labels)
        return part

    @cached_property
    def used(self):
        """Return the placeholders that can be typed here.

        The letterhead's and those of the blocks on offer, in order.
        """
        texts = [
            self.letter.heading or self.wording.heading,
            *(part.raw for part in self.parts),
            *(part.standard for part in self.parts),
        ]
        names = [*LETTERHEAD, *(name for text in texts for name in filling.names_in(text))]
        return [
            name
            for name in dict.fromkeys(names)
            if name in self.known and name not in self.locked and name != "brevdato"
        ]

    @property
    def chosen(self):
        """Return the blocks that are in the letter."""
        return [part for part in self.parts if part.on]

    @property
    def unknown(self):
        """Return [(block code, name)] of what stands in braces and is no placeholder (E-16)."""
        return [(part.code, name) for part in self.chosen for name in filling.unknown(part.raw, self.known)]

    @cached_property
    def heading(self):
        """Return the segments of the heading; an own heading wins, then that of a chosen block, then the type's."""
        wording = self.wording
        text = wording.heading_several if self.letter.to_several and wording.heading_several else wording.heading
        for part in self.chosen:
            text = wording.headings_by_block.get(part.code, text)
        return filling.fill(self.letter.heading or text, self.values, self.labels)

    @property
    def missing(self):
        """Return [(anchor, label)] of what must be filled in before the letter can be approved."""
        found = []
        if not self.values.get("modtager"):
            found.append(("id_f_modtager", self.labels["modtager"]))
        for part in self.chosen:
            named = {segment.text: segment.field for segment in part.segments if segment.missing}
            found += [(f"id_f_{named[label]}", label) for label in part.missing]
            if not part.raw.strip():
                found.append((f"id_t_{part.code}", part.block.name))
        return list(dict.fromkeys(found))

    def text(self, codes=None):
        """Return the words of the letter (or of some blocks) for the checks, without what is missing."""
        return "\n".join(part.words for part in self.chosen if codes is None or part.code in codes)

    # -- the finished text -------------------------------------------------------------------------------------------
    def document(self, *, number=""):
        """Return the letter as plain data: letterhead, heading, paragraphs, signature."""
        values = self.values
        return {
            "municipality": values["kommune"],
            "unit": values["afdeling"],
            "sender": [part for part in (values["afdeling_adresse"], values["afdeling_telefon"]) if part],
            "date": calendar.long_date(calendar.today()),
            "case_number": values["sagsnummer"],
            "to": [line for line in (values["modtager"], *values["adresse"].splitlines()) if line.strip()],
            "heading": _data(self.heading),
            "body": self._body(),
            "sign": self._sign(),
            "copy": self._copy(),
            "number": number,
            "title": neutral_title(self.letter),
        }

    def _body(self):
        body, frame, under_heading = [], None, False
        for part in self.chosen:
            if part.code in ("K10", "K14"):
                continue
            if part.code in RULES and (part.code == "B1" or frame):
                if frame is None:
                    frame = {"kind": "frame", "lead": _data(part.segments), "items": []}
                    body.append(frame)
                else:
                    frame["items"].append(_data(part.segments))
                continue
            frame = None
            if part.code in CLOSING and not under_heading:
                under_heading = True
                body.append({"kind": "heading", "text": self._closing_heading()})
            paragraphs = [
                {"kind": "p", "parts": _data(paragraph), "code": part.code} for paragraph in _paragraphs(part.segments)
            ]
            before = body[-1] if body else {}
            if (
                paragraphs
                and any({part.code, before.get("code")} <= group for group in JOINED)
                and before["code"] != part.code
            ):
                before["parts"] += [{"text": " ", "field": "", "missing": False}, *paragraphs.pop(0)["parts"]]
                before["code"] = part.code
            body += paragraphs
        return body

    def _closing_heading(self):
        """Return the heading above contact and complaint."""
        disagree = DISAGREEING & {part.code for part in self.chosen}
        if self.letter.to_several:
            return _("Hvis I har spørgsmål eller er uenige") if disagree else _("Hvis I har spørgsmål")
        return _("Hvis du har spørgsmål eller er uenig") if disagree else _("Hvis du har spørgsmål")

    def _sign(self):
        """Return the lines of the signature."""
        part = next((part for part in self.chosen if part.code == "K10"), None)
        return [_data(paragraph) for paragraph in _paragraphs(part.segments)] if part else []

    def _copy(self):
        part = next((part for part in self.chosen if part.code == "K14"), None)
        return _data(part.segments) if part else []


def neutral_title(letter):
    """Return the title for Digital Post, the file and the document.

    It says who writes, never about what (language.md 4b).
    """
    unit = letter.incident.unit
    return _("Brev fra %(unit)s") % {"unit": unit.name if unit else ""}


def _paragraphs(segments):
    """Split segments at blank lines."""
    paragraphs = [[]]
    for segment in segments:
        if segment.field:
            paragraphs[-1].append(segment)
            continue
        for number, piece in enumerate(segment.text.replace("\r\n", "\n").split("\n\n")):
            if number:
                paragraphs.append([])
            if piece:
                paragraphs[-1].append(filling.Segment(piece))
    return [paragraph for paragraph in paragraphs if any(part.text.strip() for part in paragraph)]


def _data(segments):
    """Return segments as plain data."""
    return [{"text": part.text, "field": part.field, "missing": part.missing} for part in segments]
