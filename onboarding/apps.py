"""Start-up: register what the rest of the house asks onboarding for."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Introduction of new employees."""

    name = "onboarding"
    verbose_name = "Introduktion"

    def ready(self):
        """Load the permission lines and registrations."""
        from onboarding import permissions, reference, registrations, retention  # noqa: F401
        from onboarding.rules import asking  # noqa: F401
