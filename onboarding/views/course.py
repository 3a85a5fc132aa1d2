"""The course page, and what is done to the course as a whole: moved, called off, closed, handed on (ONB-01, -07, -14, -34)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.files import download_headers
from core.models import AuditEntry, Person, Todo
from core.views.acting import page, tried
from onboarding import documents, words
from onboarding.actions import courses, renewal
from onboarding.actions import roles as role_verbs
from onboarding.choices import Phase
from onboarding.forms.course import ReasonForm, RolesForm
from onboarding.rules.planner import Planner
from onboarding.views import beside, lines
from onboarding.views.ground import find_course, short_form

ALSO = (
    "onboarding.manage",
    "onboarding.arrange",
    "onboarding.write_letter",
    "onboarding.meet",
    "onboarding.read_goals",
    "onboarding.read_adaptations",
    "onboarding.talk",
    "onboarding.evaluate",
    "onboarding.ask",
    "onboarding.adapt_template",
)
NEEDED = {  # by the page of a line: whom its link leads anywhere
    "follow_up_1": "onboarding.talk",
    "follow_up_3": "onboarding.talk",
    "development": "onboarding.talk",
    "mentor_scheme": "onboarding.evaluate",
    "next_of_kin": "onboarding.ask",
}
STATE_KIND = {
    "preparation": "wait",
    "start": "run",
    "learning": "run",
    "closing": "run",
    "closed": "done",
    "cancelled": "draft",
}
DEMANDS = {
    "preparation": gettext_lazy("Leder og kontaktperson aftaler læringsmål, måder at lære på og tider med kollegerne."),
    "start": gettext_lazy("Velkomst, startmøde og forventninger: rammer, spilleregler, læringsbehov og metoder."),
    "learning": gettext_lazy("Egne erfaringer og planlagte aktiviteter. Introduktionen varer i alt {length}."),
    "closing": gettext_lazy("Målene følges op, introduktionen evalueres, og I aftaler, hvad der kommer nu."),
}
SAID = {
    "onboarding.created": gettext_lazy("Forløbet er oprettet"),
    "onboarding.moved": gettext_lazy("Startdatoen er flyttet"),
    "onboarding.length_adapted": gettext_lazy("Introduktionens længde er tilpasset"),
    "onboarding.schedule_approved": gettext_lazy("Skemaet er godkendt"),
    "onboarding.release": gettext_lazy("Velkomstbrevet er godkendt"),
    "onboarding.send": gettext_lazy("Velkomstbrevet er sendt"),
    "onboarding.roles_changed": gettext_lazy("Roller er givet videre"),
    "onboarding.begin": gettext_lazy("Forløbet er begyndt"),
    "onboarding.learn": gettext_lazy("Læringsfasen er begyndt"),
    "onboarding.near_end": gettext_lazy("Afslutningen er begyndt"),
    "onboarding.close": gettext_lazy("Forløbet er afsluttet"),
    "onboarding.cancel": gettext_lazy("Forløbet er aflyst"),
    "onboarding.template_taken_up": gettext_lazy("En ny udgave af skabelonen er taget i brug"),
    "onboarding.paper_locked": gettext_lazy("En samtale eller aftale er bekræftet"),
    "onboarding.private_address_removed": gettext_lazy("Den private mailadresse er slettet"),
    "onboarding.scheme_decided": gettext_lazy("Der er taget stilling til mentorordningen"),
}


def current_phase(course, items):
    """Return the phase whose days it is: the first whose last day hasn't passed, else the first with something open."""
    today = calendar.today()
    days = {}
    for item in items:
        days[item.phase] = max(days.get(item.phase, item.due_on), item.due_on)
    for phase in Phase.values:
        if phase in days and today <= days[phase]:
            return phase
    return Phase.FIRST_YEAR


def phase_rows(items, now, length):
    """Return the bar of phases: (words, done, total, is done, is now)."""
    found = []
    for phase, label in words.phases(length).items():
        some = [item for item in items if item.phase == phase and item.todo and item.todo.state in ("open", "done")]
        done = sum(item.todo.state == "done" for item in some)
        if some or phase == now:
            found.append(
                {
                    "label": label,
                    "done": done,
                    "total": len(some),
                    "whole": done == len(some) and some,
                    "now": phase == now,
                }
            )
    return found


