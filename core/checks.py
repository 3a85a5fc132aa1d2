"""What a machine can hold us to at start-up: every action in use has a line, every subject an address."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

AT_HOME = ("localhost", "test", "example", "invalid", "internal", "local", "lan", "home.arpa")  # never on the internet


def is_public(host):
    """Tell whether a host name or address may be one that strangers reach."""
    host = host.strip("[].").lower()
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not any(host.endswith(f".{name}") for name in AT_HOME) or host == "*"


@register()
def the_demo_stays_at_home(app_configs=None, **kwargs):
    """Check that one-click sign-in and debug pages are not offered to the world (attack 43)."""
    found, base = [], urlsplit(settings.BASE_URL).hostname or ""
    hosts = [base, *settings.ALLOWED_HOSTS]
    if settings.DEMO and any(is_public(host) for host in hosts):
        found.append(
            Error(
                "DEMO lets anybody sign in as anybody, and BASE_URL or ALLOWED_HOSTS names a public host.",
                id="core.E001",
            )
        )
    if settings.DEBUG and any(is_public(host) for host in hosts):
        found.append(Error("DEBUG is on, and BASE_URL or ALLOWED_HOSTS names a public host.", id="core.E001"))
    return found


def refuse_unsafe_start():
    """Stop a web server that would run in spite of core.E001; servers don't run checks by themselves."""
    for fault in the_demo_stays_at_home():
        raise ImproperlyConfigured(fault.msg)


@register()
def every_subject_can_be_seen(app_configs, **kwargs):
    """Check that each subject's view action stands in the permission table."""
    from core.permissions import TABLE
    from core.subjects import SUBJECTS

    return [
        Error(
            f"Subject {subject.type} is seen through {subject.view_action}, which no line of the permission table names.",
            id="core.E010",
        )
        for subject in SUBJECTS.values()
        if subject.view_action not in TABLE
    ]
