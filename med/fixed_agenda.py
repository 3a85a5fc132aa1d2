"""The fixed agenda: that of a kind of body, or one that a body words for itself (MED-05, GEN-10).

Agendas are editions (core.editions), released in fixtures/reference/med_agendas.json. An agenda that is open keeps its lines.
"""

from dataclasses import dataclass

from core import editions
from core.reference import read

KIND = "med.agenda"
APPROVAL, LAST = "approval", "any_other"
LAST_PLACE, GAP = 900, 10


@dataclass(frozen=True)
class Line:
    """One line of a fixed agenda."""

    code: str
    part: str
    order: int
    title: str
    help: str
    purpose: str
    responsible_role: str
    duration: int


def own_code(body_id):
    """Return the code of the agenda that a body words for itself."""
    return f"body-{body_id}"


def lines_of(content):
    """Return the lines of an edition, part by part in their order; »Eventuelt« stands last."""
    found = [
        Line(
            row["code"],
            row["part"],
            LAST_PLACE if row["code"] == LAST else place * GAP,
            row["title"],
            row["help"],
            row["purpose"],
            row["responsible_role"],
            row["duration"],
        )
        for place, row in enumerate(content["rows"], 1)
    ]
    return sorted(found, key=lambda line: (line.part, line.order))


def content_for(body, found=None):
    """Return the edition that a body's next agenda begins from."""
    found = editions.contents(KIND) if found is None else found
    return found.get(own_code(body.pk)) or found.get(body.kind) or {"rows": []}


def fixed_lines(body):
    """Return the body's own fixed agenda, or that of its kind; one query."""
    return lines_of(content_for(body))


def released():
    """Return {kind of body: content}."""
    found: dict = {}
    for row in sorted(read("med_agendas"), key=lambda row: (row["part"], row["order"])):
        keys = ("code", "part", "title", "help", "purpose", "responsible_role", "duration")
        found.setdefault(row["template"], {"rows": []})["rows"].append({key: row[key] for key in keys})
    return found
