"""Measures against a citizen: proposed by several, decided by a leader, never altered (docs/sanctions.md).

INC-34–38, R-16. Split by what happens: deciding, bans (who decides an access ban), ending (lifted, replaced, lapsed);
ground is what they share. A decision is a row that the database locks. Whoever wants something else lifts it, or
replaces it by a new one.
"""

from incidents.actions.sanctions.asking import answer_request, ask_consultant
from incidents.actions.sanctions.bans import alert_for_ban, end_ban_alerts, send_ban_up
from incidents.actions.sanctions.deciding import approve, decide, decide_in_c, note_register_read, propose, reject
from incidents.actions.sanctions.ending import lapse, lift, replace, review, settle_end
from incidents.actions.sanctions.ground import (
    BAN,
    DECIDED_FIELDS,
    END,
    NOON,
    REVIEW,
    STEP,
    Known,
    OwnCase,
    check,
    may_decide,
    require_decider,
)

__all__ = [
    "BAN",
    "DECIDED_FIELDS",
    "END",
    "NOON",
    "REVIEW",
    "STEP",
    "Known",
    "OwnCase",
    "alert_for_ban",
    "answer_request",
    "approve",
    "ask_consultant",
    "check",
    "decide",
    "decide_in_c",
    "end_ban_alerts",
    "lapse",
    "lift",
    "may_decide",
    "note_register_read",
    "propose",
    "reject",
    "replace",
    "require_decider",
    "review",
    "send_ban_up",
    "settle_end",
]
