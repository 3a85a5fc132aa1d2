"""The addresses: one prefix per app, core at the root."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("core.account_urls")),
    path("incidents/", include("incidents.urls")),
    path("med/", include("med.urls")),
    path("onboarding/", include("onboarding.urls")),
    path("senior/", include("senior.urls")),
    path("", include("core.urls")),
]

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.permission_denied"
handler404 = "core.views.errors.page_not_found"
handler500 = "core.views.errors.server_error"
