"""Read sealed files again and compare them with the sum they had at arrival (attack 26): every file about once in four weeks.

The hour says which files are due, so nothing is remembered: a run may come twice, late or not at all, and the next
round finds what this one missed.
"""

import hashlib
import logging

from django.core.files.storage import default_storage
from django.db.models import F
from django.db.models.functions import Mod

from core import audit, calendar
from core.models import Attachment, AuditEntry

logger = logging.getLogger(__name__)
ROUND = 24 * 28  # hours until a file is read again
CHANGED = "core.file_changed"


def sum_of(path):
    """Return the SHA-256 of a stored file, or nothing when it isn't there."""
    try:
        with default_storage.open(path) as file:
            digest = hashlib.sha256()
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
            return digest.hexdigest()
    except FileNotFoundError:
        return ""


def check(at=None):
    """Read the files of this hour; log and audit each that is no longer what arrived, once; return how many."""
    moment = calendar.local(at or calendar.now())
    slot = (moment.date().toordinal() * 24 + moment.hour) % ROUND
    due = Attachment.objects.filter(removed_at__isnull=True).annotate(slot=Mod(F("pk"), ROUND)).filter(slot=slot)
    wrong = 0
    for row in due.only("subject_type", "subject_id", "path", "sha256").iterator(200):
        found = sum_of(row.path)
        if found == row.sha256:
            continue
        wrong += 1
        logger.error("A sealed file is %s: attachment %s.", "not what arrived" if found else "gone", row.pk)
        known = AuditEntry.objects.filter(
            subject_type=row.subject_type, subject_id=row.subject_id, action=CHANGED, details__file=row.pk
        )
        if not known.exists():
            audit.record(CHANGED, row.subject, by=None, file=row.pk, is_there=bool(found))
    return wrong
