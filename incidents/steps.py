"""The plan's steps as to-dos: which are laid, when, for whom, and how one is done or accounted for (INC-09, INC-33).

Steps are data (incidents/rules/plan_steps.py); a case keeps those that held when it was submitted. `lay` may run as often as it likes: it opens what fits and isn't there, moves what the
category changed, and lets lapse what no longer fits. What was done stays done. A condition (»violence«,
»crisis_ordered«) is read from the incident where it can be; what happened elsewhere is told with `open_when`.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from core import calendar, todos
from core.directory import Directory
from core.models import Todo
from core.settings_values import Settings
from core.todos import TodoSpec
from incidents.models import Incident
from incidents.rules import category, deadlines, plan_steps

TAKE_OVER, CATEGORY = "incidents.take_over", "incidents.category"
# What can't wait for a leader: laid at submission, from the suggested category.
CARE = (
    "incidents.talk",
    "incidents.company",
    "incidents.next_of_kin",
    "incidents.witnesses",
    "incidents.crisis_order",
    "incidents.crisis_first_talk",
    "incidents.doctor",
    "incidents.evidence",
    "incidents.department_call",
    "incidents.injury_report",
)
# What an AMR who takes the care over gets on the desk.
HANDED_TO_CARER = (
    "incidents.talk",
    "incidents.company",
    "incidents.next_of_kin",
    "incidents.crisis_order",
    "incidents.crisis_first_talk",
)
# The page that completes a step, where its name isn't the step's kind.
PAGES = {
    "crisis_order": "crisis",
    "crisis_first_talk": "crisis",
    "injury_report": "injury",
    "return": "return_to_work",
    "letter": "letters",
    "letter_decision": "letters",
}
# Steps that are done by writing a line.
NOTED = ("company", "doctor", "inform_house", "evidence")
TOLD = ("violence", "physical", "in_person", "absence", "likely_elsewhere")


# -- which steps ---------------------------------------------------------------------------------------------------
def conditions(incident):
    """Return the names of the conditions that the incident itself says hold."""
    holds = set()
    if incident.is_violence:
        holds.add("violence")
    if incident.is_physical:
        holds.add("physical")
    if incident.is_physical or category.is_face_to_face(incident):
        holds.add("in_person")
    if incident.first_absence_on:
        holds.add("absence")
    if incident.likely_elsewhere:
        holds.add("likely_elsewhere")
    return holds


def fitting(incident, templates, holds):
    """Return {code: template} of the steps that fit the incident now; `holds` are the names of conditions that hold."""

    def fits(template):
        if (
            not template.due
            or incident.working_category not in template.categories
            or not deadlines.applies(template, holds)
        ):
            return False
        if template.code in (TAKE_OVER, *CARE):
            return True
        waits_for_category = (
            template.anchor == "category" and template.condition in ("", *TOLD) and not incident.category
        )
        return incident.responsible_id is not None and not waits_for_category

    return {template.code: template for template in templates if fits(template)}


# -- laying --------------------------------------------------------------------------------------------------------
@transaction.atomic
def lay(incident, *, by, opened=""):
    """Lay the steps that fit and let lapse those that don't; return the to-dos that wait.

    `opened` is the condition that has just come true, if one has: its steps count from now. Takes a fixed number of
    queries for what exists, and a few for each to-do that changes.
    """
    now = calendar.now()
    templates = plan_steps.templates(incident.submitted_at)
    latest = _latest(incident)
    known = {code for code, todo in latest.items() if todo.state != "withdrawn"}
    holds = (
        conditions(incident)
        | {template.condition for template in templates if template.code in known and template.condition not in TOLD}
        | {opened}
    )
    wanted = fitting(incident, templates, holds)
    category_at = (
        now if opened or not incident.category else incident.category_decisions.aggregate(at=Max("decided_at"))["at"]
    )
    moments = deadlines.moments_of(
        incident, category_at or now, Settings(incident.unit).text("talk_before_closing") or "30m", templates
    )
    of_plan = {template.code for template in templates}
    gone = [code for code, todo in latest.items() if todo.state == "open" and code in of_plan and code not in wanted]
    if gone:
        todos.withdraw(incident, gone, by=by)
    specs = []
    for code, template in wanted.items():
        before = latest.get(code)
        spec = _spec(incident, template, moments, now)
        if before is None or before.state == "withdrawn":
            spec.round = before.round + 1 if before else 1
            specs.append(spec)
        elif before.state == "open" and before.category != incident.working_category:
            _change(before, spec, by=by)
    todos.open_many(specs, by=by)
    return list(Todo.objects.about(incident).open())


def open_when(incident, condition, *, by):
    """Open the steps of a condition that has come true (»crisis_ordered«, »sanction«, »letter_approved«, …)."""
    return lay(incident, by=by, opened=condition)


def point(incident, link, *, by):
    """Let the steps that wait for a leader wait for this link of the chain, or for the role where the nearest
    leader is free to act.

    The role alone would put them on the desk of a leader who is affected or implicated.
    """
    nearest = Directory.near(incident.unit).leader_of(incident.unit_id)
    free = link is not None and nearest in (link.person, link.absent)
    todos.reassign(
        incident, owner=None if free or link is None else link.person, by=by, codes=list(waiting_for_leader(incident))
    )


def waiting_for_leader(incident):
    """Return the codes of the steps that wait for a leader, whoever has them on the desk now."""
    return Todo.objects.about(incident).open().filter(owner_role="leader").values_list("code", flat=True)


def hold(incident):
    """Lock the waiting to-dos, then the incident, in the order in which the clock does; return the fresh incident.

    Every verb that both writes the audit log and completes to-dos begins with this, so that it never waits for the
    clock
    while the clock waits for it.
    """
    list(Todo.objects.about(incident).open().select_for_update().order_by("pk").values_list("pk", flat=True))
    return (
        Incident.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "site", "affected", "reporter", "responsible", "care_by")
        .get(pk=incident.pk)
    )


def lapse_when(incident, condition, *, by):
    """Let the steps of a condition lapse that no longer holds, such as a letter that was replaced; return how many."""
    codes = {one.code for one in plan_steps.templates(incident.submitted_at) if one.condition == condition}
    return todos.withdraw(incident, sorted(codes), by=by)


def _latest(incident):
    """Return {code: newest to-do} of the incident."""
    found = Todo.objects.about(incident).select_related("unit", "site", "owner", "done_by").order_by("round")
    return {todo.code: todo for todo in found}


def _spec(incident, template, moments, now):
    """Return what the to-do of a step is to be."""
    due_at, reasons = deadlines.due(template, moments)
    owner, role = owner_of(incident, template)
    context = _("Hændelse %(number)s") % {"number": incident.number}
    opened = (
        incident.submitted_at if template.anchor in ("reported", "occurred") and template.code == TAKE_OVER else now
    )
    return TodoSpec(
        incident,
        template.code,
        template.title,
        owner=owner,
        owner_role=role,
        unit=incident.unit,
        site=incident.site,
        about=incident.affected,
        due_at=due_at,
        opened_at=opened,
        event_at=incident.submitted_at,
        category=incident.working_category,
        help=template.help.replace("{frist}", calendar.long_moment(due_at)),
        context=context,
        link=address(incident, template.kind, template.code),
        button=template.link_label,
        kind=template.kind,
        order=template.order,
        is_obligatory=template.is_obligatory,
        is_law=template.is_law,
        rule=template.rule,
        reasons=deadlines.sentences(reasons),
        facts={"_escalate_from": deadlines.escalate_from(opened, due_at).isoformat()} if template.is_law else {},
    )


def owner_of(incident, template):
    """Return (person or None, role) that a step waits for."""
    if template.owner == "affected":
        return incident.affected, ""
    if template.owner != "leader":
        return None, template.owner
    if (
        incident.care_by_id
        and incident.care_returned_at is None
        and incident.responsible_id is None
        and template.code in HANDED_TO_CARER
    ):
        return incident.care_by, "leader"
    return incident.responsible, "leader"


def address(incident, kind, code=""):
    """Return the path of what completes a step: its page, or its row on the case page."""
    if kind in ("simple", ""):
        return reverse("incidents:incident", args=[incident.pk]) + (
            f"#step-{code.removeprefix('incidents.')}" if code else ""
        )
    return reverse("incidents:step", args=[incident.pk, kind])


def page_of(kind, pk):
    """Return the address of a step's own page, or nothing where it is completed by a note."""
    if kind in NOTED:
        return ""
    try:
        return reverse(f"incidents:{PAGES.get(kind, kind)}", args=[pk])
    except NoReverseMatch:
        return ""


