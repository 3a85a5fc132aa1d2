"""Ready Danish texts that belong to the product itself (language.md 3 and 4), read from fixtures/reference by key."""

import json
from functools import cache

from django.conf import settings

FILES = {"help_now": "key", "crisis_guide": "key", "errors": "code", "field_help": "key"}


@cache
def _file(name):
    """Return {key: row} of one file; the files are part of the release, so they are read once per process."""
    path = settings.ROOT / "fixtures" / "reference" / f"{name}.json"
    return {row[FILES[name]]: row for row in json.loads(path.read_text(encoding="utf-8"))}


def rows(name):
    """Return the rows of a file in their order."""
    return list(_file(name).values())


def text(name, key, **values):
    """Return one text with its {placeholders} filled by plain substitution. KeyError for an unknown key."""
    found = _file(name)[key]["text"]
    for placeholder, value in values.items():
        found = found.replace("{" + placeholder + "}", str(value))
    return found


def error(code, **values):
    """Return an error text such as E-05."""
    return text("errors", code, **values)
