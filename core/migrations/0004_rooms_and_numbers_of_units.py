"""Rooms get rows of their own, each with its alarm and way out; a unit may have numbers of its own, and a site its keeper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def rooms_from_text(apps, schema_editor):
    """Turn each line of the old text into a room, so that nothing that was written is lost."""
    Site, Room = apps.get_model("core", "Site"), apps.get_model("core", "Room")
    for site in Site.objects.exclude(talk_rooms=""):
        for line in dict.fromkeys(line.strip() for line in site.talk_rooms.splitlines() if line.strip()):
            name, _dot, rest = line.partition(". ")
            Room.objects.get_or_create(site=site, name=name.rstrip(".")[:80], defaults={"suits": rest[:200]})


class Migration(migrations.Migration):
    dependencies = [("core", "0003_counter_table")]

    operations = [
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="kontrolleret den")),
                (
                    "name",
                    models.CharField(
                        help_text="Som det står på døren, fx Samtalerum 3.", max_length=80, verbose_name="navn"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "Enkeltkontor"),
                            ("double", "Tomandskontor"),
                            ("meeting", "Mødelokale"),
                            ("talk", "Samtalerum"),
                            ("child", "Børnesamtalerum"),
                        ],
                        default="talk",
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
                ("suits", models.CharField(blank=True, max_length=200, verbose_name="egner sig til")),
                ("way_out", models.CharField(blank=True, max_length=200, verbose_name="vejen ud")),
                (
                    "alarm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rooms",
                        to="core.alarm",
                        verbose_name="alarm",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kontrolleret af",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rooms",
                        to="core.site",
                        verbose_name="arbejdssted",
                    ),
                ),
            ],
            options={
                "ordering": ["site", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "name"), name="room_name_once_per_site"),
                ],
            },
        ),
        migrations.RunPython(rooms_from_text, migrations.RunPython.noop),
        migrations.RemoveField(model_name="site", name="talk_rooms"),
        migrations.AddField(
            model_name="site",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sites",
                to="core.unit",
                verbose_name="hvem passer på stedet",
            ),
        ),
        migrations.RemoveConstraint(model_name="hotline", name="hotline_once"),
        migrations.AddField(
            model_name="hotline",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hotlines",
                to="core.unit",
                verbose_name="gælder for",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotline",
            constraint=models.UniqueConstraint(
                fields=("firm", "kind", "unit"), name="hotline_once", nulls_distinct=False
            ),
        ),
    ]
