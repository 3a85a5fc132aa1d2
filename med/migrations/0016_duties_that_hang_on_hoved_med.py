import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("med", "0015_closed_files_and_kept_wordings"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="needs_environment",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="duty",
            name="obligation",
            field=models.CharField(
                choices=[
                    ("must", "Skal"),
                    ("depends", "Skal, hvis Hoved-MED har bestemt det"),
                    ("if_so", "Skal, når I har grupper, det gælder for"),
                    ("should", "Bør"),
                    ("may", "Kan"),
                ],
                default="must",
                max_length=8,
                verbose_name="hvor fast",
            ),
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_local", models.BooleanField(verbose_name="aftales lokalt")),
                ("decided_on", models.DateField(verbose_name="besluttet den")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rulings", to="med.body"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rulings", to="med.duty"
                    ),
                ),
                (
                    "treatment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="med.treatment",
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
            options={"ordering": ["-decided_on", "-pk"]},
        ),
    ]
