"""The plan's steps as data: which, for which category, whose, by when (INC-33).

They are released in fixtures/reference/steps.json and worded by the plan's owner (incidents/editors/steps.py). A case
keeps the steps that held when it was submitted, so `templates(at=…)` takes a moment.
"""

from dataclasses import dataclass, fields
from datetime import date

from core import editions
from core.reference import read

KIND, CODE = "incidents.steps", "steps"
LAW = {"incidents.police": "Offererstatningsloven § 10", "incidents.injury_report": "BEK 799/2022 § 1"}
SINCE = date(2024, 1, 1)


@dataclass(frozen=True)
class StepTemplate:
    """One step. Deadlines are offsets; those from a law carry source and validity."""

    code: str
    title: str
    categories: tuple
    help: str = ""
    owner: str = "leader"
    due: str = ""  # empty: an attitude, not a task
    anchor: str = ""
    order: int = 0
    is_obligatory: bool = True
    condition: str = ""
    kind: str = "simple"
    rule: str = ""
    link_label: str = ""
    is_law: bool = False
    source: str = ""
    valid_from: date = SINCE


ROW_KEYS = tuple(one.name for one in fields(StepTemplate) if one.name not in ("code", "order", "valid_from", "source"))


def released():
    """Return the steps as rows of an edition: `code` is the row's own, `step` the code that its to-dos carry."""
    found = sorted(read("steps"), key=lambda row: row["order"])
    return [
        {
            "code": f"{row['code']}/{''.join(row['categories'])}",
            "step": row["code"],
            "is_obligatory": row["obligatory"],
            "is_law": row["code"] in LAW,
        }
        | {key: row[key] for key in ROW_KEYS if key in row}
        for row in found
    ]


def of(content):
    """Return the StepTemplates of an edition, in their order."""
    return [
        StepTemplate(
            code=row["step"],
            order=10 * place,
            source=LAW.get(row["step"], ""),
            **{key: tuple(row[key]) if key == "categories" else row[key] for key in ROW_KEYS},
        )
        for place, row in enumerate(content["rows"], 1)
    ]


def templates(at=None):
    """Return the steps that held at a moment (now), in one query."""
    return of(editions.contents(KIND, at=at)[CODE])


def kept():
    """Return the steps that hold now from what the process keeps, for pages that only tell about them."""
    return of(editions.kept(KIND)[CODE])


def attitudes(incident):
    """Return how to be, not what to do: the steps without a deadline of an incident's category."""
    rows = of(editions.kept(KIND, at=incident.submitted_at)[CODE])
    return [row for row in rows if not row.due and incident.working_category in row.categories]
