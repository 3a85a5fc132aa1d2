"""Start-up: register what the rest of the house asks incidents for."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents."""

    name = "incidents"
    verbose_name = "Hændelser"

    def ready(self):
        """Load the permission lines and registrations."""
        from incidents import beside, insight, keeping, numbers, permissions, reference, registrations, retention  # noqa: F401
        from incidents.editors import letters, steps  # noqa: F401
