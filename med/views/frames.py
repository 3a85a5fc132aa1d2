"""A TRIO's rules of cooperation."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, drafts
from med import documents, papers
from med.actions import frames as verbs
from med.choices import CHAIRS, FRAME_QUESTIONS, SeatFunction
from med.forms.frames import FrameForm
from med.models import Body, Meeting, Seat, TrioFrame, TrioNote
from med.views.beside import attempt, crumbs, find_row, is_stale, keep_both, show
from med.views.wheel import paper


@require_http_methods(["GET", "POST"])
def frame(request, pk):
    """Write the frame together; see who stands behind it."""
    body = find_row(request, Body, pk, "med.write_trio_note", ("unit",))
    form = None
    if request.method == "POST":
        form = FrameForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            act = lambda: verbs.write(  # noqa: E731
                body,
                by=request.user,
                version=data["version"] or 0,
                answers={name: data[name] for name in FRAME_QUESTIONS if data[name]},
                next_review_on=data["next_review_on"],
            )
            if attempt(request, act, _("Rammerne er gemt. Nu skal I hver især stå bag dem."), form):
                return redirect("med:frame", pk=body.pk)
            newest = verbs.newest(body)
            if is_stale(form) and newest:
                keep_both(form, newest.answers, newest.version)
    return _frame_page(request, body, form)


def _frame_page(request, body, form=None, status=200):
    """Show the newest frame with its form and who stands behind it."""
    row = verbs.newest(body)
    if form is None:
        known = {**(row.answers if row else {}), "next_review_on": row.next_review_on if row else None}
        typed = drafts.initial(request, reverse("med:frame", args=[body.pk]))
        form = FrameForm(initial={**known, **typed, "version": row.version if row else 0})
    members = _members(body, row)
    if row:
        audit.read("med.frame_opened", row, by=request.user)
    context = {
        "body": body,
        "row": row,
        "form": form,
        "members": members,
        "may_sign": row is not None and any(one == request.user and at is None for one, at in members),
        "path": crumbs(body),
    }
    return show(request, "med/lifts/frame.html", context, form, status=status)


def _members(body, row):
    """Return [(member, when they stood behind the frame or None)]."""
    signed = {one.person_id: one.at for one in row.signatures.all()} if row else {}
    own = [*CHAIRS, SeatFunction.MEMBER]
    seats = Seat.objects.held().filter(body=body, function__in=own).select_related("person")
    return [(seat.person, signed.get(seat.person_id)) for seat in seats]


@require_GET
def frame_pdf(request, pk):
    """Hand out the frame on paper, to the TRIO alone (P-08)."""
    row = find_row(request, TrioFrame, pk, "med.view_frame", ("body__unit",))
    audit.read("med.frame_opened", row, by=request.user, paper=True)
    return paper(papers.frame(row, _members(row.body, row)), "rammer.pdf")


@require_GET
def trio_pdf(request, pk):
    """Hand out a TRIO meeting's agenda and notes, to the TRIO alone (P-09)."""
    meeting = find_row(request, Meeting, pk, "med.read_closed", ("body__unit",))
    if not meeting.body.is_trio:
        raise Http404
    audit.read("med.trio_meeting_opened", meeting, by=request.user, paper=True)
    before = (
        Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
        .exclude(state="cancelled")
        .order_by("-starts_at")
        .first()
    )
    notes = TrioNote.objects.visible_to(request.user).filter(body=meeting.body_id).select_related("written_by")
    since = notes.filter(written_at__gt=before.starts_at) if before else notes
    content = papers.trio_meeting(
        meeting, documents.items_of(meeting), list(since.filter(written_at__lte=meeting.ends_at).order_by("written_at"))
    )
    return paper(content, "trio.pdf")


@require_POST
def frame_sign(request, pk):
    """Stand behind the frame as the page said it."""
    row = find_row(request, TrioFrame, pk, "med.write_frame", ("body__unit",))
    typed = request.POST.get("version", "")
    done = attempt(
        request,
        lambda: verbs.sign(row, by=request.user, version=int(typed) if typed.isdecimal() and len(typed) < 10 else 0),
        lambda fresh: _("I står alle bag rammerne.") if fresh.agreed_on else _("Du står bag rammerne."),
    )
    return redirect("med:frame", pk=row.body_id) if done else _frame_page(request, row.body, status=409)
