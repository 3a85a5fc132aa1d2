from django.db import migrations, models
from django.db.models import F


def mark_those_that_were_looked_through(apps, schema_editor):
    """Whatever stood there when the minutes were published was looked through with them; what came later was not."""
    addenda = apps.get_model("med", "Addendum").objects
    addenda.filter(meeting__state="published", written_at__lte=F("meeting__published_at")).update(
        checked_at=F("written_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("med", "0012_matters_are_looked_at_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="addendum",
            name="checked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(mark_those_that_were_looked_through, migrations.RunPython.noop, elidable=True),
    ]
