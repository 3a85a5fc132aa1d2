"""The joint report of events and the note for the citizen's journal (INC-56, INC-57).

Two people write the report: a version number, one conditional UPDATE, nothing overwritten. Both confirm the same
version; a change voids what was confirmed; when both have confirmed, the PDF is frozen and the text locked.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, documents, outbox
from core.permissions import require
from core.texts import error
from incidents import steps
from incidents.actions.ground import begin
from incidents.models import EventReport, Incident, JournalNote

PARTS = ("course", "persons", "measures", "learning")


class Conflict(Exception):
    """Somebody else saved meanwhile; `current` is the report as it stands now."""

    def __init__(self, current):
        super().__init__("conflict")
        self.current = current


def is_affected(incident, person):
    """Tell whether the person confirms as the affected."""
    return incident.affected_id == person.pk or incident.also_affected.filter(pk=person.pk).exists()


@transaction.atomic
def start_report(incident, *, by):
    """Return the report of the incident, begun if nobody has; the course begins with nothing, it is written
    together.
    """
    require(by, "incidents.confirm_report", incident)
    return EventReport.objects.get_or_create(incident=incident)[0]


@transaction.atomic
def save_report(incident, *, by, version, texts):
    """Save the parts if `version` is still the newest; return the report, its number raised when something changed.

    Raises Conflict when somebody else was first, ValidationError when the report is locked (E-51). Changed words
    void both confirmations.
    """
    incident = begin(incident, "incidents.confirm_report", by=by)
    report = EventReport.objects.get_or_create(incident=incident)[0]
    if report.document_id:
        raise ValidationError(
            _("Rapporten er bekræftet og låst. Tilføj det, der mangler, på hændelsen."), code="locked"
        )
    if report.version != version:
        if all(getattr(report, name) == texts[name] for name in PARTS):
            return report
        raise Conflict(report)
    if all(getattr(report, name) == texts[name] for name in PARTS):
        return report
    changed = EventReport.objects.filter(pk=report.pk, version=version, document__isnull=True).update(
        **{name: texts[name] for name in PARTS},
        version=F("version") + 1,
        changed_by=by,
        changed_at=calendar.now(),
        affected_confirmed_at=None,
        leader_confirmed_at=None,
        leader_confirmed_by=None,
    )
    report.refresh_from_db()
    if not changed:
        raise Conflict(report)
    audit.record("incidents.report_saved", incident, by=by, version=report.version)
    return report


@transaction.atomic
def confirm_report(incident, *, by, version):
    """Confirm this version for one's own side; return the report, locked and printed when the other side has
    confirmed too.
    The affected hears from the leader's confirmation that a text is ready (N-09). Raises Conflict when the text
    has changed.
    """
    incident = begin(incident, "incidents.confirm_report", by=by)
    report = EventReport.objects.select_related("leader_confirmed_by").filter(incident=incident).first()
    if report is None or not report.course.strip():
        raise ValidationError(error("E-01"), code="empty")
    now = calendar.now()
    side = (
        {"affected_confirmed_at": now}
        if is_affected(incident, by)
        else {"leader_confirmed_at": now, "leader_confirmed_by": by}
    )
    first = next(iter(side))
    if report.document_id or (report.version == version and getattr(report, first)):
        return report
    if not EventReport.objects.filter(pk=report.pk, version=version, document__isnull=True).update(**side):
        raise Conflict(report)
    report.refresh_from_db()
    audit.record("incidents.report_confirmed", incident, by=by, version=version, side=first.split("_")[0])
    if report.affected_confirmed_at and report.leader_confirmed_at:
        _lock(incident, report, by)
    elif first == "leader_confirmed_at":
        outbox.enqueue(
            incident.affected,
            "N-09",
            subject=incident,
            link=reverse("incidents:event_report", args=[incident.pk]),
            dedupe_key=f"N-09:{incident.pk}:{report.version}",
            by=by,
        )
    return report


def _lock(incident, report, by):
    """Print the report, freeze the bytes and lock the text: both have confirmed this version."""
    from incidents import documents as papers

    number = documents.take_number()
    frozen = documents.freeze(
        "P-15",
        _("Hændelsesrapport"),
        incident,
        papers.event_report(incident, report, number),
        by,
        approved_by=report.leader_confirmed_by,
        number=number,
        case_number=papers.case_number(incident, "case_number_event_report"),
    )
    EventReport.objects.filter(pk=report.pk).update(document=frozen)
    report.document = frozen
    audit.record("incidents.report_locked", incident, by=by, document=frozen.pk, version=report.version)
    steps.done(incident, "incidents.event_report", by=by)


# -- the note for the citizen's journal ----------------------------------------------------------------------------
@transaction.atomic
def write_note(incident, *, by, on, event, sanction=""):
    """Write the note and freeze its PDF; return the JournalNote, the same one when it is sent twice."""
    from incidents import documents as papers

    incident = begin(incident, "incidents.manage", by=by)
    for known in JournalNote.objects.filter(incident=incident, written_by=by):
        if (known.on, known.event, known.sanction) == (on, event, sanction):
            return known
    note = JournalNote(
        incident=incident, on=on, event=event, sanction=sanction, written_by=by, written_at=calendar.now()
    )
    note.save(force_insert=True)
    number = documents.take_number()
    note.document = documents.freeze(
        "P-16",
        _("Notat til borgerens journal"),
        incident,
        papers.journal_note(incident, note, number),
        by,
        approved_by=by,
        number=number,
        case_number=papers.case_number(incident),
    )
    JournalNote.objects.filter(pk=note.pk).update(document=note.document)
    audit.record("incidents.journal_note_written", incident, by=by, note=note.pk)
    return note


@transaction.atomic
def mark_journalised(note, *, by, on, case_number=""):
    """Note that the note lies on the citizen's case; completes the step. False if somebody was first."""
    incident = begin(note.incident, "incidents.manage", by=by)
    changed = JournalNote.objects.filter(pk=note.pk, journalised_on__isnull=True).update(
        journalised_on=on, journalised_by=by
    )
    note.refresh_from_db()
    if changed:
        documents.mark_filed(note.document, on=on, by=by, case_number=case_number)
        audit.record("incidents.journal_note_filed", incident, by=by, note=note.pk)
        steps.done(incident, "incidents.journal_note", by=by)
    return bool(changed)


@transaction.atomic
def mark_report_filed(incident, *, by, on, case_number=""):
    """Note that the joint report lies on its case; also after the incident was closed.

    False if that was noted before.
    """
    require(by, "incidents.manage", incident)
    report = EventReport.objects.select_related("document").filter(Q(document__isnull=False), incident=incident).first()
    return bool(report) and documents.mark_filed(report.document, on=on, by=by, case_number=case_number)


def open_reports():
    """Return the incidents whose report waits for somebody's confirmation."""
    return Incident.objects.open().filter(event_report__document__isnull=True, event_report__isnull=False)
