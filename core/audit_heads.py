"""Keep the newest hash of every chain outside the database each night: a rewritten log is told (docs/audit.md)."""

import hashlib
import json
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import audit, calendar

logger = logging.getLogger(__name__)
FOLDER = "audit-heads"


def path_of(day):
    """Return where the heads of a day lie, below PRIVATE_ROOT."""
    return f"{FOLDER}/{day.isoformat()}.json"


def keep(at=None):
    """Write yesterday's state once a day and say its sum in the log; return the sum, or None if it was done."""
    day = calendar.local_date(at or calendar.now())
    if default_storage.exists(path_of(day)):
        return None
    lines = json.dumps([list(head) for head in audit.heads()], ensure_ascii=False).encode()
    total = hashlib.sha256(lines).hexdigest()
    default_storage.save(path_of(day), ContentFile(lines))
    logger.info("Audit heads of %s: sha256 %s", day.isoformat(), total)
    return total


def compare(day):
    """Return the heads of a day that are no longer in the log, as (type, id, number): rewritten or cut off."""
    from core.models import AuditEntry

    with default_storage.open(path_of(day)) as file:
        kept = json.loads(file.read())
    lost = []
    for subject_type, subject_id, number, digest in kept:
        if not AuditEntry.objects.filter(
            subject_type=subject_type, subject_id=subject_id, number=number, hash=digest
        ).exists():
            lost.append((subject_type, subject_id, number))
    return lost
