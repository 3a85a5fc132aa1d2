"""The product's addresses with those of OpenID Connect, which exist only where a server is named."""

from allauth.socialaccount import views as socialaccount
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401

urlpatterns = [
    path("account/cancelled/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/failed/", socialaccount.login_error, name="socialaccount_login_error"),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *urlpatterns,
]
