"""Put an item of an agenda where it was dropped."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.views.acting import tried
from med.actions import agenda as verbs
from med.views.ground import item_of


@require_POST
def item_place(request, pk):
    """Put an item before another one, where it was dropped; the arrows do the same without a pointer."""
    row = item_of(request, pk, "med.prepare_meeting")
    typed = request.POST.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 16 else None
    tried(request, lambda: verbs.place_item(row, by=request.user, before=before))
    return redirect(f"{reverse('med:meeting', args=[row.meeting_id])}#item-{pk}")
