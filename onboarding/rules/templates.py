"""Packs are laid on top of each other: everyone, safety, the job, experience, terms, the unit's own (ONB-32).

A pack adds rows, replaces the row of a pack below it that has the same code, and may leave some of those out.
"""

from dataclasses import dataclass, field

from core.reference import read

LISTS = ("items", "rows", "topics", "goals", "loads", "meetings", "aids", "activities")
BASE, SAFETY = "everyone", "safety"
STANDARD = (BASE, SAFETY)


@dataclass(frozen=True)
class Template:
    """What a course is made from. Each list holds the plain dicts of the packs."""

    items: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    goals: list = field(default_factory=list)
    loads: list = field(default_factory=list)
    meetings: list = field(default_factory=list)
    aids: list = field(default_factory=list)
    activities: list = field(default_factory=list)


def code_of(name, row):
    """Return what makes two rows of a list the same one."""
    if name == "meetings":
        return row.get("code") or row["series"]
    if name == "loads":
        return f"w{row['week']}" if row.get("week") else str(row["month"])
    return row["code"]


def period_of(code):
    """Return the week or the month that a code of agreed cases stands for: {"week": 2} or {"month": 3}."""
    return {"week": int(code[1:])} if code.startswith("w") else {"month": int(code)}


def load_of(line):
    """Return the fields of agreed cases that a line stands for."""
    return {"week": None, "month": None, "kind": ""} | {
        name: line[name] for name in ("week", "month", "cases", "kind", "support") if name in line
    }


def compose(contents):
    """Return the Template of some packs' contents, the later on top of the earlier."""
    found = {name: {} for name in LISTS}
    for content in contents:
        for name, codes in (content.get("drop") or {}).items():
            for code in codes:
                found[name].pop(code, None)
        for name in LISTS:
            for row in content.get(name) or []:
                found[name][code_of(name, row)] = row
    return Template(**{name: list(rows.values()) for name, rows in found.items()})


def difference(before, after):
    """Return {list: (added, removed, changed)} between two Templates, by code; lists without a change are left out."""
    told = {}
    for name in LISTS:
        old = {code_of(name, row): row for row in getattr(before, name)}
        new = {code_of(name, row): row for row in getattr(after, name)}
        added = [row for code, row in new.items() if code not in old]
        removed = [row for code, row in old.items() if code not in new]
        changed = [(old[code], row) for code, row in new.items() if code in old and old[code] != row]
        if added or removed or changed:
            told[name] = (added, removed, changed)
    return told


def chosen(packs, experience, terms):
    """Return the codes that suit a newcomer: those that are always there, and those of the experience and the terms."""
    return [
        pack["code"] for pack in packs if pack["always"] or terms in pack["terms"] or experience in pack["experience"]
    ]


def named(name, packs):
    """Return the codes that a template's name stands for; ValueError with the known names for any other.

    »standard« is what everyone gets. The name or code of another pack means that pack on top, or, for temps and
    students, instead. A list of codes is taken as it stands.
    """
    known = {pack["code"]: pack for pack in packs}
    by_name = {pack["name"].casefold(): pack["code"] for pack in packs} | {code: code for code in known}
    if isinstance(name, list):
        wanted = [by_name.get(str(one).casefold(), "") for one in name]
    elif not name or str(name).casefold() == "standard":
        wanted = list(STANDARD)
    else:
        code = by_name.get(str(name).casefold(), "")
        alone = known.get(code, {}).get("kind") == "terms" and not set(known[code]["terms"]) & set(known[BASE]["terms"])
        wanted = [*((SAFETY,) if alone else STANDARD), code]
    if "" in wanted:
        raise ValueError(f"Unknown template: {name}. Known: standard, {', '.join(known)}.")
    return [code for code in known if code in wanted]


def released():
    """Return the packs as the product is released with them."""
    return read("onboarding_packs")
