"""Files about items of an agenda: open ones follow the item, closed ones are for the body's members alone (MED-30)."""

from core.models import Attachment

OPEN, CLOSED = "med.treatment", "med.closedannex"


def of_items(ids, *, closed=False):
    """Return the question for the files about items (ids or a query of them); the closed ones only where the reader may."""
    kinds = (OPEN, CLOSED) if closed else (OPEN,)
    return Attachment.objects.filter(subject_type__in=kinds, subject_id__in=ids, removed_at__isnull=True)


def is_closed(file):
    """Tell whether only the body's members read it."""
    return file.subject_type == CLOSED
