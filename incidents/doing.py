"""Who may do, skip and undo a step: one rule for the pages that offer it and the verbs that do it (INC-22, INC-25).

Pure: `may` is the set of actions the person has on the incident, most often read in the page's own query.
"""

from incidents.steps import CATEGORY, NOTED, TAKE_OVER

# The actions that the rule asks for.
ACTIONS = (
    "incidents.take_over",
    "incidents.manage",
    "incidents.do_care_steps",
    "incidents.help_safetynet",
    "incidents.report_injury",
    "incidents.write_learning",
    "incidents.order_crisis_help",
)
# Which right lets a person do a step that isn't on their own desk.
RIGHTS = {
    "incidents.safetynet": "incidents.help_safetynet",
    "incidents.injury_report": "incidents.report_injury",
    "incidents.learning": "incidents.write_learning",
    "incidents.crisis_order": "incidents.order_crisis_help",
}
CARE_STEPS = (
    "incidents.talk",
    "incidents.company",
    "incidents.next_of_kin",
    "incidents.witnesses",
    "incidents.joint_talk",
    "incidents.crisis_first_talk",
    "incidents.inform_house",
)
# Kinds that a tick completes; every other kind has a page that asks for what its step needs.
TICKED = ("simple", "witnesses", *NOTED)


def may_do(todo, person_id, may):
    """Tell whether the person may complete the step."""
    if todo.code == TAKE_OVER:
        return "incidents.take_over" in may
    if todo.owner_id == person_id or "incidents.manage" in may:
        return True
    if RIGHTS.get(todo.code) in may:
        return True
    return "incidents.do_care_steps" in may and todo.code in CARE_STEPS


def may_skip(todo, person_id, may):
    """Tell whether the person may say that the step isn't relevant.

    An obligatory one is accounted for by whoever decides (INC-22 no. 12), or by whoever has the care, where it is care.
    """
    if todo.code in (TAKE_OVER, CATEGORY):
        return False
    if "incidents.manage" in may or ("incidents.do_care_steps" in may and todo.code in CARE_STEPS):
        return True
    return not todo.is_obligatory and todo.owner_id == person_id


def may_undo(todo, person_id, may):
    """Tell whether the person may let the step wait again: whoever may skip it, and whoever did it."""
    if todo.code in (TAKE_OVER, CATEGORY):
        return False
    return may_skip(todo, person_id, may) or (todo.done_by_id == person_id and may_do(todo, person_id, may))


def is_ticked(todo):
    """Tell whether a tick completes the step: a leader takes over, and a category is chosen, on a page of its own."""
    return todo.kind in TICKED and todo.code not in (TAKE_OVER, CATEGORY)


def needs_note(todo):
    """Tell whether a tick says something only with a line about what was done."""
    return todo.kind in NOTED
