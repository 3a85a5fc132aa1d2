"""The pages to measure, and who opens them."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from core.models import Role
from incidents.models import Incident


def session_of(person):
    """Return a cookie of a signed-in session; »-« for nobody."""
    if person is None:
        return "-"
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def PAGES():  # noqa: N802
    """Return [(name, person or None, path)]."""
    case = Incident.objects.filter(state="in_progress").select_related("responsible", "affected").order_by("pk").first()
    leader, hr = case.responsible, Role.objects.filter(kind="hr").first().person
    return [
        ("Min side", leader, reverse("core:desk")),
        ("Hjælp nu", leader, reverse("core:help_now")),
        ("Hjælp nu, uden login", None, reverse("core:help_now_at", args=[case.site_id])),
        ("Meld hændelse", case.affected, reverse("incidents:report")),
        ("Hændelser, leder", leader, reverse("incidents:list")),
        ("Hændelser, HR", hr, reverse("incidents:list")),
        ("En hændelse", leader, reverse("incidents:incident", args=[case.pk])),
        ("Sanktioner", leader, reverse("incidents:register")),
        ("Tal", hr, reverse("incidents:statistics")),
        ("Overblik", leader, reverse("incidents:overview")),
        ("Forebyggelse", leader, reverse("incidents:prevention")),
        ("Belastning, teamets tal", leader, reverse("incidents:strain_numbers")),
        ("Kontakter", leader, reverse("core:contacts")),
        ("Min profil", leader, reverse("core:profile")),
    ]
