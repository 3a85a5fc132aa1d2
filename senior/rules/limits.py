"""The limits of an agreement, each with the rule it comes from quoted (SEN-13, -15 to -18).

No age and no date of birth stands in what a leader reads: only the rule.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from core.texts import error
from senior.choices import AgreementKind, Option, Right, UnionParty
from senior.rules import engine


def quoted(text, rule):
    """Return a refusal with its rule: words, source, validity, and that it must be checked when nobody has."""
    parts = [text, _("Regel: %(source)s") % {"source": rule.source}]
    parts[1] += _(", gælder fra %(day)s.") % {"day": f"{rule.starts_on:%d.%m.%Y}"}
    if not rule.is_checked:
        parts.append(_("Reglen skal kontrolleres."))
    return " ".join(parts)


def reduces_hours(options, hours_before, hours_after):
    """Tell whether SEN-13's questions must be gone through first: the option is chosen, or the hours fall."""
    falls = hours_before is not None and hours_after is not None and hours_after < hours_before
    return Option.LESS_TIME in (options or ()) or falls


def changes_terms(kind, hours_before, hours_after, said):
    """Tell whether TR or the branch must agree: another kind than an effort, other hours, or the leader says so."""
    return kind != AgreementKind.EFFORT or (hours_before != hours_after and hours_after is not None) or bool(said)


def faults(values, rights, rules):
    """Return {field: words} of what an agreement may not be. `rights` is None when the birth date is unknown.

    `rules` are those in force on the agreement's first day.
    """
    found: dict[str, str] = {}
    starts, ends, kind = values.get("starts_on"), values.get("ends_on"), values.get("kind")
    if starts and ends and ends < starts:
        found["ends_on"] = error("E-25")
    evaluate = values.get("evaluate_on")
    if starts and evaluate and evaluate <= starts:
        found["evaluate_on"] = _("Vælg en dag, efter at aftalen er begyndt.")
    elif evaluate and ends and evaluate > ends:
        found["evaluate_on"] = _("Vælg en dag, før aftalen slutter.")
    before, after = values.get("hours_before"), values.get("hours_after")
    if Option.LESS_TIME in (values.get("options") or ()):
        if before is None:
            found["hours_before"] = _("Skriv timetallet før aftalen.")
        if after is None:
            found["hours_after"] = _("Skriv timetallet efter aftalen.")
    if before is not None and after is not None and after > before:
        found["hours_after"] = _("Timetallet efter aftalen er højere end før. Ret det ene.")
    begins, stops = values.get("function_from"), values.get("function_to")
    if begins and stops and stops < begins:
        found["function_to"] = error("E-25")
    if kind and kind != AgreementKind.EFFORT and starts:
        found |= _of_kind(kind, values, rights, {rule.right: rule for rule in rules}, starts, ends)
    return found


def _of_kind(kind, values, rights, by_right, starts, ends):
    """Return the faults of the kinds that have an age."""
    if rights is None:
        return {"kind": _("Alderen er ikke kendt. Bed HR om at registrere den, før I aftaler det her.")}
    if kind == AgreementKind.SENIOR_POSITION:
        return _position(values, rights, by_right, starts)
    if kind == AgreementKind.GENERATION_CHANGE:
        return _generation_change(values, rights, by_right, starts, ends)
    if not rights.has_retirement_scheme:
        return {"kind": _("Der er ingen regel om fratrædelsesordning.")}
    return {} if values.get("leaving_on") else {"leaving_on": _("Skriv, hvornår medarbejderen fratræder.")}


def _position(values, rights, by_right, starts):
    rule = by_right.get(Right.SENIOR_POSITION)
    if rule is None or rights.senior_position_from is None:
        return {"kind": _("Der er ingen regel om seniorstilling.")}
    found = {}
    if starts < rights.senior_position_from:
        found["starts_on"] = quoted(
            _("En seniorstilling kan tidligst begynde efter det fyldte %(age)s. år.") % {"age": rule.age_from}, rule
        )
    bonus, leaving = by_right.get(Right.RETENTION_BONUS), values.get("leaving_on")
    said = (values.get("text") or {}).get("retention_bonus")
    if said and bonus and leaving and rights.retention_bonus_from and leaving < rights.retention_bonus_from:
        found["leaving_on"] = quoted(
            _("Fastholdelsesbonus gives kun til den, der fratræder efter det fyldte %(age)s. år.")
            % {"age": bonus.age_from},
            bonus,
        )
    return found


def _generation_change(values, rights, by_right, starts, ends):
    rule, change = by_right.get(Right.GENERATION_CHANGE), rights.generation_change
    if change is None or rule is None:
        return {"kind": _("Generationsskifte er kun for ledere.")}
    found = {}
    if values.get("union_party") != UnionParty.BRANCH:
        found["union_party"] = quoted(_("Generationsskifte bliver aftalt med den lokale kreds. Vælg kredsen."), rule)
    if starts < change.earliest:
        found["starts_on"] = quoted(
            _("Generationsskifte kan tidligst begynde efter det fyldte %(age)s. år.") % {"age": rule.age_from}, rule
        )
    if ends is None:
        found["ends_on"] = _("Skriv, hvornår ordningen slutter.")
    elif change.max_years and ends > _last_day(starts, change.max_years):
        found["ends_on"] = quoted(_("Ordningen kan højst vare %(years)s år.") % {"years": change.max_years}, rule)
    leaving = values.get("leaving_on")
    if leaving is None:
        found["leaving_on"] = _("Skriv, hvornår lederen fratræder.")
    elif change.leaving_from and leaving < change.leaving_from:
        found["leaving_on"] = quoted(
            _("Fratrædelse kan tidligst ske efter det fyldte %(age)s. år.") % {"age": rule.leaving_age}, rule
        )
    return found


def _last_day(starts, years):
    """Return the last day of a period of whole years: 31 January 2033 for six years from 1 February 2027."""
    return engine.birthday(starts, years) - timedelta(days=1)
