from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep who wrote which line of a template's draft; words that hold for introductions of every length."""

    dependencies = [("onboarding", "0009_guides_since")]

    operations = [
        migrations.AddField(model_name="packversion", name="touched", field=models.JSONField(default=dict)),
        migrations.AlterField(
            model_name="checklistitem",
            name="phase",
            field=models.CharField(
                choices=[
                    ("before_start", "Inden start"),
                    ("first_day", "Første dag"),
                    ("first_week", "Første uge"),
                    ("first_month", "Første måned"),
                    ("three_months", "Resten af introduktionen"),
                    ("first_year", "Første år"),
                ],
                max_length=14,
                verbose_name="fase",
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("preparation", "Forberedelse"),
                    ("alignment", "Forventningsafstemning"),
                    ("follow_up_1", "Opfølgningssamtale, første måned"),
                    ("follow_up_3", "Opfølgningssamtale til sidst"),
                    ("evaluation", "Evaluering af introduktionsordningen"),
                    ("agreement", "Samarbejdsaftale for mentor og mentee"),
                ],
                max_length=16,
            ),
        ),
    ]
