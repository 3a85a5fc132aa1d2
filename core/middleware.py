"""What every request passes through: an id for the log, session limits, kept text, private pages."""

import re
import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url

from core import calendar, drafts
from core.logs import request_id
from core.views import errors

SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestIdMiddleware:
    """Give each request an id that stands in the log and on the error page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if SAFE_ID.fullmatch(given) else uuid.uuid4().hex[:12]
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class SessionLimitsMiddleware:
    """End sessions that are idle, old, or begun before the person was signed out everywhere; in real time."""

    touch_every = 60  # seconds between two writes of »seen«

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        if person.is_authenticated:
            now, session = calendar.real_now().timestamp(), request.session
            begun, seen = session.get("begun", now), session.get("seen", now)
            idle = now - seen > settings.SESSION_IDLE_LIMIT.total_seconds()
            old = now - begun > settings.SESSION_ABSOLUTE_LIMIT.total_seconds()
            ended = person.signed_out_at is not None and begun < person.signed_out_at.timestamp()
            if idle or old or ended:
                logout(request)
                request.session_ended = True
            elif "begun" not in session or now - seen > self.touch_every:
                session["begun"], session["seen"] = begun, now
        elif request.session.session_key and SESSION_KEY in request.session:
            logout(request)  # blocked, departed, or the password was changed elsewhere: nothing of the session stays
            request.session_ended = True
        return self.get_response(request)


class KeepTypedTextMiddleware:
    """Keep the text of a form that arrives after the session has ended, for who typed it; then ask for sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Save before LoginRequiredMiddleware sends the person away; answer scripts in a way they can show (E-60)."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        posted = request.method not in ("GET", "HEAD")
        kept = posted and drafts.rescue(request)
        asked = {"next": drafts.return_path(request)}
        if kept:
            asked["kept"] = 1
        elif getattr(request, "session_ended", False):
            asked["ended"] = 1
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode(asked)}"
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["X-Login"] = address
            return response
        return redirect(address) if posted or "ended" in asked else None


class NotAllowedMiddleware:
    """Give »method not allowed«, which Django answers with an empty page, a page of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.not_allowed(request, [name.strip() for name in response["Allow"].split(",")])
        return response


class PrivatePagesMiddleware:
    """Keep pages of signed-in people out of every cache, and features they don't need out of reach."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if signed_in or request.user.is_authenticated or getattr(request, "session_ended", False):
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if signed_in and not request.user.is_authenticated and request.path == resolve_url("account_logout"):
            # Only after a sign-out that happened: on a refused one it would let other sites sign people out.
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
