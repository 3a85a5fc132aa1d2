"""The lines of a template in words: what a list is called, and what one of its lines says."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import calendar
from core.models import Person
from onboarding import words
from onboarding.rules import templates

HEADINGS = words.LISTS
DAYS = {"daily": gettext_lazy("hver dag"), "any": gettext_lazy("når det passer"), "latest": gettext_lazy("til sidst")}
SUPPORT = {"with_support": gettext_lazy("med støtte"), "alone": gettext_lazy("alene")}


def title(name, line):
    """Return what a line is called."""
    if name == "meetings":
        return str(words.SERIES[line["series"]])
    if name == "loads":
        return words.period(templates.code_of(name, line))
    return line.get("title") or line.get("topic", "")


def _on(day):
    """Return a line's day in words: »mandag«, »hver dag«, »hver fredag«."""
    if isinstance(day, int):
        return calendar.WEEKDAYS[day - 1]
    return DAYS.get(day) or _("hver {weekday}").format(weekday=calendar.WEEKDAYS[int(day[-1]) - 1])


def _clock(line):
    return _("kl. {time}").format(time=line["time"].replace(":", ".")) if line.get("time") else _("løbende")


def _cases(line):
    return ngettext("{n} sag", "{n} sager", line["cases"]).format(n=line["cases"])


def details(name, line):
    """Return what else there is to say about a line, as short texts."""
    told = {
        "items": lambda: [words.GENERAL_PHASES[line["phase"]], words.roles_in_words(line["roles"])],
        "rows": lambda: [
            words.GENERAL_BLOCKS[line["block"]],
            f"{_on(line['day'])} {_clock(line)}",
            words.roles_in_words(line["roles"]),
        ],
        "meetings": lambda: [
            words.listed(words.GENERAL_BLOCKS[block] for block in line["blocks"]),
            f"{_on(line['every'])} {_clock(line)}",
        ],
        "goals": lambda: [words.NEEDS[line["need"]], words.METHODS[line["method"]]],
        "topics": lambda: [words.CATEGORIES[line["category"]]],
        "loads": lambda: [_cases(line), line.get("kind", ""), SUPPORT[line["support"]]],
        "aids": lambda: (
            [line.get("where") or line.get("url") or ("" if line.get("file") else _("uden link"))]
            + ([_("med fil")] if line.get("file") else [])
            + ([_("ses inden start")] if line.get("before_start") else [])
        ),
        "activities": list,
    }
    return [str(text) for text in told[name]() if text]


def changes(published, draft, below):
    """Return what a draft changes in the newest version: [{heading, lines: [(sign, title, details, before, who, at)]}].

    `sign` is added, changed or removed; `before` is what a changed line was; `who` wrote it last, in one query for all.
    `below` names the lines that a pack may leave out.
    """
    names = dict(Person.objects.filter(pk__in=[one["by"] for one in draft.touched.values()]).values_list("pk", "name"))

    def wrote(key):
        """Return (who, when) of a line."""
        known = draft.touched.get(key)
        return (names.get(known["by"], ""), datetime.fromisoformat(known["at"])) if known else ("", None)

    told = []
    before, after = (templates.compose([one.contents | {"drop": {}}]) for one in (published, draft))
    for name, (added, removed, changed) in templates.difference(before, after).items():
        some = [("added", line, None) for line in added] + [("changed", new, old) for old, new in changed]
        some += [("removed", line, None) for line in removed]
        told.append(
            {
                "heading": HEADINGS[name],
                "lines": [
                    (
                        sign,
                        title(name, line),
                        details(name, line),
                        [title(name, old), *details(name, old)] if old else [],
                        *wrote(f"{name}:{templates.code_of(name, line)}"),
                    )
                    for sign, line, old in some
                ],
            }
        )
    return told + _left_out(published, draft, below, wrote)


def _left_out(published, draft, below, wrote):
    """Return what a draft leaves out of the packs below it, or takes in again, as one more change."""
    before, after = (
        {(name, code) for name, codes in (one.contents.get("drop") or {}).items() for code in codes}
        for one in (published, draft)
    )
    some = [("removed", key) for key in sorted(after - before)] + [("added", key) for key in sorted(before - after)]
    found = [
        (sign, below.get((name, code), code), [str(HEADINGS[name])], [], *wrote(f"drop:{name}:{code}"))
        for sign, (name, code) in some
    ]
    return [{"heading": _("Udelades"), "lines": found}] if found else []


# -- a newer version in a running course ---------------------------------------------------------------------------------
def of_part(part):
    """Return what one part of a newer version changes, in words: {heading, add, change, drop, stay, meetings}."""

    def told(line):
        """Return (title, details) of a line, with its day in the course where it has one."""
        day = part.when.get(templates.code_of(part.name, line))
        some = details(part.name, line)
        return title(part.name, line), some + [calendar.short_date(day)] if day else some

    def changed(old, new):
        """Return (title, details, what it was)."""
        before = [title(part.name, old), *details(part.name, old)]
        now = [title(part.name, new), *details(part.name, new)]
        return *told(new), [one for one in before if one not in now]

    off = sum(after is None for _meeting, _before, after in part.moves)
    counts = [
        (len(part.more), ngettext("{n} statusmøde kommer til.", "{n} statusmøder kommer til.", len(part.more))),
        (len(part.moves) - off, ngettext("{n} statusmøde flytter.", "{n} statusmøder flytter.", len(part.moves) - off)),
        (off, ngettext("{n} statusmøde bliver aflyst.", "{n} statusmøder bliver aflyst.", off)),
    ]
    return {
        "heading": HEADINGS[part.name],
        "add": [told(line) for line in part.add],
        "change": [changed(old, new) for old, new in part.change],
        "drop": [title(part.name, line) for line in part.drop],
        "stay": [(title(part.name, line), why) for line, why in part.stay],
        "meetings": [text.format(n=n) for n, text in counts if n],
    }
