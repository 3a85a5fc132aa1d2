"""A printed document, frozen: the bytes, their hash and who approved them (GEN-09)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import About


class Document(About):
    """One version of one PDF. Never changed; a later edit makes a new version (docs/documents.md)."""

    kind = models.CharField(max_length=8)  # P-10, P-15 … of requirements section 8
    number = models.CharField(_("dokument-id"), max_length=60, unique=True)
    title = models.CharField(_("titel"), max_length=160)
    version = models.PositiveSmallIntegerField(default=1)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    case_number = models.CharField(_("sagsnummer"), max_length=40, blank=True)
    filed_on = models.DateField(_("journaliseret den"), null=True)
    filed_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
