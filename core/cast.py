"""The demo's invented people, in groups for the sign-in page."""

import json
from functools import cache
from itertools import groupby

from django.conf import settings

PASSWORD = "demo"  # noqa: S105  (known to all, demo only)


@cache
def people():
    """Return the rows of fixtures/demo/cast.json."""
    return json.loads((settings.ROOT / "fixtures" / "demo" / "cast.json").read_text(encoding="utf-8"))


def emails():
    """Return their addresses."""
    return {row["email"] for row in people()}


def groups():
    """Return [(group, rows)]; nothing outside the demo."""
    return (
        [(name, list(rows)) for name, rows in groupby(people(), key=lambda row: row["group"])] if settings.DEMO else []
    )
