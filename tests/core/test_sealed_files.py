"""What was sealed is read again: a file that changed on the disk, or went, is told once (attack 26)."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import files, sealed
from core.actions import attachments
from core.models import Attachment, AuditEntry
from tests.core.workplace import MONDAY, SUBJECT, Workplace

HOURS = [MONDAY + timedelta(hours=number) for number in range(sealed.ROUND)]


@pytest.fixture
def row(db):
    with time_machine.travel(MONDAY, tick=False):
        place, out = Workplace(), io.BytesIO()
        Image.new("RGB", (20, 20), "red").save(out, "PNG")
        upload = SimpleUploadedFile("skaerm.png", out.getvalue())
        yield attachments.attach(SUBJECT, upload, files.inspect(upload), by=place.employee)


def round_of(row):
    """Run every hour of four weeks that is this file's, and some that aren't."""
    return [
        hour for hour in HOURS if (hour.date().toordinal() * 24 + hour.hour) % sealed.ROUND == row.pk % sealed.ROUND
    ]


def test_each_file_has_its_hour_in_four_weeks_and_a_whole_one_is_silent(row):
    (hour,) = round_of(row)
    assert sealed.check(hour) == 0 and not AuditEntry.objects.filter(action=sealed.CHANGED).exists()


@pytest.mark.parametrize("content", [b"something else", None])
def test_a_file_that_changed_or_went_is_told_once(row, content):
    default_storage.delete(row.path)
    if content is not None:
        assert default_storage.save(row.path, ContentFile(content)) == row.path
    (hour,) = round_of(row)
    assert sealed.check(hour - timedelta(hours=1)) == 0  # not its turn
    assert sealed.check(hour) == sealed.check(hour) == 1
    entry = AuditEntry.objects.get(action=sealed.CHANGED)
    assert entry.subject == row.subject and entry.details == {"file": row.pk, "is_there": content is not None}


def test_a_removed_file_is_not_looked_for(row):
    Attachment.objects.filter(pk=row.pk).update(removed_at=MONDAY)
    default_storage.delete(row.path)
    (hour,) = round_of(row)
    assert sealed.check(hour) == 0