def lists_of(course, items, person, now):
    """Return the checklist by phase with what this person may do to each line."""
    today, arranges = calendar.now(), "onboarding.arrange" in course.may
    found = []
    mine, may = {person.pk, *person.standing.acting_for}, {"onboarding.view", *course.may}
    for phase, label in words.long_phases(course.length).items():
        some = [item for item in items if item.phase == phase and item.todo and item.todo.state != "withdrawn"]
        if not some:
            continue
        for item in some:
            item.is_open = item.todo.state == "open"
            item.is_late = item.is_open and item.todo.due_at < today
            # what belongs to the first year waits for its owner also when the course is closed
            item.is_mine = item.owner_id in mine or item.second_id in mine
            item.may_tick = item.is_mine or (course.is_running and arranges)
            item.url = item.todo.link if item.page and NEEDED.get(item.page, "onboarding.view") in may else ""
        done = sum(item.todo.state == "done" for item in some)
        total = sum(item.todo.state in ("open", "done") for item in some)
        found.append(
            {
                "phase": phase,
                "label": label,
                "items": some,
                "done": done,
                "total": total,
                "is_now": phase == now,
                "is_open": phase == now or any(item.is_late for item in some),
                "why": next((item.todo.reasons for item in some if not item.due_by_hand), []),
            }
        )
    return found


def next_step(course, todos, person):
    """Return the solid field: what waits for this person now, the most urgent first; None when nothing does."""
    mine = {person.pk, *person.standing.acting_for}
    leads = "onboarding.manage" in course.may
    now = calendar.now()
    own = [todo for todo in todos if todo.owner_id in mine and todo.opened_at <= now]
    if not own and leads:
        own = [todo for todo in todos if todo.owner_id is None and todo.opened_at <= now]
    if not own:
        return None
    todo = min(own, key=lambda one: (one.due_at is None, one.due_at))
    return {
        "kicker": _("Næste skridt er dit"),
        "title": todo.title,
        "text": todo.help,
        "start": todo.opened_at,
        "until": todo.due_at,
        "url": todo.link,
        "label": todo.button or _("Åbn"),
    }


@require_GET
def course(request, pk):
    """Show the course: state, next step, checklist, this week, meetings, documents, history."""
    found = find_course(request, pk, also=ALSO, along=("welcome",), more=beside.of_course_page())
    person = request.user
    items = list(found.items.select_related("todo__done_by", "owner", "second"))
    now = current_phase(found, items)
    rows = list(found.rows.kept().select_related("owner", "second"))
    meetings = list(found.meetings.all())
    waiting = list(Todo.objects.about(found).open())
    log = AuditEntry.objects.filter(subject_type="onboarding.course", subject_id=found.pk, action__in=SAID)
    history = [
        {
            "at": entry.at,
            "title": SAID[entry.action],
            "by": entry.actor.name if entry.actor else "",
            "big": entry.action in ("onboarding.created", "onboarding.close"),
        }
        for entry in log.select_related("actor").order_by("number")
    ]
    if "onboarding.read_adaptations" in found.may:
        history += [
            {
                "at": one.at,
                "title": _("{change}: {what}").format(change=one.get_change_display(), what=one.what),
                "said": one.reason,
                "by": one.by.name,
            }
            for one in found.adaptations.select_related("by")
        ]
    counted = [item for item in items if item.todo and item.todo.state in ("open", "done")]
    lines = [*(item for item in items if item.todo and item.todo.state == "open"), *rows]
    lacking = {role for line in lines if line.is_unassigned for role in line.roles}
    unassigned = [words.ROLES[role] for role in words.ROLES if role in lacking]
    offered = "onboarding.manage" in found.may and found.is_outdated
    planner = Planner(found.start_on, found.weekdays, found.length)
    context = {
        "course": found,
        "state_kind": STATE_KIND[found.state],
        "demand": str(DEMANDS.get(found.state, "")).format(length=words.length_in_words(found.length)),
        "next": next_step(found, waiting, person) if found.is_running else None,
        "bar": phase_rows(items, now, found.length),
        "phases": lists_of(found, items, person, now),
        "done": sum(item.todo.state == "done" for item in counted),
        "total": len(counted),
        "late": sum(item.todo.state == "open" and item.todo.due_at < calendar.now() for item in counted),
        "week": week_of(found, rows, meetings),
        "people": people_of(found),
        "next_meeting": next((one for one in meetings if one.is_waiting and one.starts_at >= calendar.now()), None),
        "held": sum(one.state == "held" for one in meetings),
        "unassigned": unassigned,
        "offered": offered,
        "history": sorted(history, key=lambda entry: entry["at"]),
        "documents": beside.documents_of(found) if "onboarding.arrange" in found.may else [],
        "welcome": getattr(found, "welcome", None),
        "why_end": planner.phases()["three_months"][1],
        "why_letter": planner.letter()[1],
        "other_start": found.person.active_from
        if found.person.active_from and found.person.active_from != found.start_on and not found.has_begun
        else None,
        "is_pair": "onboarding.meet" in found.may,
        "is_own": found.person_id == person.pk,
    }
    return page(request, "onboarding/course.html", **context)


