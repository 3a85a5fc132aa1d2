import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def agreed_so_far(apps, schema_editor):
    """The wording of what was agreed before is the one that holds."""
    rows = apps.get_model("med", "Guideline").objects
    rows.filter(state__in=["approved", "needs_revision", "ended"]).update(agreed_version=F("version"))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("med", "0014_telling_signing_and_trust"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedAnnex",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("med.treatment",),
        ),
        migrations.AddField(
            model_name="outcome", name="former_number", field=models.PositiveSmallIntegerField(null=True)
        ),
        migrations.RemoveField(model_name="topic", name="search_terms"),
        migrations.AddField(
            model_name="topic",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30),
                blank=True,
                default=list,
                size=None,
                verbose_name="emneord",
            ),
        ),
        migrations.AddField(
            model_name="guideline", name="agreed_version", field=models.PositiveSmallIntegerField(null=True)
        ),
        migrations.RunPython(agreed_so_far, migrations.RunPython.noop),
        migrations.CreateModel(
            name="GuidelineVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True, max_length=40000)),
                ("what_changed", models.CharField(blank=True, max_length=300, verbose_name="hvad er nyt")),
                ("written_at", models.DateTimeField()),
                ("approved_on", models.DateField(null=True)),
                (
                    "agreed_at",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="med.treatment",
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="med.guideline"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("guideline", "number"), name="guideline_version_once")
                ],
            },
        ),
    ]
