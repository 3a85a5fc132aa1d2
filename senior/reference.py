"""Load senior's reference data: groups of agreements, dated rules, the scheme, the guideline."""

from datetime import date
from decimal import Decimal

from core.reference import loader, put, read
from senior.models import AgreementGroup, SeniorRule, SeniorScheme, TalkGuideline

NUMBERS = ("age_from", "age_to", "days", "convertible_days", "max_years", "leaving_age")
WORDS = ("right", "area", "audience", "counts_from", "convertible_to", "agreed_by", "source", "note")


def _day(text):
    """Return the date of an ISO text, or None."""
    return date.fromisoformat(text) if text else None


def released():
    """Return (groups, rules) as the product is released with them, unsaved: what is asked before anything is loaded."""
    known = {
        row["code"]: AgreementGroup(
            **{name: row[name] for name in ("code", "name", "union", "aliases", "note", "order")}
        )
        for row in read("senior_groups")
    }
    return list(known.values()), [
        SeniorRule(code=row["code"], **rule_values(row, known)) for row in read("senior_rules")
    ]


def rule_values(row, groups):
    """Return the fields of a rule from its line in the file; `groups` by code."""
    percent = ("bonus_percent", "convertible_percent")
    return (
        {name: row[name] for name in (*NUMBERS, *WORDS)}
        | {name: Decimal(row[name]) if row[name] else None for name in percent}
        | {
            "group": groups[row["group"]] if row["group"] else None,
            "starts_on": _day(row["valid_from"]),
            "ends_on": _day(row["valid_to"]),
            "checked_on": _day(row["checked_on"]),
        }
    )


@loader
def groups(refresh):
    """Load the groups; a group without rules is a group too."""
    return sum(
        put(
            AgreementGroup,
            {"code": row["code"]},
            {name: row[name] for name in ("name", "union", "aliases", "note", "order")},
            refresh,
        )
        for row in read("senior_groups")
    )


@loader
def rules(refresh):
    """Load the rules as they were printed, unchecked until HR has held them against the agreement (Q39)."""
    known = {group.code: group for group in AgreementGroup.objects.all()}
    return sum(put(SeniorRule, {"code": row["code"]}, rule_values(row, known), refresh) for row in read("senior_rules"))


@loader
def scheme(refresh):
    """Load the scheme with the day it is to be evaluated (SEN-08); one that has gone on to further rounds stays."""
    made = 0
    for row in read("senior_scheme"):
        key = {"title": row["title"], "adopted_on": _day(row["adopted_on"])}
        if SeniorScheme.objects.filter(**key).count() > 1:
            continue
        values = {"adopted_by": row["adopted_by"], "evaluate_on": _day(row["evaluate_on"])}
        made += put(SeniorScheme, key, values, refresh)
    return made


@loader
def guideline(refresh):
    """Load the guideline for the talk (SEN-27)."""
    return sum(
        put(
            TalkGuideline,
            {"version": row["version"], "adopted_by": row["adopted_by"]},
            {
                "adopted_on": _day(row["adopted_on"]),
                "starts_on": _day(row["valid_from"]),
                "text": row["text"],
                "themes": row["themes"],
                "offer_age": row.get("offer_age", 52),
            },
            refresh,
        )
        for row in read("senior_guideline")
    )
