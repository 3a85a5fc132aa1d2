"""Messages to the staff of a site: what to do, never the story (INC-61, INC-62)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Site
from incidents.models.incident import Incident
from incidents.models.sanctions import Sanction
from incidents.queries import StaffMessageQuerySet


class StaffMessage(models.Model):
    """One message, readable by those who work at the site until it ends. The mail says only that there is one."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="staff_messages")
    sanction = models.ForeignKey(Sanction, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(
        max_length=10, choices=[("sanction", _("Hvad du skal gøre")), ("warning", _("Vær opmærksom"))]
    )
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("arbejdssted"))
    text = EncryptedTextField(_("besked"), max_length=2000)
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til og med"))
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = StaffMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["site", "ends_on"])]


class MessageReading(models.Model):
    """That somebody has read a message."""

    message = models.ForeignKey(StaffMessage, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="message_read_once")]
