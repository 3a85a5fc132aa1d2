"""What the pages of letters share."""

from django.http import Http404

from core.permissions import find, require
from incidents.actions import letters as verbs
from incidents.models import Letter

STATE_KINDS = {
    "draft": "draft",
    "pending": "wait",
    "approved": "run",
    "printed": "run",
    "sent": "run",
    "filed": "done",
    "replaced": "done",
}
WRITING = ("draft", "pending")


def private(response):
    """Keep a page of a case out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response


def find_letter(request, pk, action="incidents.view_letter", also=()):
    """Return a letter with all its page needs, if the person may do the action on it; 404 or 403 otherwise."""
    letters = Letter.objects.select_related(*verbs.RELATED, "sent_by", "filed_by", "previous")
    found = find(request.user, action, letters, pk, also)
    if found is None:
        require(request.user, action, Letter(pk=pk))
        raise Http404
    return found
