"""The pages for when something can't be done. They never read the database, so they work when it doesn't."""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core import drafts
from core.shell import Shell

log = logging.getLogger(__name__)
SECRET_WORDS = ("password", "csrf", "code", "token")  # never written back into a page
VISIBLE_LENGTH = 40  # longer texts are shown, so that the person sees them safe


class ErrorShell(Shell):
    """The frame of an error page: nobody is signed in as far as it knows."""

    person = None
    theme = ""


def _page(request, name, status, **context):
    try:
        desk = reverse("core:desk")
    except NoReverseMatch:
        desk = "/"
    body = loader.get_template(name).render(
        {"shell": ErrorShell(), "desk_url": desk, "back_url": _back(request, desk), **context}
    )
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _back(request, fallback):
    """Return the page the person came from, when it is ours and not the one that failed."""
    before = request.META.get("HTTP_REFERER", "")
    here = request.build_absolute_uri() if _host_is_known(request) else ""
    if here and before != here and url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure()):
        return before
    return fallback


def _host_is_known(request):
    from django.core.exceptions import DisallowedHost

    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def bad_request(request, exception=None):
    """Say that what was sent couldn't be read."""
    return _page(request, "400.html", 400)


def permission_denied(request, exception=None):
    """Say who may do it instead. The exception may carry `role`, the name of who may, or `text`, a whole sentence."""
    role, text = getattr(exception, "role", ""), getattr(exception, "text", "")
    return _page(request, "403.html", 403, role=role, text=text)


def page_not_found(request, exception=None):
    """Say that the page isn't there, or isn't there for this person: the two can't be told apart.

    Somebody who knew the record may learn that it is gone (core.retention.missing).
    """
    if hasattr(exception, "on"):
        return deleted(request, exception.on)
    return _page(request, "404.html", 404)


def not_allowed(request, methods=()):
    """Say that the address takes what a button sends and is no page to open. `methods`: those it takes."""
    response = _page(request, "405.html", 405, post_only="GET" not in methods)
    response["Allow"] = ", ".join(methods)
    return response


def server_error(request):
    """Say that it was our fault, with the number under which it stands in the log."""
    return _page(request, "500.html", 500, number=getattr(request, "id", ""), retry_url=_own_address(request))


def unavailable(request, until=None):
    """Say when the product is back. `until`: a moment or None."""
    return _page(request, "503.html", 503, until=until)


def deleted(request, on=None):
    """Say that a record is gone because it may no longer be kept. `on`: the day it was deleted."""
    return _page(request, "deleted.html", 410, on=on)


def csrf_failure(request, reason=""):
    """Offer to send an old form again, with what was typed.

    The typed text is only given back when the browser itself says that the form came from one of our own pages;
    what another site made the browser send is never offered for sending (docs/security.md).
    """
    fields, had_files = ([], False)
    if request.method == "POST" and _is_our_own_page(request):
        try:
            fields = [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if not any(word in name.lower() for word in SECRET_WORDS)
            ]
            had_files = bool(request.FILES)
            drafts.rescue(request)  # kept for its person too, should the window be closed now
            if _is_somebody_elses(request):
                fields = []  # sent again, it would be said by the wrong person
        except Exception:  # too large or broken: then there is only the way back
            log.info("An old form couldn't be read again.")
    if not fields:
        return _page(request, "403_csrf.html", 403, fields=[], address=_own_address(request))
    from django.middleware.csrf import get_token

    return _page(
        request,
        "403_csrf.html",
        403,
        address=_own_address(request),
        had_files=had_files,
        token=get_token(request),
        fields=[{"name": name, "value": value, "shown": len(value) > VISIBLE_LENGTH} for name, value in fields],
    )


def _is_our_own_page(request):
    site = request.META.get("HTTP_SEC_FETCH_SITE", "")
    if site:
        return site == "same-origin"
    origin = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    return bool(origin) and url_has_allowed_host_and_scheme(
        origin, {request.get_host()}, require_https=settings.SECURE_SITE
    )


def _is_somebody_elses(request):
    """Tell whether the form was opened by another person than the one who is signed in now, on a shared machine."""
    found, person = drafts.read_token(request.POST.get("draft_token", "")), getattr(request, "user", None)
    return bool(found and person is not None and person.is_authenticated and person.pk != found[0])


def _own_address(request):
    return request.path if url_has_allowed_host_and_scheme(request.path, None) else "/"
