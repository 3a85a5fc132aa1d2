"""Take what a form saves of itself while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from core import calendar, drafts


@login_not_required
@require_POST
def draft(request):
    """Keep the form for the person its token names. After the session's end the answer is 401; then the page says E-60.

    400: no valid token. 409: somebody else is signed in now. 503: it could not be kept, the page tries again.
    """
    found = drafts.read_token(request.POST.get("draft_token", ""))
    if not found:
        return HttpResponse(status=400)
    if request.user.is_authenticated and request.user.pk != found[0]:
        return HttpResponse(status=409)
    if not drafts.rescue(request):
        return HttpResponse(status=503)
    now = calendar.clock(calendar.now())
    response = JsonResponse({"saved": now}, status=200 if request.user.is_authenticated else 401)
    response["X-Saved-At"] = now
    response["Cache-Control"] = "no-store"
    return response
