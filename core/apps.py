"""Core's start-up: its permission lines, subjects and checks."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The house."""

    name = "core"
    verbose_name = "Arbejdspladsen"

    def ready(self):
        """Register what core itself offers."""
        from core import checks, columns, duties, export_watch, registrations, retention  # noqa: F401
        from core.actions import people  # noqa: F401
