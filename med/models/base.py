"""What med's tables share: a short way to name who did something."""

from django.db import models

from core.models import Person


def by_whom(label="", *, empty=False, on_delete=models.PROTECT, name="+"):
    """Return a column for the person who did or owns something."""
    return models.ForeignKey(
        Person, on_delete=on_delete, null=empty, blank=empty, related_name=name, verbose_name=label or "person"
    )
