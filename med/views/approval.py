"""After the minutes are sent: remarks and their answers, approval, publication, addenda."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.views.acting import done, found, page
from med import documents, figures, numbering, pages, privacy
from med.actions import approving, looking_through, telling
from med.forms.minutes import AnswerForm, ApprovalForm, PublishForm, RemarkForm
from med.models import MinutesComment
from med.views.agenda import crumbs_of
from med.views.ground import form_page, item_of, meeting_of


def unanswered_page(request, item, form):
    """Show who waits for an answer before the minutes are approved; nothing typed is lost."""
    previous = approving.waiting_minutes(item.meeting)
    names = dict.fromkeys(row.author.name for row in approving.unanswered(previous).select_related("author"))
    return form_page(
        request,
        form,
        title=_("Godkend referat"),
        lede=_("Mangler svar: %(names)s.") % {"names": ", ".join(names)},
        button=_("Godkend referat"),
        back=f"{reverse('med:meeting', args=[previous.pk])}#remarks",
        crumbs=crumbs_of(item.meeting),
    )


@require_POST
def approve(request, pk):
    """Approve the minutes of the meeting before, at item 1."""
    item = item_of(request, pk, "med.write_minutes")
    form = ApprovalForm(request.POST)
    done(
        request,
        form,
        lambda data: approving.approve_previous(item, by=request.user, **data),
        _("Referatet er godkendt og låst."),
    )
    if form.has_error("anyway"):
        return unanswered_page(request, item, form)
    for problem in form.non_field_errors():
        messages.warning(request, problem)
    return redirect(f"{reverse('med:write', args=[item.meeting_id])}#item-{pk}")


def added_words(meeting):
    """Return what is said when an addendum is written: who can read it now."""
    if meeting.state == "published":
        return _("Tilføjelsen står på referatet. Kun medlemmerne kan læse den, til referenten har læst den igennem.")
    return _("Tilføjelsen står på referatet.")


@require_POST
def remark(request, pk):
    """Write a remark on minutes that were sent, or an addendum to approved ones."""
    meeting = meeting_of(request, pk, "med.view_meeting", ("med.comment_minutes", "med.add_addendum"))
    locked = meeting.is_locked
    meeting_of(request, pk, "med.add_addendum" if locked else "med.comment_minutes")
    items = list(meeting.treatments.standing().select_related("topic"))
    form = RemarkForm(request.POST, parts=numbering.parts(items))
    verb = approving.add_addendum if locked else approving.comment
    if done(
        request,
        form,
        lambda data: verb(meeting, by=request.user, **data),
        added_words(meeting) if locked else _("Din bemærkning er sendt."),
    ):
        return redirect(f"{reverse('med:meeting', args=[pk])}#remarks")
    return form_page(
        request,
        form,
        title=_("Tilføj bemærkning"),
        button=_("Tilføj bemærkning"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """Answer a remark."""
    row = found(
        request, "med.answer_comment", MinutesComment.objects.select_related("meeting__body__unit", "author"), pk
    )
    form = AnswerForm(request.POST or None)
    if done(request, form, lambda data: approving.answer_comment(row, by=request.user, **data), _("Svaret er gemt.")):
        return redirect(f"{reverse('med:meeting', args=[row.meeting_id])}#remarks")
    return form_page(
        request,
        form,
        title=_("Svar på en bemærkning"),
        lede=f"{row.author.name}: {row.text}",
        button=_("Gem svar"),
        back=reverse("med:meeting", args=[row.meeting_id]),
        crumbs=crumbs_of(row.meeting),
    )


def _number(request, name):
    """Return a whole number that the page sent along, 0 where there is none."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    """Read the minutes with other eyes, and let everybody read them."""
    meeting = meeting_of(request, pk, "med.publish_minutes", ("med.read_closed",))
    addenda = list(approving.unchecked(meeting).select_related("author"))
    summary = looking_through.summary_of(meeting)
    summary = summary if summary and summary.waits else None
    is_out = meeting.state == "published" and bool(addenda or summary)
    if not is_out and (meeting.state != "approved" or not meeting.body.publishes):
        messages.info(
            request, _("Det er allerede gjort: Mødet er »%(state)s«.") % {"state": meeting.get_state_display()}
        )
        return redirect("med:meeting", pk=pk)
    seen, version = _number(request, "seen"), _number(request, "summary")  # what comes later has not been read here
    form = PublishForm(request.POST or None, limit=figures.limit_for(meeting.body))
    verb = approving.publish_later if is_out else approving.publish
    if done(
        request,
        form,
        lambda data: verb(meeting, by=request.user, confirmed=all(data.values()), seen=seen, summary=version),
        _("Det er offentliggjort. Alle medarbejdere kan læse det.")
        if is_out
        else _("Referatet er offentliggjort. Alle medarbejdere kan læse det."),
    ):
        return redirect("med:meeting", pk=pk)
    reads_closed = "med.read_closed" in meeting.may
    items = [] if is_out else pages.items_for(meeting, closed=reads_closed)
    labelled = [(f"{part.code} {number}", item) for part in numbering.parts(items) for number, item in part.items]
    return page(
        request,
        "med/publish.html",
        meeting=meeting,
        body=meeting.body,
        form=form,
        is_out=is_out,
        addenda=addenda,
        summary=summary,
        reaches_staff=telling.reaches_staff(meeting.body),
        seen=max((row.pk for row in addenda), default=0),
        findings=privacy.findings(labelled, list(meeting.attendances.select_related("person")), addenda, summary),
        parts=numbering.parts(items),
        closes=reads_closed,
        has_annex=not is_out and documents.has_annex(meeting),
        crumbs=crumbs_of(meeting),
    )