def people_of(course):
    """Return [(person, role)] of those around the newcomer."""
    return [
        (person, words.ROLES[role])
        for role in ("mentor", "contact", "leader")
        if (person := getattr(course, role)) is not None
    ]


def week_of(course, rows, meetings):
    """Return what happens in the next seven days, or in the first week while it is ahead."""
    today = max(calendar.today(), course.start_on)
    until = today + timedelta(days=7)
    found = [
        (row.day, row.clock, row.topic, row.who, reverse("onboarding:row", args=[row.pk]))
        for row in rows
        if row.day and not row.every and today <= row.day < until
    ]
    guide = course.mentor or course.contact
    for meeting in meetings:
        local = calendar.local(meeting.starts_at)
        if meeting.is_waiting and today <= local.date() < until:
            found.append((local.date(), local.time(), _("Statusmøde"), guide.name if guide else "", ""))
    return sorted(found, key=lambda line: (line[0], line[1] is None, line[1]))[:14]


# -- called off, closed ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Ask why, and call the course off."""
    found = find_course(request, pk, "onboarding.manage")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: courses.cancel(found, by=request.user, reason=form.cleaned_data["reason"]),
            _("Forløbet er aflyst. Opgaver og invitationer er trukket tilbage."),
            form,
        )
        if done:
            return redirect("onboarding:course", pk=pk)
    return short_form(
        request,
        found,
        form,
        _("Vil du aflyse forløbet?"),
        _("Aflys forløb"),
        lede=_("Opgaverne bortfalder, og alle inviterede får besked. Den private mailadresse bliver slettet."),
        back=_("Behold forløbet"),
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Show what is missing and what waits for a confirmation; close the course when that is confirmed."""
    found = find_course(request, pk, "onboarding.manage")
    if request.method == "POST" and tried(
        request,
        lambda: courses.close(found, by=request.user, without_papers=bool(request.POST.get("without_papers"))),
        _("Forløbet er afsluttet. Det kan stadig læses. Punkter fra det første år venter hos lederen."),
    ):
        return redirect("onboarding:course", pk=pk)
    context = {
        "course": found,
        "waiting": list(found.items.open().exclude(phase="first_year").values_list("number", "title")),
        "papers": [documents.paper_form(paper.kind, found.length)["title"] for paper in courses.unconfirmed(found)],
    }
    return page(request, "onboarding/close.html", **context)


@require_http_methods(["GET", "POST"])
def roles(request, pk):
    """Show who has which role and what nobody has; hand everything on in one act."""
    found = find_course(request, pk, "onboarding.manage")
    near = Person.objects.working().filter(unit=found.unit_id).order_by("name")
    form = RolesForm(request.POST or None, course=found, people=near)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: role_verbs.assign(found, by=request.user, roles=form.roles()),
            _("Rollerne er gemt. Åbne opgaver og aftaler er fulgt med."),
            form,
        )
        if done:
            return redirect("onboarding:course", pk=pk)
    context = {"course": found, "form": form, "missing": role_verbs.missing(found)}
    return page(request, "onboarding/roles.html", **context)


@require_http_methods(["GET", "POST"])
def template(request, pk):
    """Show what a newer version of the template would change in this course, and take the chosen parts up."""
    found = find_course(request, pk, "onboarding.manage")
    if request.method == "POST":
        done = tried(
            request,
            lambda: renewal.take_up(
                found,
                by=request.user,
                parts=request.POST.getlist("parts"),
                looked_at=request.POST.get("looked_at", ""),
            ),
            _("Forløbet følger nu den nyeste udgave. Det, du ikke valgte, er, som det var."),
        )
        return redirect("onboarding:course" if done else "onboarding:template", pk=pk)
    offer = renewal.Offer(found)
    if not offer.is_newer:
        messages.info(request, _("Forløbet bruger allerede den nyeste udgave."))
        return redirect("onboarding:course", pk=pk)
    parts = [(part, lines.of_part(part)) for part in offer.parts]
    return page(request, "onboarding/template_difference.html", course=found, offer=offer, parts=parts)


# -- paper -----------------------------------------------------------------------------------------------------------------
@require_GET
def checklist_pdf(request, pk):
    """Hand out the checklist (P-24)."""
    found = find_course(request, pk)
    content = documents.checklist(found, list(found.items.select_related("todo__done_by", "owner", "second")))
    return download_headers(HttpResponse(content), "huskeliste.pdf", "application/pdf")
