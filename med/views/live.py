"""What a page of minutes asks while it is open: who writes where, and which texts have become others (MED-21)."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from med.actions import presence
from med.views.ground import item_of, meeting_of


def _state(request, meeting):
    """Return each item's version, and who of the others is writing in it."""
    there = presence.others(meeting, request.user)
    items = {
        pk: {
            "version": version,
            "who": _("%(name)s skriver her") % {"name": " og ".join(there[pk])} if pk in there else "",
        }
        for pk, version in meeting.treatments.standing().values_list("pk", "version")
    }
    response = JsonResponse({"items": items, "open": meeting.is_writing})
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def live(request, pk):
    """Say who writes where, and how far each text is."""
    return _state(request, meeting_of(request, pk, "med.write_minutes"))


@require_POST
def standing(request, pk):
    """Note that one is writing here; answer like `live`."""
    item = item_of(request, pk, "med.write_minutes")
    if not request.headers.get("X-Requested-With"):
        return redirect("med:write", pk=item.meeting_id)
    presence.stand_in(item, by=request.user)
    return _state(request, item.meeting)
