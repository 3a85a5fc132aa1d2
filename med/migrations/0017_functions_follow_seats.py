from datetime import time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import calendar


def one_running_function_of_a_kind(apps, schema_editor):
    """Let of several open rows of one function the last elected run on; the others ended when it began."""
    records = apps.get_model("med", "TrainingRecord").objects
    records.filter(in_safety=True, has_basic_before=True).update(has_safety_before=True)
    seen = {}
    for row in records.filter(ended_on__isnull=True).order_by("-elected_on", "-pk"):
        newest = seen.setdefault((row.person_id, row.function), row)
        if newest.pk != row.pk:
            records.filter(pk=row.pk).update(ended_on=newest.elected_on)


def wishes_are_kept(apps, schema_editor):
    """What representatives answered before is their wish; the employer's half is still to come."""
    offers = apps.get_model("med", "CourseOffer").objects.filter(answer="pooled").select_related("record")
    joined = apps.get_model("med", "JoinedYears").objects
    for offer in offers:
        joined.get_or_create(
            record=offer.record,
            function_year=offer.function_year,
            defaults={"wished_by_id": offer.record.person_id, "wished_at": calendar.at(offer.answered_on or offer.record.elected_on, time(12))},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_birth_dates"),
        ("med", "0016_duties_that_hang_on_hoved_med"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JoinedYears",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function_year", models.PositiveSmallIntegerField(verbose_name="funktionsår")),
                ("wished_at", models.DateTimeField(null=True)),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="aftalt den")),
                ("agreed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["function_year"],
            },
        ),
        migrations.CreateModel(
            name="TrainingFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="kontrolleret den")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("med_basic", "MED-grunduddannelse, når MED varetager arbejdsmiljøet"),
                            ("med_basic_alone", "MED-grunduddannelse, når MED ikke varetager arbejdsmiljøet"),
                            ("med_extra", "Supplerende MED-uddannelse for hvert funktionsår"),
                            ("med_extra_both", "Ekstra dag til den, der har begge funktioner"),
                            ("safety_basic", "Arbejdsmiljøuddannelse"),
                            ("safety_first", "Supplerende arbejdsmiljøuddannelse, første funktionsår"),
                            ("safety_later", "Supplerende arbejdsmiljøuddannelse, hvert følgende funktionsår"),
                        ],
                        max_length=20,
                        verbose_name="tal",
                    ),
                ),
                ("days", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="dage")),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="frist i måneder fra valget"),
                ),
                ("from_year", models.PositiveSmallIntegerField(default=1, verbose_name="fra funktionsår")),
                ("to_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="til funktionsår")),
                (
                    "may_join",
                    models.BooleanField(default=False, verbose_name="to år kan samles efter skriftlig aftale"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="kilde")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
            ],
            options={
                "ordering": ["code", "-valid_from"],
            },
        ),
        migrations.AddField(
            model_name="trainingrecord",
            name="has_safety_before",
            field=models.BooleanField(default=False, verbose_name="har arbejdsmiljøuddannelsen i forvejen"),
        ),
        migrations.AddField(
            model_name="trainingrecord",
            name="unseen_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="trainingrecord",
            name="has_basic_before",
            field=models.BooleanField(default=False, verbose_name="har MED-grunduddannelsen i forvejen"),
        ),
        migrations.RunPython(one_running_function_of_a_kind, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="trainingrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("person", "function"),
                name="one_running_function_of_a_kind",
            ),
        ),
        migrations.AddField(
            model_name="joinedyears",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="joinedyears",
            name="paper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.attachment",
            ),
        ),
        migrations.AddField(
            model_name="joinedyears",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="joined", to="med.trainingrecord"
            ),
        ),
        migrations.AddField(
            model_name="joinedyears",
            name="wished_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="trainingfigure",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="kontrolleret af",
            ),
        ),
        migrations.AddConstraint(
            model_name="joinedyears",
            constraint=models.UniqueConstraint(fields=("record", "function_year"), name="years_joined_once"),
        ),
        migrations.AddConstraint(
            model_name="trainingfigure",
            constraint=models.UniqueConstraint(fields=("code", "valid_from"), name="one_training_figure_from_a_day"),
        ),
        migrations.AddConstraint(
            model_name="trainingfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="training_figure_ends_after_start",
            ),
        ),
        migrations.RunPython(wishes_are_kept, migrations.RunPython.noop, elidable=True),
    ]
