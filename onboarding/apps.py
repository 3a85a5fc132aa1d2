"""Start-up: register what the rest of the house asks onboarding for."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Introduction of new employees."""

    name = "onboarding"
    verbose_name = "Introduktion"
