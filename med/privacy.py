"""What the minute taker is asked to look at before everybody can read the minutes (MED-30). Suggests, never decides."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.fields import looks_like_cpr
from core.models import Person
from med import sheets

ILLNESS = re.compile(
    r"\b(sygemeld\w*|sygdom\w*|syg|syge|langtidssyg\w*|diagnos\w*|stress\w*|depression\w*|kræft\w*|graviditet\w*|gravid\w*|"
    r"angst\w*|operation\w*|indlagt\w*|orlov\w*|barsel\w*)\b",
    re.IGNORECASE,
)
SINGLE = re.compile(
    r"\b(klage\w*|personsag\w*|tjenstlig\w*|advarsel|afskedig\w*|fyret|bortvis\w*|konflikt\w*|mobning\w*)\b", re.I
)
CITIZEN = re.compile(r"\b(borgeren|borger med|barnet|familien|moren|faren)\b", re.IGNORECASE)
PAY = re.compile(r"\b(løntrin\w*|tillæg til|personlig løn\w*|lønforhandling\w*)\b", re.IGNORECASE)
SMALL = re.compile(
    r"\b(?:en|én|et|to|tre|fire|1|2|3|4) (?:medarbejder\w*|kolleg\w*|ansat\w*|syge\w*|rådgiver\w*)\b", re.IGNORECASE
)
RULES = (
    (ILLNESS, "illness"),
    (SINGLE, "single"),
    (CITIZEN, "citizen"),
    (PAY, "pay"),
    (SMALL, "small"),
)


@dataclass(frozen=True)
class Finding:
    """One place to look at: which item, addendum or short telling, which word, why."""

    item: object
    label: str
    word: str
    why: str

    @property
    def anchor(self):
        """Return where on the page it stands."""
        kind = self.item._meta.model_name
        return f"{'item' if kind == 'treatment' else kind}-{self.item.pk}"


def reasons():
    """Return why each kind of word is shown."""
    return {
        "illness": _("Kan nogen se, hvem der er eller har været syg?"),
        "single": _("Er det kun nævnt som emne?"),
        "citizen": _("Kan en borger kendes?"),
        "pay": _("Handler det om én persons løn?"),
        "small": _("Tallet er så lille, at nogen kan kendes."),
        "name": _("Navnet står uden en opgave eller en rolle på mødet."),
        "cpr": _("Det ligner et CPR-nummer."),
    }


def findings(items, attendances, addenda=(), summary=None):
    """Return what to look at in [(label, treatment)], in the addenda and in the meeting told in short.

    The names of those who were there or have a task are left out.
    """
    expected = {row.who for row in attendances}
    why = reasons()
    texts = []
    for label, item in items:
        outcome = getattr(item, "outcome", None)
        expected |= {action.owner.name for action in item.actions.all()}
        words = [item.title, item.text, item.background, item.environment]
        words += [outcome.text, outcome.disagreement, outcome.passed_to] if outcome else []
        words += [action.what for action in item.actions.all()]
        words += sheets.words_of(item)
        words += [file.original_name for file in getattr(item, "files", ()) if not file.is_closed]
        texts.append((label, item, "\n".join(words)))
    texts += [(_("Tilføjelse"), row, row.text) for row in addenda]
    texts += [(_("Kort fortalt"), summary, summary.text)] if summary else []
    everybody = list(Person.objects.working().values_list("name", flat=True)) if texts else []
    found = []
    for label, item, text in texts:
        for pattern, code in RULES:
            found += [
                Finding(item, label, word, why[code]) for word in dict.fromkeys(m[0] for m in pattern.finditer(text))
            ]
        found += [
            Finding(item, label, name, why["name"]) for name in everybody if name in text and name not in expected
        ]
        if looks_like_cpr(text):
            found.append(Finding(item, label, _("ti cifre"), why["cpr"]))
    return found
