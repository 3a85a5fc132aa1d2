"""The lines of a template in words: what a list is called, and what one of its lines says."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import calendar
from onboarding import words

HEADINGS = {
    "items": gettext_lazy("Huskelisten"),
    "rows": gettext_lazy("Introduktionsskemaet"),
    "meetings": gettext_lazy("Statusmøder"),
    "goals": gettext_lazy("Læringsmål"),
    "topics": gettext_lazy("Videnspersoner"),
    "loads": gettext_lazy("Antal sager"),
    "aids": gettext_lazy("Hjælpemappen"),
    "activities": gettext_lazy("Det, den nye kollega har med"),
}
DAYS = {"daily": gettext_lazy("hver dag"), "any": gettext_lazy("når det passer"), "latest": gettext_lazy("til sidst")}
SUPPORT = {"with_support": gettext_lazy("med støtte"), "alone": gettext_lazy("alene")}


def title(name, line):
    """Return what a line is called."""
    if name == "meetings":
        return str(words.SERIES[line["series"]])
    if name == "loads":
        return _("{n}. måned").format(n=line["month"])
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
        "items": lambda: [words.PHASES[line["phase"]], words.roles_in_words(line["roles"])],
        "rows": lambda: [
            words.BLOCKS[line["block"]],
            f"{_on(line['day'])} {_clock(line)}",
            words.roles_in_words(line["roles"]),
        ],
        "meetings": lambda: [
            words.listed(words.BLOCKS[block] for block in line["blocks"]),
            f"{_on(line['every'])} {_clock(line)}",
        ],
        "goals": lambda: [words.NEEDS[line["need"]], words.METHODS[line["method"]]],
        "topics": lambda: [words.CATEGORIES[line["category"]]],
        "loads": lambda: [_cases(line), line.get("kind", ""), SUPPORT[line["support"]]],
        "aids": lambda: (
            [line.get("where") or line.get("url") or _("uden link")]
            + ([_("ses inden start")] if line.get("before_start") else [])
        ),
        "activities": list,
    }
    return [str(text) for text in told[name]() if text]
