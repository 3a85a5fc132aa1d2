"""Load incidents' reference data: steps, letter types, blocks and fields."""

from datetime import date

from core.models import GuidancePage
from core.reference import loader, put, read
from incidents.models import LetterBlock, LetterField, LetterType, StepTemplate, WalkPoint

RULE_SOURCE = {"incidents.police": "Offererstatningsloven § 10", "incidents.injury_report": "BEK 799/2022 § 1"}


@loader
def steps(refresh):
    """Load the plan's steps; deadlines fixed by law carry their source."""
    return sum(
        put(
            StepTemplate,
            {"code": row["code"], "categories": row["categories"]},
            {
                "title": row["title"],
                "help": row["help"],
                "owner": row["owner"],
                "due": row["due"],
                "anchor": row["anchor"],
                "order": row["order"],
                "is_obligatory": row["obligatory"],
                "condition": row["condition"],
                "kind": row["kind"],
                "rule": row["rule"],
                "link_label": row["link_label"],
                "hint_done": row["hint_done"],
                "is_law": row["code"] in RULE_SOURCE,
                "source": RULE_SOURCE.get(row["code"], ""),
                "valid_from": date(2024, 1, 1),
            },
            refresh,
        )
        for row in read("steps")
    )


@loader
def letter_blocks(refresh):
    """Load the blocks in both forms of address."""
    return sum(
        put(
            LetterBlock,
            {"code": row["code"]},
            {
                "name": row["name"],
                "one": row["du"],
                "several": row["i"],
                "group": row["group"],
                "needs_lawyer": row["legal"],
                "alternatives": row.get("alternatives") or [],
            },
            refresh,
        )
        for row in read("letter_blocks")
    )


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
                "heading": row["heading"],
                "heading_several": row.get("heading_i") or "",
                "order_of_blocks": row["order"],
                "pdf": row["pdf"],
                "headings_by_block": row.get("headings_by_block") or {},
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
