"""Letters to citizens: decided, written, approved, printed, sent, filed (docs/letters.md).

INC-39, INC-79–87; R-11, R-12. Split by what happens: writing (until somebody approves), approving (what is frozen) and
sending (printed, sent, filed); ground is what they share. An approved letter is its whole HTML with a SHA-256, kept in
the row and in the audit chain and compared again before it is printed and sent. Other words are a new version.
"""

from incidents.actions.letters.approving import (
    approve,
    approver_of,
    frozen_html,
    hash_of,
    needs_other_approver,
    problems,
    send_back,
    submit,
    verify,
)
from incidents.actions.letters.ground import APPROVE, DECISION, FILE, RELATED, SEND, Stale, Tampered, load
from incidents.actions.letters.sending import mark_filed, mark_sent, print_pdf
from incidents.actions.letters.writing import (
    create,
    decide,
    new_version,
    remove,
    save,
    state_view,
    take_new_texts,
)

__all__ = [
    "APPROVE",
    "DECISION",
    "FILE",
    "RELATED",
    "SEND",
    "Stale",
    "Tampered",
    "approve",
    "approver_of",
    "create",
    "decide",
    "frozen_html",
    "hash_of",
    "load",
    "mark_filed",
    "mark_sent",
    "needs_other_approver",
    "new_version",
    "print_pdf",
    "problems",
    "remove",
    "save",
    "send_back",
    "state_view",
    "take_new_texts",
    "submit",
    "verify",
]
