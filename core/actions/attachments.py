"""Take files in, seal them, and remove them while that is allowed (GEN-18, INC-13).

The original is kept byte for byte.
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core import audit, calendar, files
from core.models import Attachment
from core.subjects import key_of

MOST = 30  # files about one subject


@transaction.atomic
def attach(subject, uploaded, facts, *, by, kind="other", caption="", taken_at=None):
    """Store an inspected file about a subject, sealed with its SHA-256; return the Attachment.

    The same bytes by the same person about the same subject are kept once. Raises ValidationError (E-35) for a picture
    that can't be shown.
    """
    subject_type, subject_id = key_of(subject)
    waiting = Attachment.objects.filter(subject_type=subject_type, subject_id=subject_id, removed_at__isnull=True)
    same = waiting.filter(sha256=facts.sha256, uploaded_by=by).first()
    if same:
        return same
    if waiting.count() >= MOST:
        raise ValidationError(_too_many())
    shown = files.shown_copy(uploaded, facts.content_type)
    key = uuid.uuid4()
    uploaded.seek(0)
    path = default_storage.save(f"files/{key.hex[:2]}/{key.hex}", uploaded)
    shown_path = default_storage.save(f"files/{key.hex[:2]}/{key.hex}.shown", ContentFile(shown)) if shown else ""
    row = Attachment(
        subject_type=subject_type,
        subject_id=subject_id,
        key=key,
        original_name=facts.original_name,
        kind=kind,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
        path=path,
        shown_path=shown_path,
        caption=caption,
        taken_at=taken_at,
        uploaded_by=by,
        uploaded_at=calendar.now(),
    )
    row.save(force_insert=True)
    audit.record(
        "core.file_attached",
        row.subject,
        by=by,
        file=row.pk,
        size=row.size,
        sha256=row.sha256,
        content_type=row.content_type,
    )
    return row


def _too_many():
    """Return the words for when there are enough files."""
    from django.utils.translation import gettext as _

    return _("Der kan højst vedhæftes %(n)s filer. Læg resten i en mail til din leder.") % {"n": MOST}


@transaction.atomic
def move(attachment, subject, *, by):
    """Let a file be about another row, whose readers are from now on the file's; False when it is already."""
    subject_type, subject_id = key_of(subject)
    was = attachment.subject
    changed = (
        Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True)
        .exclude(subject_type=subject_type, subject_id=subject_id)
        .update(subject_type=subject_type, subject_id=subject_id)
    )
    if changed:
        attachment.refresh_from_db()
        audit.record("core.file_moved", was, by=by, file=attachment.pk, to=subject_type)
        audit.record("core.file_moved", attachment.subject, by=by, file=attachment.pk, sha256=attachment.sha256)
    return bool(changed)


@transaction.atomic
def remove(attachment, *, by):
    """Take a file away before it has been sent; the bytes go when the transaction is done.

    False if it was gone already.
    """
    changed = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True).update(
        removed_at=calendar.now(), removed_by=by
    )
    if changed:
        audit.record("core.file_removed", attachment.subject, by=by, file=attachment.pk, sha256=attachment.sha256)
        _erase_later([attachment])
    return bool(changed)


@transaction.atomic
def remove_all(subject, *, by):
    """Take away every file of a subject that is deleted itself; the rows go too, the audit log keeps their hashes."""
    subject_type, subject_id = key_of(subject)
    rows = list(Attachment.objects.filter(subject_type=subject_type, subject_id=subject_id))
    for row in rows:
        audit.record("core.file_removed", row.subject, by=by, file=row.pk, sha256=row.sha256)
    _erase_later(rows)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _erase_later(rows):
    """Delete the bytes once the rows are surely gone."""
    paths = [path for row in rows for path in (row.path, row.shown_path) if path]

    def erase():
        for path in paths:
            default_storage.delete(path)

    transaction.on_commit(erase)
