"""Who did or saw what, when and why. Append-only; the database numbers and chains the rows (migration 0002)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import About


class AuditEntry(About):
    """One event about one subject. `number`, `previous_hash` and `hash` are set by a trigger; UPDATE and DELETE fail."""

    number = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(_("tidspunkt"))
    actor = models.ForeignKey(
        "core.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    action = models.CharField(_("handling"), max_length=80)
    is_read = models.BooleanField(default=False)
    reason = models.CharField(_("begrundelse"), max_length=500, blank=True)
    details = models.JSONField(default=dict)  # states, versions, ids: never text from the case
    source = models.CharField(_("hvorfra"), max_length=60, blank=True)  # "web", "clock", "import", "command"
    request_id = models.CharField(max_length=40, blank=True)
    previous_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["subject_type", "subject_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "number"], name="audit_number_once")
        ]
        indexes = [models.Index(fields=["at"]), models.Index(fields=["actor", "at"])]
