"""Load reference data: what is missing is added, what people have changed since is left alone (docs/reference-data.md)."""

import json
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction

from core.actions import editions
from core.models import GuidancePage, Hotline, NoticeText, ReferenceLink, ReminderRule, RetentionRule, Setting

LOADERS: list[Callable] = []


def loader(function):
    """Register a function that loads one file; it gets `read(name)` and `put` and runs inside one transaction."""
    LOADERS.append(function)
    return function


def read(name):
    """Return the rows of fixtures/reference/<name>.json."""
    return json.loads((settings.ROOT / "fixtures" / "reference" / f"{name}.json").read_text(encoding="utf-8"))


def put(model, key, values, refresh):
    """Add the row under its natural key, or with `refresh` bring it back to the released wording."""
    if refresh:
        return model.objects.update_or_create(**key, defaults=values)[1]
    return model.objects.get_or_create(**key, defaults=values)[1]


@transaction.atomic
def load_all(refresh=False):
    """Load every file; return how many rows were new."""
    return sum(count for load in LOADERS for count in [load(refresh)])


@loader
def notices(refresh):
    """Load the wording of notices."""
    return sum(
        put(
            NoticeText,
            {"code": row["code"]},
            {
                "subject": row.get("subject") or row.get("subject_one", ""),
                "subject_many": row.get("subject_many", ""),
                "body": row["body"],
                "speed": row["speed"],
                "button": row.get("button", ""),
            },
            refresh,
        )
        for row in read("notices")
    )


@loader
def rules(refresh):
    """Load the reminder rules, keyed by what they say: which rule, to-do, category, level, moment and receivers."""
    return sum(
        put(
            ReminderRule,
            {
                "code": row["code"],
                "todo": row["todo"],
                "category": row["category"],
                "level": row["level"],
                "offset": row["offset"],
                "receivers": row["receivers"],
                "starts_on": date.fromisoformat(row["valid_from"]),
                "unit": None,
            },
            {
                "anchor": row["anchor"],
                "notice": row["notice"],
                "speed": row["speed"] or "digest",
                "source": row["source"],
                "is_law": row["law"],
                "note": row.get("note", ""),
            },
            refresh,
        )
        for row in read("rules")
    )


@loader
def workplace_settings(refresh):
    """Load what can be set; values set by people are other rows and never touched."""
    return sum(
        put(
            Setting,
            {"key": row["key"]},
            {
                "title": row["title"],
                "help": row["help"],
                "kind": row["type"],
                "default": row["default"],
                "group": row["group"],
                "is_law": row["law"],
                "source": row["source"],
                "order": place,
            },
            True,
        )
        for place, row in enumerate(read("settings"))
    )


@loader
def hotlines(refresh):
    """Load the hotline cards, unchecked."""
    return sum(
        put(
            Hotline,
            {"firm": row["firm"], "kind": row["kind"]},
            {key: row[key] for key in ("phone", "days", "opens", "closes", "order")},
            refresh,
        )
        for row in read("hotlines")
    )


@loader
def links(refresh):
    """Load the links, unchecked."""
    return sum(
        put(ReferenceLink, {"code": row["code"]}, {key: row[key] for key in ("title", "url", "note")}, refresh)
        for row in read("links")
    )


@loader
def guidance(refresh):
    """Load the pages of advice."""
    keys = ("slug", "title", "audience", "phase", "intro", "items", "source", "version", "owner_role", "order")
    return sum(
        put(
            GuidancePage,
            {"code": row["code"]},
            {key: row[key] for key in keys} | {"frame": row.get("frame") or ""},
            refresh,
        )
        for row in read("guidance")
    )


@loader
def retention(refresh):
    """Load the retention periods."""
    return sum(
        put(
            RetentionRule,
            {"code": row["code"]},
            {key: row[key] for key in ("title", "period", "starts_at", "source")},
            refresh,
        )
        for row in read("retention")
    )


@loader
def templates(refresh):
    """Load templates and lists as editions. What people have edited is never overwritten (core/actions/editions.py)."""
    return editions.load()
