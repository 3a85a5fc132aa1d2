"""Who may come in, and how: e-mail and password, passkey, TOTP, or the municipality's own sign-in (docs/sign-in.md)."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import render

from core import calendar
from core.models import Person
from core.texts import error


class PersonBackend(AuthenticationBackend):
    """Let in people who work here today, and ask again at every request: an ended employment ends the session at once."""

    def user_can_authenticate(self, user):
        """Refuse the blocked and the departed."""
        return user.may_sign_in

    def get_user(self, user_id):
        """Return the person with place and site, which nearly every page asks for, in the one query that is made anyway."""
        person = Person.objects.select_related("unit", "site").filter(pk=user_id).first()
        return person if person is not None and person.may_sign_in else None


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; wrong sign-ins say nothing of which half was wrong."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": error("E-62"),
        "invalid_login": error("E-62"),
        "too_many_login_attempts": error("E-63", tid="").replace(" kl. .", " om lidt."),
    }

    def is_open_for_signup(self, request):
        """Close sign-up: people are made by administrators."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Refuse the blocked and the departed, also after a passkey or a code."""
        if not user.may_sign_in:
            raise ImmediateHttpResponse(render(request, "account/refused.html", status=403))
        return super().pre_login(request, user, **kwargs)

    def authentication_failed(self, request, **kwargs):
        """Keep what allauth does with a failure; the address tried is never logged."""
        super().authentication_failed(request, **kwargs)

    def format_email_subject(self, subject):
        """Leave the subject as it is written."""
        return " ".join(subject.split())

    def get_from_email(self):
        """Send from the house's address."""
        return settings.DEFAULT_FROM_EMAIL

    def send_mail(self, template_prefix, email, context):
        """Build links from the configured address alone, never from the Host header (attack 31)."""
        for name in ("password_reset_url", "activate_url"):
            if name in context:
                path = context[name].split("://", 1)[-1].partition("/")[2]
                context[name] = f"{settings.BASE_URL}/{path}"
        context["sent_at"] = calendar.now()
        return super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The municipality's sign-in connects to people who exist already, by verified e-mail; it never makes one."""

    def is_open_for_signup(self, request, sociallogin):
        """Never make a person from outside."""
        return False

    def pre_social_login(self, request, sociallogin):
        """Refuse strangers in plain words, and the departed."""
        address = next((mail.email for mail in sociallogin.email_addresses if mail.verified), None)
        person = (
            sociallogin.user
            if sociallogin.is_existing
            else Person.objects.filter(email__iexact=address).first()
            if address
            else None
        )
        if person is None or not person.may_sign_in:
            raise ImmediateHttpResponse(render(request, "account/refused.html", status=403))
