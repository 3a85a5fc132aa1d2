"""What the case page shows, worked out from a Case: the next step, the steps, the facts, what else can be done."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar
from incidents import choices, steps, timeline, words
from incidents.forms.adding import AddendumForm
from incidents.rules import category, plan_steps
from incidents.views.side import acts, facts, files, links, reverse_or

SOON = timedelta(hours=24)
MAIN = 5  # links that stand open beside the case; the others are folded
STATE_KIND = {
    "draft": "draft",
    "submitted": "wait",
    "received": "run",
    "in_progress": "run",
    "awaiting_follow_up": "wait",
    "closed": "done",
}


def page_of(case):
    """Return what the template shows."""
    incident = case.incident
    full = case.can("read_story") or case.can("read_own_words")
    latest = {todo.code: todo for todo in case.todos.values()}
    chain = [row for row in case.opened("alerts") if row.kind == "chain"]
    reopened = next((row.at for row in reversed(case.opened("log")) if row.action == "incidents.reopen"), None)
    told = (chain[-1].name, chain[-1].at) if chain else None
    suggestion = category.of(incident)
    rows = step_rows(case)
    state_text = (
        words.state_text(
            incident,
            told=told,
            next_step=next(iter(case.waiting), None) if case.can("read_steps") else None,
            reopened_at=reopened,
        )
        if case.is_affected or case.is_reporter
        else ""
    )
    following = next_step(case, chain) or comfort(case, chain, state_text)
    main, more = main_and_more(links(case), acts(case))
    return {
        "case": case,
        "incident": incident,
        "title": words.title_of(incident) if full else words.neutral_title(incident),
        "state_kind": STATE_KIND[incident.state],
        "next": following,
        "nobody": nobody_answers(case, chain),
        "state_text": "" if following and following.get("text") == state_text else state_text,
        "person": person_of(case),
        "flow": steps.flow(incident, latest) if case.can("read_steps") else [],
        "steps": rows,
        "advice": plan_steps.attitudes(incident) if case.can("manage") else [],
        "entries": timeline.entries(case),
        "suggestion": suggestion,
        "facts": facts(case),
        "files": files(case),
        "links": main,
        "more_links": more,
        "guides": case.opened("guides") if full and incident.is_violence else [],
        "add": AddendumForm() if case.can("supplement") else None,
        "readers": case.opened("readers") if case.can("read_readers") else None,
        "witnesses": case.opened("witnesses") if case.can("read_story") else [],
        "has_citizen": bool(incident.citizen_name or incident.citizen_reference),
        "citizen_shown": case.can("read_citizen"),
        "full": full,
        "sees_why": case.can("read_story"),
        "consent": case.is_affected,
        "incident_key": reverse("incidents:incident", args=[incident.pk]),
    }


# -- the next step -------------------------------------------------------------------------------------------------
def next_step(case, chain):
    """Return the solid field: the one thing for this person to do now, or None."""
    incident = case.incident
    if incident.state == "submitted" and case.can("take_over"):
        own = next((row for row in chain if row.person == case.person.pk and row.ended is None), None)
        todo = case.todos.get(steps.TAKE_OVER)
        return {
            "kicker": _("Næste skridt er dit"),
            "title": _("Overtag ansvaret"),
            "text": _("Sig højt, at du har ansvaret nu. Så kan medarbejderen slippe det."),
            "start": own.at if own else incident.submitted_at,
            "until": (own.answer_by if own else None) or (todo.due_at if todo else None),
            "action": reverse("incidents:take_over", args=[incident.pk]),
            "label": _("Overtag hændelse"),
        }
    if (
        incident.state == "submitted"
        and case.can("take_care")
        and not (incident.care_by_id and incident.care_returned_at is None)
        and not case.is_affected
    ):
        return {
            "kicker": _("Der er endnu ingen leder"),
            "title": _("Mangler nogen omsorg lige nu?"),
            "text": _(
                "Du kan tage dig af omsorgen, til en leder overtager. Alle andre beslutninger venter på en leder."
            ),
            "action": reverse("incidents:take_care", args=[incident.pk]),
            "label": _("Tag omsorgen"),
        }
    for todo in case.mine:
        if case.may_do(todo) and not _can_wait_for_her(case, todo):
            return {
                "kicker": _("Næste skridt er dit"),
                "title": todo.title,
                "text": todo.help,
                "start": todo.opened_at,
                "until": todo.due_at,
                "url": _address(case, todo),
                "label": todo.button or _("Åbn"),
            }
    if incident.is_open and case.can("manage") and not [todo for todo in case.waiting if todo.is_obligatory]:
        return {
            "kicker": _("Alle skridt er udført"),
            "title": _("Kan hændelsen lukkes?"),
            "text": _("Den ramte kan stadig læse og tilføje bagefter."),
            "url": reverse_or("incidents:close", incident.pk),
            "label": _("Luk hændelse"),
        }
    if incident.state == "closed" and case.is_affected and not incident.helped:
        url = reverse_or("incidents:helped", incident.pk)
        return (
            {
                "kicker": _("Et spørgsmål til dig"),
                "title": _("Fik du den hjælp, du havde brug for?"),
                "text": _("Dit svar går til din leder."),
                "url": url,
                "label": _("Svar"),
            }
            if url
            else None
        )
    return None


def _can_wait_for_her(case, todo):
    """Tell whether a step is the affected's own and voluntary, in the first day: then others act, not they."""
    return case.is_affected and not todo.is_obligatory and calendar.now() < case.incident.submitted_at + SOON


