"""Core's addresses. Each section belongs to one module of core/views; names are stable, texts are not in addresses."""

from django.urls import path  # noqa: F401

app_name = "core"
urlpatterns = [
    # sign-in, drafts, health (core/views/signin.py, drafts.py, health.py)
    # front: desk, help now, search, contacts, guidance, profile, next of kin (core/views/front…)
    # administration (core/views/administration/…)
    # files and documents (core/views/files.py)
]
