"""Load the reference data; may be run at every start."""

from django.core.management.base import BaseCommand

from core.reference import load_all


class Command(BaseCommand):
    """Add what is missing from fixtures/reference."""

    help = __doc__

    def add_arguments(self, parser):
        """Take --refresh."""
        parser.add_argument(
            "--refresh", action="store_true", help="bring the released wording back where people have changed it"
        )

    def handle(self, *args, refresh=False, **options):
        """Load everything in one transaction."""
        self.stdout.write(f"Reference data: {load_all(refresh)} new rows")
