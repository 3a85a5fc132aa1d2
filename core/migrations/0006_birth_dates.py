"""Birth dates get an encrypted row of their own; only the year stands plain, for the yearly search."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto


def move_out(apps, schema_editor):
    """Move every date to its own row."""
    Person, BirthDate = apps.get_model("core", "Person"), apps.get_model("core", "BirthDate")
    known = Person.objects.filter(born_on__isnull=False).values_list("pk", "born_on")
    BirthDate.objects.bulk_create(
        (BirthDate(person_id=pk, day=day, year=day.year) for pk, day in known.iterator()), batch_size=1000
    )


def move_back(apps, schema_editor):
    """Move every date back to the person."""
    Person, BirthDate = apps.get_model("core", "Person"), apps.get_model("core", "BirthDate")
    for birth in BirthDate.objects.all():
        Person.objects.filter(pk=birth.person_id).update(born_on=birth.day)


class Migration(migrations.Migration):
    dependencies = [("core", "0005_templates_with_editions")]

    operations = [
        migrations.CreateModel(
            name="BirthDate",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="birth",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("day", core.crypto.EncryptedDateField(verbose_name="født")),
                ("year", models.PositiveSmallIntegerField(db_index=True)),
            ],
        ),
        migrations.RunPython(move_out, move_back),
        migrations.RemoveField(model_name="person", name="born_on"),
    ]
