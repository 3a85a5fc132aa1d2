"""The meeting on the wall: its items in large type, with what has been decided so far."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from med import pages
from med.choices import Part
from med.views.ground import meeting_of


@require_GET
def wall(request, pk):
    """Show the items large, for everybody in the room; it fetches itself anew while minutes are being written."""
    row = meeting_of(request, pk, "med.view_meeting", pages.RIGHTS)
    shows_agenda, shows_minutes = pages.shows(row, row.may)
    if not shows_agenda and not shows_minutes:
        raise Http404
    items = pages.items_for(row)
    parts = [(label, [one for one in items if one.part == code]) for code, label in Part.choices]
    template = "med/_wall.html" if request.headers.get("HX-Request") else "med/wall.html"
    context = {"meeting": row, "parts": [part for part in parts if part[1]], "shows_results": shows_minutes}
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response
