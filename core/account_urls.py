"""The addresses of sign-in: those of allauth's that we want, one by one, so that a new version can't open a door.

Closed are sign-up, change of address, passwords for those who sign in elsewhere, codes by mail, and connecting other
accounts. Some of them keep a name because allauth asks for it; behind the name is nothing.
"""

from allauth.account import views as account
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.socialaccount import views as socialaccount
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import include, path, re_path

from core.views.leaving import leave


class DownloadRecoveryCodes(DownloadRecoveryCodesView):
    """Give the spare codes as a file with a Danish name."""

    def render_to_response(self, context, **response_kwargs):
        """Answer with the file."""
        response = super().render_to_response(context, **response_kwargs)
        response["Content-Disposition"] = 'attachment; filename="reservekoder.txt"'
        return response


@login_not_required
def closed(request, **kwargs):
    """Answer as if nothing were here."""
    raise Http404


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("leave/", leave, name="account_leave"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/recovery-codes/download/", DownloadRecoveryCodes.as_view(), name="mfa_download_recovery_codes"),
    path("2fa/", include("allauth.mfa.urls")),
]
if settings.OIDC_SERVER:
    urlpatterns += [
        path("cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
        path("failed/", socialaccount.login_error, name="socialaccount_login_error"),
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
urlpatterns += [
    path("closed/", closed, name=name)
    for name in (
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_set_password",
        "account_confirm_login_code",
        "socialaccount_signup",
        "socialaccount_connections",
    )
]
