"""Check that nothing in the audit log has been changed or left out."""

from django.core.management.base import BaseCommand

from core.actions import audit


class Command(BaseCommand):
    """Print each broken chain on a line; exit with 1 if there is one."""

    help = "Check the hash chains of the audit log."

    def handle(self, *args, **options):
        """Check every chain."""
        broken = audit.verified(by=None)
        for subject_type, subject_id, number, what in broken:
            self.stdout.write(f"{subject_type} {subject_id} entry {number}: {what}")
        if broken:
            raise SystemExit(1)
        self.stdout.write("The audit log is whole.")
