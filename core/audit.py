"""The only writer of the audit log. The database numbers and chains the rows and refuses to change them (docs/audit.md)."""

import hashlib

from django.db import models, transaction
from django.db.models.functions import Cast

from core import calendar
from core.logs import request_id
from core.subjects import key_of


def _entry(action, subject, by, reason, details, *, is_read=False, source="", at=None):
    """Build one unsaved entry. Details hold states, versions and ids, never words from a case."""
    from core.models import AuditEntry

    subject_type, subject_id = key_of(subject)
    return AuditEntry(
        subject_type=subject_type,
        subject_id=subject_id,
        at=at or calendar.now(),
        actor=by,
        action=action,
        is_read=is_read,
        reason=reason[:500],
        details=details,
        source=source or ("web" if request_id.get() else "clock"),
        request_id=request_id.get() or "",
    )


def record(action, subject, *, by, reason="", source="", at=None, **details):
    """Write that `by` (None for the clock) did the action on the subject, in the caller's transaction."""
    entry = _entry(action, subject, by, reason, details, source=source, at=at)
    entry.save(force_insert=True)
    return entry


def read(action, subject, *, by, reason="", **details):
    """Write that `by` saw something sensitive."""
    entry = _entry(action, subject, by, reason, details, is_read=True)
    entry.save(force_insert=True)
    return entry


def record_many(entries):
    """Write many at once: dicts with action, subject, by and optional reason and details."""
    from core.models import AuditEntry

    AuditEntry.objects.bulk_create(
        [
            _entry(
                e["action"],
                e["subject"],
                e.get("by"),
                e.get("reason", ""),
                e.get("details", {}),
                source=e.get("source", ""),
            )
            for e in entries
        ]
    )


def payload(entry):
    """Return the text that an entry's hash covers; the trigger in migration 0002 builds the same."""
    return "|".join(
        [
            entry.previous_hash,
            entry.subject_type,
            str(entry.subject_id),
            str(entry.number),
            f"{entry.at.timestamp():.6f}",
            str(entry.actor_id or ""),
            entry.action,
            "t" if entry.is_read else "f",
            entry.reason,
            entry.source,
            entry.request_id,
            entry.details_text,
        ]
    )


def verify(subject_type=None, subject_id=None):
    """Return the first broken entry of each chain, as (type, id, number, what); an empty list means the log is whole."""
    from core.models import AuditEntry

    # The text form of jsonb is canonical in the database, so both sides hash the same.
    entries = AuditEntry.objects.annotate(details_text=Cast("details", models.TextField())).order_by(
        "subject_type", "subject_id", "number"
    )
    if subject_type:
        entries = entries.filter(subject_type=subject_type)
    if subject_id:
        entries = entries.filter(subject_id=subject_id)
    broken, chain, previous, number, skip = [], None, "", 0, False
    for entry in entries.iterator(chunk_size=2000):
        key = entry.subject
        if key != chain:
            chain, previous, number, skip = key, "", 0, False
        if skip:
            continue
        if entry.number != number + 1 or entry.previous_hash != previous:
            broken.append((*key, entry.number, "missing link"))
            skip = True
        elif hashlib.sha256(payload(entry).encode()).hexdigest() != entry.hash:
            broken.append((*key, entry.number, "changed"))
            skip = True
        previous, number = entry.hash, entry.number
    return broken


def heads():
    """Return the newest (type, id, number, hash) of every chain, to be sent elsewhere each night."""
    from core.models import AuditEntry

    with transaction.atomic():
        return list(
            AuditEntry.objects.order_by("subject_type", "subject_id", "-number")
            .distinct("subject_type", "subject_id")
            .values_list("subject_type", "subject_id", "number", "hash")
        )
