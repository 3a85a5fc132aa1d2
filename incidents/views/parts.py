"""What the case page shows, worked out from a Case: the next step, the steps, the facts, what else can be done."""

from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar
from incidents import choices, steps, timeline, words
from incidents.forms.report import AddendumForm
from incidents.rules import category, plan_steps

SOON = timedelta(hours=24)
STATE_KIND = {
    "draft": "draft",
    "submitted": "wait",
    "received": "run",
    "in_progress": "run",
    "awaiting_follow_up": "wait",
    "closed": "done",
}
ANSWERS = (
    ("alarm_used", gettext_lazy("Alarm brugt")),
    ("called_112", gettext_lazy("Ringet 112")),
    ("police_came", gettext_lazy("Politiet kom")),
    ("door_locked", gettext_lazy("Døren blev låst")),
    ("injured", gettext_lazy("Kom nogen til skade")),
    ("saw_doctor", gettext_lazy("Været ved lægen")),
)


# Pages that a step leads to; without the step, or for somebody who doesn't see the steps, they have a link of their own.
STEP_OF = {
    "event_report": "incidents.event_report",
    "injury": "incidents.injury_report",
    "police": "incidents.police",
    "staff_message": "incidents.staff_message",
    "department_call": "incidents.department_call",
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
    now, later = step_rows(case) if case.can("read_steps") else ([], [])
    return {
        "case": case,
        "incident": incident,
        "title": words.title_of(incident) if full else words.neutral_title(incident),
        "state_kind": STATE_KIND[incident.state],
        "next": next_step(case, chain),
        "nobody": nobody_answers(case, chain),
        "state_text": words.state_text(
            incident,
            told=told,
            next_step=next(iter(case.waiting), None) if case.can("read_steps") else None,
            reopened_at=reopened,
        )
        if case.is_affected or case.is_reporter
        else "",
        "flow": steps.flow(incident, latest) if case.can("read_steps") else [],
        "rows": now,
        "later": later,
        "total": len(now) + len(later),
        "advice": plan_steps.attitudes(incident) if case.can("manage") else [],
        "done": len(case.closed),
        "entries": timeline.entries(case),
        "suggestion": suggestion,
        "facts": facts(case),
        "files": files(case),
        "links": links(case),
        "guides": case.opened("guides") if full and incident.is_violence else [],
        "add": AddendumForm() if case.can("supplement") else None,
        "readers": case.opened("readers") if case.can("read_readers") else None,
        "witnesses": case.opened("witnesses") if case.can("read_story") else [],
        "has_citizen": bool(incident.citizen_name or incident.citizen_reference),
        "citizen_shown": case.can("read_citizen"),
        "full": full,
        "sees_why": case.can("read_story"),
        "acts": acts(case),
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
        if case.may_do(todo):
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


def nobody_answers(case, chain):
    """Return the leader to call when everyone who was told has let the time pass (E-59); None while there is hope."""
    if case.incident.state != "submitted" or not (case.is_affected or case.is_reporter or case.can("take_care")):
        return None
    waiting = [row for row in chain if row.ended is None]
    if not waiting or any(row.answer_by is None or row.answer_by > calendar.now() for row in waiting):
        return None
    return waiting[-1]


# -- steps ---------------------------------------------------------------------------------------------------------
def step_rows(case):
    """Return (what is done and what waits within a day, what can wait), each the most urgent first.

    A plan has twenty steps; whoever opens it in the first hour needs to see the ones of that hour.
    """
    rows = [_row(case, todo, "done" if todo.state == "done" else "skip") for todo in case.closed]
    waiting = case.waiting
    soon = calendar.now() + SOON
    near = [
        todo
        for todo in waiting
        if todo is waiting[0]
        or (todo.due_at and todo.due_at <= soon)
        or todo.owner_id == case.person.pk != case.incident.responsible_id
    ]
    later = [todo for todo in waiting if todo not in near]
    return rows + [_row(case, todo, "now" if todo is waiting[0] else "wait") for todo in near], [
        _row(case, todo, "wait") for todo in later
    ]


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
        "late": waits and todo.due_at is not None and todo.due_at < calendar.now(),
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


# -- side ----------------------------------------------------------------------------------------------------------
def facts(case):
    """Return the pairs of the side column that the person may read."""
    incident = case.incident
    rows = []
    if case.can("read_story") or case.can("read_own_words") or case.can("read_injury"):
        people = [incident.affected.name, *(row.name for row in case.opened("shared"))]
        rows.append((_("Den ramte"), words.listed(people)))
    rows += [(_("Arbejdssted"), incident.site.name), (_("Afdeling"), incident.unit.name)]
    told = [
        ("place", _("Sted"), ", ".join(filter(None, [incident.get_place_display(), _detail(case)]))),
        ("kinds", _("Art"), words.kinds_of(incident).capitalize()),
        ("violence_types", _("Typer"), words.listed(choices.TYPES.label(kind) for kind in incident.violence_types)),
        ("channel", _("Hvordan"), incident.get_channel_display().capitalize()),
        ("perpetrator", _("Hvem gjorde det"), incident.get_perpetrator_display().capitalize()),
        (
            "aimed_at",
            _("Rettet mod"),
            incident.get_aimed_at_display().capitalize() if incident.aimed_at == "indirect" else "",
        ),
        ("wellbeing", _("Hvordan har den ramte det?"), incident.get_wellbeing_display()),
        ("needs", _("Har brug for"), words.listed(choices.NEEDS.label(need) for need in incident.needs)),
        *((name, label, {"yes": _("Ja"), "no": _("Nej")}.get(getattr(incident, name), "")) for name, label in ANSWERS),
        ("leader_told", _("Lederen fik besked"), _leader_told(incident)),
        ("expected_departments", _("Kan gå til"), incident.expected_departments),
        ("limit_passed", _("Grænsen"), _("Den ramtes grænse er overskredet") if incident.limit_passed else ""),
    ]
    rows += [(label, value) for name, label, value in told if case.reads(name)]
    if case.can("read_steps"):
        rows += [
            (_("Ansvarlig leder"), incident.responsible.name if incident.responsible else ""),
            (_("Den ramtes forslag"), incident.category_proposed),
        ]
        if incident.care_by_id and incident.care_returned_at is None:
            rows.append((_("Omsorg"), _("%(name)s (AMR)") % {"name": incident.care_by.name}))
    if case.can("read_injury") and incident.first_absence_on:
        rows.append((_("Første fraværsdag"), calendar.long_date(incident.first_absence_on)))
    rows.append((_("Nummer"), incident.number))
    return [(label, value) for label, value in rows if value]


def _detail(case):
    """Return the precise place, where the person may read it."""
    incident = case.incident
    return case.words(incident.place_detail, incident.reporter_id) if case.reads("place_detail") else ""


def _leader_told(incident):
    """Return whether a leader was told before the report, when and by whom, as far as that is known."""
    when = calendar.near_moment(incident.leader_told_at) if incident.leader_told_at else ""
    who = _("af %(name)s") % {"name": incident.leader_told_by} if incident.leader_told_by else ""
    return " ".join(filter(None, [when, who])) or {"yes": _("Ja"), "no": _("Nej")}.get(incident.leader_told, "")


def files(case):
    """Return the files and documents that the person may open."""
    found = []
    for row in case.opened("files"):
        if case.can("read_story") or row.person == case.person.pk:
            found.append(
                {
                    "name": case.words(row.said, row.person),
                    "url": reverse("core:file", args=[row.key]),
                    "size": row.size,
                    "icon": "image" if row.shown else "paperclip",
                }
            )
    for row in case.opened("phone_notes"):
        if case.can("read_citizen") or row.person == case.person.pk:
            found.append(
                {
                    "name": _("Telefonnotat"),
                    "url": reverse("incidents:phone_note_pdf", args=[row.pk]),
                    "note": "PDF",
                    "icon": "document",
                }
            )
    for row in case.opened("descriptions"):
        if case.can("read_citizen") or row.person == case.person.pk:
            found.append(
                {
                    "name": _("Signalement"),
                    "url": reverse("incidents:description_pdf", args=[row.pk]),
                    "note": "PDF",
                    "icon": "document",
                }
            )
    if case.can("read_report"):
        found += [
            {
                "name": row.title,
                "url": reverse("core:document", args=[row.pk]),
                "note": _("udgave %(n)s") % {"n": row.version},
                "icon": "document",
            }
            for row in case.opened("documents")
        ]
    return found


def reverse_or(name, pk):
    """Return the address of a page about the incident, or nothing where it isn't part of this installation."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def links(case):
    """Return the other things the person can do, as (label, address), in the order of how often they are needed."""
    incident, order = case.incident, case.todos.get("incidents.crisis_order")
    ordered = order is not None and order.state == "done"
    wanted = [
        ("supplement", _("Tilføj oplysninger"), "details"),
        ("supplement", _("Vedhæft fil"), "evidence"),
        ("supplement", _("Skriv signalement"), "description"),
        ("supplement", _("Skriv telefonnotat"), "phone_note_to"),
        ("supplement", _("Notér vidner"), "witnesses"),
        ("supplement", _("Nævnt eller filmet"), "naming"),
        ("supplement", _("Ret tidspunktet"), "correct"),
        ("supplement", _("Tilføj en ramt kollega"), "add_affected"),
        ("order_crisis_help", _("Krisehjælp") if ordered else _("Bestil krisehjælp"), "crisis"),
        ("read_report", _("Hændelsesrapport"), "event_report"),
        ("report_injury", _("Skadesanmeldelse"), "injury"),
        ("consent", _("Din mening om en anmeldelse"), "police_view"),
        ("consent", _("Brev til borgeren"), "letters"),
        ("propose_sanction", _("Sanktioner"), "sanctions"),
        ("manage", _("Breve"), "letters"),
        ("manage", _("Politianmeldelse"), "police"),
        ("manage", _("Skriv besked til arbejdsstedet"), "staff_message"),
        ("manage", _("Ring til en anden afdeling"), "department_call"),
        ("manage", _("Erstatning"), "compensation"),
        ("manage", _("Andre systemer"), "systems"),
        ("manage", _("Skift kategori") if incident.category else _("Vælg kategori"), "category"),
        ("hand_over", _("Giv videre"), "hand_over"),
        ("implicate", _("Luk en person ude"), "implicate"),
        ("reopen", _("Åbn igen"), "reopen"),
        ("close", _("Luk hændelse"), "close"),
    ]
    found = []
    for action, label, name in wanted:
        if not case.can(action) or (name == "reopen") != (incident.state == "closed" and name == "reopen"):
            continue
        if incident.state == "closed" and name in ("close", "category", "hand_over", "crisis", *STEP_OF, "police_view"):
            continue
        todo = case.todos.get(STEP_OF.get(name, ""))
        if todo and case.can("read_steps") and case.may_do(todo) and todo.state != "not_relevant":
            continue
        url = reverse_or(f"incidents:{name}", incident.pk)
        if url:
            found.append((label, url))
    if case.can("admit") and case.opened("implicated"):
        found.append((_("Luk en person ind igen"), reverse("incidents:admit", args=[incident.pk])))
    return found


def acts(case):
    """Return what is done with one press, as (label, address, hidden fields)."""
    incident, found = case.incident, []
    caring = incident.care_by_id and incident.care_returned_at is None
    if caring and case.can("return_care") and incident.is_open:
        found.append((_("Giv omsorgen tilbage"), reverse("incidents:return_care", args=[incident.pk]), ()))
    if case.can("manage"):
        opened = incident.safety_rep_sees_citizen
        label = _("Luk borgerens navn for AMR") if opened else _("Vis borgerens navn for AMR")
        found.append((label, reverse("incidents:open_citizen", args=[incident.pk]), (("yes", "0" if opened else "1"),)))
    return found
