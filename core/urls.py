"""Core's addresses. Each section belongs to one module of core/views; names are stable, texts are not in addresses."""

from django.conf import settings
from django.urls import path

from core import urls_administration
from core.views import documents, drafts, files, front, guidance, health, help_now, people, profile, signin

app_name = "core"
urlpatterns = [
    # sign-in, drafts, health
    path("draft/", drafts.draft, name="draft"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # front pages
    path("", front.front, name="desk"),
    path("search/", front.find, name="search"),
    path("menu/", front.menu, name="menu"),
    path("accessibility/", front.accessibility, name="accessibility"),
    path("help/", help_now.help_now, name="help_now"),
    path("help/<int:site_id>/", help_now.help_now, name="help_now_at"),
    path("help/<int:site_id>/sheet/", help_now.help_now_sheet, name="help_now_sheet"),
    path("contacts/", people.contacts, name="contacts"),
    path("people/<int:pk>/", people.person, name="person"),
    path("units/<int:pk>/", people.unit, name="unit"),
    path("sites/<int:pk>/", people.site, name="site"),
    path("contingency/", guidance.contingency, name="contingency"),
    path("guidance/", guidance.guidance, name="guidance"),
    path("guidance/<slug:slug>/", guidance.guidance_page, name="guidance_page"),
    path("profile/", profile.profile, name="profile"),
    path("profile/name/", profile.name_display, name="name_display"),
    path("profile/theme/", profile.theme, name="theme"),
    path("profile/next-of-kin/", profile.next_of_kin, name="next_of_kin"),
    path("profile/next-of-kin/confirm/", profile.confirm_next_of_kin, name="confirm_next_of_kin"),
    path("profile/next-of-kin/<int:pk>/", profile.next_of_kin, name="next_of_kin_entry"),
    path("profile/next-of-kin/<int:pk>/remove/", profile.remove_next_of_kin, name="remove_next_of_kin"),
    # administration (core/views/administration/…)
    *urls_administration.urlpatterns,
    # files and documents
    path("documents/<int:pk>/", documents.document, name="document"),
    path("files/<uuid:key>/", files.file, name="file"),
    path("files/<uuid:key>/shown/", files.shown_file, name="shown_file"),
]
if settings.DEMO:
    urlpatterns += [path("demo/sign-in/", signin.demo_sign_in, name="demo_sign_in")]
