"""What somebody has typed and not yet sent: kept on the server, encrypted, never in the browser (design: two people writing)."""

from django.db import models

from core.crypto import EncryptedJSONField


class Draft(models.Model):
    """The latest state of one form of one person; `key` is the form's address."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=160)
    data = EncryptedJSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="draft_once_per_form")]
