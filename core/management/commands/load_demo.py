"""Load the demo workplace into an empty house."""

from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Load Fjordby Kommune: people, history, open cases. Does nothing when people exist."""

    help = __doc__

    def handle(self, *args, **options):
        """Ask the composition, which knows every app; core may not."""
        if not settings.DEMO:
            raise CommandError("The demo workplace belongs in demo mode only (DEMO=yes).")
        if not import_module("config.demo").load(self.stdout.write):
            self.stdout.write("People work here already; nothing was loaded.")
