"""What the page of a meeting shows, worked out in a fixed number of queries."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar
from core.models import Document
from core.together import together
from med import documents, enclosures, figures, numbering
from med.actions import agreed, approving, planning, releasing
from med.choices import MeetingState
from med.circle import chairs_of
from med.models import Action, Proposal, SelfCheck

KIND = {
    MeetingState.PLANNED: "draft",
    MeetingState.AGENDA_OPEN: "wait",
    MeetingState.RELEASED: "run",
    MeetingState.UNDER_WAY: "run",
    MeetingState.MINUTES_DRAFT: "draft",
    MeetingState.MINUTES_SENT: "wait",
    MeetingState.APPROVED: "done",
    MeetingState.PUBLISHED: "done",
    MeetingState.CANCELLED: "late",
}
RIGHTS = (
    "med.read_drafts",
    "med.read_closed",
    "med.prepare_meeting",
    "med.write_minutes",
    "med.publish_minutes",
    "med.release",
    "med.waive_rule",
    "med.write_input",
    "med.comment_minutes",
    "med.add_addendum",
)


def questions(meeting, *, closed=False):
    """Return what `items_of` needs, to be asked for together with the rest of a page; `closed`: with the closed files."""
    standing = meeting.treatments.standing()
    return (
        standing.select_related(
            "topic", "responsible_person", "responsible_body", "outcome__replaced_by", "text_by", "sheet", "level"
        ),
        Action.objects.filter(treatment__meeting=meeting).select_related("owner"),
        meeting.addenda.select_related("author"),
        enclosures.of_items(standing.order_by().values("pk"), closed=closed),
        documents.group_seats(meeting),
    )


def items_of(meeting, items, actions, addenda, files, seats):
    """Return the items with results, actions, files and numbers on them, from the answers to `questions`."""
    known = {}
    if meeting.body.is_med and any(item.topic.code in documents.CHARTS for item in items):
        known = {one.kind: one for one in figures.at_meeting(meeting)}
    documents.put_groups(items, seats)
    for file in files:
        file.is_closed = enclosures.is_closed(file)
    for item in items:
        item.files = [file for file in files if file.subject_id == item.pk]
        item.result = getattr(item, "outcome", None)
        item.live_actions = [one for one in actions if one.treatment_id == item.pk and one.dropped_on is None]
        item.added = [row for row in addenda if row.treatment_id == item.pk]
        item.series = known.get(documents.CHARTS.get(item.topic.code, ""))
        item.lacks_background = (
            item.part != "A" and item.purpose != "orientation" and not item.background and not item.topic.is_standing
        )
    return items


def items_for(meeting, *, closed=False):
    """Return the items of a meeting with what belongs to them."""
    return items_of(meeting, *together(*questions(meeting, closed=closed)))


def shows(meeting, may):
    """Return (whether the agenda, whether the minutes are for this reader)."""
    inside = "med.read_drafts" in may
    agenda = inside or meeting.state not in (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.CANCELLED)
    minutes = meeting.state == MeetingState.PUBLISHED or (inside and (meeting.minutes_are_out or meeting.is_writing))
    return agenda, minutes


def of(meeting, person):
    """Return what the template of a meeting shows to the person; `meeting.may` holds their rights."""
    may, state = meeting.may, meeting.state
    agenda, minutes = shows(meeting, may)
    inside = "med.read_drafts" in may
    asks_yes = inside and state in (MeetingState.AGENDA_OPEN, MeetingState.MINUTES_DRAFT)
    what = "agenda" if state == MeetingState.AGENDA_OPEN else "minutes"
    version = meeting.agenda_version if what == "agenda" else meeting.minutes_version
    said = {"what": what, "version": version}

    def only_if(shown, queryset):
        return queryset if shown else queryset.none()

    *found, attendances, comments, waivers, proposals, frozen, chairs, yes, no, previous = together(
        *(only_if(agenda or minutes, queryset) for queryset in questions(meeting, closed="med.read_closed" in may)),
        only_if(minutes, meeting.attendances.select_related("person", "instead_of")),
        only_if(
            inside and meeting.minutes_are_out,
            meeting.comments.select_related("author", "answered_by", "treatment"),
        ),
        only_if(inside, meeting.waivers.select_related("waived_by")),
        only_if(
            inside and meeting.is_before,
            Proposal.objects.visible_to(person)
            .filter(body=meeting.body)
            .waiting()
            .select_related("proposed_by", "via"),
        ),
        papers_of(meeting, may),
        only_if(asks_yes, chairs_of(meeting.body)),
        only_if(asks_yes, meeting.releases.filter(**said).select_related("person")),
        only_if(asks_yes, meeting.objections.filter(**said).select_related("person")),
        only_if(inside and meeting.is_before, approving.waiting_before(meeting)),
    )
    waiting = [row for row in found[2] if row.checked_at is None]
    if not inside:  # everybody else reads an addendum when the minute taker has looked it through
        found[2] = [row for row in found[2] if row.checked_at is not None]
    items = items_of(meeting, *found)
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "inside": inside,
        "may": {name.removeprefix("med."): True for name in may},
        "kind": KIND[state],
        "parts": numbering.parts(items),
        "minutes": sum(item.duration for item in items),
        "length": int(calendar.elapsed(meeting.starts_at, meeting.ends_at).total_seconds() // 60),
        "previous": next(iter(previous), None),
        "show_agenda": agenda,
        "show_minutes": minutes,
        "papers": papers(frozen),
        "attendances": attendances,
        "comments_open": bool(meeting.comments_until) and meeting.comments_until >= calendar.today(),
        "comments": comments,
        "addenda": [row for row in found[2] if row.treatment_id is None] if meeting.is_locked else [],
        "unchecked": waiting if state == MeetingState.PUBLISHED else [],
        "proposals_until": planning.proposals_until(meeting) if meeting.is_before else None,
        "waivers": waivers,
        "proposals": proposals,
        "joint": [],
        "against": [],
        "next": None,
        "check": None,
        "may_ask": False,
    }
    if inside and (meeting.minutes_are_out or meeting.state == MeetingState.MINUTES_DRAFT):
        check = SelfCheck.objects.visible_to(person).filter(meeting=meeting).first()
        context["check"] = check if check and check.closes_on >= calendar.today() else None
        context["may_ask"] = check is None and "med.release" in may and not meeting.body.is_trio
    if asks_yes:
        given = {row.function: row for row in yes}
        context["joint"] = joint(meeting, {seat.function: seat.person for seat in chairs}, given)
        context["what"], context["version"] = what, version
        own = releasing.own_function(person, meeting.body) if "med.release" in may else ""
        context["said"] = any(row["said"] and row["code"] == own for row in context["joint"])
        context["against"] = [row for row in no if row.function not in given] if context["joint"] else []
    if meeting.written_since and state == MeetingState.MINUTES_SENT and inside:
        context["unanswered"] = agreed.without_answer(meeting)
        context["until"] = agreed.written_until(meeting)
    context["next"] = next_step(meeting, person, context)
    return context


def _while_it_is_prepared(meeting):
    """Return what a member can do while the chairs prepare the agenda."""
    last = planning.proposals_until(meeting)
    in_time = calendar.today() <= last
    return {
        "title": _("Dagsordenen bliver gjort klar"),
        "text": _("Foreslå et punkt til og med %(day)s, eller skriv dit oplæg til et af punkterne.")
        % {"day": calendar.long_date(last)}
        if in_time
        else _("Skriv dit oplæg til et af punkterne, så de andre kan læse det før mødet."),
        "url": reverse("med:propose", args=[meeting.body_id]),
        "label": _("Foreslå punkt"),
    } | ({} if in_time else {"url": reverse("med:invitation", args=[meeting.pk]), "label": _("Svar, om du kommer")})


def worth_a_look(meeting, items):
    """Return what a chair should look at before saying yes to an agenda: [(words, address)]."""
    found = []
    used = sum(item.duration for item in items)
    length = int(calendar.elapsed(meeting.starts_at, meeting.ends_at).total_seconds() // 60)
    if calendar.now() > planning.agenda_due(meeting):
        found.append((_("Udvalgets egen frist for dagsordenen er gået."), reverse("med:waive", args=[meeting.pk])))
    if used > length:
        words = _("Punkterne fylder %(used)s minutter, og mødet varer %(length)s.") % {"used": used, "length": length}
        found.append((words, reverse("med:meeting", args=[meeting.pk])))
    for part in numbering.parts(items):
        for number, item in part.items:
            label, address = f"{part.code} {number}", reverse("med:item", args=[item.pk])
            if item.lacks_background:
                found.append((_("Punkt %(label)s mangler en sagsfremstilling.") % {"label": label}, address))
            if item.is_decision and not item.topic.is_standing and not (item.environment or item.environment_effect):
                words = _("Punkt %(label)s siger ikke, hvad det betyder for arbejdsmiljøet.") % {"label": label}
                found.append((words, address))
    return found


def unnoted(meeting):
    """Return what a chair should look at before saying yes to minutes: [(words, address)]."""
    if not meeting.attendances.filter(presence="unknown").exists():
        return []
    return [(_("Fremmødet er ikke noteret for alle."), reverse("med:attendance", args=[meeting.pk]))]


def joint(meeting, needed, said):
    """Return who sends it out together: [{person, function, said}]."""
    if not needed or not meeting.body.joint_release:
        return []
    labels = {"chair": _("formand"), "vice_chair": _("næstformand")}
    return [
        {
            "person": person,
            "code": function,
            "function": labels.get(function, ""),
            "said": function in said,
            "by": said[function].person if function in said and said[function].person_id != person.pk else None,
        }
        for function, person in needed.items()
    ]


def papers_of(meeting, may):
    """Return the frozen papers that the reader may open, the newest of each kind first."""
    kinds = ["P-01", "P-02"]
    kinds += [documents.INTERNAL] if "med.read_drafts" in may else []
    kinds += ["P-03"] if "med.read_closed" in may else []
    if meeting.state in (MeetingState.PLANNED, MeetingState.AGENDA_OPEN):
        return Document.objects.none()
    return Document.objects.filter(subject_type="med.meeting", subject_id=meeting.pk, kind__in=kinds).defer("content")


def papers(frozen):
    """Return the papers as the list of files shows them."""
    return [
        {
            "name": row.title if row.kind != documents.INTERNAL else _("Referat, medlemmernes udgave"),
            "url": reverse("core:document", args=[row.pk]),
            "note": row.number,
        }
        for row in frozen
    ]


def next_step(meeting, person, context):
    """Return the solid field: the one thing for this person to do now, or None."""
    may, state, pk = context["may"], meeting.state, meeting.pk
    what = "agenda" if state == MeetingState.AGENDA_OPEN else "minutes"
    waived = any(row.rule == f"joint_{what}" for row in context["waivers"])
    flat = not meeting.body.joint_release or waived
    if state == MeetingState.PLANNED and may.get("prepare_meeting"):
        return {
            "title": _("Begynd dagsordenen"),
            "text": _("De faste punkter og det, der mangler fra sidst, bliver sat på af sig selv."),
            "action": reverse("med:open_agenda", args=[pk]),
            "label": _("Begynd dagsorden"),
            "until": planning.agenda_due(meeting),
        }
    if state == MeetingState.AGENDA_OPEN and may.get("release") and not context.get("said"):
        others = [row["person"].name for row in context["joint"] if row["said"]]
        return {
            "kicker": _("%(name)s har sagt god for dagsordenen") % {"name": others[0]} if others else "",
            "title": _("Udsend dagsordenen, når den er klar")
            if flat or others
            else _("Sig god for dagsordenen, når den er klar"),
            "text": _("Alle medlemmer får den.") if flat or others else _("Udvalget får den, når I begge har sagt ja."),
            "url": reverse("med:release", args=[pk]),
            "label": _("Udsend dagsorden") if flat or others else _("Godkend dagsorden"),
            "start": None,
            "until": planning.agenda_due(meeting),
        }
    if state == MeetingState.AGENDA_OPEN and may.get("write_input") and not may.get("release"):
        return _while_it_is_prepared(meeting)
    if (
        state == MeetingState.RELEASED
        and context["inside"]
        and calendar.today() < calendar.local_date(meeting.starts_at)
    ):
        day, clock = calendar.long_date(meeting.starts_at), calendar.clock(meeting.starts_at)
        return {
            "title": _("Mødet er %(day)s kl. %(clock)s") % {"day": day, "clock": clock},
            "text": _("Dagsordenen er udsendt. Skriv dit oplæg til et punkt, så de andre kan læse det før mødet."),
            "url": reverse("med:invitation", args=[pk]),
            "label": _("Svar, og se, hvem der kommer"),
        }
    if state == MeetingState.RELEASED and may.get("write_minutes"):
        return {
            "title": _("Begynd mødet"),
            "text": _("Så kan referatet skrives, punkt for punkt."),
            "action": reverse("med:begin", args=[pk]),
            "label": _("Begynd mødet"),
        }
    if state == MeetingState.UNDER_WAY and may.get("write_minutes"):
        return {
            "title": _("Mødet er i gang"),
            "text": _("Skriv referatet, mens I taler."),
            "url": reverse("med:write", args=[pk]),
            "label": _("Skriv referat"),
        }
    if state == MeetingState.MINUTES_DRAFT:
        if may.get("release") and not context.get("said") and meeting.body.approves_minutes:
            return {
                "title": _("Send referatet til medlemmerne"),
                "text": _("Medlemmerne får det, når I begge har sagt ja. Det bliver godkendt på næste møde."),
                "url": reverse("med:release", args=[pk]),
                "label": _("Godkend referat")
                if len(context["joint"]) > 1 and not waived
                else _("Send til godkendelse"),
            }
        if may.get("write_minutes"):
            return {
                "title": _("Skriv referatet færdigt"),
                "text": "",
                "url": reverse("med:write", args=[pk]),
                "label": _("Skriv referat"),
            }
    if state == MeetingState.MINUTES_SENT and person in context.get("unanswered", ()) and may.get("comment_minutes"):
        return {
            "title": _("Godkend referatet skriftligt"),
            "text": _("Er der noget, der skal rettes, så skriv en bemærkning i stedet."),
            "action": reverse("med:written_yes", args=[pk]),
            "label": _("Godkend referat"),
            "until": context["until"],
        }
    if (
        state == MeetingState.MINUTES_SENT
        and may.get("write_minutes")
        and context.get("until")
        and context["until"] < calendar.now()
    ):
        return {
            "title": _("Tiden til at svare er gået"),
            "text": _("Referatet kan godkendes, når der er svaret på alle bemærkninger."),
            "action": reverse("med:written_end", args=[pk]),
            "label": _("Godkend referat"),
        }
    told = getattr(meeting, "summary", None) if state == MeetingState.PUBLISHED else None
    if may.get("publish_minutes") and (context["unchecked"] or (told and told.waits)):
        return {
            "title": _("Læs det nye igennem"),
            "text": _("Kun medlemmerne kan læse det, til du har offentliggjort det."),
            "url": reverse("med:publish", args=[pk]),
            "label": _("Læs det igennem"),
        }
    if state == MeetingState.APPROVED and may.get("publish_minutes") and meeting.body.publishes:
        return {
            "title": _("Offentliggør referatet"),
            "text": _("Læs det igennem først. Bagefter kan alle medarbejdere læse det."),
            "url": reverse("med:publish", args=[pk]),
            "label": _("Læs det igennem"),
        }
    return None
