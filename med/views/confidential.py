"""What only some read: one side's notes before a meeting, and the notes of one TRIO (MED-48, MED-57)."""

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.permissions import Forbidden, who_may
from core.texts import error
from core.views.acting import done, found, page
from med import numbering
from med.actions import confidential as verbs
from med.actions.ground import Conflict
from med.forms.agenda import PreMeetingForm, PreNoteForm
from med.forms.minutes import SendToMedForm, TrioNoteForm
from med.models import Body, PreMeeting, PreMeetingNote, TrioNote
from med.views.agenda import crumbs_of
from med.views.ground import form_page, meeting_of


@require_http_methods(["GET", "POST"])
def pre_notes(request, pk):
    """Write the own side's notes to a meeting, item by item."""
    meeting = meeting_of(request, pk, "med.read_drafts")
    side = verbs.own_side(request.user, meeting.body)
    if not side or meeting.body.is_trio:
        raise Forbidden("med.change_pre_note", who_may("med.change_pre_note"))
    notes = {
        note.treatment_id: note
        for note in PreMeetingNote.objects.visible_to(request.user)
        .filter(meeting=meeting, side=side)
        .select_related("changed_by")
    }
    pressed = request.POST.get("item", "")
    parts, wrong = [], None
    own = PreMeeting.objects.visible_to(request.user).filter(meeting=meeting, side=side).first()
    ours = PreMeetingForm(
        request.POST if request.method == "POST" and pressed == "meeting" else None,
        initial={
            "day": own.starts_at,
            "begins": own.starts_at,
            "place": own.place,
            "participants": own.participants,
            "ideas": own.ideas,
        }
        if own
        else {},
        auto_id="id_own_%s",
    )
    if done(
        request,
        ours,
        lambda data: verbs.plan_pre_meeting(meeting, by=request.user, **ours.values()),
        _("Formødet er gemt. Kun jeres side kan se det."),
    ):
        return redirect(request.path)
    items = list(meeting.treatments.standing().select_related("topic"))
    for part in numbering.parts(items):
        lines = []
        for number, item in part.items:
            note = notes.get(item.pk)
            bound = request.method == "POST" and pressed == str(item.pk)
            form = PreNoteForm(
                request.POST if bound else None,
                initial={"version": note.version if note else 1, "text": note.text if note else ""},
                auto_id=f"id_{item.pk}_%s",
            )
            if bound:
                try:
                    if done(
                        request,
                        form,
                        lambda data, item=item: verbs.write_pre_note(meeting, by=request.user, treatment=item, **data),
                        _("Noten er gemt. Kun jeres side kan læse den."),
                    ):
                        return redirect(f"{request.path}#item-{item.pk}")
                except Conflict as other:
                    who = other.current.changed_by.name if other.current.changed_by else _("En anden")
                    form.data = form.data.copy()
                    form.data["version"] = str(other.current.version)
                    form.data["text"] = f"{other.current.text}\n\n{form.cleaned_data['text']}"
                    form.add_error("text", error("E-48", navn=who))
                wrong = form
            lines.append((number, item, note, form))
        parts.append((part, lines))
    if request.method == "GET" and (notes or own):
        audit.read("med.pre_notes_opened", meeting, by=request.user)
    return page(
        request,
        "med/pre_notes.html",
        meeting=meeting,
        ours=ours,
        own=own,
        parts=parts,
        wrong=wrong,
        side=side,
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def trio_notes(request, pk):
    """Write and read a TRIO's notes."""
    body = found(request, "med.write_trio_note", Body.objects.all(), pk)
    form = TrioNoteForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: verbs.write_trio_note(body, by=request.user, **data),
        _("Noten er gemt. Kun I i TRIO'en kan læse den."),
    ):
        return redirect("med:trio_notes", pk=pk)
    if request.method == "GET":
        audit.read("med.trio_notes_opened", body, by=request.user)
    notes = (
        TrioNote.objects.visible_to(request.user).filter(body=body).select_related("written_by", "meeting", "sent_on")
    )
    return page(
        request,
        "med/trio_notes.html",
        body=body,
        form=form,
        notes=Paginator(notes, 20).get_page(request.GET.get("page")),
        since=body.seats.held().filter(person=request.user).values_list("starts_on", flat=True).first(),
    )


@require_http_methods(["GET", "POST"])
def trio_note(request, pk):
    """Send a point of a note on to MED, in words written for it."""
    note = found(
        request, "med.send_trio_note", TrioNote.objects.select_related("body", "written_by", "sent_on__body"), pk
    )
    if note.sent_on_id:
        return redirect("med:trio_notes", pk=note.body_id)
    form = SendToMedForm(request.POST or None, bodies=list(verbs.targets(request.user)))
    if done(
        request,
        form,
        lambda data: verbs.send_to_med(note, by=request.user, **data),
        _("Punktet er sendt til udvalget. Noten blev her."),
    ):
        return redirect("med:trio_notes", pk=note.body_id)
    return form_page(
        request,
        form,
        title=_("Send til MED"),
        lede=_("Skriv punktet på ny med neutrale ord. Noten følger ikke med."),
        button=_("Send til MED"),
        back=reverse("med:trio_notes", args=[note.body_id]),
        crumbs=[(str(note.body), reverse("med:body", args=[note.body_id]))],
    )
