"""Agreed actions: see one, note that it is done, take it out of the minutes again."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import can
from core.views.acting import done, found, page, tried
from med.actions import writing
from med.forms.minutes import DoneForm
from med.models import Action
from med.views.ground import meeting_of


@require_http_methods(["GET", "POST"])
def action(request, pk):
    """Show an agreed action, and note that it is done."""
    row = found(
        request,
        "med.view_action",
        Action.objects.select_related("treatment__meeting__body", "owner", "done_by"),
        pk,
        ("med.finish_action",),
    )
    may = "med.finish_action" in row.may and row.done_on is None and row.dropped_on is None
    form = DoneForm(request.POST if may and request.method == "POST" else None)
    if may and done(
        request,
        form,
        lambda data: writing.finish_action(row, by=request.user, note=data["note"]),
        _("Opgaven er markeret udført."),
    ):
        return redirect("med:action", pk=pk)
    return page(
        request,
        "med/action.html",
        action=row,
        meeting=row.treatment.meeting,
        sees_meeting=can(request.user, "med.view_meeting", row.treatment.meeting),
        form=form if may else None,
    )


@require_POST
def action_drop(request, pk):
    """Take an action out of the minutes."""
    row = found(request, "med.view_action", Action.objects.select_related("treatment__meeting__body"), pk)
    meeting_of(request, row.treatment.meeting_id, "med.write_minutes")
    tried(request, lambda: writing.drop_action(row, by=request.user), _("Opgaven er taget ud af referatet."))
    return redirect("med:result", pk=row.treatment_id)
