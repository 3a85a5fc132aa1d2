"""A TRIO's rules of cooperation."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from med.actions import frames as verbs
from med.forms.frames import QUESTIONS, FrameForm
from med.models import Body, Seat, TrioFrame
from med.views.beside import attempt, crumbs, find_row, show


@require_http_methods(["GET", "POST"])
def frame(request, pk):
    """Write the frame together; see who stands behind it."""
    body = find_row(request, Body, pk, "med.write_trio_note", ("unit",))
    row = verbs.newest(body)
    known = {**(row.answers if row else {}), "next_review_on": row.next_review_on if row else None}
    version = row.version if row else 0
    if request.method == "POST":
        form = FrameForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            answers = {name: data[name] for name in QUESTIONS if data[name]}
            act = lambda: verbs.write(  # noqa: E731
                body,
                by=request.user,
                version=data["version"] or 0,
                answers=answers,
                next_review_on=data["next_review_on"],
            )
            if attempt(request, act, _("Rammerne er gemt. Nu skal I hver især stå bag dem."), form):
                return redirect("med:frame", pk=body.pk)
    else:
        form = FrameForm(initial={**known, **drafts.initial(request, request.path), "version": version})
    signed = {one.person_id: one.at for one in row.signatures.all()} if row else {}
    seats = Seat.objects.held().filter(body=body).exclude(function="substitute").select_related("person")
    context = {
        "body": body,
        "row": row,
        "form": form,
        "members": [(seat.person, signed.get(seat.person_id)) for seat in seats],
        "may_sign": row is not None and request.user.pk not in signed,
        "path": crumbs(body),
    }
    return show(request, "med/lifts/frame.html", context, form)


@require_POST
def frame_sign(request, pk):
    """Stand behind the frame."""
    row = find_row(request, TrioFrame, pk, "med.write_frame", ("body",))
    attempt(
        request,
        lambda: verbs.sign(row, by=request.user),
        lambda fresh: _("I står alle bag rammerne.") if fresh.agreed_on else _("Du står bag rammerne."),
    )
    return redirect("med:frame", pk=row.body_id)
