"""Templates and lists that named roles word for themselves, edition by edition (GEN-10; docs/editions.md).

A kind says what its templates are called, who owns them, what the product is released with and how a row is written:

    @register
    class Steps(Kind):
        name, owner = "incidents.steps", "plan_owner"
        def released(self): return {"steps": {"rows": [{"code": "incidents.talk", …}]}}

Code reads with `contents("incidents.steps", at=moment)`; `kept(…)` is the same without a question to the database, for
lists that every page needs. What holds is never stored: it follows from when an edition was published and its first day.
"""

import hashlib
import json
import time
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.utils.translation import gettext_lazy as _

from core import calendar
from core.models import Edition, Template

KINDS: dict[str, "Kind"] = {}
ELSEWHERE: list = []  # functions person → [Line]: what is worded on pages of its own, for the overview
EVER = datetime(2000, 1, 1, tzinfo=calendar.ZONE)  # from when the words of a release have held: always
KEPT_SECONDS = 5  # how old what a process keeps may be; the process that publishes sees it at once


class Kind:
    """One kind of template. Rows are dicts with a `code`; `labels` names those of their values that people read."""

    name = ""
    group = _("Andet")  # heading on the overview
    order = 100
    owner = "hr"
    owners: tuple = ("hr", "plan_owner", "consultant")  # roles that the administrator may choose among
    own_owners: dict = {}  # owners that are no role of core's: {code: what they are called}
    row_name = _("Linje")
    labels: dict = {}  # {key of a row: what it is called}
    field_labels: dict = {}  # {key of the content outside the rows: what it is called}
    may_move = True
    preview_template = ""
    fields_label = _("Øvrigt")  # what stands outside the rows
    fields_template = ""  # shows its form; empty for one field under the other
    note = _("Det, der allerede er lavet, beholder sin udgave.")

    def released(self):
        """Return {code: content} as the product is released with it."""
        return {}

    def title(self, template):
        """Return what a template is called."""
        return template.code

    def titles(self, templates):
        """Return {pk: title} of many templates, for the overview."""
        return {one.pk: self.title(one) for one in templates}

    def row_title(self, row):
        """Return what a row is called."""
        return row.get("title") or row.get("label") or row.get("name") or row["code"]

    def row_details(self, row):
        """Return short words about a row."""
        return []

    def row_form(self, template, content, row):
        """Return the form class for a row; row is None for a new one."""
        raise NotImplementedError

    def fields_form(self, template, content):
        """Return the form class for what stands outside the rows, or None."""
        return

    def row_dropped(self, content, code):
        """Return the content after a row was taken out of it."""
        return content

    def heading(self, template, row):
        """Return the heading under which a row stands, or nothing."""
        return ""

    def anchor(self, code):
        """Return a row's code as part of an address."""
        return "".join(sign if sign.isalnum() else "-" for sign in code)

    def why_kept(self, template, row):
        """Return why a row can't be taken out, or nothing."""
        return ""

    def reason_needed(self, template, row):
        """Tell whether taking a row out needs a reason."""
        return False

    def retires(self, template, row):
        """Tell whether a row that was published is taken out of use rather than out of the list."""
        return False

    def may_add(self, template):
        """Tell whether rows can be added."""
        return True

    def new_code(self, template, content):
        """Return the code of a new row."""
        taken, number = {row["code"] for row in content["rows"]}, 1
        while f"own_{number}" in taken:
            number += 1
        return f"own_{number}"

    def row_added(self, content, row):
        """Return the content with a new row, which stands last."""
        return content | {"rows": [*content["rows"], row]}

    def check(self, template, content):
        """Raise ValidationError for a content that can't be published."""

    def preview(self, template, content):
        """Return what the preview's template shows."""
        return {}

    def said(self, key, value):
        """Return a value for people."""
        if isinstance(value, bool):
            return _("Ja") if value else _("Nej")
        if isinstance(value, (list, tuple)):
            return ", ".join(str(one) for one in value)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Line:
    """What the overview says of something that is worded on a page of its own."""

    title: str
    url: str
    owner: str
    edition: str = ""
    valid_from: date | None = None
    changed_at: datetime | None = None


def elsewhere(function):
    """Register what is worded on a page of its own: a function that returns Lines."""
    ELSEWHERE.append(function)
    return function


def register(kind):
    """Register a kind of template."""
    KINDS[kind.name] = kind()
    return kind


def kind_of(template):
    """Return a template's kind."""
    return KINDS[template.kind]


# -- reading -------------------------------------------------------------------------------------------------------
def contents(name, *, at=None):
    """Return {code: content} of a kind as it held at a moment (now), in one query."""
    editions = Edition.objects.at(at or calendar.now()).filter(template__kind=name)
    return released(name) | dict(editions.values_list("template__code", "content"))


_kept: dict[str, tuple[float, list]] = {}


def kept(name, *, at=None):
    """Return the same as `contents` from what this process keeps, at most five seconds old. Never for what is approved."""
    now = time.monotonic()
    since, rows = _kept.get(name, (None, []))
    if since is None or not 0 <= now - since < KEPT_SECONDS:
        published = Edition.objects.filter(template__kind=name, published_at__isnull=False).order_by("number")
        rows = list(published.values_list("template__code", "published_at", "valid_from", "content"))
        _kept[name] = (now, rows)
    moment = at or calendar.now()
    day = calendar.local_date(moment)
    return released(name) | {code: content for code, said, first, content in rows if said <= moment and first <= day}


