"""Ask a second step at sign-in of those whose roles read sensitive cases (attack 28; docs/sign-in.md).

allauth asks for the step of whoever has one. Here those who should have one and don't are led to the page where it is
made, and come no further until it is; »Hjælp nu« and sign-out stay open. Who comes through the municipality's own
sign-in has answered there.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import drafts

ENOUGH = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
DONE = "second_step"  # in the session: asked and answered, so that no page asks the database again
ALWAYS_OPEN = ("/account/",)  # the second step itself, showing the password again, sign-out


def is_asked_of(person):
    """Tell whether one of the person's roles, own or acted in, asks for a second step."""
    return any(person.standing.has(kind) for kind in settings.SECOND_STEP_FOR)


def has_one(person, but=None):
    """Tell whether the person has a second step, leaving one out that is about to go."""
    found = Authenticator.objects.filter(user=person, type__in=ENOUGH)
    return (found.exclude(pk=but.pk) if but else found).exists()


@receiver(authenticator_removed)
def _ask_again(sender, request, **kwargs):
    request.session.pop(DONE, None)


class SecondStepMiddleware:
    """Lead those who lack a second step to the page where it is made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let through who needn't, has, or is on the way there; keep what a form brought."""
        person = request.user
        if not settings.SECOND_STEP_FOR or not person.is_authenticated or request.session.get(DONE):
            return None
        if not is_asked_of(person):
            return None
        if has_one(person) or self._came_from_elsewhere(request):
            request.session[DONE] = True
            return None
        request.second_step_is_missing = True
        if not getattr(view, "login_required", True) or request.path.startswith(ALWAYS_OPEN):
            return None
        if request.method not in ("GET", "HEAD"):
            drafts.rescue(request)
        address = reverse("mfa_index")
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["X-Login"] = address
            return response
        return redirect(address)

    @staticmethod
    def _came_from_elsewhere(request):
        return any(
            record.get("method") == "socialaccount" for record in get_authentication_records(request, request.user)
        )
