"""What the page of a meeting shows, worked out in a fixed number of queries."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar
from core.models import Document
from med import documents, figures, numbering
from med.actions import agreed, planning, releasing
from med.choices import MeetingState
from med.models import Proposal

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


def items_for(meeting, *, with_inputs=False):
    """Return the items with results, actions, files and numbers on them."""
    items = documents.items_of(meeting)
    files = documents.files_of(items)
    known = {}
    if meeting.body.is_med and any(item.topic.code in documents.CHARTS for item in items):
        known = {one.kind: one for one in figures.series(meeting.body)}
    for item in items:
        item.files = files.get(item.pk, [])
        item.result = getattr(item, "outcome", None)
        item.live_actions = [action for action in item.actions.all() if action.dropped_on is None]
        item.series = known.get(documents.CHARTS.get(item.topic.code, ""))
        item.lacks_background = item.part != "A" and item.purpose != "orientation" and not item.background
    return items


def shows(meeting, may):
    """Return (whether the agenda, whether the minutes are for this reader)."""
    inside = "med.read_drafts" in may
    agenda = inside or meeting.state not in (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.CANCELLED)
    minutes = meeting.state == MeetingState.PUBLISHED or (inside and (meeting.minutes_are_out or meeting.is_writing))
    return agenda, minutes


def of(meeting, person):
    """Return what the template of a meeting shows to the person; `meeting.may` holds their rights."""
    may = meeting.may
    agenda, minutes = shows(meeting, may)
    items = items_for(meeting) if agenda or minutes else []
    inside = "med.read_drafts" in may
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "inside": inside,
        "may": {name.removeprefix("med."): True for name in may},
        "kind": KIND[meeting.state],
        "parts": numbering.parts(items),
        "minutes": sum(item.duration for item in items),
        "length": int(calendar.elapsed(meeting.starts_at, meeting.ends_at).total_seconds() // 60),
        "show_agenda": agenda,
        "show_minutes": minutes,
        "papers": papers(meeting, may),
        "attendances": list(meeting.attendances.select_related("person", "instead_of")) if minutes else [],
        "comments_open": bool(meeting.comments_until) and meeting.comments_until >= calendar.today(),
        "comments": list(meeting.comments.select_related("author", "answered_by", "treatment"))
        if inside and meeting.minutes_are_out
        else [],
        "addenda": [row for row in meeting.addenda.select_related("author") if row.treatment_id is None]
        if meeting.is_locked
        else [],
        "proposals_until": planning.proposals_until(meeting) if meeting.is_before else None,
        "waivers": list(meeting.waivers.select_related("waived_by")) if inside else [],
        "proposals": [],
        "joint": [],
        "against": [],
        "next": None,
    }
    if inside and meeting.is_before:
        context["proposals"] = list(
            Proposal.objects.filter(body=meeting.body).waiting().select_related("proposed_by", "via")
        )
    if meeting.state in (MeetingState.AGENDA_OPEN, MeetingState.MINUTES_DRAFT) and inside:
        what = "agenda" if meeting.state == MeetingState.AGENDA_OPEN else "minutes"
        version = meeting.agenda_version if what == "agenda" else meeting.minutes_version
        context["joint"] = joint(meeting, what, version)
        context["what"], context["version"] = what, version
        own = releasing.own_function(person, meeting.body) if "med.release" in may else ""
        context["said"] = any(row["said"] and row["code"] == own for row in context["joint"])
        context["against"] = agreed.objections(meeting, what, version) if context["joint"] else []
    if meeting.written_since and meeting.state == MeetingState.MINUTES_SENT and inside:
        context["unanswered"] = agreed.without_answer(meeting)
        context["until"] = agreed.written_until(meeting)
    context["next"] = next_step(meeting, person, context)
    return context


def joint(meeting, what, version):
    """Return who sends it out together: [{person, function, said}]."""
    needed = releasing.must_say_yes(meeting.body)
    if not needed or not meeting.body.joint_release:
        return []
    said = releasing.given(meeting, what, version)
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


def papers(meeting, may):
    """Return the frozen papers that the reader may open, the newest of each kind first."""
    kinds = ["P-01", "P-02"]
    kinds += [documents.INTERNAL] if "med.read_drafts" in may else []
    kinds += ["P-03"] if "med.read_closed" in may else []
    if meeting.state in (MeetingState.PLANNED, MeetingState.AGENDA_OPEN):
        return []
    return [
        {
            "name": row.title if row.kind != documents.INTERNAL else _("Referat, medlemmernes udgave"),
            "url": reverse("core:document", args=[row.pk]),
            "note": row.number,
        }
        for row in Document.objects.filter(subject_type="med.meeting", subject_id=meeting.pk, kind__in=kinds).defer(
            "content"
        )
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
    if state == MeetingState.APPROVED and may.get("publish_minutes") and meeting.body.publishes:
        return {
            "title": _("Offentliggør referatet"),
            "text": _("Læs det igennem først. Bagefter kan alle medarbejdere læse det."),
            "url": reverse("med:publish", args=[pk]),
            "label": _("Læs det igennem"),
        }
    return None
