"""Take what a form saves of itself while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core import calendar, drafts


@login_not_required
@require_POST
def draft(request):
    """Keep the form for its person. With an ended session the token alone lets the text be kept; the answer then is 401."""
    found = drafts.read_token(request.POST.get("draft_token", ""))
    if not found:
        return HttpResponse(status=400)
    person_id, key = found
    if request.user.is_authenticated and request.user.pk != person_id:
        return HttpResponse(status=409)
    drafts.save(person_id, key, drafts.typed(request.POST))
    return JsonResponse({"saved": calendar.clock(calendar.now())}, status=200 if request.user.is_authenticated else 401)
