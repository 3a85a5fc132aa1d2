"""Start-up: register what the rest of the house asks senior for."""

from django.apps import AppConfig


class SeniorConfig(AppConfig):
    """Senior talks and agreements."""

    name = "senior"
    verbose_name = "Senior"

    def ready(self):
        """Load the permission lines and registrations."""
        from senior import insight, permissions, reference, registrations, retention  # noqa: F401
