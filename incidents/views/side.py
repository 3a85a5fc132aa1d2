"""The side column of the case page: the facts that the person may read, files, and what else can be done."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar
from incidents import choices, words
from incidents.rules import category

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
        ("channel", _("Hvordan"), _channel(case)),
        ("perpetrator", _("Hvem gjorde det"), incident.get_perpetrator_display().capitalize()),
        (
            "aimed_at",
            _("Rettet mod"),
            incident.get_aimed_at_display().capitalize() if incident.aimed_at == "indirect" else "",
        ),
        ("wellbeing", _("Hvordan har den ramte det?"), incident.get_wellbeing_display()),
        ("needs", _("Har brug for"), words.in_a_row(choices.NEEDS.label(need) for need in incident.needs)),
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


def _channel(case):
    """Return how it happened, and that it is a guess until somebody says so."""
    incident = case.incident
    label = incident.get_channel_display().capitalize()
    said = any("channel" in row.details.get("fields", ()) for row in case.opened("log") if row.details)
    if label and not said and category.is_guessed(incident):
        return _("%(channel)s (gættet ud fra stedet)") % {"channel": label}
    return label


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
