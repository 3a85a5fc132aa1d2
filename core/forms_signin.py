"""allauth's forms in the product's words: label, help, and what to say when a field is left empty (docs/sign-in.md)."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from core import signin
from core.texts import error

PASSWORD = (_("Adgangskode"), "", _("Skriv adgangskoden."))
NEW = (
    _("Ny adgangskode"),
    _("Mindst 12 tegn. En sætning, som kun du kender, er nem at huske."),
    _("Skriv den nye adgangskode."),
)
AGAIN = (_("Ny adgangskode igen"), "", _("Skriv den nye adgangskode igen."))
MAIL = (_("Mail"), "", error("E-06"))
CODE = (_("Kode"), "", _("Skriv koden."))


class InOurWords:
    """Give a form's fields label, help and required text from `words`, and take placeholders away."""

    words: dict = {}
    fields: dict  # the form's own

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, text, missing) in self.words.items():
            if name not in self.fields:
                continue
            field = self.fields[name]
            field.label, field.help_text, field.error_messages["required"] = label, text, missing
            field.error_messages["invalid"] = missing
            field.widget.attrs.pop("placeholder", None)
            field.validators = [_said(one, missing) for one in field.validators]


def _said(validator, words):
    """Return an address validator that speaks with our words; others as they are."""
    return EmailValidator(message=words) if isinstance(validator, EmailValidator) else validator


class LoginForm(InOurWords, account.LoginForm):
    """Mail and password."""

    words = {"login": MAIL, "password": PASSWORD}
    error_heading = _("Du er ikke logget ind")


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link. Says and does the same for an address that nobody has."""

    words = {"email": MAIL}

    def save(self, request, **kwargs):
        """Ask for the mail to the one who may sign in with the address; 0 is nobody."""
        person = next((one for one in self.users if one.may_sign_in), None)
        signin.ask_for_mail(person.pk if person else 0, signin.RESET_LINK)
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password after the link."""

    words = {"password1": NEW, "password2": AGAIN}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """A new password while signed in."""

    words = {
        "oldpassword": (_("Nuværende adgangskode"), "", _("Skriv den adgangskode, du har nu.")),
        "password1": NEW,
        "password2": AGAIN,
    }


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password again."""

    words = {"password": PASSWORD}


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    """The code at sign-in."""

    words = {"code": CODE}
    error_heading = _("Du er ikke logget ind")


class ReauthenticateCodeForm(InOurWords, mfa.ReauthenticateForm):
    """The code again."""

    words = {"code": CODE}


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    """The first code from a new app."""

    words = {"code": (_("Kode fra appen"), "", _("Skriv de seks cifre, som appen viser."))}


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    """A new key."""

    words = {
        "name": (_("Adgangsnøglens navn"), _("Så du kan kende den igen, fx »Min telefon«."), _("Skriv et navn.")),
        "passwordless": (
            _("Log ind uden adgangskode"),
            _("Nøglen beder så altid om fingeraftryk, ansigt eller pinkode."),
            "",
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True  # what nearly everybody adds one for


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    words = {"name": (_("Adgangsnøglens navn"), "", _("Skriv et navn."))}
