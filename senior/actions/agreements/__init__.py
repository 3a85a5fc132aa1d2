"""Agreements (SEN-06, -08, -15 to -18): written as drafts, signed by each party, running until they end.

Split by what happens: writing, signing, running (begin, evaluate, give notice, end).
"""

from senior.actions.agreements.running import begin_and_end, evaluate, give_notice, start_evaluation
from senior.actions.agreements.signing import confirm_for_branch, send, send_back, sign, take_back
from senior.actions.agreements.writing import begin_agreement, refuse, save_agreement, tick_advice

__all__ = [
    "begin_agreement",
    "begin_and_end",
    "confirm_for_branch",
    "evaluate",
    "give_notice",
    "refuse",
    "save_agreement",
    "send",
    "send_back",
    "sign",
    "start_evaluation",
    "take_back",
    "tick_advice",
]
