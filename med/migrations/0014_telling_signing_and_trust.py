import uuid
from random import SystemRandom

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import core.crypto


def encrypt_titles(apps, schema_editor):
    """Move the titles of chairs' matters to where they stand encrypted."""
    rows = apps.get_model("med", "ChairMatter").objects
    for row in rows.only("pk", "title").iterator():
        rows.filter(pk=row.pk).update(secret_title=row.title)


def show_what_was_read(apps, schema_editor):
    """Whatever was told in short when the minutes were published has been looked through; what came later has not."""
    rows = apps.get_model("med", "Summary").objects.exclude(text="")
    rows.filter(meeting__state="published", written_at__lte=F("meeting__published_at")).update(
        shown_text=F("text"), shown_dialogue=F("needs_dialogue"), shown_version=F("version")
    )


def shuffle_answers(apps, schema_editor):
    """Write the answers of each check, and who has answered, in an order of chance."""
    check = apps.get_model("med", "SelfCheck")
    shuffled = apps.get_model("med", "ShuffledAnswer")
    through = check.answered_by.through
    chance = SystemRandom()
    for row in check.objects.all():
        answers = list(apps.get_model("med", "SelfCheckAnswer").objects.filter(check_asked=row))
        people = list(row.answered_by.values_list("pk", flat=True))
        chance.shuffle(answers)
        chance.shuffle(people)
        shuffled.objects.bulk_create(shuffled(check_asked=row, scores=one.scores, text=one.text) for one in answers)
        through.objects.filter(selfcheck=row).delete()
        through.objects.bulk_create(through(selfcheck=row, person_id=pk) for pk in people)
    schema_editor.connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that tables can change after it


ORIGINS = [
    ("standing", "Fast punkt"),
    ("proposal", "Forslag"),
    ("chair", "Sat på af formandskabet"),
    ("review", "Evaluering af en beslutning"),
    ("trio", "Sendt fra TRIO"),
    ("house", "Fra arbejdet med forebyggelse"),
    ("lifted", "Sendt fra et andet udvalg"),
    ("duty", "Fra årshjulet"),
    ("staff", "Fra medarbejderne"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("med", "0013_addenda_are_looked_through"),
    ]

    operations = [
        # the chairs' own titles
        migrations.AddField(
            model_name="chairmatter",
            name="secret_title",
            field=core.crypto.EncryptedTextField(default="", max_length=160, verbose_name="sag"),
            preserve_default=False,
        ),
        migrations.RunPython(encrypt_titles, migrations.RunPython.noop),
        migrations.RemoveField(model_name="chairmatter", name="title"),
        migrations.RenameField(model_name="chairmatter", old_name="secret_title", new_name="title"),
        # told in short, after a look
        migrations.AddField(model_name="summary", name="version", field=models.PositiveIntegerField(default=1)),
        migrations.AddField(
            model_name="summary",
            name="shown_text",
            field=models.TextField(blank=True, default="", max_length=1200),
            preserve_default=False,
        ),
        migrations.AddField(model_name="summary", name="shown_dialogue", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="summary", name="shown_version", field=models.PositiveIntegerField(default=0)),
        migrations.RunPython(show_what_was_read, migrations.RunPython.noop),
        # answers without a place in a row
        migrations.CreateModel(
            name="ShuffledAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("scores", models.JSONField(default=dict)),
                ("text", models.TextField(blank=True, max_length=1000)),
                (
                    "check_asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="med.selfcheck"
                    ),
                ),
            ],
        ),
        migrations.RunPython(shuffle_answers, migrations.RunPython.noop),
        migrations.DeleteModel(name="SelfCheckAnswer"),
        migrations.RenameModel(old_name="ShuffledAnswer", new_name="SelfCheckAnswer"),
        migrations.AlterField(
            model_name="selfcheckanswer",
            name="check_asked",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="med.selfcheck"
            ),
        ),
        # what came of the way back, what a signature is for
        migrations.AddField(
            model_name="dissemination",
            name="proposal",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="med.proposal"
            ),
        ),
        migrations.AddField(
            model_name="annualdiscussion",
            name="signed_mark",
            field=models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="topic",
            name="origin",
            field=models.CharField(choices=ORIGINS, default="chair", max_length=12, verbose_name="kommer fra"),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="origin",
            field=models.CharField(choices=ORIGINS, default="proposal", max_length=12),
        ),
    ]
