"""Make the table of settings.CACHES, in which failed sign-ins are counted."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Make it; does nothing where it is already."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("core", "0002_audit_chain")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
