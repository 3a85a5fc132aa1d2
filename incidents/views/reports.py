"""The joint report, written by two and confirmed by both; and the note for the citizen's journal."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.permissions import Forbidden
from core.texts import error
from incidents import documents
from incidents.actions import reports as verbs
from incidents.forms.ground import StepForm
from incidents.forms.reports import EventReportForm, FiledForm, JournalNoteForm
from incidents.models import EventReport
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def event_report(request, pk):
    """Write the report, save it, confirm it; show both texts when two saved at once (E-48)."""
    try:
        page = StepPage(request, pk, "incidents.event_report", "incidents.confirm_report", shows_case=True)
    except Forbidden:
        page = StepPage(request, pk, "incidents.event_report", "incidents.read_report", shows_case=True)
    incident, writes = page.incident, page.action == "incidents.confirm_report"
    report = EventReport.objects.filter(incident=incident).select_related(
        "changed_by", "leader_confirmed_by", "document"
    ).first() or EventReport(incident=incident)
    form = page.form(
        EventReportForm, initial={"version": report.version, **{name: getattr(report, name) for name in verbs.PARTS}}
    )
    skip, gone = page.skip() if writes else (None, None)
    if gone is None and writes and form.is_bound and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in verbs.PARTS}
        try:
            gone = page.act(
                form,
                lambda data: verbs.save_report(incident, by=request.user, version=data["version"], texts=texts),
                _("Rapporten er gemt."),
                redirect("incidents:event_report", pk=pk),
            )
        except verbs.Conflict as conflict:
            return _conflict(page, conflict.current, texts)
    confirm = page.form(StepForm, name="confirm")
    filed = page.form(
        FiledForm,
        name="filed",
        initial={"on": calendar.today(), "case_number": report.document.case_number if report.document_id else ""},
    )
    if gone is None and writes and confirm.is_bound and confirm.is_valid():
        gone = _confirm(page, confirm)
    if gone is None and writes and filed.is_bound and filed.is_valid():
        gone = page.act(
            filed,
            lambda data: (None, verbs.mark_report_filed(incident, by=request.user, **data)),
            _("Rapporten er markeret journaliseret."),
            redirect("incidents:event_report", pk=pk),
        )
    affected_side = verbs.is_affected(incident, request.user)
    return gone or page.render(
        "incidents/steps/event_report.html",
        form=form,
        confirm=confirm,
        filed=filed,
        skip=skip,
        report=report,
        writes=writes,
        affected_side=affected_side,
        own_confirmed=report.affected_confirmed_at if affected_side else report.leader_confirmed_at,
        may_skip=writes and not affected_side and bool(page.todo and page.todo.state == "open"),
        parts=[(EventReportForm.base_fields[name].label, getattr(report, name)) for name in verbs.PARTS],
        has_draft=page.has_draft and writes,
    )


def _confirm(page, form):
    """Confirm the version that was on the page."""
    typed = page.request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    here = redirect("incidents:event_report", pk=page.incident.pk)
    try:
        return page.act(
            form,
            lambda data: verbs.confirm_report(page.incident, by=page.request.user, version=version),
            _("Du har bekræftet rapporten."),
            here,
        )
    except verbs.Conflict:
        form.add_error(None, _("Teksten er ændret, siden du læste den. Læs den igen, og bekræft så."))
        return None


def _conflict(page, current, mine):
    """Show both texts, with »Behold begge« first; nothing is lost."""
    pairs, both = [], {}
    for name in verbs.PARTS:
        theirs, own = getattr(current, name), mine[name]
        both[name] = own if theirs in own else theirs if own in theirs else f"{theirs}\n\n{own}"
        if theirs != own:
            pairs.append((EventReportForm.base_fields[name].label, theirs, own))
    who = current.changed_by.name if current.changed_by else _("En anden")
    response = page.render(
        "incidents/steps/event_report_conflict.html",
        pairs=pairs,
        both=both,
        mine=mine,
        theirs={name: getattr(current, name) for name in verbs.PARTS},
        version=current.version,
        who=who,
        message=error("E-48", navn=who),
        may_skip=False,
    )
    response.status_code = 409
    return response


@require_http_methods(["GET", "POST"])
def journal_note(request, pk):
    """Write the note, print it, and mark it as filed."""
    page = StepPage(request, pk, "incidents.journal_note", "incidents.manage", shows_case=True)
    notes = list(page.incident.journal_notes.select_related("document", "journalised_by", "written_by"))
    here = redirect("incidents:journal_note", pk=pk)
    decided = [
        f"{one.get_measure_display()}"
        + (f" {_('til og med')} {calendar.long_date(one.ends_on)}" if one.ends_on else "")
        for one in page.incident.sanctions.filter(state__in=["approved", "in_force"])
    ]
    form = page.form(
        JournalNoteForm, initial={"on": calendar.local_date(page.incident.occurred_at), "sanction": ". ".join(decided)}
    )
    number = documents.case_number(page.incident)
    rows, gone = [], None
    for note in notes:
        filed = page.form(FiledForm, name=f"filed-{note.pk}", initial={"on": calendar.today(), "case_number": number})
        filed.auto_id = f"id_{note.pk}_%s"
        if filed.is_bound and filed.is_valid():
            gone = page.act(
                filed,
                lambda data, note=note: (None, verbs.mark_journalised(note, by=request.user, **data)),
                _("Notatet er markeret journaliseret."),
                here,
            )
        rows.append((note, filed))
    return gone or page.answer(
        form,
        lambda data: verbs.write_note(page.incident, by=request.user, **data),
        _("Notatet er skrevet. Læg det i borgerens journal, og markér det her."),
        template="incidents/steps/journal_note.html",
        to=here,
        notes=rows,
    )