def _change(todo, spec, *, by):
    """Give a waiting to-do the words, owner and deadline of another category."""
    values = {
        name: getattr(spec, name)
        for name in ("title", "help", "category", "button", "kind", "link", "order", "is_obligatory", "is_law", "rule")
    }
    todos.rewrite(
        todo, by=by, due_at=spec.due_at, reasons=spec.reasons, owner=spec.owner, owner_role=spec.owner_role, **values
    )


# -- one step ------------------------------------------------------------------------------------------------------
def find(incident, code):
    """Return the newest to-do of a step, or None."""
    return newest(incident, code).first()


def newest(incident, code):
    """Return the question for the newest to-do of a step."""
    rounds = Todo.objects.about(incident).filter(code=code).select_related("owner", "unit", "site")
    return rounds.order_by("-round")[:1]


def done(incident, code, *, by, note=""):
    """Mark a step done; True if it waited. A step that the plan doesn't have here is nothing to do.

    For the verbs that have done what the step asks for; a person's tick goes through `actions.ticking`.
    """
    todo = find(incident, code)
    return bool(todo) and todos.complete(todo, by=by, note=note)


def missing(incident):
    """Return the obligatory steps that wait:
    the incident can't be closed before they are done or accounted for (E-53).
    """
    return list(Todo.objects.about(incident).open().filter(is_obligatory=True).order_by("order"))


@dataclass(frozen=True)
class Flow:
    """One of the five stations of INC-23."""

    title: str
    state: str  # done, now, wait, skip


def flow(incident, latest):
    """Return the five stations of the status line; `latest` is {code: to-do}."""

    def of(*codes):
        states = {latest[code].state for code in codes if code in latest}
        return "done" if "done" in states else "skip" if "not_relevant" in states else "wait"

    stations = [
        (_("Hændelsen"), "done"),
        (_("Snak straks med lederen"), of("incidents.talk")),
        (_("Snak med AMR (Safetynet)"), of("incidents.safetynet")),
        (_("Evt. brev fra leder til borger"), of("incidents.letter", "incidents.letter_decision")),
        (
            _("Evt. individuel supervision, 3 sessioner"),
            of("incidents.supervision", "incidents.supervision_session"),
        ),
    ]
    waiting = [place for place, (_title, state) in enumerate(stations) if state == "wait"]
    now = waiting[0] if waiting and incident.is_open else None
    return [Flow(title, "now" if place == now else state) for place, (title, state) in enumerate(stations)]
