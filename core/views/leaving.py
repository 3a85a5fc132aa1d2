"""»Forlad siden hurtigt«: away from what the screen shows, and out, in one press (attack 29)."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_POST


@login_not_required
@require_POST
def leave(request):
    """Sign out, empty the browser and go on to a neutral page; drafts stay on the server.

    The header takes the browser on: a redirect of a form to another site is held back by form-action (CSP). The cache
    isn't emptied, which takes seconds in some browsers, and no page of a signed-in person is in it.
    """
    logout(request)
    response = render(request, "leaving.html", {"onward": settings.NEUTRAL_PAGE})
    response["Refresh"] = f"0; url={settings.NEUTRAL_PAGE}"
    response["Clear-Site-Data"] = '"cookies", "storage"'
    response["Cache-Control"] = "no-store, private"
    return response
