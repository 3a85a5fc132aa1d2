"""Start-up: register what the rest of the house asks med for."""

from django.apps import AppConfig


class MedConfig(AppConfig):
    """LokalMED and TRIO."""

    name = "med"
    verbose_name = "MED og TRIO"

    def ready(self):
        """Load the permission lines and registrations."""
        from med import (  # noqa: F401
            editors,
            permissions,
            receivers,
            reference,
            registrations,
            registrations_beside,
            retention,
        )
        from med.actions import offered  # noqa: F401
