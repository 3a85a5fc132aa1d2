"""Take away what no page fills: dated talks of the crisis course, and whether an injury report is needed."""

from django.db import migrations, models


def remove_dated_talks(apps, schema_editor):
    """Delete sessions of the crisis course; how many talks were held stands on the crisis help."""
    apps.get_model("incidents", "Session").objects.exclude(kind="supervision").delete()


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_lone_work_is_late_by_the_clock")]
    operations = [
        migrations.RunPython(remove_dated_talks, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="session", name="session_once"),
        migrations.AlterModelOptions(name="session", options={"ordering": ["number"]}),
        migrations.RemoveField(model_name="session", name="kind"),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="session_once"),
        ),
        migrations.RemoveField(model_name="injuryreport", name="is_needed"),
    ]
