"""An agreement as its parties read it: one list of lines for page, paper and hash, so that what is signed is what is read."""

import hashlib
import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import calendar
from senior import words
from senior.choices import AgreementKind, Function, Option, UnionParty


def hours(value):
    """Return a number of hours as Danes write it."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",") if value is not None else ""


def options_of(agreement):
    """Return the names of the chosen options."""
    return [str(Option(one).label) for one in agreement.options if one in Option.values]


def _hours_line(agreement):
    if agreement.hours_after is None:
        return ""
    if agreement.hours_before is None or agreement.hours_before == agreement.hours_after:
        return _("%(hours)s timer om ugen") % {"hours": hours(agreement.hours_after)}
    return _("%(after)s timer om ugen i stedet for %(before)s") % {
        "after": hours(agreement.hours_after),
        "before": hours(agreement.hours_before),
    }


def _period(agreement):
    if agreement.starts_on is None:
        return ""
    begins = calendar.long_date(agreement.starts_on).capitalize()
    if agreement.ends_on is None:
        return _("%(begins)s og fremover") % {"begins": begins}
    return _("%(begins)s til og med %(ends)s") % {"begins": begins, "ends": calendar.long_date(agreement.ends_on)}


def _function(agreement):
    if not agreement.function:
        return ""
    said = str(Function(agreement.function).label)
    if agreement.function_from:
        said = _("%(function)s fra %(day)s") % {"function": said, "day": calendar.long_date(agreement.function_from)}
    if agreement.function_to:
        said = _("%(said)s til og med %(day)s") % {"said": said, "day": calendar.long_date(agreement.function_to)}
    return said


def _union(agreement):
    if not agreement.changes_terms:
        return ""
    if agreement.union_party == UnionParty.BRANCH:
        return _("%(branch)s skal bekræfte") % {"branch": agreement.branch or _("Kredsen")}
    return _("%(name)s, TR, skal bekræfte") % {"name": agreement.union_rep.name if agreement.union_rep else _("TR")}


def facts(agreement):
    """Return [(label, words)] of what is agreed, in order; what is empty is left out."""
    text = agreement.text or {}
    found = [
        (_("Aftale"), str(AgreementKind(agreement.kind).label)),
        (_("Mulighed"), ", ".join(options_of(agreement))),
        (words.AGREEMENT_TEXT["content"], text.get("content", "")),
        (_("Arbejdstid"), _hours_line(agreement)),
        (_("Periode"), _period(agreement)),
        (words.AGREEMENT_TEXT["tasks"], text.get("tasks", "")),
        (words.AGREEMENT_TEXT["pay"], text.get("pay", "")),
        (words.AGREEMENT_TEXT["pension"], text.get("pension", "")),
        *((label, text.get(name, "")) for name, label in words.KIND_TEXT[agreement.kind].items()),
        (_("Funktion"), _function(agreement)),
        (_("Fratræder"), calendar.long_date(agreement.leaving_on).capitalize() if agreement.leaving_on else ""),
        (words.AGREEMENT_TEXT["operation"], text.get("operation", "")),
        (
            _("Opsigelse"),
            ngettext(
                "Begge kan opsige aftalen med %(n)s måneds varsel",
                "Begge kan opsige aftalen med %(n)s måneders varsel",
                agreement.notice_months,
            )
            % {"n": agreement.notice_months},
        ),
        (_("Evalueres"), calendar.long_date(agreement.evaluate_on).capitalize() if agreement.evaluate_on else ""),
        (_("TR eller kreds"), _union(agreement)),
    ]
    return [(str(label), said) for label, said in found if said]


def other_side(agreement):
    """Return [(label, words)] of unwanted effects and how they are avoided."""
    text = agreement.text or {}
    return [(str(words.AGREEMENT_TEXT[name]), text[name]) for name in ("side_effects", "avoided") if text.get(name)]


def digest(agreement):
    """Return the SHA-256 of everything the parties agree on: the same words give the same sum."""
    parties = [agreement.person_id, agreement.union_rep_id, agreement.branch, agreement.version]
    said = [parties, facts(agreement), other_side(agreement)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()
