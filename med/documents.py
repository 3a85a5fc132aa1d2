"""What MED prints: the agenda (P-01), the minutes for members and for everybody (P-02), the closed annex (P-03), the
TRIO's notes sheet (P-09). Each function returns the bytes of a PDF; `number` is empty for a draft.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from core import calendar, documents, pdf
from med import enclosures, figures, numbering, sheets
from med.choices import Presence
from med.circle import seats_on
from med.models import Meeting, Seat

INTERNAL = "P-02i"
documents.register_kind("P-01", "med.view_meeting")
documents.register_kind("P-02", "med.view_meeting")
documents.register_kind(INTERNAL, "med.read_drafts")
documents.register_kind("P-03", "med.read_closed")
CHARTS = {"economy": "economy", "sickness": "sickness"}  # fixed lines that show their numbers


def items_of(meeting):
    """Return the meeting's items with what belongs to them, in three queries."""
    return list(
        meeting.treatments.standing()
        .select_related(
            "topic", "responsible_person", "responsible_body", "outcome__replaced_by", "text_by", "sheet", "level"
        )
        .prefetch_related("actions__owner", "addenda__author")
    )


def group_seats(meeting):
    """Return the question for who sits in the groups that a meeting set up (MED-24)."""
    return (
        Seat.objects.filter(body__set_up_in__meeting=meeting)
        .select_related("body", "person")
        .order_by("body__name", "person__name")
    )


def put_groups(items, seats):
    """Put on each item the groups that were set up at it: [(group, names)]."""
    for item in items:
        groups: dict = {}
        for seat in seats:
            if seat.body.set_up_in_id == item.pk:
                groups.setdefault(seat.body, []).append(seat.person.name)
        item.set_up = list(groups.items())


def files_of(items, *, closed=False):
    """Return {treatment id: [attachments]} in one query; the closed ones only where the reader may."""
    kept: dict = {}
    for file in enclosures.of_items([item.pk for item in items], closed=closed):
        kept.setdefault(file.subject_id, []).append(file)
    return kept


def mark_files(meeting, files, waivers=None):
    """Put on each file how it came: sent on later, too late by the body's own rule, or with the minutes (MED-10, 28)."""
    waived = {row.rule for row in (meeting.waivers.all() if waivers is None else waivers)}
    last = calendar.local_date(meeting.starts_at) - timedelta(days=meeting.body.attachment_days)
    for file in files:
        file.mark, file.is_closed = "", enclosures.is_closed(file)
        if meeting.began_at and file.uploaded_at >= meeting.began_at:
            file.mark = _("sendt med referatet")
        elif meeting.released_at and file.uploaded_at > meeting.released_at:
            late = calendar.local_date(file.uploaded_at) > last and "attachment_days" not in waived
            file.mark = _("eftersendt for sent") if late else _("eftersendt")
    return files


def present_words(meeting):
    """Return (who was there, who was not) of a meeting in words."""
    there, away = [], []
    for row in meeting.attendances.select_related("person", "instead_of"):
        words = f"{row.who} ({row.function})" if row.function else row.who
        if row.instead_of_id:
            words += _(" i stedet for %(name)s") % {"name": row.instead_of.name}
        if row.presence == Presence.LATE and row.clock:
            words += _(", kom kl. %(time)s") % {"time": f"{row.clock:%H.%M}"}
        if row.presence == Presence.LEFT and row.clock:
            words += _(", gik kl. %(time)s") % {"time": f"{row.clock:%H.%M}"}
        if row.presence == Presence.ABSENT:
            away.append(words)
        elif row.presence != Presence.UNKNOWN:
            there.append(words)
    return there, away


def _context(meeting, items):
    """Return what every paper of a meeting needs."""
    known = {one.kind: one for one in figures.at_meeting(meeting)} if meeting.body.is_med else {}
    files, waivers = files_of(items), list(meeting.waivers.all())
    put_groups(items, list(group_seats(meeting)))
    for item in items:
        item.files = mark_files(meeting, files.get(item.pk, []), waivers)
        item.series = known.get(CHARTS.get(item.topic.code, ""))
        item.result = getattr(item, "outcome", None)
        item.answers = sheets.shown(item.sheet) if hasattr(item, "sheet") else []
        item.live_actions = [action for action in item.actions.all() if action.dropped_on is None]
    return {
        "meeting": meeting,
        "body": meeting.body,
        "unit": meeting.body.unit,
        "all_files": [
            (item, file) for part in numbering.parts(items) for _n, item in part.items for file in item.files
        ],
        "parts": numbering.parts(items),
        "waivers": waivers,
        "is_staff_meeting": meeting.body.kind == "staff_meeting",
    }


def agenda(meeting, number=""):
    """Return the agenda (P-01)."""
    seats = seats_on(meeting.body, calendar.local_date(meeting.starts_at))
    return pdf.render(
        "pdf/med/agenda.html",
        _context(meeting, items_of(meeting))
        | {
            "previous": next(iter(Meeting.objects.waiting_before(meeting)), None),
            "called": [
                f"{seat.person.name} ({seat.as_what})" for seat in seats if seat.function not in ("substitute",)
            ],
        },
        title=_("Dagsorden, %(body)s") % {"body": meeting.body},
        document_id=number,
    )


def minutes(meeting, number="", *, public):
    """Return the minutes (P-02): for everybody, or for the members."""
    there, away = present_words(meeting)
    items = items_of(meeting)
    for item in items:
        item.added = [row for row in item.addenda.all() if row.checked_at or not public]
    return pdf.render(
        "pdf/med/minutes.html",
        _context(meeting, items)
        | {
            "public": public,
            "there": there,
            "away": away,
            "addenda": [
                row
                for row in meeting.addenda.select_related("author")
                if row.treatment_id is None and (row.checked_at or not public)
            ],
        },
        title=_("Referat, %(body)s") % {"body": meeting.body},
        document_id=number,
    )


def has_annex(meeting):
    """Tell whether anything stands in the closed annex: a text or a file."""
    items = list(meeting.treatments.standing())
    return any(item.closed_text for item in items) or any(
        enclosures.is_closed(file) for files in files_of(items, closed=True).values() for file in files
    )


def annex(meeting, number=""):
    """Return the closed annex (P-03), for the members alone."""
    items = items_of(meeting)
    context = _context(meeting, items)
    files = files_of(items, closed=True)
    for item in items:
        item.closed_files = [file for file in files.get(item.pk, []) if enclosures.is_closed(file)]
    return pdf.render(
        "pdf/med/annex.html",
        context,
        title=_("Lukket bilag, %(body)s") % {"body": meeting.body},
        document_id=number,
    )


def decisions(body, outcomes, actions):
    """Return the list of decisions and agreed actions (P-04)."""
    return pdf.render(
        "pdf/med/decisions.html",
        {"body": body, "unit": body.unit, "outcomes": outcomes, "actions": actions},
        title=_("Beslutnings- og opgaveliste, %(body)s") % {"body": body},
    )