def comfort(case, chain, state_text):
    """Return the solid field of the affected who has nothing to do: who has it, and how to reach them."""
    incident = case.incident
    if not (case.is_affected and incident.is_open and (chain or incident.responsible)):
        return None
    if incident.responsible:
        name, phone = incident.responsible.name, incident.responsible.phone
        title = _("%(name)s tager sig af det") % {"name": name}
    else:
        name, phone = chain[-1].name, chain[-1].phone
        title = _("%(name)s har fået besked") % {"name": name}
    return {
        "kicker": _("Du skal ikke gøre noget nu"),
        "title": title,
        "text": state_text,
        "url": f"tel:{phone.replace(' ', '')}" if phone else "",
        "label": _("Ring til %(name)s") % {"name": name.split(" ")[0]},
    }


def person_of(case):
    """Return whom it is about and what they asked for, for those who look after them; None for others."""
    incident = case.incident
    if case.is_affected or not (case.can("manage") or case.can("do_care_steps") or case.can("take_over")):
        return None
    return {
        "name": incident.affected.name,
        "first_name": incident.affected.first_name,
        "phone": incident.affected.phone,
        "needs": words.in_a_row(choices.NEEDS.label(need) for need in incident.needs) if incident.is_open else "",
    }


def main_and_more(links, acts):
    """Return (the few things most often done, the rest); what is done with one press stands with the rest."""
    rows = [{"label": label, "url": url} for label, url in links]
    presses = [{"label": label, "action": action, "fields": fields} for label, action, fields in acts]
    return rows[:MAIN], rows[MAIN:] + presses


def nobody_answers(case, chain):
    """Return the leader to call when everyone who was told has let the time pass (E-59); None while there is hope."""
    if case.incident.state != "submitted" or not (case.is_affected or case.is_reporter or case.can("take_care")):
        return None
    waiting = [row for row in chain if row.ended is None]
    if not waiting or any(row.answer_by is None or row.answer_by > calendar.now() for row in waiting):
        return None
    return waiting[-1]


# -- steps ---------------------------------------------------------------------------------------------------------
@dataclass
class StepRows:
    """The steps as the page shows them: what the person can do first, the rest folded."""

    now: list  # what waits within a day, the most urgent first
    later: list  # what can wait
    others: list  # what others do
    done: list  # what is done or not relevant

    @property
    def total(self):
        """Return how many steps there are."""
        return len(self.now) + len(self.later) + len(self.others) + len(self.done)

    def holds(self, name, code):
        """Tell whether a step stands in one of the folded parts."""
        return code in {row["code"] for row in getattr(self, name)}


def step_rows(case):
    """Return the steps of a case.

    A plan has twenty steps; whoever opens it in the first hour needs to see the ones of that hour that are theirs.
    """
    if not case.can("read_steps"):
        return StepRows([], [], [], [])
    own = [todo for todo in case.waiting if case.may_do(todo)]
    soon = calendar.now() + SOON
    near = [
        todo
        for todo in own
        if todo is own[0]
        or (todo.due_at and todo.due_at <= soon)
        or todo.owner_id == case.person.pk != case.incident.responsible_id
    ]
    return StepRows(
        [_row(case, todo, "now" if todo is own[0] else "wait") for todo in near],
        [_row(case, todo, "wait") for todo in own if todo not in near],
        [_row(case, todo, "wait") for todo in case.waiting if todo not in own],
        [_row(case, todo, "done" if todo.state == "done" else "skip") for todo in case.closed],
    )


def _row(case, todo, state):
    code = todo.code.removeprefix("incidents.")
    may, waits = case.may_do(todo), todo.state == "open"
    fixed = todo.code in (steps.TAKE_OVER, steps.CATEGORY)
    ticked = waits and may and not fixed and not steps.page_of(todo.kind, case.incident.pk) and todo.kind == "simple"
    undone = not waits and case.incident.is_open and case.may_undo(todo)
    return {
        "code": code,
        "todo": todo,
        "state": state,
        "owner": owner_name(case, todo),
        # What is voluntary is never late: nobody is to feel behind with their own body.
        "clock": waits and todo.due_at is not None and (todo.is_obligatory or todo.due_at > calendar.now()),
        "url": _address(case, todo) if waits and may and not ticked and todo.code != steps.TAKE_OVER else "",
        "again": steps.page_of(todo.kind, case.incident.pk)
        if todo.state == "done" and may and not fixed and case.incident.is_open
        else "",
        "take_over": waits and may and todo.code == steps.TAKE_OVER,
        "tick": ticked,
        "skip": ticked and case.may_skip(todo),
        "undo": undone,
        "note": case.words(todo.note, todo.done_by_id)
        if not waits and (case.can("manage") or case.is_affected or todo.state == "not_relevant")
        else "",
    }


def owner_name(case, todo):
    """Return who the step waits for, by name where there is one."""
    if todo.owner:
        return todo.owner.name
    if todo.owner_role == "leader":
        alert = next((row for row in reversed(case.opened("alerts")) if row.kind == "chain"), None)
        return alert.name if alert else str(_("nærmeste leder"))
    return {"safety_rep": "AMR", "hr": "HR"}.get(todo.owner_role, "")


def _address(case, todo):
    """Return where a step is done: its own page, the general one, or its row."""
    return steps.page_of(todo.kind, case.incident.pk) or todo.link
