"""The demo's one-click sign-in. The addresses exist in the demo only (core/urls.py), and the view checks again."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import calendar, cast
from core.models import Person


@login_not_required
@require_POST
def demo_sign_in(request):
    """Sign in as one of the invented people."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("person", "")
    if email not in cast.emails():
        raise Http404
    person = get_object_or_404(Person, email=email)
    if not person.may_sign_in:
        words = _("%(name)s begynder først %(day)s. Linket i velkomstbrevet virker indtil da. Se det i Udbakke.")
        messages.info(request, words % {"name": person.name, "day": calendar.long_date(person.active_from)})
        return redirect("account_login")
    login(request, person, backend="core.signin.PersonBackend")
    target = request.POST.get("next", "")
    return redirect(target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else "core:desk")