def forget():
    """Let the next reader ask the database again."""
    _kept.clear()


@cache
def released(name):
    """Return {code: content} that a kind is released with, as the database would give it back."""
    return json.loads(json.dumps(KINDS[name].released()))


# -- comparing -----------------------------------------------------------------------------------------------------
def digest(value):
    """Return a short sum of a row or a content: what somebody had before their eyes."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def row_of(content, code):
    """Return a row of a content, or None."""
    return next((row for row in content["rows"] if row["code"] == code), None)


@dataclass
class Change:
    """What differs in one row, or in what stands outside the rows: [(label, before, after)]."""

    what: str  # added, removed, changed, moved
    title: str
    values: list = field(default_factory=list)


def differences(kind, before, after):
    """Return the Changes from one content to another, in the new one's order."""
    found = []
    outside = _values(kind, before, after, kind.field_labels)
    if outside:
        found.append(Change("changed", "", outside))
    old, new = ({row["code"]: row for row in content["rows"]} for content in (before, after))
    common = [code for code in old if code in new]
    moved = _moved(common, [code for code in new if code in old])
    for code, row in new.items():
        if code not in old:
            found.append(Change("added", kind.row_title(row), _values(kind, {}, row, kind.labels)))
            continue
        values = _values(kind, old[code], row, kind.labels)
        if values or code in moved:
            found.append(Change("changed" if values else "moved", kind.row_title(row), values))
    found += [Change("removed", kind.row_title(row)) for code, row in old.items() if code not in new]
    return found


def _values(kind, before, after, labels):
    """Return [(label, before, after)] of the named values that differ."""
    pairs = [(key, label, before.get(key), after.get(key)) for key, label in labels.items()]
    return [
        (label, kind.said(key, old), kind.said(key, new))
        for key, label, old, new in pairs
        if old != new and (old or new or isinstance(new, bool))
    ]


def _moved(old, new):
    """Return the codes that were put elsewhere: the fewest that explain the new order."""
    longest: list[list] = []  # the longest run in the old order that ends in each place of the new
    for place, code in enumerate(new):
        before = [longest[n] for n in range(place) if old.index(new[n]) < old.index(code)]
        longest.append([*_longest(before), code])
    return set(new) - set(_longest(longest))


def _longest(runs: list[list]) -> list:
    """Return the longest of several runs, the first of equals."""
    return max(runs, key=lambda run: len(run), default=[])


def merged(base, theirs, mine):
    """Return (content, titles of what both have changed): their changes since `base` laid into mine; mine wins.

    Value by value within a row. A row that one side took out goes, unless the other side has changed it.
    """
    clashes: list = []
    result = {
        key: _one(base.get(key), theirs.get(key), mine.get(key), key, clashes)
        for key in {**theirs, **mine}
        if key != "rows"
    }
    old, new, own = ({row["code"]: row for row in content.get("rows", ())} for content in (base, theirs, mine))
    rows = []
    for code, row in own.items():
        if code in new:
            keys = {**new[code], **row}
            known = old.get(code, {})
            rows.append({key: _one(known.get(key), new[code].get(key), row.get(key), code, clashes) for key in keys})
        elif code not in old:
            rows.append(row)
        elif row != old[code]:
            rows.append(row)
            clashes.append(code)
    order = list(new)
    for place, code in enumerate(order):
        if code in own or (code in old and new[code] == old[code]):
            continue
        if code in old:
            clashes.append(code)
            continue
        before = next((one for one in reversed(order[:place]) if any(row["code"] == one for row in rows)), None)
        at = next((n + 1 for n, row in enumerate(rows) if row["code"] == before), 0)
        rows.insert(at, deepcopy(new[code]))
    return result | {"rows": rows}, list(dict.fromkeys(clashes))


def _one(base, theirs, mine, name, clashes):
    """Return the value that stands after both have written."""
    if mine in (base, theirs):
        return theirs
    if theirs != base:
        clashes.append(name)
    return mine


# -- the page's view of one template -------------------------------------------------------------------------------
@dataclass
class State:
    """Where a template stands: what holds today, what is planned, the draft."""

    template: Template
    editions: list  # newest first

    @property
    def kind(self):
        """Return the template's kind."""
        return kind_of(self.template)

    @property
    def title(self):
        """Return what the template is called."""
        return self.kind.title(self.template)

    @property
    def draft(self):
        """Return the draft, or None."""
        return next((one for one in self.editions if one.published_at is None), None)

    @property
    def published(self):
        """Return what was published, newest first."""
        return [one for one in self.editions if one.published_at is not None]

    @property
    def newest(self):
        """Return the newest published edition, planned or in force."""
        return self.published[0]

    @property
    def current(self):
        """Return the edition in force today."""
        today = calendar.today()
        return next((one for one in self.published if one.valid_from <= today), self.published[-1])

    @property
    def planned(self):
        """Return the edition that comes into force later, or None."""
        return self.newest if self.newest.valid_from > calendar.today() else None

    @property
    def has_news(self):
        """Tell whether the release says something that our editions haven't taken in."""
        return bool(self.template.released) and self.template.released != self.working.base

    @property
    def working(self):
        """Return the draft, else the newest edition: what somebody who edits begins from."""
        return self.draft or self.newest
