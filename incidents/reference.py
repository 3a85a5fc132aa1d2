"""Load incidents' reference data: letter types and placeholders, advice, walk-rounds. Steps and wordings are editions."""

from core.models import GuidancePage
from core.reference import loader, put, read
from incidents.models import LetterField, LetterType, WalkPoint


@loader
def letter_fields(refresh):
    """Load the fixed list of placeholders."""
    return sum(
        put(
            LetterField,
            {"name": row["name"]},
            {
                "label": row["label"],
                "help": row["help"],
                "example": row["example"],
                "kind": row["kind"],
                "form": row["format"],
                "source": row["source"],
            },
            True,
        )
        for row in read("letter_fields")
    )


@loader
def letter_types(refresh):
    """Load the kinds of letters."""
    return sum(
        put(
            LetterType,
            {"code": row["code"]},
            {
                "title": row["title"],
                "pdf": row["pdf"],
                "use_for": row["use_for"],
                "measure": row["measure"],
                "is_formal_decision": row["needs_decision"],
                "position": place,
            },
            refresh,
        )
        for place, row in enumerate(read("letter_types"))
    )


@loader
def guidance(refresh):
    """Load the pages of advice for the plan's other readers and for what GEN-44 to GEN-82 ask."""
    return sum(
        put(GuidancePage, {"code": row["code"]}, {key: row[key] for key in row if key != "code"}, refresh)
        for row in read("incidents_guidance")
    )


@loader
def walk_points(refresh):
    """Load the checklist of the walk-round that every site has."""
    return sum(
        put(
            WalkPoint,
            {"code": row["code"]},
            {"title": row["title"], "help": row["help"], "order": row["order"]},
            refresh,
        )
        for row in read("incidents_walk_points")
    )
