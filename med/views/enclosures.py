"""Close a file of an item to everybody but the members, or open it again (MED-30)."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.views.acting import tried
from med import enclosures
from med.actions import enclosures as verbs
from med.choices import MeetingState
from med.views.ground import item_of


@require_POST
def item_file(request, pk, key):
    """Close or open a file, then go back to where it was done."""
    row = item_of(request, pk, "med.prepare_meeting", ("med.read_closed",))
    files = enclosures.of_items([pk], closed="med.read_closed" in row.meeting.may)
    file = files.filter(key=key).first()
    if file is None:
        raise Http404
    closed = request.POST.get("closed") != "no"
    said = (
        _("Bilaget er lukket. Kun udvalgets medlemmer kan læse det.") if closed else _("Bilaget følger punktet igen.")
    )
    tried(request, lambda: verbs.set_closed(row, file, by=request.user, closed=closed), said)
    if row.meeting.is_writing:
        return redirect("med:result", pk=pk)
    if row.meeting.state == MeetingState.APPROVED:
        return redirect("med:publish", pk=row.meeting_id)
    return redirect("med:item", pk=pk)
