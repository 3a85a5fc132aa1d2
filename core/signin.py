"""Who may come in, and how: password, passkey, app code, or the municipality's own sign-in (docs/sign-in.md)."""

import logging
from datetime import timedelta
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, crypto, outbox, second_step
from core.models import Person
from core.standing import Standing
from core.texts import error

logger = logging.getLogger(__name__)

FAILURES_FORGOTTEN_AFTER = timedelta(minutes=5)  # the longest time of »login_failed« in settings.ACCOUNT_RATE_LIMITS
RESET_LINK = "reset_link"  # the one mail that carries a link; the others only tell what has happened
MAILS = {
    RESET_LINK: gettext_lazy("Vælg en ny adgangskode"),
    "password_changed": gettext_lazy("Din adgangskode er ændret"),
    "second_step_changed": gettext_lazy("Dit to-trins-login er ændret"),
}


class PersonBackend(AuthenticationBackend):
    """Let in people who work here today, and ask at every request, so that an ended employment ends the session."""

    def user_can_authenticate(self, user):
        """Refuse the blocked and the departed."""
        return user.may_sign_in

    def get_user(self, user_id):
        """Return the person with unit, site and roles, which every page asks for, in the one query made anyway."""
        person = Standing.load(Person.objects.select_related("unit", "site"), user_id)
        return person if person is not None and person.may_sign_in else None


def refused(request):
    """Say in plain words that the account is not one of ours, or is closed: one page for both."""
    return render(request, "account/refused.html", status=403)


@receiver(user_logged_in)
def _begin_session(sender, request, **kwargs):
    """Note when the session began, in real time; SessionLimitsMiddleware measures from there."""
    if request is not None:
        moment = calendar.real_now().timestamp()
        request.session["begun"] = request.session["seen"] = moment


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; a wrong sign-in says nothing of which half was wrong or whether the address is known."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": error("E-62"),
        "invalid_login": error("E-62"),
        "account_inactive": error("E-62"),
        "invalid_password_reset": error("E-64"),
        "rate_limited": error("E-67"),
        "incorrect_code": gettext_lazy("Koden passer ikke. Skriv den, der står i appen nu."),
        "incorrect_password": gettext_lazy("Adgangskoden passer ikke. Prøv igen."),
        "enter_current_password": gettext_lazy("Adgangskoden passer ikke. Skriv den, du bruger nu."),
    }

    def validation_error(self, code, *args):
        """Return an error; too many attempts name the moment from which it works again (E-63)."""
        if code == "too_many_login_attempts":
            again = calendar.now() + FAILURES_FORGOTTEN_AFTER + timedelta(minutes=1)  # the clock shows no seconds
            return ValidationError(error("E-63", tid=calendar.clock(again)), code=code)
        return super().validation_error(code, *args)

    def is_open_for_signup(self, request):
        """Close sign-up: people are made by administrators."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Refuse the blocked and the departed, also after a passkey or the municipality's sign-in."""
        return None if user.may_sign_in else refused(request)

    def get_password_change_redirect_url(self, request):
        """Go back to one's own page after a new password."""
        return reverse("core:profile")

    def send_password_reset_mail(self, user, email, context):
        """Refuse allauth's own way: it writes links from the Host header. ResetPasswordForm asks for the mail."""
        raise NotImplementedError

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell a person that something about their sign-in has changed, so that a stranger's change is noticed."""
        kind = "password_changed" if template_prefix.startswith("account/") else "second_step_changed"
        ask_for_mail(user.pk, kind)

    def get_reauthentication_methods(self, user):
        """Name the ways to show again who one is."""
        names = {
            "reauthenticate": _("Brug adgangskode"),
            "mfa_reauthenticate": _("Brug en kode fra appen"),
            "mfa_reauthenticate:webauthn": _("Brug en adgangsnøgle"),
        }
        return [way | {"description": names[way["id"]]} for way in super().get_reauthentication_methods(user)]


# -- mails about sign-in: sent by the worker, never stored, so that nobody can read a link in the outbox -------------
def ask_for_mail(person_id, kind):
    """Have a mail sent. Takes the same time whether there is anybody to send it to or not (`person_id` 0)."""
    from core import tasks

    try:
        tasks.send_sign_in_mail.delay(person_id, kind)
    except Exception as trouble:  # without a broker the page sends it itself
        logger.warning("The broker could not be woken (%s); the mail is sent at once.", type(trouble).__name__)
        send_mail(person_id, kind)


def send_mail(person_id, kind):
    """Send a mail about sign-in to a person who may sign in; links are built from BASE_URL alone (attack 31)."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not person.may_sign_in:
        return
    context = {"person": person, "kind": kind, "sender": f"{settings.PRODUCT_NAME}, {settings.MUNICIPALITY_NAME}"}
    if kind == RESET_LINK:
        key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        context["url"] = settings.BASE_URL + path.replace("UID-KEY", quote(key))
        context["until"] = calendar.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    else:
        context["url"] = settings.BASE_URL + reverse("account_reset_password")
        context["at"] = calendar.now()
    words = render_to_string("account/email/sign_in.txt", context).strip() + "\n"
    if settings.DEMO:  # invented people have no mailbox; elsewhere these mails are stored nowhere
        outbox.show_in_demo(person, str(MAILS[kind]), words)
    EmailMessage(
        str(MAILS[kind]),
        words,
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


class MfaAdapter(DefaultMFAAdapter):
    """The second step: secrets are encrypted like all sensitive text, words are ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Koden passer ikke. Skriv den, der står i appen nu."),
        "cannot_delete_authenticator": gettext_lazy("To-trins-login kan ikke slås fra."),
        "cannot_generate_recovery_codes": gettext_lazy("Slå to-trins-login til, før du laver reservekoder."),
    }

    def encrypt(self, text):
        """Return the token of a secret."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text):
        """Return the secret."""
        return crypto.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        """Keep the last second step of whoever must have one."""
        return not second_step.is_asked_of(authenticator.user) or second_step.has_one(authenticator.user, authenticator)

    def build_totp_svg(self, url):
        """Return the pattern on white, so that a camera reads it on dark pages too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def generate_authenticator_name(self, user, type):
        """Return a name for a new passkey."""
        return _("Min nøgle")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The municipality's sign-in leads to people who exist already, by verified address; it never makes one."""

    def is_open_for_signup(self, request, sociallogin):
        """Never make a person from outside."""
        return False

    def populate_user(self, request, sociallogin, data):
        """Take nothing over: names and addresses are kept by the administration."""
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """Refuse strangers, the departed, unverified addresses, and accounts that somebody else is signed in with."""
        person = sociallogin.user if sociallogin.is_existing else None
        if person is None or not person.may_sign_in or (request.user.is_authenticated and request.user.pk != person.pk):
            raise ImmediateHttpResponse(refused(request))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Log that the other side failed, without what it said."""
        logger.warning("Sign-in through %s failed (%s).", provider.id, type(exception).__name__ if exception else error)
