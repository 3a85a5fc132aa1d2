"""Files: sealed on arrival, served only through a rights-checked and logged view (GEN-18, INC-13)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models.base import About


class AttachmentKind(models.TextChoices):
    """What the file shows (INC-13)."""

    SCREENSHOT = "screenshot", _("Skærmbillede")
    PHOTO = "photo", _("Foto")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Lyd")
    MAIL = "mail", _("Mail")
    SMS = "sms", _("Sms")
    OTHER = "other", _("Andet")


class Attachment(About):
    """One sealed file. The original is kept byte for byte; pictures are shown as a re-encoded copy."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original_name = EncryptedTextField(max_length=255)
    kind = models.CharField(
        _("hvad viser filen"), max_length=12, choices=AttachmentKind.choices, default=AttachmentKind.OTHER
    )
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # random name below PRIVATE_ROOT
    shown_path = models.CharField(max_length=120, blank=True)
    caption = EncryptedTextField(_("hvorfor er det vigtigt"), max_length=500, blank=True)
    taken_at = models.DateTimeField(_("hvornår er det fra"), null=True, blank=True)
    uploaded_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["uploaded_at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]
